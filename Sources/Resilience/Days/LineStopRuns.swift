internal import SupplyGraph
internal import SupplyModel

/// Runs of a scenario in which only some of the sites upstream of a firm are hit.
///
/// What lies between all that are hit and the firm is laid out once. What is over by now counts too: it may have used up the stocks.
struct LineStopRuns {
    /// Rounds in which those are looked for whom the firm feels.
    private static let roundLimit = 5

    private let firm: Int32
    private let today: Int
    private let part: Timeline
    private var replay: DayReplay
    /// What changes at sites on each day.
    private let turns: [[DayReplay.Turn]]
    /// All sites that are hit.
    private let hit: Set<Int32>

    /// `suppliers`: all upstream of the firm that are hit; `hit`: their sites.
    ///
    /// - Complexity: O(links).
    init(_ chains: Chains, of firm: Int32, in scenario: Scenario, _ suppliers: [Int32], hit: Set<Int32>) {
        self.firm = firm
        self.hit = hit
        today = scenario.today
        part = Timeline(chains, from: suppliers, to: [firm])
        let days = max(0, scenario.untilDay)
        let plan = ShockPlan(part, scenario)
        turns = (0..<days).map { day in plan.changes(on: day).filter { hit.contains($0.site) } }
        replay = DayReplay(part.graph, horizon: days)
    }

    /// The first day on which the firm loses output when only these sites are hit, as in its course; nil where it goes on.
    mutating func firstLossDay(among sites: Set<Int32>) -> Int? {
        replay.start()
        return follow(untilFirst: true) { sites.contains($0) }.firstDay
    }

    /// Which of some suppliers, by their sites, the firm feels: those that stop its line alone, and in rounds whoever else is behind it.
    ///
    /// In each round the firm feels those of whom it would lose less if one went on; in the next one all whom it feels go on. Where
    /// a round finds nobody, and the firm would lose less if all who are left went on, it feels all of them. That several make no
    /// difference together says nothing of one: whoever slowed the line before today has spared the stocks.
    ///
    /// - Complexity: a whole run in each round, and for each supplier in it what lies downstream of it; at most `roundLimit` rounds.
    mutating func felt(among suppliers: [Set<Int32>], alone: Set<Int>) -> Set<Int> {
        func without(_ numbers: some Sequence<Int>) -> Set<Int32> {
            numbers.reduce(into: hit) { $0.subtract(suppliers[$1]) }
        }
        var (felt, standing) = (alone, hit)
        for _ in 0..<Self.roundLimit {
            let whole = lostDays(among: standing)
            guard whole > Course.leastLoss else { return felt }
            replay.keep()
            for number in suppliers.indices where !felt.contains(number) {
                let lostDays = lostDays(among: standing, but: suppliers[number])
                if lostDays < whole - Course.leastLoss { felt.insert(number) }
            }
            let rest = without(felt)
            guard rest.count < standing.count else { break }
            standing = rest
        }
        let least = lostDays(among: without(suppliers.indices))
        return least < lostDays(among: standing) - Course.leastLoss ? Set(suppliers.indices) : felt
    }

    private mutating func lostDays(among sites: Set<Int32>) -> Double {
        replay.start()
        return follow(untilFirst: false) { sites.contains($0) }.lostDays
    }

    /// `sites` are those of the run that was kept.
    private mutating func lostDays(among sites: Set<Int32>, but spared: Set<Int32>) -> Double {
        replay.start(sparing: spared, asking: part.chains.sites.sites(of: firm))
        return follow(untilFirst: false) { sites.contains($0) && !spared.contains($0) }.lostDays
    }

    /// What the firm loses from today on in the run that was started when only some of the sites are hit, and the first day on which it
    /// does; `untilFirst`: no further than that.
    private mutating func follow(
        untilFirst: Bool, _ isHit: (Int32) -> Bool
    ) -> (firstDay: Int?, lostDays: Double) {
        var firstDay: Int?
        var lostDays = 0.0
        let lastTurn = turns.lastIndex { !$0.isEmpty } ?? 0
        for day in turns.indices {
            let isOver = day > lastTurn && replay.isAtRest
            if isOver, firstDay == nil { break }
            if !isOver { replay.step(turns[day].filter { isHit($0.site) }) }
            let loss = part.loss(of: firm, replay.losses)
            firstDay = Course.firstLossDay(firstDay, loss, on: day, today: today)
            guard day >= today else { continue }
            lostDays += loss
            if untilFirst, firstDay != nil { break }
        }
        return (firstDay, lostDays)
    }
}
