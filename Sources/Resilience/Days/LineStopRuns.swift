internal import SupplyGraph
internal import SupplyModel

/// Runs of a scenario in which only some of the sites upstream of a firm are hit.
///
/// What lies between all that are hit and the firm is laid out once. What is over by now counts too: it may have used up the stocks.
struct LineStopRuns {
    /// Rounds in which those are looked for whom the firm feels.
    private static let roundLimit = 5
    /// Parts into which a group of suppliers falls that makes a difference.
    private static let groupParts = 8

    private let firm: Int32
    private let scenario: Scenario
    private let part: Timeline
    private let run: DayRun
    /// What changes at sites on each day.
    private let turns: [[(site: Int32, loss: Double)]]
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
        let days = max(0, scenario.untilDay)
        let plan = ShockPlan(part, scenario)
        turns = (0..<days).map { day in plan.changes(on: day).filter { hit.contains($0.site) } }
        run = DayRun(part.graph, isMitigated: scenario.isMitigated, horizon: days, threads: 1)
    }

    /// The first day on which the firm loses output when only these sites are hit, as in its course; nil where it goes on.
    func firstLossDay(among sites: Set<Int32>) -> Int? {
        loss(untilFirst: true) { sites.contains($0) }.firstDay
    }

    /// Which of some suppliers, by their sites, the firm feels: those that stop its line alone, and in rounds whoever else is behind it.
    ///
    /// In each round the firm feels those of whom it would lose less if one went on; in the next one all whom it feels go on. Where
    /// a round finds nobody, and the firm would lose less if all who are left went on, it feels all of them.
    ///
    /// - Complexity: a run for each supplier in each round at most, and a seventh more for groups; at most `roundLimit` rounds.
    func felt(among suppliers: [Set<Int32>], alone: Set<Int>) -> Set<Int> {
        func sites(of numbers: some Sequence<Int>) -> Set<Int32> {
            numbers.reduce(into: Set()) { $0.formUnion(suppliers[$1]) }
        }
        let least = lostDays(among: hit.subtracting(sites(of: suppliers.indices)))
        var (felt, standing) = (alone, hit)
        for round in 0...Self.roundLimit {
            let left = suppliers.indices.filter { !felt.contains($0) }
            let whole = lostDays(among: standing)
            guard !left.isEmpty, least < whole - Course.leastLoss else { return felt }
            if round < Self.roundLimit {
                felt.formUnion(
                    found(in: left, below: whole - Course.leastLoss) { spared in
                        lostDays(among: standing, but: sites(of: spared))
                    })
            }
            let rest = hit.subtracting(sites(of: felt))
            guard rest.count < standing.count else { break }
            standing = rest
        }
        return Set(suppliers.indices)
    }

    /// Those without each of whom alone less is lost than some days.
    ///
    /// Where a group of them makes no difference together, none of it does alone: groups are parted only where they do.
    private func found(
        in group: [Int], below days: Double, _ lostDays: (_ spared: ArraySlice<Int>) -> Double
    ) -> [Int] {
        var found: [Int] = []
        var groups = [group[...]]
        while let next = groups.popLast() {
            guard !next.isEmpty, lostDays(next) < days else { continue }
            if next.count == 1 {
                found += next
            } else {
                let size = (next.count + Self.groupParts - 1) / Self.groupParts
                groups += stride(from: next.startIndex, to: next.endIndex, by: size).map {
                    next[$0..<min($0 + size, next.endIndex)]
                }
            }
        }
        return found
    }

    private func lostDays(among sites: Set<Int32>, but spared: Set<Int32> = []) -> Double {
        loss(untilFirst: false) { sites.contains($0) && !spared.contains($0) }.lostDays
    }

    /// What the firm loses from today on when only some of the sites are hit, and the first day on which it does; `untilFirst`: no further
    /// than that.
    private func loss(
        untilFirst: Bool, _ isHit: (Int32) -> Bool
    ) -> (firstDay: Int?, lostDays: Double) {
        run.reset()
        var firstDay: Int?
        var lostDays = 0.0
        let lastTurn = turns.lastIndex { !$0.isEmpty } ?? 0
        for day in turns.indices {
            for (site, loss) in turns[day] where isHit(site) { run.setShock(site: site, loss: loss) }
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
