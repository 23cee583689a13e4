public import Resilience

/// A set of candidates that closes a gap together, or as much of it as can be.
///
/// Each takes over a part in proportion to what it can deliver, so that the set alone says who gets what.
public struct StandInPlan: Sendable {
    /// Candidates among whom the best set is looked for: 2^16 sets at most.
    public static let exactLimit = 16

    /// How it was found.
    public enum Method: String, CaseIterable, Sendable { case exact, greedy }

    public struct Member: Equatable, Sendable {
        /// Its place among the matches.
        public var match: Int
        /// Of the buyer's need, 0...1.
        public var takes: Double
    }

    public var method: Method
    /// Best match first.
    public var members: [Member]
    /// What is still lacking, as a fraction of the need.
    public var left: Double
    /// HHI among firms and cities after the switch; nil where nothing arrives.
    public var hhi: Double?
    public var regionHHI: Double?
    /// HHI above that of the exact plan; nil where there is no exact one.
    public var hhiAboveExact: Double?
    /// How the buyer comes through with all members; nil where of one nobody says when it could deliver.
    public var course: Course?
}
