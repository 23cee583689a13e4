internal import SupplyGraph
internal import SupplyModel

/// Runs of a scenario in which only some of the sites upstream of a firm are hit.
///
/// What lies between all that are hit and the firm is laid out once. What is over by now counts too: it may have used up the stocks.
struct LineStopRuns {
    /// Rounds in which those are looked for whom the firm feels.
    private static let roundLimit = 5
    /// More than what rounding adds to a sum of days.
    private static let roundOff = 1e-6

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
        let found = follow {
            sites.contains($0)
        } until: { firstDay, _, _ in
            firstDay != nil
        }
        return found.firstDay
    }

    /// Which of some suppliers, by their sites, the firm feels: those that stop its line alone, and in rounds whoever else is behind it.
    ///
    /// In each round the firm feels those of whom it would lose less if one went on; in the next one all whom it feels go on. Where
    /// a round finds nobody, and the firm would lose less if all who are left went on, it feels all of them. That several make no
    /// difference together says nothing of one: whoever slowed the line before today has spared the stocks.
    ///
    /// - Complexity: a whole run in each round, and for each supplier in it what changes without it; at most `roundLimit` rounds.
    mutating func felt(among suppliers: [Set<Int32>], alone: Set<Int>) -> Set<Int> {
        func without(_ numbers: some Sequence<Int>) -> Set<Int32> {
            numbers.reduce(into: hit) { $0.subtract(suppliers[$1]) }
        }
        var (felt, standing) = (alone, hit)
        var whole = lostDays(among: standing)
        for _ in 0..<Self.roundLimit {
            guard whole > Course.leastLoss else { return felt }
            replay.keep()
            for number in suppliers.indices where !felt.contains(number) {
                let isLess = loses(
                    lessThan: whole - Course.leastLoss, among: standing, but: suppliers[number])
                if isLess { felt.insert(number) }
            }
            let rest = without(felt)
            guard rest.count < standing.count else { break }
            standing = rest
            whole = lostDays(among: standing)
        }
        let least = lostDays(among: without(suppliers.indices))
        return least < whole - Course.leastLoss ? Set(suppliers.indices) : felt
    }

    private mutating func lostDays(among sites: Set<Int32>) -> Double {
        replay.start()
        let found = follow {
            sites.contains($0)
        } until: { _, _, _ in
            false
        }
        return found.lostDays
    }

    /// Whether the firm loses less than so many days where some are spared; it is followed until that is known.
    ///
    /// `sites` are those of the run that was kept. What is lost never becomes less, and grows by no more than 1 a day.
    private mutating func loses(
        lessThan limit: Double, among sites: Set<Int32>, but spared: Set<Int32>
    ) -> Bool {
        replay.start(sparing: spared, asking: part.chains.sites.sites(of: firm))
        let found = follow {
            sites.contains($0) && !spared.contains($0)
        } until: { _, lostDays, daysLeft in
            lostDays >= limit || lostDays + Double(daysLeft) < limit - Self.roundOff
        }
        return found.lostDays < limit
    }

    /// What the firm loses from today on in the run that was started when only some of the sites are hit, and the first day on which it
    /// does; no further than until that is enough, which is asked on each day from today on, with the number of days after it.
    private mutating func follow(
        _ isHit: (Int32) -> Bool,
        until isEnough: (_ firstDay: Int?, _ lostDays: Double, _ daysLeft: Int) -> Bool
    ) -> (firstDay: Int?, lostDays: Double) {
        var firstDay: Int?
        var lostDays = 0.0
        let lastTurn = turns.lastIndex { !$0.isEmpty } ?? 0
        for day in turns.indices {
            let isOver = day > lastTurn && replay.isAtRest
            if isOver, firstDay == nil { break }
            if !isOver { replay.step(turns[day], where: isHit) }
            let loss = part.loss(of: firm, replay.losses)
            firstDay = Course.firstLossDay(firstDay, loss, on: day, today: today)
            guard day >= today else { continue }
            lostDays += loss
            if isEnough(firstDay, lostDays, turns.count - 1 - day) { break }
        }
        return (firstDay, lostDays)
    }
}
