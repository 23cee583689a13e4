public import SupplyModel

/// How often and how long rules fired in a span of time, and how many messages that makes.
///
/// An alert that fired before the span counts with its time in the span, not as one that fired in it. Silences and the
/// number of channels do not count.
public struct RuleTally: Sendable {
    /// What one rule came to, or one alert of it.
    public struct Count: Equatable, Sendable {
        /// Times that it began to fire.
        public var fired = 0
        /// Beginnings and ends together.
        public var messages = 0
        public var firingSeconds = 0.0
        public var longestSeconds = 0.0
        /// Alerts that are not over when the span ends.
        public var standing = 0

        public init() {}
    }

    private struct Life {
        var rule: String
        var labels: Labels
        var start: Timestamp
    }

    public private(set) var countByRule: [String: Count]
    /// By rule and fingerprint.
    public private(set) var countByAlert: [String: [String: Count]] = [:]
    public private(set) var labelsByFingerprint: [String: Labels] = [:]
    private let since: Timestamp
    private let until: Timestamp
    private var open: [String: Life] = [:]

    /// `rules` are counted from the start, so that one that never fires is seen not to.
    public init(rules: [String] = [], since: Timestamp, until: Timestamp) {
        countByRule = Dictionary(rules.map { ($0, Count()) }) { first, _ in first }
        self.since = since
        self.until = until
    }

    /// Notes that an alert fires; one that fires already goes on.
    public mutating func begin(_ fingerprint: String, rule: String, labels: Labels, at time: Timestamp) {
        guard time <= until, open[fingerprint] == nil else { return }
        let life = Life(rule: rule, labels: labels, start: time)
        open[fingerprint] = life
        guard time >= since else { return }
        add(life, fingerprint) {
            $0.fired += 1
            $0.messages += 1
        }
    }

    /// Notes that an alert is over; one that does not fire is left alone.
    public mutating func end(_ fingerprint: String, at time: Timestamp) {
        guard time <= until, let life = open.removeValue(forKey: fingerprint), time >= since else { return }
        last(life, fingerprint, to: time)
        add(life, fingerprint) { $0.messages += 1 }
    }

    /// Ends the span: what is not over counts up to its end.
    public mutating func finish() {
        for (fingerprint, life) in open {
            last(life, fingerprint, to: until)
            add(life, fingerprint) { $0.standing += 1 }
        }
        open = [:]
    }

    private mutating func last(_ life: Life, _ fingerprint: String, to end: Timestamp) {
        let seconds = max(0, end.seconds(since: max(life.start, since)))
        add(life, fingerprint) {
            $0.firingSeconds += seconds
            $0.longestSeconds = max($0.longestSeconds, seconds)
        }
    }

    private mutating func add(_ life: Life, _ fingerprint: String, _ change: (inout Count) -> Void) {
        labelsByFingerprint[fingerprint] = life.labels
        change(&countByRule[life.rule, default: Count()])
        change(&countByAlert[life.rule, default: [:]][fingerprint, default: Count()])
    }
}
