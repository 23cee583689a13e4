internal import SupplyGraph
internal import SupplyModel

/// A firm upstream that makes less, and what that alone does to the firm that is asked about.
public struct LineStop: Equatable, Sendable {
    public var supplier: Int32
    /// The most that one of its sites loses, 0...1.
    public var loss: Double
    /// What it delivers from the sites that make less, towards the firm.
    public var deliveries: [Delivery]
    /// The first day on which the firm loses output for want of this one alone, as in its course; nil where it goes on.
    public var firstLossDay: Int?
    /// Whether that is so, or the firm would lose less if this one alone went on: several may stop a line together that none stops alone.
    public var isFelt: Bool
}

extension Timeline {
    /// Suppliers whose stops are followed one by one: the nearest ones.
    public static let lineStopLimit = 200

    /// Who upstream of a firm makes less in a scenario today or later, nearest tier first, each with the day on which the firm's line stops
    /// for want of it alone.
    ///
    /// The firm's own sites and those that do not supply it are left out, as are those that are back by then; `wanted`: nil for all others.
    public func lineStops(
        of firm: Int32, in scenario: Scenario, among wanted: Set<Int32>? = nil
    ) -> [LineStop] {
        let isHit = hits(of: scenario.shocks.filter { $0.endDay > scenario.today })
        let met = chains.tiers(of: firm).dropFirst().joined().filter { supplier in
            (wanted?.contains(supplier) ?? true)
                && chains.sites.sites(of: supplier).contains { isHit[$0] > 0 }
        }
        let suppliers = Array(met.prefix(Self.lineStopLimit))
        guard !suppliers.isEmpty else { return [] }
        let part = Timeline(chains, from: suppliers, to: [firm])
        let run = DayRun(
            part.graph, isMitigated: scenario.isMitigated, horizon: max(0, scenario.untilDay), threads: 1)
        let deliveries = Dictionary(
            grouping: chains.deliveries(of: suppliers, towards: firm) { isHit[$0] > 0 }, by: \.supplier)
        let hitSites = suppliers.map { supplier in
            Set(chains.sites.sites(of: supplier).filter { isHit[$0] > 0 }.map { Int32($0) })
        }
        let all = hitSites.reduce(into: Set()) { $0.formUnion($1) }
        let whole = part.loss(of: firm, in: scenario, among: all, run).lostDays
        return zip(suppliers, hitSites).map { supplier, sites in
            let day = part.loss(of: firm, in: scenario, among: sites, run, untilFirst: true).firstDay
            let isFelt =
                day != nil
                || part.loss(of: firm, in: scenario, among: all.subtracting(sites), run).lostDays
                    < whole - Course.leastLoss
            return LineStop(
                supplier: supplier, loss: sites.map { isHit[Int($0)] }.max() ?? 0,
                deliveries: deliveries[supplier] ?? [], firstLossDay: day, isFelt: isFelt)
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

    /// What a firm loses from today on when only some of the sites are hit, and the first day on which it does; `untilFirst`: no further
    /// than that.
    private func loss(
        of firm: Int32, in scenario: Scenario, among hit: Set<Int32>, _ run: DayRun,
        untilFirst: Bool = false
    ) -> (firstDay: Int?, lostDays: Double) {
        run.reset()
        let shocks = ShockPlan(self, scenario)
        var firstDay: Int?
        var lostDays = 0.0
        let lastTurn = scenario.shocks.map(\.endDay).max() ?? 0
        for day in 0..<max(0, scenario.untilDay) {
            for (site, loss) in shocks.changes(on: day) where hit.contains(site) {
                run.setShock(site: site, loss: loss)
            }
            let isOver = day > lastTurn && run.isAtRest
            if isOver, firstDay == nil { break }
            if !isOver { run.step() }
            let loss = run.withLosses { self.loss(of: firm, $0) }
            firstDay = Course.firstLossDay(firstDay, loss, on: day, today: scenario.today)
            guard day >= scenario.today else { continue }
            lostDays += loss
            if untilFirst, firstDay != nil { break }
        }
        return (firstDay, lostDays)
    }
}
