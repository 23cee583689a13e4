public import SupplyModel

/// What one evaluation changed.
///
/// Nothing of it has happened yet: whoever evaluates stores it in one transaction.
public struct Evaluation: Equatable, Sendable {
    /// Alerts to be inserted or updated: pending, active and just resolved ones.
    public var changed: [Alert] = []
    /// Pending alerts whose condition went before they fired: to be removed.
    public var dropped: [Alert] = []
    /// What is to be told, in order: rule by rule, samples first, then alerts whose sample is gone.
    public var notifications: [Notification] = []
    /// Rules that could not be evaluated, with the reason; their alerts stay open.
    public var failed: [String: String] = [:]
}

/// Why a rule could not be evaluated.
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
/// Pure: the same rules, samples, alerts and time always give the same result. A sample that is absent counts as the
/// condition not holding where other figures of its firm are known; where nothing is known of the firm, an active alert
/// waits in `nodata`. An alert whose rule is gone, or about a firm that counts as another, is resolved, or dropped while pending. A rule that fails moves its
/// active alerts to `error` and tells nothing; the others are evaluated as ever. Time counts only forward.
/// O(samples x rules of their metric).
///
/// - Parameters:
///   - rules: each name once, as `RuleBook` gives them.
///   - samples: those of one run.
///   - known: the open alerts as stored, and those that ended within `Rule.memorySeconds`.
///   - now: when the samples were taken.
///   - names: how ids are called in the texts.
///   - failed: rules whose samples could not be made, with the reason.
///   - merged: identities that count as another firm's, which no sample names.
/// - Returns: the alerts and notifications that this run brings.
public func evaluate(
    _ rules: [Rule], samples: [Sample], known: [Alert], now: Timestamp, names: LabelNames = .ids,
    failed: [String: String] = [:], merged: Set<String> = []
) -> Evaluation {
    let watched = Set(rules.map(\.metric))
    let asked = samples.lazy.filter { watched.contains($0.metric) }.map(Subject.init)
    let subjects = Dictionary(grouping: asked, by: \.sample.metric)
    let presence = Presence(samples)
    let gone = merged.isEmpty ? [] : known.filter { isGone($0, merged) }
    let standing = gone.isEmpty ? known : known.filter { !isGone($0, merged) }
    var knownByRule = Dictionary(grouping: standing, by: \.rule)
    var evaluation = Evaluation()
    for rule in rules {
        let own = knownByRule.removeValue(forKey: rule.name) ?? []
        if let reason = failed[rule.name] {
            evaluation.fail(rule.name, reason, own, now: now)
            continue
        }
        var run = RuleRun(rule: rule, known: own, now: now, names: names)
        do throws(EvaluationFault) {
            try run.read(subjects[rule.metric] ?? [])
            evaluation.add(run.finish(presence))
        } catch {
            evaluation.fail(rule.name, error.description, own, now: now)
        }
    }
    let ruleless = knownByRule.values.joined().filter { $0.state != .resolved }
    for (alerts, cause) in [(ruleless, AlertCause.ruleGone), (gone, .firmMerged)] {
        for alert in alerts.sorted(by: { $0.fingerprint < $1.fingerprint }) {
            var ended = alert
            ended.course.cause = cause
            evaluation.end(ended, now: now)
        }
    }
    return evaluation
}

/// Whether an open alert is about a firm that counts as another; what queries of rules name is theirs.
private func isGone(_ alert: Alert, _ merged: Set<String>) -> Bool {
    guard alert.state != .resolved, Metric.figures.contains(alert.metric) else { return false }
    return ["firm", "supplier"].contains { name in alert.labels[name].map(merged.contains) ?? false }
}

extension Evaluation {
    fileprivate mutating func add(_ other: Evaluation) {
        changed += other.changed
        dropped += other.dropped
        notifications += other.notifications
    }

    /// Leaves a rule's alerts open: nothing is known of whether they hold.
    fileprivate mutating func fail(_ rule: String, _ reason: String, _ alerts: [Alert], now: Timestamp) {
        failed[rule] = reason
        for var alert in alerts where alert.state.isActive {
            if alert.state != .error { alert.course.cause = .ruleFailed }
            alert.state = .error
            alert.course.move(to: now)
            changed.append(alert)
        }
    }

    /// Ends an alert at once: a pending one is dropped in silence, or is over as it was before; an active one is resolved and told.
    mutating func end(_ alert: Alert, now: Timestamp) {
        var resolved = alert
        guard alert.state.isActive else {
            resolved.state = .resolved
            if alert.endsAt == nil { dropped.append(alert) } else { changed.append(resolved) }
            return
        }
        resolved.state = .resolved
        resolved.endsAt = max(now, alert.startsAt)
        changed.append(resolved)
        notifications.append(Notification(kind: .resolved, time: now, alert: resolved))
    }
}
