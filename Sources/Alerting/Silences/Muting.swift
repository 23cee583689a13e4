public import SupplyModel

/// The silences that are in force at an instant.
public struct Muting: Sendable {
    private let silences: [(silence: Silence, matchers: AlertMatchers)]

    /// Of some silences those that are active; one whose matchers cannot be read silences nothing.
    public init(_ silences: [Silence], at now: Timestamp) {
        self.silences = silences.compactMap { silence in
            guard silence.state(at: now) == .active else { return nil }
            do throws(MatcherFault) {
                return (silence, try AlertMatchers(silence.matchers))
            } catch {
                // Telling too much is better than losing an alert.
                return nil
            }
        }
    }

    /// The first silence that an alert falls under.
    public func silence(over alert: Alert) -> Silence? {
        silences.first { $0.matchers.fit(alert) }?.silence
    }
}

/// One life of an alert.
public struct AlertLife: Hashable, Sendable {
    public var fingerprint: String
    public var startsAt: Timestamp

    public init(_ alert: Alert) {
        fingerprint = alert.fingerprint
        startsAt = alert.startsAt
    }

    public init(fingerprint: String, startsAt: Timestamp) {
        self.fingerprint = fingerprint
        self.startsAt = startsAt
    }
}

/// What of an evaluation is told, and what is kept back until its silence is over.
public struct Telling: Equatable, Sendable {
    public var notifications: [Notification] = []
    /// Lives that began to fire in silence, with the silence.
    public var withheld: [AlertLife: String] = [:]
    /// Lives that were kept back and no longer are: told now, or over without ever having been told.
    public var released: Set<AlertLife> = []

    /// Decides it: what begins to fire under a silence is kept back, and told once it fires and is silent no more.
    ///
    /// `kept` are the lives that were kept back so far. One that ends before it was told is never told; one that was told is
    /// told to be resolved, whatever is silent, so that nobody waits for an end that came.
    public init(_ evaluation: Evaluation, kept: Set<AlertLife>, muting: Muting, now: Timestamp) {
        for notification in evaluation.notifications {
            let life = AlertLife(notification.alert)
            switch notification.kind {
            case .firing:
                if let silence = muting.silence(over: notification.alert) {
                    withheld[life] = silence.id
                } else {
                    notifications.append(notification)
                }
            case .resolved:
                if kept.contains(life) { released.insert(life) } else { notifications.append(notification) }
            }
        }
        guard !kept.isEmpty else { return }
        for alert in evaluation.changed where alert.state == .firing && kept.contains(AlertLife(alert)) {
            guard muting.silence(over: alert) == nil else { continue }
            released.insert(AlertLife(alert))
            notifications.append(Notification(kind: .firing, time: now, alert: alert))
        }
    }
}
