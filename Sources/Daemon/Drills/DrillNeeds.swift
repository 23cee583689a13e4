internal import MutualAid
internal import Resilience
internal import Store
internal import SupplyModel

/// What firms lack whose lines stop in a drill, and who could stand in: as `aid match` answers for the same shocks.
///
/// Who is of others' chains has no name here, and figures to the tenth: no owner consents to a drill.
struct DrillNeeds {
    /// Firms, those that lose most first; products of one firm, what weighs most first; and of all together.
    static let firmLimit = 50
    static let productLimit = 10
    static let needLimit = 100
    /// Candidates that are shown for one product.
    static let standInLimit = 3

    private let inquiry: Inquiry
    private let chains: Chains
    private let book: ProductBook
    private let lists: WhiteListBook
    private let now: Timestamp
    private let stops: AidStops

    /// `book`: which products are alike; `now`: day 0 of the scenario.
    init(_ inquiry: Inquiry, _ chains: Chains, _ scenario: Scenario, book: ProductBook, now: Timestamp) throws
    {
        self.inquiry = inquiry
        self.chains = chains
        self.book = book
        self.now = now
        lists = try inquiry.whiteListBook(in: chains.network, at: now)
        stops = AidStops(
            StandingStops(chains, reported: [], events: [], now: now), { _ in scenario.shocks },
            untilDay: scenario.untilDay)
    }

    /// Adds them to a report.
    func add(to report: inout DrillReport) throws {
        var total = 0
        for stop in report.lineStops.prefix(Self.firmLimit) {
            guard let firm = chains.network.number(of: stop.firm) else { continue }
            let needs = chains.needs(of: firm, in: stops.scenario, workers: Cores.count)
            total += needs.count
            let room = min(Self.productLimit, Self.needLimit - report.needs.count)
            report.needs += try needs.prefix(room).compactMap { try need(stop, $0) }
        }
        let isCut = total > report.needs.count || report.lineStops.count > Self.firmLimit
        if isCut { report.cuts.append(DrillCut(.needs, shown: report.needs.count, total: total)) }
    }

    private func need(_ stop: DrillLineStop, _ need: Need) throws -> DrillNeed? {
        var question = MatchQuestion(firm: need.firm, product: need.number, scenario: stops.scenario)
        question.workers = Cores.count
        question.book = book
        lists.advise(&question, in: chains, now: now)
        guard let found = chains.matches(question) else { return nil }
        let owners = try SupplyOwners(
            of: found.matches.map(\.candidate.supplier),
            for: (need.firm, need.product, need.sources.map(\.supplier)), book: book, inquiry,
            in: chains.network)
        let discretion = Discretion(owners, consenting: [:], tellsAll: false)
        let offered = StandInAnswer(inquiry, chains.network, found, stops, discretion).candidates
            .filter { $0.match.isOffered }
        return DrillNeed(
            firm: stop.firm, name: stop.name, product: need.product, gap: found.need.gap,
            standIns: offered.prefix(Self.standInLimit).map { standIn($0.match, $0.number, $0.measure) },
            offeredCount: offered.count)
    }

    private func standIn(_ match: Match, _ number: Int, _ measure: Discretion.Measure) -> DrillStandIn {
        let one = match.candidate
        let (isHidden, isWhole) = (measure == .hidden, measure == .whole)
        let firm = chains.network.firms[Int(one.supplier)]
        func shown(_ figure: Double) -> Double { isWhole ? figure : StandInAnswer.rounded(figure) }
        var standIn = DrillStandIn(
            number: number, firm: isHidden ? nil : firm.id, name: isHidden ? nil : firm.name,
            province: one.region.at(.province), source: one.source.rawValue, score: shown(match.score))
        standIn.delivers = match.delivers.map(shown)
        standIn.lineStopDay = match.course?.firstLossDay
        standIn.lostDays = match.course.map { isWhole ? $0.lostDays : $0.lostDays.rounded() }
        return standIn
    }
}
