internal import SupplyModel

/// One rule over the samples of one run.
struct RuleRun {
    private let rule: Rule
    private let now: Timestamp
    private let names: LabelNames
    /// Alerts of this rule whose sample was not met yet.
    private var open: [UInt64: Alert]
    /// The newest life of each alert that has ended.
    private let ended: [UInt64: Alert]
    private var filter: SampleFilter
    private var seen: Set<UInt64> = []
    private var evaluation = Evaluation()

    /// `known`: the rule's alerts as they were kept, ended ones too.
    init(rule: Rule, known: [Alert], now: Timestamp, names: LabelNames) {
        self.rule = rule
        self.now = now
        self.names = names
        filter = SampleFilter(rule.match)
        func byKey(_ alerts: [Alert], _ choose: (Alert, Alert) -> Alert) -> [UInt64: Alert] {
            Dictionary(
                alerts.map { (Rule.subject($0.labels, metric: rule.metric), $0) }, uniquingKeysWith: choose)
        }
        open = byKey(known.filter { $0.state != .resolved }) { $0.startsAt <= $1.startsAt ? $0 : $1 }
        ended = byKey(known.filter { $0.state == .resolved }) { $0.startsAt >= $1.startsAt ? $0 : $1 }
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
                hold(known ?? begin(sample, key: subject.key), isNew: known == nil, sample)
            } else if let known {
                miss(known, sample)
            }
        }
    }

    /// Moves the alerts whose sample is gone, and gives what changed.
    mutating func finish(_ presence: Presence) -> Evaluation {
        for alert in open.values.sorted(by: { $0.fingerprint < $1.fingerprint }) {
            if presence.knows(alert) || alert.state == .pending { miss(alert, nil) } else { lose(alert) }
        }
        open = [:]
        return evaluation
    }

    /// The condition holds: a new alert, or one more run of a known one.
    private mutating func hold(_ known: Alert, isNew: Bool, _ sample: Sample) {
        var alert = known
        let wasActive = alert.state.isActive
        if !isNew {
            update(&alert, sample)
            note(&alert, holds: true)
        }
        if alert.state == .pending, rule.pendingFor.isHeld(alert.course) {
            alert.course.cause = rule.pendingFor == .none ? .held : .heldLongEnough
            if alert.endsAt != nil {
                alert.endsAt = nil
                alert.course.reopenedCount += 1
                alert.course.cause = .reopened
            }
            alert.state = .firing
            alert.firedAt = now
            evaluation.notifications.append(Notification(kind: .firing, time: now, alert: alert))
        } else if wasActive, alert.state != .firing {
            alert.state = .firing
            alert.course.cause = .heldAgain
        }
        evaluation.changed.append(alert)
    }

    /// The condition does not hold: a pending alert goes where its rule counts no window, an active one stays until it is
    /// clear for long enough.
    private mutating func miss(_ known: Alert, _ sample: Sample?) {
        var alert = known
        update(&alert, sample)
        note(&alert, holds: false)
        guard alert.state.isActive else { return drop(alert) }
        if let sample, rule.stays(sample.value) {
            stand(&alert, .firing, .held)
        } else if alert.course.isDamped {
            stand(&alert, .recovering, .flapping)
        } else if !rule.keepFiringFor.isMissed(alert.course) {
            stand(&alert, .recovering, .missed)
        } else {
            alert.course.cause = sample == nil ? .figureGone : .cleared
            return evaluation.end(alert, now: now)
        }
        evaluation.changed.append(alert)
    }

    /// Nothing is known of what an active alert is about: that is no sign that it is over.
    private mutating func lose(_ known: Alert) {
        var alert = known
        stand(&alert, .nodata, .noData)
        alert.course.move(to: now)
        evaluation.changed.append(alert)
    }

    /// The cause is that of the entry into a state, not of staying in it.
    private func stand(_ alert: inout Alert, _ state: AlertState, _ cause: AlertCause) {
        guard alert.state != state || (cause == .flapping) != (alert.course.cause == .flapping) else {
            return
        }
        alert.state = state
        alert.course.cause = cause
    }

    /// A pending alert whose condition missed a run; one that had been opened again is what it was.
    private mutating func drop(_ known: Alert) {
        var alert = known
        if rule.pendingFor.isOpen(alert.course) {
            evaluation.changed.append(alert)
        } else if alert.endsAt != nil {
            alert.state = .resolved
            alert.course.cause = .missed
            evaluation.changed.append(alert)
        } else {
            alert.course.cause = .missed
            evaluation.dropped.append(alert)
        }
    }

    /// Goes on with an alert that ended within the rule's window, or begins a new one.
    private func begin(_ sample: Sample, key: UInt64) -> Alert {
        var alert = Alert(
            fingerprint: rule.fingerprint(sample.labels), rule: rule.name, severity: rule.severity,
            metric: rule.metric, labels: sample.labels, state: .pending, value: sample.value,
            threshold: rule.value, startsAt: now, industry: sample.industry, provinces: sample.provinces,
            isMutualAid: rule.isMutualAid,
            summary: rule.summary.render(sample, threshold: rule.value, names: names))
        guard let last = ended[key], let endsAt = last.endsAt else { return alert }
        let isSame =
            rule.reopenWithinSeconds > 0 && seconds(since: endsAt) <= Double(rule.reopenWithinSeconds)
        if isSame {
            alert.startsAt = last.startsAt
            alert.firedAt = last.firedAt
            alert.endsAt = endsAt
            alert.course.reopenedCount = last.course.reopenedCount
        }
        if let damping = rule.damping {
            var course = last.course
            course.note(
                holds: true, isTurn: true, halfLifeSeconds: Double(damping.halfLifeSeconds), now: now)
            alert.course.flapScore = course.flapScore
            alert.course.isDamped = course.flapScore > damping.above
        }
        return alert
    }

    private func note(_ alert: inout Alert, holds: Bool) {
        alert.course.note(
            holds: holds, isTurn: holds != (alert.course.heldRuns > 0),
            halfLifeSeconds: rule.damping.map { Double($0.halfLifeSeconds) }, now: now)
        guard let damping = rule.damping else {
            alert.course.isDamped = false
            return
        }
        let limit = alert.course.isDamped ? damping.below : damping.above
        alert.course.isDamped = alert.course.flapScore > limit
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
    private func seconds(since start: Timestamp) -> Double { max(0, now.seconds(since: start)) }
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

/// Of which firms a run knows anything at all, and which events go on.
struct Presence {
    private let firms: Set<String>
    private let events: Set<String>
    private let isEmpty: Bool

    init(_ samples: [Sample]) {
        firms = Set(samples.lazy.compactMap { $0.labels["firm"] })
        events = Set(samples.lazy.filter { $0.metric == .eventActive }.compactMap { $0.labels["event"] })
        isEmpty = samples.isEmpty
    }

    /// Whether a figure that is not made tells something about what the alert is about.
    func knows(_ alert: Alert) -> Bool {
        if alert.metric.isReported { return false }
        // An event that no longer goes on is over for everybody, also for a firm of which nothing is known.
        if alert.metric.isOfEvents, let event = alert.labels["event"], !events.contains(event) { return true }
        return alert.labels["firm"].map(firms.contains) ?? !isEmpty
    }
}
