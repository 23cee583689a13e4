public import SupplyModel

/// A planned time in which some alerts are not told: once, or again every day or week.
public struct Maintenance: Equatable, Sendable {
    public var name: String
    public var matchers: AlertMatchers
    public var time: Window
    public var reason: String

    /// When it is.
    public enum Window: Equatable, Sendable {
        case once(from: Timestamp, until: Timestamp)
        case every(WeekTime, seconds: Int)
    }

    public init(name: String, matchers: AlertMatchers, time: Window, reason: String) {
        self.name = name
        self.matchers = matchers
        self.time = time
        self.reason = reason
    }

    /// Whether it is in force at an instant.
    public func isActive(at now: Timestamp) -> Bool {
        switch time {
        case .once(let from, let until): from <= now && now < until
        case .every(let start, let seconds):
            now.seconds(since: start.last(notAfter: now)) < Double(seconds)
        }
    }
}
