internal import SupplyModel

/// One rule over the samples of one run.
struct RuleRun {
    private let rule: Rule
    private let now: Timestamp
    private let names: LabelNames
    /// Alerts of this rule whose sample was not met yet.
    private var open: [UInt64: Alert]
    private var filter: SampleFilter
    private var seen: Set<UInt64> = []
    private var evaluation = Evaluation()

    init(rule: Rule, open: [Alert], now: Timestamp, names: LabelNames) {
        self.rule = rule
        self.now = now
        self.names = names
        filter = SampleFilter(rule.match)
        let pairs = open.map { (Rule.subject($0.labels, metric: rule.metric), $0) }
        self.open = Dictionary(pairs) { $0.startsAt <= $1.startsAt ? $0 : $1 }
    }

    /// Moves the alerts of these samples.
    mutating func read(_ subjects: [Subject]) throws(EvaluationFault) {
        for subject in subjects where filter.admits(subject.sample.labels) {
            let sample = subject.sample
            guard seen.insert(subject.key).inserted else {
                throw .duplicateLabels(rule: rule.name, labels: sample.labels)
            }
            let known = open.isEmpty ? nil : open.removeValue(forKey: subject.key)
            if rule.holds(sample.value) {
                hold(known, sample)
            } else if let known {
                miss(known, sample)
            }
        }
    }

    /// Moves the alerts whose sample is gone, and gives what changed.
    mutating func finish() -> Evaluation {
        for alert in open.values.sorted(by: { $0.fingerprint < $1.fingerprint }) { miss(alert, nil) }
        open = [:]
        return evaluation
    }

    /// The condition holds: a new alert, or one more run of a known one.
    private mutating func hold(_ known: Alert?, _ sample: Sample) {
        var alert = known ?? begin(sample)
        if known != nil {
            update(&alert, sample)
            alert.heldRuns += 1
            alert.lastHeldAt = max(alert.lastHeldAt, now)
        }
        alert.clearRuns = 0
        if alert.state == .pending,
            rule.pendingFor.isOver(seconds: seconds(since: alert.startsAt), runs: alert.heldRuns)
        {
            alert.state = .firing
            alert.firedAt = now
            evaluation.notifications.append(Notification(kind: .firing, time: now, alert: alert))
        }
        evaluation.changed.append(alert)
    }

    /// The condition does not hold: a pending alert is dropped, a firing one stays until it is clear for long enough.
    private mutating func miss(_ known: Alert, _ sample: Sample?) {
        guard known.state == .firing else { return evaluation.dropped.append(known) }
        var alert = known
        update(&alert, sample)
        alert.heldRuns = 0
        alert.clearRuns += 1
        let isWithinBand = sample.map { rule.stays($0.value) } ?? false
        let isLongEnough = rule.keepFiringFor.isOver(
            seconds: seconds(since: alert.lastHeldAt), runs: alert.clearRuns)
        if isWithinBand || !isLongEnough {
            evaluation.changed.append(alert)
        } else {
            evaluation.end(alert, now: now)
        }
    }

    private func begin(_ sample: Sample) -> Alert {
        Alert(
            fingerprint: rule.fingerprint(sample.labels), rule: rule.name, severity: rule.severity,
            metric: rule.metric,
            labels: sample.labels, state: .pending, value: sample.value, threshold: rule.value, startsAt: now,
            industry: sample.industry, provinces: sample.provinces, isMutualAid: rule.isMutualAid,
            summary: rule.summary.render(sample, threshold: rule.value, names: names))
    }

    /// The newest figures, texts and places win; without a sample the last known ones stand.
    private func update(_ alert: inout Alert, _ sample: Sample?) {
        alert.severity = rule.severity
        alert.threshold = rule.value
        alert.isMutualAid = rule.isMutualAid
        guard let sample, sample.value.isFinite else { return }
        alert.metric = sample.metric
        alert.labels = sample.labels
        alert.value = sample.value
        alert.industry = sample.industry
        alert.provinces = sample.provinces
        alert.summary = rule.summary.render(sample, threshold: rule.value, names: names)
    }

    /// None where the clock went back.
    private func seconds(since start: Timestamp) -> Double {
        max(0, (Double(now.milliseconds) - Double(start.milliseconds)) / 1_000)
    }
}

/// A sample with what it is about, which every rule of its metric asks for.
struct Subject {
    var key: UInt64
    var sample: Sample

    init(_ sample: Sample) {
        key = Rule.subject(sample.labels, metric: sample.metric)
        self.sample = sample
    }
}
