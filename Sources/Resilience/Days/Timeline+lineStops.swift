internal import SupplyGraph
internal import SupplyModel

/// A firm upstream that makes less, and what that alone does to the firm that is asked about.
public struct LineStop: Equatable, Sendable {
    public var supplier: Int32
    /// The most that one of its sites loses, 0...1.
    public var loss: Double
    /// What it delivers from the sites that make less, towards the firm.
    public var deliveries: [Delivery]
    /// The first day on which the firm loses output for want of this one alone; nil where it goes on.
    public var firstLossDay: Int?
}

extension Timeline {
    /// Suppliers whose stops are followed one by one: the nearest ones.
    public static let lineStopLimit = 200

    /// Who upstream of a firm makes less in a scenario, nearest tier first, each with the day on which the firm's line stops for want
    /// of it alone.
    ///
    /// The firm's own sites and those that do not supply it are left out.
    public func lineStops(of firm: Int32, in scenario: Scenario) -> [LineStop] {
        let isHit = hits(of: scenario.shocks)
        let met = chains.tiers(of: firm).dropFirst().joined().filter { supplier in
            chains.sites.sites(of: supplier).contains { isHit[$0] > 0 }
        }
        let suppliers = Array(met.prefix(Self.lineStopLimit))
        guard !suppliers.isEmpty else { return [] }
        let part = Timeline(chains, from: suppliers, to: [firm])
        let run = DayRun(
            part.graph, isMitigated: scenario.isMitigated, horizon: max(0, scenario.untilDay), threads: 1)
        let deliveries = Dictionary(
            grouping: chains.deliveries(of: suppliers, towards: firm) { isHit[$0] > 0 }, by: \.supplier)
        return suppliers.map { supplier in
            let sites = chains.sites.sites(of: supplier).filter { isHit[$0] > 0 }
            return LineStop(
                supplier: supplier, loss: sites.map { isHit[$0] }.max() ?? 0,
                deliveries: deliveries[supplier] ?? [],
                firstLossDay: part.firstLossDay(
                    of: firm, in: scenario, among: Set(sites.map { Int32($0) }), run))
        }
    }

    /// By site the most that it loses on any day.
    private func hits(of shocks: [Shock]) -> ContiguousArray<Double> {
        var losses = ContiguousArray(repeating: 0.0, count: graph.siteCount)
        for shock in shocks where shock.days > 0 {
            for site in sites(of: shock.target) { losses[Int(site)] = max(losses[Int(site)], shock.loss) }
        }
        return losses
    }

    /// The first day on which a firm loses output when only some of the sites are hit.
    private func firstLossDay(
        of firm: Int32, in scenario: Scenario, among hit: Set<Int32>, _ run: DayRun
    ) -> Int? {
        run.reset()
        let shocks = ShockPlan(self, scenario)
        let lastTurn = scenario.shocks.map(\.endDay).max() ?? 0
        for day in 0..<max(0, scenario.untilDay) {
            for (site, loss) in shocks.changes(on: day) where hit.contains(site) {
                run.setShock(site: site, loss: loss)
            }
            if day > lastTurn, run.isAtRest { return nil }
            run.step()
            if run.withLosses({ loss(of: firm, $0) }) > Course.leastLoss { return day }
        }
        return nil
    }
}
