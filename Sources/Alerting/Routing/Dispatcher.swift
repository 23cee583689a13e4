public import SupplyModel

/// What a look at the groups brings; nothing of it has happened yet.
public struct Dispatch: Equatable, Sendable {
    /// Groups that are new or changed, whole.
    public var changed: [AlertGroup] = []
    /// Keys of groups that are to be removed.
    public var removed: [String] = []
    public var messages: [Message] = []
    /// Lives that waited in a group and wait on without one, with the reason; told once they fire and nothing mutes them.
    public var withheld: [AlertLife: String] = [:]

    /// One message for one channel.
    public struct Message: Equatable, Sendable {
        /// The same for the same part of a group's life.
        public var id: String
        public var channel: String
        /// The alert's fingerprint, or the group's key: messages of one are told in their order.
        public var subject: String
        public var content: Content
    }

    public enum Content: Equatable, Sendable {
        case notification(Notification)
        case bulletin(Bulletin)
    }
}

/// Puts alerts in groups by the routing tree, and decides what each group tells, when, and to whom.
///
/// Pure: it is given the groups as they were kept, the alerts as they stand, and the time. A group is told when an alert of
/// it begins to fire or is over, not before its wait and its interval have passed, and again after its repeat time while
/// it fires and not all of it is acknowledged. What fires and is over before it was told is never told; what was told is
/// told to be over, whatever mutes it.
///
/// Source: the decisions of Prometheus' Alertmanager (notify/notify.go, DedupStage; dispatch/dispatch.go).
public struct Dispatcher: Sendable {
    let book: RouteBook
    let channels: [String: Channel]
    let muting: Muting
    /// Whether somebody has taken an alert.
    let isAcknowledged: @Sendable (AlertLife) -> Bool
    let now: Timestamp

    /// How long after a look an acknowledged alert is looked at for escalation again.
    static let escalationRestSeconds = 60.0

    public init(
        book: RouteBook, channels: [Channel], muting: Muting,
        isAcknowledged: @escaping @Sendable (AlertLife) -> Bool, now: Timestamp
    ) {
        self.book = book
        self.channels = Dictionary(channels.map { ($0.name, $0) }) { first, _ in first }
        self.muting = muting
        self.isAcknowledged = isAcknowledged
        self.now = now
    }

    /// Looks at every group once.
    ///
    /// - Parameters:
    ///   - groups: as they were kept.
    ///   - alerts: the active ones, and the members of groups that are over.
    ///   - told: who was told, each by itself, of active alerts that stand in no group: before there were routes.
    /// - Returns: what changes and what is told.
    public func dispatch(
        _ groups: [AlertGroup], alerts: [Alert], told: [AlertLife: Set<String>] = [:]
    ) -> Dispatch {
        let byLife = Dictionary(alerts.map { (AlertLife($0), $0) }) { first, _ in first }
        let routes = Dictionary(book.all.map { ($0.name, $0) }) { first, _ in first }
        let before = Dictionary(groups.map { ($0.key, $0) }) { first, _ in first }
        var after = before
        var placed = before.mapValues { Set($0.members.map(\.life)) }
        for alert in alerts.sorted(by: { AlertLife($0) < AlertLife($1) }) where alert.state.isActive {
            for route in book.root?.routes(for: alert) ?? [] {
                let labels = route.sharedLabels(of: alert)
                let key = route.groupKey(labels)
                guard placed[key, default: []].insert(AlertLife(alert)).inserted else { continue }
                after[
                    key, default: AlertGroup(key: key, route: route.name, labels: labels, madeAt: now)
                ].members.append(member(AlertLife(alert), route, told))
            }
        }
        var dispatch = book.root == nil ? dissolve(groups, alerts: alerts) : Dispatch()
        for key in after.keys.sorted() {
            guard let group = after[key] else { continue }
            let route = routes[group.route] ?? .standIn(for: group)
            var look = GroupLook(group, route: route, alerts: byLife, by: self)
            look.finish()
            dispatch.messages += look.messages
            if look.group.members.isEmpty {
                if before[key] != nil { dispatch.removed.append(key) }
            } else if look.group != before[key] {
                dispatch.changed.append(look.group)
            }
        }
        return dispatch
    }

    /// A new member; who was told of it before there were routes is not told again, and hears of its end.
    private func member(
        _ life: AlertLife, _ route: Route, _ told: [AlertLife: Set<String>]
    ) -> AlertGroup.Member {
        var member = AlertGroup.Member(life)
        guard let channels = told[life] else { return member }
        member.toldAt = now
        member.toldTo = channels
        member.toldAloneTo = channels
        member.escalatesAt = route.escalation.map { now.adding(seconds: Double($0.afterSeconds)) }
        return member
    }

    /// Routes are no more: what still waited in a group is told to every channel, like any alert without routes, or waits
    /// until it fires and nothing mutes it; groups that told something stay until they told its end.
    private func dissolve(_ groups: [AlertGroup], alerts: [Alert]) -> Dispatch {
        var dispatch = Dispatch()
        let members = groups.flatMap(\.members)
        let told = Set(members.filter { $0.toldAt != nil }.map(\.life))
        let untold = Set(members.map(\.life)).subtracting(told)
        guard !untold.isEmpty else { return dispatch }
        for alert in alerts where alert.state.isActive && untold.contains(AlertLife(alert)) {
            let cause = muting.cause(for: alert)
            guard alert.state == .firing, cause == nil else {
                dispatch.withheld[AlertLife(alert)] = cause?.description ?? alert.state.rawValue
                continue
            }
            let notification = Notification(kind: .firing, time: now, alert: alert)
            for channel in channels.values.sorted(by: { $0.name < $1.name }) where channel.wants(notification)
            {
                dispatch.messages.append(
                    Dispatch.Message(
                        id: notification.messageID(for: channel.name), channel: channel.name,
                        subject: alert.fingerprint, content: .notification(notification)))
            }
        }
        return dispatch
    }
}

extension Notification {
    /// The same for the same change of the same life of an alert, so that a repeated run cannot queue it twice.
    public func messageID(for channel: String) -> String {
        let again = alert.course.reopenedCount > 0 ? "_\(alert.course.reopenedCount)" : ""
        let change = kind == .firing ? "firing" : "resolved"
        return "alert_\(alert.fingerprint)_\(alert.startsAt.milliseconds)_\(change)\(again)_\(channel)"
    }
}
