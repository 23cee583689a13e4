/// What is remembered of a channel's traffic: the tokens of its bucket, whether it asked for a pause, and its breaker.
public struct ChannelFlow: Equatable, Sendable {
    /// Closed lets messages through, open keeps them waiting, half-open lets one through to see.
    public enum Breaker: String, CaseIterable, Sendable {
        case closed, open
        case halfOpen = "half-open"
    }

    /// Requests that may leave now, as of `filledAt`; nil before the first.
    public var tokens: Double?
    public var filledAt: Timestamp?
    /// When the receiver wants to hear of us again.
    public var throttledUntil: Timestamp?
    /// When it said so.
    public var throttledAt: Timestamp?
    public var breaker = Breaker.closed
    /// Since when the breaker is as it is; nil where it never opened.
    public var since: Timestamp?
    /// When an open breaker lets one message through.
    public var until: Timestamp?
    /// How often it opened since a message last arrived.
    public var openings = 0
    /// Attempts since the window began, and those of them that failed.
    public var windowStart: Timestamp?
    public var windowCount = 0
    public var windowFailures = 0
    public var lastError: String?

    public init() {}

    /// Takes tokens for requests that leave now.
    public mutating func spend(_ requests: Int) {
        tokens = tokens.map { max(0, $0 - Double(requests)) }
    }
}

/// What an attempt says of its channel, whatever it says of its message.
public enum ChannelSign: Equatable, Sendable {
    /// Somebody is there and reads: also one who refuses this message for good.
    case works
    case fails
    /// It works and asks for fewer messages.
    case throttled(until: Timestamp)
}

/// How many requests may leave for a channel now.
public struct Admission: Equatable, Sendable {
    public var requests: Int
    /// Whether what is more than that goes out together as a digest.
    public var merges: Bool

    public init(requests: Int, merges: Bool) {
        self.requests = requests
        self.merges = merges
    }

    /// A channel without limits.
    public static let all = Admission(requests: .max, merges: false)
    public static let none = Admission(requests: 0, merges: false)
}

/// Messages of one channel that are more than may leave, to be told as one: what a digest is made of.
public struct Overflow: Equatable, Sendable {
    /// One of the alerts that may be told.
    public struct Item: Equatable, Sendable {
        public var severity: Severity
        /// The JSON of its message's data, with its state.
        public var data: String

        public init(severity: Severity, data: String) {
            self.severity = severity
            self.data = data
        }
    }

    public var channel: String
    public var firing: Int
    public var resolved: Int
    /// How many are only counted, by severity.
    public var omitted: [Severity: Int]
    /// Worst and newest first.
    public var alerts: [Item]

    public init(channel: String, firing: Int, resolved: Int, omitted: [Severity: Int], alerts: [Item]) {
        self.channel = channel
        self.firing = firing
        self.resolved = resolved
        self.omitted = omitted
        self.alerts = alerts
    }
}
