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
    private var kept: Kept?

    /// The samples of the last network, by what they are about.
    private struct Kept: Sendable {
        var stops: StopBook
        var leastLoss: Double
        var computedAt: Timestamp
        /// By leading firm, in order.
        var ofLeaders: [[Sample]]
        /// By firm.
        var ofStops: [[Sample]]
    }

    /// `workers` is how many threads compute; no figure depends on it.
    public init(workers: Int) { self.workers = workers }

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
        let older = kept.flatMap { $0.leastLoss == leastLoss ? $0 : nil }
        let change = older.map { NetworkChange(older: $0.stops.chains, newer: chains) }
        let cascades = Cascades(chains, workers: workers)
        let stops = StopBook(
            cascades, leastLoss: min(leastLoss, StopSampler.leastVia), leastMattering: leastLoss,
            older: older.flatMap { older in change.map { (older.stops, $0) } }, progress: progress)
        let leaders = chains.leaders
        var ofLeaders = [[Sample]?](repeating: nil, count: leaders.count)
        var ofStops = [[Sample]?](repeating: nil, count: stops.stops.count)
        if let older, let change {
            let places = Dictionary(uniqueKeysWithValues: zip(older.stops.chains.leaders, 0...))
            for (index, leader) in leaders.enumerated() where !change.figures[Int(leader)] {
                guard let place = places[change.match.older[Int(leader)]] else { continue }
                ofLeaders[index] = Self.moved(older.ofLeaders[place], from: older.computedAt, to: now)
            }
            let isSame = { (firm: Int) in !stops.isFresh[firm] && !stops.isRescaled && !change.shown[firm] }
            for firm in ofStops.indices where isSame(firm) {
                ofStops[firm] = older.ofStops[Int(change.match.older[firm])]
            }
        }
        let sampler = StopSampler(cascades, leastLoss: leastLoss)
        let missing = ofLeaders.indices.filter { ofLeaders[$0] == nil }
        let anew = sampler.samples(of: missing.map { leaders[$0] }, stops, now: now)
        for (index, samples) in zip(missing, anew) { ofLeaders[index] = samples }
        for firm in ofStops.indices where ofStops[firm] == nil {
            ofStops[firm] = sampler.systemicSamples(stops.stops[firm])
        }
        let fresh = Kept(
            stops: stops, leastLoss: leastLoss, computedAt: now, ofLeaders: ofLeaders.map { $0 ?? [] },
            ofStops: ofStops.map { $0 ?? [] })
        kept = fresh
        return Array(fresh.ofLeaders.joined()) + fresh.ofStops.joined() + chains.marketSamples()
    }

    /// The same samples at another instant: what moves with the clock has moved.
    private static func moved(_ samples: [Sample], from then: Timestamp, to now: Timestamp) -> [Sample] {
        guard then != now else { return samples }
        var samples = samples
        let days = now.seconds(since: then) / 86_400
        for index in samples.indices where samples[index].metric.movesWithClock {
            samples[index].value = max(0, samples[index].value + days)
        }
        return samples
    }
}
