public import SupplyModel

/// Why an alert that fires is not told.
public enum MuteCause: Equatable, Sendable, CustomStringConvertible {
    /// The silence's id.
    case silence(String)
    /// The maintenance's name.
    case maintenance(String)
    /// The fingerprint of the alert that makes it superfluous.
    case inhibition(String)

    public var description: String {
        switch self {
        case .silence(let id): "silence \(id)"
        case .maintenance(let name): "maintenance \(name)"
        case .inhibition(let fingerprint): "alert \(fingerprint)"
        }
    }
}

/// What keeps alerts from being told at an instant: silences, maintenance, and other alerts.
public struct Muting: Sendable {
    private let silences: [(silence: Silence, matchers: AlertMatchers)]
    private let maintenance: [Maintenance]
    private let inhibitions: InhibitionIndex

    /// Of all of them those that are active; a silence whose matchers cannot be read silences nothing.
    ///
    /// `active`: the alerts that may inhibit others.
    public init(
        _ silences: [Silence], maintenance: [Maintenance] = [], inhibitions: [Inhibition] = [],
        active: [Alert] = [], at now: Timestamp
    ) {
        self.silences = silences.compactMap { silence in
            guard silence.state(at: now) == .active else { return nil }
            do throws(MatcherFault) {
                return (silence, try AlertMatchers(silence.matchers))
            } catch {
                // Telling too much is better than losing an alert.
                return nil
            }
        }
        self.maintenance = maintenance.filter { $0.isActive(at: now) }
        self.inhibitions = InhibitionIndex(inhibitions, active: active)
    }

    /// The first silence that an alert falls under.
    public func silence(over alert: Alert) -> Silence? {
        silences.first { $0.matchers.fit(alert) }?.silence
    }

    /// Why an alert is not told; nil where it is.
    public func cause(for alert: Alert) -> MuteCause? {
        if let silence = silence(over: alert) { return .silence(silence.id) }
        if let window = maintenance.first(where: { $0.matchers.fit(alert) }) {
            return .maintenance(window.name)
        }
        return inhibitions.inhibitor(of: alert).map { .inhibition($0) }
    }
}

/// What of an evaluation is told, and what is kept back until nothing mutes it any more.
public struct Telling: Equatable, Sendable {
    public var notifications: [Notification] = []
    /// Lives that began to fire and are muted, with the cause.
    public var withheld: [AlertLife: MuteCause] = [:]
    /// Lives that were kept back and no longer are: told now, or over without ever having been told.
    public var released: Set<AlertLife> = []
    /// Alerts whose rule gave them another severity while they fire: for channels that were not told of them yet.
    public var reweighed: [Notification] = []
    /// Ends of lives that were kept back: told where the beginning was, before their rule's severity changed.
    public var owed: [Notification] = []
    /// What is offered to channels; who was told already knows a message by its id.
    public var messages: [Notification] { reweighed.isEmpty ? notifications : notifications + reweighed }

    /// Decides it: what begins to fire while it is muted is kept back, and told once it fires and is muted no more.
    ///
    /// `kept` are the lives that were kept back so far. One that ends before it was told is never told; one that was told is
    /// told to be resolved, whatever is silent, so that nobody waits for an end that came. `before` are the alerts as they
    /// were open before the evaluation.
    public init(
        _ evaluation: Evaluation, before: [Alert] = [], kept: Set<AlertLife>, muting: Muting, now: Timestamp
    ) {
        let severities = Dictionary(
            before.filter(\.state.isActive).map { (AlertLife($0), $0.severity) }
        ) { first, _ in first }
        for alert in evaluation.changed where alert.state == .firing && !kept.contains(AlertLife(alert)) {
            guard let severity = severities[AlertLife(alert)], severity != alert.severity else { continue }
            if let cause = muting.cause(for: alert) {
                withheld[AlertLife(alert)] = cause
            } else {
                reweighed.append(Notification(kind: .firing, time: now, alert: alert))
            }
        }
        let causes = evaluation.notifications.map { $0.kind == .firing ? muting.cause(for: $0.alert) : nil }
        guard !kept.isEmpty || causes.contains(where: { $0 != nil }) else {
            notifications = evaluation.notifications
            return
        }
        for (notification, cause) in zip(evaluation.notifications, causes) {
            let life = AlertLife(notification.alert)
            switch notification.kind {
            case .firing:
                if let cause {
                    withheld[life] = cause
                } else {
                    notifications.append(notification)
                }
            case .resolved:
                guard kept.contains(life) else {
                    notifications.append(notification)
                    continue
                }
                released.insert(life)
                owed.append(notification)
            }
        }
        guard !kept.isEmpty else { return }
        for alert in evaluation.changed where alert.state == .firing && kept.contains(AlertLife(alert)) {
            guard muting.cause(for: alert) == nil else { continue }
            released.insert(AlertLife(alert))
            notifications.append(Notification(kind: .firing, time: now, alert: alert))
        }
    }
}
