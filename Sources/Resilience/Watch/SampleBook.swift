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
    private var stops: StopBook?

    /// `workers` is how many threads compute; no figure depends on it.
    public init(workers: Int) { self.workers = workers }

    /// How many stops were solved for the last network, and of how many.
    public var lastSolved: (solved: Int, all: Int) {
        guard let stops else { return (0, 0) }
        return (stops.isFresh.count { $0 }, stops.isFresh.count)
    }

    /// All samples: of every leading firm, of the markets, and of the stops that matter.
    ///
    /// A per-supplier figure matters where the firm loses `leastLoss` or more by the supplier's stop. `progress` is told
    /// which part of the stops is solved, 0...1, from any thread.
    public mutating func samples(
        of chains: Chains, leastLoss: Double = leastCriticality, now: Timestamp,
        progress: @Sendable (Double) -> Void = { _ in }
    ) -> [Sample] {
        let cascades = Cascades(chains, workers: workers)
        let fresh = StopBook(
            cascades, leastLoss: min(leastLoss, StopSampler.leastVia), leastMattering: leastLoss,
            older: stops,
            progress: progress)
        stops = fresh
        return chains.samples(of: chains.network.leaders, now: now) + chains.marketSamples()
            + StopSampler(cascades, leastLoss: leastLoss).samples(fresh)
    }
}
