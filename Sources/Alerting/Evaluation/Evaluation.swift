public import SupplyModel

/// What one evaluation changed.
///
/// Nothing of it has happened yet: whoever evaluates stores it in one transaction.
public struct Evaluation: Equatable, Sendable {
    /// Alerts to be inserted or updated: pending, firing and just resolved ones.
    public var changed: [Alert] = []
    /// Pending alerts whose condition went before they fired: to be removed.
    public var dropped: [Alert] = []
    /// What is to be told, in order: rule by rule, samples first, then alerts whose sample is gone.
    public var notifications: [Notification] = []
}

/// Why an evaluation failed; then nothing changes.
public enum EvaluationFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// Two samples of one rule are about the same thing, so neither can be believed.
    case duplicateLabels(rule: String, labels: Labels)

    public var description: String {
        switch self {
        case .duplicateLabels(let rule, let labels):
            let text = labels.pairs.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
            return "rule \(rule): two samples are both about {\(text)}; match them apart by a label"
        }
    }
}

/// Holds the samples of one run to the rules, and moves every alert along its life.
///
/// Pure: the same rules, samples, open alerts and time always give the same result. A sample that is absent counts
/// as the condition not holding. An alert whose rule is gone is resolved, or dropped while pending. An earlier time
/// than that of the run before fires and resolves nothing early. O(samples × rules of their metric).
///
/// - Parameters:
///   - rules: each name once, as `RuleBook` gives them.
///   - samples: those of one run.
///   - open: the pending and firing alerts as stored; resolved ones among them are passed over.
///   - now: when the samples were taken.
///   - names: how ids are called in the texts.
/// - Returns: the alerts and notifications that this run brings.
/// - Throws: where two samples of one rule have the same fingerprint.
public func evaluate(
    _ rules: [Rule], samples: [Sample], open: [Alert], now: Timestamp, names: LabelNames = .ids
) throws(EvaluationFault) -> Evaluation {
    let watched = Set(rules.map(\.metric))
    let asked = samples.lazy.filter { watched.contains($0.metric) }.map(Subject.init)
    let subjects = Dictionary(grouping: asked, by: \.sample.metric)
    var openByRule = Dictionary(grouping: open.filter { $0.state != .resolved }, by: \.rule)
    var evaluation = Evaluation()
    for rule in rules {
        let known = openByRule.removeValue(forKey: rule.name) ?? []
        var run = RuleRun(rule: rule, open: known, now: now, names: names)
        try run.read(subjects[rule.metric] ?? [])
        evaluation.add(run.finish())
    }
    for alert in openByRule.values.joined().sorted(by: { $0.fingerprint < $1.fingerprint }) {
        evaluation.end(alert, now: now)
    }
    return evaluation
}

extension Evaluation {
    fileprivate mutating func add(_ other: Evaluation) {
        changed += other.changed
        dropped += other.dropped
        notifications += other.notifications
    }

    /// Ends an alert at once: a pending one is dropped in silence, a firing one is resolved and told.
    mutating func end(_ alert: Alert, now: Timestamp) {
        guard alert.state == .firing else {
            dropped.append(alert)
            return
        }
        var resolved = alert
        resolved.state = .resolved
        resolved.endsAt = max(now, alert.startsAt)
        changed.append(resolved)
        notifications.append(Notification(kind: .resolved, time: now, alert: resolved))
    }
}
