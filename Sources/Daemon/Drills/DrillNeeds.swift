internal import MutualAid
internal import Resilience
internal import SupplyModel

/// What firms lack whose lines stop in a drill, and who could stand in: as `aid match` answers for the same shocks.
///
/// Who is of others' chains has no name here, and figures to the tenth, as nobody's owner has consented.
struct DrillNeeds {
    /// Firms, those that lose most first; products of one firm, what weighs most first; and of all together.
    static let firmLimit = 50
    static let productLimit = 10
    static let needLimit = 100
    /// Candidates that are shown for one product.
    static let standInLimit = 3

    let chains: Chains
    let scenario: Scenario
    /// Tells a question what is known of products, lists and capabilities.
    let advise: (inout MatchQuestion) -> Void

    /// Adds them to a report.
    func add(to report: inout DrillReport) {
        var total = 0
        for stop in report.lineStops.prefix(Self.firmLimit) {
            guard let firm = chains.network.number(of: stop.firm) else { continue }
            let needs = chains.needs(of: firm, in: scenario, workers: Cores.count)
            total += needs.count
            let room = min(Self.productLimit, Self.needLimit - report.needs.count)
            report.needs += needs.prefix(room).compactMap { need(stop, $0) }
        }
        let isCut = total > report.needs.count || report.lineStops.count > Self.firmLimit
        if isCut { report.cuts.append(DrillCut(.needs, shown: report.needs.count, total: total)) }
    }

    private func need(_ stop: DrillLineStop, _ need: Need) -> DrillNeed? {
        var question = MatchQuestion(firm: need.firm, product: need.number, scenario: scenario)
        question.workers = Cores.count
        advise(&question)
        guard let found = chains.matches(question) else { return nil }
        let offered = found.matches.enumerated().filter { $0.element.isOffered }
        return DrillNeed(
            firm: stop.firm, name: stop.name, product: need.product, gap: found.need.gap,
            standIns: offered.prefix(Self.standInLimit).map { standIn($0.element, number: $0.offset + 1) },
            offeredCount: offered.count)
    }

    private func standIn(_ match: Match, number: Int) -> DrillStandIn {
        let one = match.candidate
        let isHidden = one.source.needsConsent
        let firm = chains.network.firms[Int(one.supplier)]
        func shown(_ figure: Double) -> Double { isHidden ? StandInAnswer.rounded(figure) : figure }
        var standIn = DrillStandIn(
            number: number, firm: isHidden ? nil : firm.id, name: isHidden ? nil : firm.name,
            province: one.region.at(.province), source: one.source.rawValue, score: shown(match.score))
        standIn.delivers = match.delivers.map(shown)
        standIn.lineStopDay = match.course?.firstLossDay
        standIn.lostDays = match.course.map { isHidden ? $0.lostDays.rounded() : $0.lostDays }
        return standIn
    }
}
