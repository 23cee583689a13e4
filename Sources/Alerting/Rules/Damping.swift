/// How an alert that comes and goes is held open, so that nobody is told of each turn.
///
/// Each time the condition begins or ceases to hold counts 1, and loses half of it over the half-life. Above `above` the
/// alert does not end when its condition does, until the score has fallen below `below`.
public struct Damping: Equatable, Sendable {
    public var halfLifeSeconds: Int
    public var above: Double
    public var below: Double

    public init(halfLifeSeconds: Int, above: Double, below: Double) {
        self.halfLifeSeconds = halfLifeSeconds
        self.above = above
        self.below = below
    }
}
