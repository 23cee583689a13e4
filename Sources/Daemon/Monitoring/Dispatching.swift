internal import Alerting
internal import Store
internal import SupplyModel

/// Brings the routes in force together with the groups that are kept.
struct Dispatching: Sendable {
    private let content: Watchbook.Content
    private let silences: [Silence]
    private let acknowledged: Set<AlertLife>
    private let now: Timestamp

    /// Reads what mutes alerts and who has taken them.
    init(_ content: Watchbook.Content, store: Store, now: Timestamp) throws(StoreError) {
        self.content = content
        self.now = now
        silences = try store.silences(notOverAt: now)
        acknowledged = try store.takenLives(at: now)
    }

    /// What keeps alerts from being told while these are active.
    func muting(active: @autoclosure () -> [Alert]) -> Muting {
        let inhibitions = content.routes.inhibitions
        return Muting(
            silences, maintenance: content.routes.maintenance, inhibitions: inhibitions,
            active: inhibitions.isEmpty ? [] : active(), at: now)
    }

    /// What the groups tell; `open` are the alerts that are not over, `told` who was told of those that stand in no group.
    func change(
        _ groups: [AlertGroup], open: @autoclosure () -> [Alert], ended: [Alert],
        told: () throws -> [AlertLife: Set<String>]
    ) throws -> GroupChange {
        guard content.routes.root != nil || !groups.isEmpty else {
            return GroupChange(changed: [], removed: [], messages: [])
        }
        let open = open()
        let acknowledged = acknowledged
        let dispatcher = Dispatcher(
            book: content.routes, channels: content.channels, muting: muting(active: open),
            isAcknowledged: { acknowledged.contains($0) }, now: now)
        let dispatch = dispatcher.dispatch(
            groups, alerts: open + ended, told: content.routes.root == nil ? [:] : try told())
        var change = GroupChange(
            changed: dispatch.changed, removed: dispatch.removed,
            messages: try dispatch.messages.map { message in
                var entry = OutboxEntry(
                    id: message.id, channel: message.channel, fingerprint: message.subject,
                    body: try message.content.json())
                if case .notification(let notification) = message.content, notification.kind == .resolved {
                    entry.endOf = AlertLife(notification.alert)
                    entry.isOfGroup = true
                }
                return entry
            })
        change.withheld = dispatch.withheld.map { ($0.fingerprint, $0.startsAt, $1) }
        return change
    }
}

extension Dispatch.Content {
    fileprivate func json() throws -> [UInt8] {
        switch self {
        case .notification(let notification): try notification.json()
        case .bulletin(let bulletin): try bulletin.json()
        }
    }
}
