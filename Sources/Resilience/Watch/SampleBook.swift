public import SupplyModel

/// Makes every sample of a network, and remembers what stops cost from one network to the next.
///
/// Figures that follow from the links in one pass are made anew each time. Those that ask what stops if something stops are
/// remembered: only what a change can reach is computed again, and the samples are those of a book that remembers nothing,
/// to the cascade's wanted error.
public struct SampleBook: Sendable {
    /// Smaller criticalities make no sample, unless a rule asks for them.
    public static let leastCriticality = 0.01

    private let workers: Int
    private let validityDays: Double
    private var kept: Kept?

    /// The samples of the last network.
    private struct Kept: Sendable {
        var stops: StopBook
        var leastLoss: Double
        var computedAt: Timestamp
        var leaders: [Int32]
        /// By leading firm, then by firm that is stopped, then those of the markets.
        var rows: SampleRows
    }

    /// Makes a book that remembers nothing yet.
    ///
    /// `workers` is how many threads compute; no figure depends on it. `validityDays`: how long a declaration is valid.
    public init(workers: Int, validityDays: Double = Link.usualValidDays) {
        self.workers = workers
        self.validityDays = validityDays
    }

    /// How many stops were solved for the last network, and of how many.
    public var lastSolved: (solved: Int, all: Int) {
        guard let stops = kept?.stops else { return (0, 0) }
        return (stops.isFresh.count { $0 }, stops.isFresh.count)
    }

    /// Stops of the last network of which a loop did not settle.
    public var unsettledCount: Int { kept?.stops.stops.count { !$0.risk.hasConverged } ?? 0 }

    /// All samples: of every leading firm, of the stops that matter, and of the markets.
    ///
    /// A per-supplier figure matters where the firm loses `leastLoss` or more by the supplier's stop. `progress` is told
    /// which part of the stops is solved, 0...1, from any thread.
    public mutating func samples(
        of chains: Chains, leastLoss: Double = leastCriticality, now: Timestamp,
        progress: @Sendable (Double) -> Void = { _ in }
    ) -> [Sample] {
        var older = kept.take()
        if older?.leastLoss != leastLoss { older = nil }
        let before = older?.stops.chains
        let (change, markets) = concurrently {
            before.map { NetworkChange(older: $0, newer: chains) }
        } _: {
            chains.marketSamples()
        }
        let cascades = Cascades(
            chains, after: older.flatMap { older in change.map { (older.stops.cascades, $0.match) } },
            workers: workers)
        let stops = StopBook(
            cascades, leastLoss: min(leastLoss, StopSampler.leastVia), leastMattering: leastLoss,
            older: older.flatMap { older in change.map { (older.stops, $0) } }, progress: progress)
        let leaders = chains.leaders
        var formerRows = ContiguousArray(
            repeating: SampleRows.anew, count: leaders.count + stops.stops.count + 1)
        var rows = older?.rows.take() ?? SampleRows()
        if let older, let change {
            rows.move(byDays: now.seconds(since: older.computedAt) / 86_400, rows: older.leaders.count)
            let places = Dictionary(uniqueKeysWithValues: zip(older.leaders, Int32(0)...))
            for (index, leader) in leaders.enumerated() where !change.figures[Int(leader)] {
                formerRows[index] = places[change.match.older[Int(leader)]] ?? SampleRows.anew
            }
            for firm in stops.stops.indices
            where !stops.isFresh[firm] && !stops.isRescaled && !change.shown[firm] {
                formerRows[leaders.count + firm] = Int32(older.leaders.count) + change.match.older[firm]
            }
        }
        let sampler = StopSampler(cascades, leastLoss: leastLoss)
        let moment = Moment(now: now, validityDays: validityDays)
        let missing = leaders.indices.filter { formerRows[$0] == SampleRows.anew }
        let ofLeaders = sampler.samples(of: missing.map { leaders[$0] }, stops, at: moment)
        let ofStops = stops.stops.indices.filter { formerRows[leaders.count + $0] == SampleRows.anew }
            .map { sampler.systemicSamples(stops.stops[$0]) }
        rows.update(formerRows, anew: ofLeaders + ofStops + [markets])
        kept = Kept(stops: stops, leastLoss: leastLoss, computedAt: now, leaders: leaders, rows: rows)
        return rows.samples
    }
}
