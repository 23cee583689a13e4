internal import Alerting
internal import Store
internal import SupplyModel

/// What an evaluation brings: who is told of it now, what is muted, and what is kept of it as one transaction.
///
/// Without routes every channel gets what it wants at once; with them the groups decide, in that transaction.
struct RunOutcome: Sendable {
    let telling: Telling
    /// What is kept; whoever runs adds what is its own.
    var result: RunResult
    private let before: [Alert]
    private let evaluation: Evaluation
    private let dispatching: Dispatching
    private let muting: Muting

    init(
        _ evaluation: Evaluation, after state: (run: Int64, open: [Alert], ended: [Alert]),
        samples: [Sample], revision: Int64, _ content: Watchbook.Content, store: Store, now: Timestamp
    ) throws {
        before = state.open
        self.evaluation = evaluation
        dispatching = try Dispatching(content, store: store, now: now)
        let isRouted = content.routes.root != nil
        let kept = try store.withheld().map { AlertLife(fingerprint: $0.fingerprint, startsAt: $0.startsAt) }
        muting = dispatching.muting(active: Self.open(state.open, after: evaluation))
        telling = Telling(
            evaluation, before: state.open, kept: isRouted ? [] : Set(kept), muting: muting, now: now)
        result = RunResult(
            now: now, revision: revision, previousRun: state.run, samples: samples,
            changed: evaluation.changed, dropped: evaluation.dropped)
        result.messages = Self.messages(telling.messages, to: content.channels, isRouted: isRouted)
        result.messages += Self.messages(telling.owed, to: content.channels, isRouted: true)
        if isRouted {
            result.released = kept.map { ($0.fingerprint, $0.startsAt) }
        } else {
            result.withheld = telling.withheld.map { ($0.fingerprint, $0.startsAt, $1.description) }
            result.released = telling.released.map { ($0.fingerprint, $0.startsAt) }
        }
    }

    func isMuted(_ alert: Alert) -> Bool { muting.cause(for: alert) != nil }

    /// Keeps it, with what the groups tell; gives the run's number.
    ///
    /// - Throws: `RunOvertaken`, `StoreError`; then nothing is kept.
    @discardableResult
    func keep(in store: Store) throws -> Int64 {
        try store.keep(result) { groups, ended, told in
            try dispatching.change(
                groups, open: Self.open(before, after: evaluation), ended: ended, told: told)
        }
    }

    /// The alerts that are open once an evaluation is kept.
    static func open(_ before: [Alert], after evaluation: Evaluation) -> [Alert] {
        let touched = Set((evaluation.changed + evaluation.dropped).map(AlertLife.init))
        return before.filter { !touched.contains(AlertLife($0)) }
            + evaluation.changed.filter { $0.state != .resolved }
    }

    /// Notifications for the channels that want them.
    ///
    /// Also the ends that a channel no longer wants by their severity, told only where it heard of the beginning; with routes,
    /// which tell everything else, none but these.
    static func messages(
        _ notifications: [Notification], to channels: [Channel], isRouted: Bool = false
    ) -> OutboxEntries {
        OutboxEntries { give in
            for notification in notifications where !isRouted || notification.kind == .resolved {
                try tell(notification, to: channels, isRouted: isRouted, give)
            }
        }
    }

    private static func tell(
        _ notification: Notification, to channels: [Channel], isRouted: Bool,
        _ give: (OutboxEntry) throws -> Void
    ) throws {
        let body = try notification.json()
        for channel in channels {
            let isWanted = channel.wants(notification) && !isRouted
            guard isWanted || (notification.kind == .resolved && channel.sendsResolved) else { continue }
            var entry = OutboxEntry(
                id: notification.messageID(for: channel.name), channel: channel.name,
                fingerprint: notification.alert.fingerprint, body: body)
            entry.endOf = notification.kind == .resolved ? AlertLife(notification.alert) : nil
            entry.needsBeginning = !isWanted
            try give(entry)
        }
    }
}
