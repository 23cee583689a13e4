internal import SupplyModel

/// A test of rules: figures over runs, and what must come of them.
///
/// It is made by `TrialBook` alone, which has checked that its rules, metrics and labels exist.
public struct Trial: Sendable {
    /// A sentence: what the rules are expected to do.
    public var name: String
    public var file: String
    /// Where it begins, 1-based.
    public var line: Int
    /// How firms are called in the texts, by identity.
    var firmNames: [String: BilingualText]
    var runs: [Run]

    /// One run of the fake clock.
    struct Run: Sendable {
        var line: Int
        var time: Timestamp
        /// All figures of the run: one that is not listed is absent.
        var samples: [Sample]
        /// What must stand after the run; nil where nothing is said of it.
        var alerts: [TrialClaim]?
        /// What must be told by the run; nil where nothing is said of it.
        var messages: [TrialClaim]?
        /// Rules that must fail, by their names; no other may.
        var failed: [TrialClaim]
    }
}

/// Something said of one alert or message: expected by a trial, or found in a run.
struct TrialClaim: Equatable, Sendable {
    /// What is spoken of; a run has each at most once.
    var subject: String
    /// What is said of it, by name; an expected one says as much as its file does.
    var facts: [Fact]
    /// Of an expected one.
    var line = 0

    struct Fact: Equatable, Sendable {
        var name: String
        var value: String
    }

    /// As a line of a difference shows it.
    var text: String {
        facts.isEmpty
            ? subject : subject + ": " + facts.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    }

    /// The same with only those facts that another one speaks of.
    func restricted(to other: TrialClaim) -> TrialClaim {
        let spoken = Set(other.facts.map(\.name))
        return TrialClaim(subject: subject, facts: facts.filter { spoken.contains($0.name) }, line: line)
    }
}

extension TrialClaim {
    /// What can be said of an alert.
    init(_ alert: Alert) {
        subject = Self.subject(rule: alert.rule, labels: alert.labels)
        facts = [
            Fact(name: "state", value: alert.state.rawValue),
            Fact(name: "value", value: "\(alert.value)"),
        ]
    }

    /// What can be said of a message.
    init(_ notification: Notification) {
        let alert = notification.alert
        subject =
            notification.kind.shortName + " " + Self.subject(rule: alert.rule, labels: alert.labels)
        facts = [
            Fact(name: "zh", value: "“\(alert.summary.zh)”"),
            Fact(name: "en", value: "“\(alert.summary.en)”"),
        ]
    }

    static func subject(rule: String, labels: Labels) -> String {
        rule + " {" + labels.pairs.map { "\($0.name)=\($0.value)" }.joined(separator: ", ") + "}"
    }
}

extension Notification.Kind {
    /// Without the `alert.` of a message's type.
    var shortName: String { String(rawValue.dropFirst("alert.".count)) }
}
