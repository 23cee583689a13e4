internal import SupplyGraph
internal import SupplyModel

/// Runs of a scenario in which only some of the sites upstream of a firm are hit.
///
/// What lies between all that are hit and the firm is laid out once. What is over by now counts too: it may have used up the stocks.
struct LineStopRuns {
    private let firm: Int32
    private let scenario: Scenario
    private let part: Timeline
    private let run: DayRun
    private let plan: ShockPlan
    /// All sites that are hit.
    private let hit: Set<Int32>

    /// `suppliers`: all upstream of the firm that are hit; `hit`: their sites.
    ///
    /// - Complexity: O(links).
    init(_ chains: Chains, of firm: Int32, in scenario: Scenario, _ suppliers: [Int32], hit: Set<Int32>) {
        self.firm = firm
        self.scenario = scenario
        self.hit = hit
        part = Timeline(chains, from: suppliers, to: [firm])
        plan = ShockPlan(part, scenario)
        run = DayRun(
            part.graph, isMitigated: scenario.isMitigated, horizon: max(0, scenario.untilDay), threads: 1)
    }

    /// The first day on which the firm loses output when only these sites are hit, as in its course; nil where it goes on.
    func firstLossDay(among sites: Set<Int32>) -> Int? {
        loss(untilFirst: true) { sites.contains($0) }.firstDay
    }

    /// Which of some suppliers, by their sites, the firm feels besides those that stop its line alone: it would lose less if one went on.
    ///
    /// Where it feels nobody at all, and would lose less if all of them went on, it feels all of them.
    func felt(among suppliers: [Set<Int32>], alone: Set<Int>) -> Set<Int> {
        let whole = lostDays { hit.contains($0) }
        func isLess(without sites: Set<Int32>) -> Bool {
            lostDays { hit.contains($0) && !sites.contains($0) } < whole - Course.leastLoss
        }
        let felt = alone.union(
            suppliers.indices.filter { !alone.contains($0) && isLess(without: suppliers[$0]) })
        let all = suppliers.reduce(into: Set()) { $0.formUnion($1) }
        return felt.isEmpty && isLess(without: all) ? Set(suppliers.indices) : felt
    }

    private func lostDays(_ isHit: (Int32) -> Bool) -> Double { loss(untilFirst: false, isHit).lostDays }

    /// What the firm loses from today on when only some of the sites are hit, and the first day on which it does; `untilFirst`: no further
    /// than that.
    private func loss(
        untilFirst: Bool, _ isHit: (Int32) -> Bool
    ) -> (firstDay: Int?, lostDays: Double) {
        run.reset()
        var firstDay: Int?
        var lostDays = 0.0
        let lastTurn = scenario.shocks.map(\.endDay).max() ?? 0
        for day in 0..<max(0, scenario.untilDay) {
            for (site, loss) in plan.changes(on: day) where isHit(site) {
                run.setShock(site: site, loss: loss)
            }
            let isOver = day > lastTurn && run.isAtRest
            if isOver, firstDay == nil { break }
            if !isOver { run.step() }
            let loss = run.withLosses { part.loss(of: firm, $0) }
            firstDay = Course.firstLossDay(firstDay, loss, on: day, today: scenario.today)
            guard day >= scenario.today else { continue }
            lostDays += loss
            if untilFirst, firstDay != nil { break }
        }
        return (firstDay, lostDays)
    }
}
