internal import MutualAid
internal import Resilience
internal import Store
internal import SupplyModel

/// What firms lack whose lines stop in a drill, and who could stand in: as `aid match` answers for the same shocks.
///
/// Who is of others' chains alone has no name here, and figures to the tenth: no owner consents to a drill. Whom those declare too who speak
/// for the firm in need is named in their words.
struct DrillNeeds {
    /// Firms, those that lose most first; products of one firm, what weighs most first; and of all together, beyond which no firm is looked at.
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
        let worst = report.lineStops.prefix(Self.firmLimit)
        let search = NeedSearch(
            chains, of: worst.compactMap { chains.network.number(of: $0.firm) }, in: stops.scenario,
            workers: Cores.count)
        var wanted: [(stop: DrillLineStop, need: Need)] = []
        var (firmCount, total) = (0, 0)
        for stop in worst where wanted.count < Self.needLimit {
            guard let firm = chains.network.number(of: stop.firm) else { continue }
            let needs = search.needs(of: firm)
            firmCount += 1
            total += needs.count
            let room = min(Self.productLimit, Self.needLimit - wanted.count)
            wanted += needs.prefix(room).map { (stop, $0) }
        }
        let network = chains.network
        let speakers = try FirmSpeakers.all(of: Set(wanted.map(\.need.firm)).sorted(), inquiry, in: network)
        let others = try inquiry.othersSupplies(to: speakers, in: network)
        let threads = max(1, Cores.count / max(1, min(wanted.count, Matches.workerLimit)))
        let found = chains.matches(
            wanted.map { question($0.need, others: others[$0.need.firm] ?? [], workers: threads) },
            workers: Cores.count)
        for (stop, found) in zip(wanted.map(\.stop), found) {
            guard let found else { continue }
            let firm = found.need.firm
            guard let speakers = speakers[firm] else { continue }
            report.needs.append(try need(stop, found, speakers, others[firm] ?? []))
        }
        let stopCount = report.total(.lineStops, shown: report.lineStops.count)
        if firmCount < stopCount { report.cuts.append(DrillCut(.firms, shown: firmCount, total: stopCount)) }
        if wanted.count < total { report.cuts.append(DrillCut(.needs, shown: wanted.count, total: total)) }
    }

    private func question(_ need: Need, others: Set<OwnSupply>, workers: Int) -> MatchQuestion {
        var question = MatchQuestion(firm: need.firm, product: need.number, scenario: stops.scenario)
        question.others = others
        question.workers = workers
        question.book = book
        lists.advise(&question, in: chains, now: now)
        return question
    }

    private func need(
        _ stop: DrillLineStop, _ found: Matches, _ speakers: FirmSpeakers, _ others: Set<OwnSupply>
    ) throws -> DrillNeed {
        let need = found.need
        let owners = try SupplyOwners(about: found, for: speakers, book: book, inquiry, in: chains.network)
        var discretion = Discretion(owners, others: others, consents: [], tellsAll: false)
        try discretion.takeNames(about: found, from: inquiry)
        let shown = StandInAnswer(inquiry, chains.network, found, stops, discretion)
        let offered = shown.candidates.filter { $0.match.isOffered }
        return DrillNeed(
            firm: stop.firm, name: stop.name, product: need.product, gap: need.gap,
            standIns: offered.prefix(Self.standInLimit).map {
                standIn($0.index, $0.number, $0.match.candidate, in: shown)
            },
            offeredCount: offered.count)
    }

    private func standIn(
        _ index: Int, _ number: Int, _ candidate: Candidate, in shown: StandInAnswer
    ) -> DrillStandIn {
        let (label, course) = (shown.label(of: index), shown.course(with: index))
        var standIn = DrillStandIn(
            number: number, firm: label?.id, name: label?.name,
            province: candidate.region.at(.province), source: candidate.source.rawValue,
            score: shown.score(index))
        standIn.delivers = shown.delivers(index)
        standIn.lineStopDay = course?.firstLossDay
        standIn.lostDays = course?.lostDays
        return standIn
    }
}
