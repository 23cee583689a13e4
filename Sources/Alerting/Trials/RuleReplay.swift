public import SupplyModel

/// Rules held to one run after another, with the alerts kept in memory as a store would keep them.
///
/// Nothing of it is told or stored: it shows what rules would do.
public struct RuleReplay: Sendable {
    private struct Life: Hashable {
        var fingerprint: String
        var startsAt: Timestamp
    }

    private let rules: [Rule]
    private let names: LabelNames
    /// Seconds for which an alert that ended is remembered.
    private let memorySeconds: Double
    private var known: [Life: Alert] = [:]

    public init(_ rules: [Rule], names: LabelNames = .ids) {
        self.rules = rules
        self.names = names
        memorySeconds = Double(rules.map(\.memorySeconds).max() ?? 0)
    }

    /// The alerts that are not over, sorted by rule and fingerprint.
    public var open: [Alert] {
        known.values.filter { $0.state != .resolved }
            .sorted { ($0.rule, $0.fingerprint) < ($1.rule, $1.fingerprint) }
    }

    /// One run; an earlier time than that of the run before is a clock that went back.
    public mutating func run(_ samples: [Sample], at now: Timestamp) -> Evaluation {
        let evaluation = evaluate(
            rules, samples: samples, known: Array(known.values), now: now, names: names)
        for alert in evaluation.dropped { known[Self.life(of: alert)] = nil }
        for alert in evaluation.changed { known[Self.life(of: alert)] = alert }
        let forgotten = now.adding(seconds: -memorySeconds)
        known = known.filter { _, alert in
            alert.state != .resolved || (memorySeconds > 0 && alert.endsAt ?? now >= forgotten)
        }
        return evaluation
    }

    private static func life(of alert: Alert) -> Life {
        Life(fingerprint: alert.fingerprint, startsAt: alert.startsAt)
    }
}
