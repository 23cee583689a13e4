/// The parts of a candidate's score, each 0...1, by what they say.
///
/// The score is a product of three gates, product, exposure and independence, and of the weighted mean of the rest: a firm that is
/// hit itself, or hangs on what failed, is not made good by its nearness. What is not known counts as 0: it recommends nobody.
public struct MatchParts: Equatable, Sendable {
    /// How nearly its product is the one that is wanted.
    public var product: Double
    /// What it can still make under the same shocks.
    public var notExposed: Double
    /// 1 less what it loses when the worst of the firms stops that it shares with those who failed.
    public var independent: Double
    /// What it can deliver of the gap; nil where that is not known.
    public var capacity: Double?
    /// 1 where it delivers before output is lost, else the part of the way that is bridged; nil where that is not known.
    public var time: Double?
    /// 1 − HHI / 10,000 after the switch, among firms and among cities.
    public var concentration: Double
    public var regionConcentration: Double
    /// Whether it is on a list that the buyer's province recognises.
    public var recognised: Double
    /// 1 beside the buyer, a half at `halfDistanceKm`; nil where that is not known.
    public var distance: Double?

    /// What each part of the mean counts; their sum is 1.
    public enum Weight {
        public static let capacity = 0.30
        public static let time = 0.25
        public static let concentration = 0.15
        public static let regionConcentration = 0.10
        public static let recognised = 0.10
        public static let distance = 0.10
    }

    /// At this distance half of the nearness is gone.
    public static let halfDistanceKm = 300.0

    /// 0...1.
    public var score: Double {
        let mean =
            Weight.capacity * (capacity ?? 0) + Weight.time * (time ?? 0)
            + Weight.concentration * concentration + Weight.regionConcentration * regionConcentration
            + Weight.recognised * recognised + Weight.distance * (distance ?? 0)
        return gates * mean
    }

    /// The product of the three gates, 0...1.
    public var gates: Double { product * notExposed * independent }
}
