internal import SupplyModel

/// One look at one group: who is told what now, and when to look again.
struct GroupLook {
    private(set) var group: AlertGroup
    private(set) var messages: [Dispatch.Message] = []
    private let route: Route
    private let alerts: [AlertLife: Alert]
    private let dispatcher: Dispatcher
    private var now: Timestamp { dispatcher.now }

    /// Members whose alert is no longer kept, and those that ended before they were told, are no longer of the group; of a
    /// route that is gone, which has no channels, only those that were told are.
    init(_ group: AlertGroup, route: Route, alerts: [AlertLife: Alert], by dispatcher: Dispatcher) {
        self.group = group
        self.route = route
        self.alerts = alerts
        self.dispatcher = dispatcher
        self.group.members = group.members.filter { member in
            guard let alert = alerts[member.life] else { return false }
            return member.toldAt != nil || (alert.state.isActive && !route.channels.isEmpty)
        }.sorted { $0.life < $1.life }
        setBack()
    }

    /// Times that lie ahead because the clock was set back would keep the group waiting until it has caught up.
    private mutating func setBack() {
        group.madeAt = min(group.madeAt, now)
        group.flushedAt = group.flushedAt.map { min($0, now) }
        group.toldAt = group.toldAt.map { min($0, now) }
        let latest = now.adding(seconds: Double(route.escalation?.afterSeconds ?? 0))
        for index in group.members.indices {
            group.members[index].toldAt = group.members[index].toldAt.map { min($0, now) }
            group.members[index].escalatesAt = group.members[index].escalatesAt.map {
                min($0, max(latest, now.adding(seconds: Dispatcher.escalationRestSeconds)))
            }
        }
    }

    mutating func finish() {
        if let due = dueAt, due <= now { flush() }
        escalate()
        group.nextAt = ([dueAt] + group.members.map(\.escalatesAt)).compactMap { $0 }.min()
    }

    private func alert(_ member: AlertGroup.Member) -> Alert? { alerts[member.life] }

    private func isOver(_ member: AlertGroup.Member) -> Bool { alert(member)?.state == .resolved }

    /// Whether somebody is to be told of a member who was not: it fires, and nothing mutes it.
    private func isNew(_ member: AlertGroup.Member) -> Bool {
        guard let alert = alert(member), alert.state == .firing else { return false }
        guard member.toldAt == nil || route.channels.contains(where: { lacks($0, member, alert) }) else {
            return false
        }
        return !isMuted(member)
    }

    /// Whether a channel wants an alert and was not told of it: its route or its severity changed since.
    private func lacks(_ channel: String, _ member: AlertGroup.Member, _ alert: Alert) -> Bool {
        !member.toldTo.contains(channel)
            && dispatcher.channels[channel]?.severities.contains(alert.severity) == true
    }

    /// Whether a member was told and is not over.
    private func isStanding(_ member: AlertGroup.Member) -> Bool { member.toldAt != nil && !isOver(member) }

    private func isMuted(_ member: AlertGroup.Member) -> Bool {
        alert(member).flatMap { dispatcher.muting.cause(for: $0) } != nil
    }

    /// When something is due to be told; nil where nothing is until an alert changes.
    private var dueAt: Timestamp? {
        if let digest = route.digest { return digest.next(after: group.flushedAt ?? group.madeAt) }
        if group.members.contains(where: { isNew($0) || isOver($0) }) {
            let waited = group.madeAt.adding(seconds: Double(route.waitSeconds))
            let rested = group.flushedAt.map { $0.adding(seconds: Double(route.intervalSeconds)) }
            return max(waited, rested ?? waited)
        }
        guard let every = route.repeatSeconds, let toldAt = group.toldAt,
            group.members.contains(where: { $0.toldAt != nil })
        else { return nil }
        return max(toldAt, group.flushedAt ?? toldAt).adding(seconds: Double(every))
    }

    private mutating func flush() {
        let fresh = Set(group.members.filter(isNew).map(\.life))
        let over = group.members.filter(isOver)
        let firing = group.members.filter { fresh.contains($0.life) || (isStanding($0) && !isMuted($0)) }
        let isNews = !fresh.isEmpty || !over.isEmpty
        let isRepeat =
            (route.digest != nil || !isNews) && !firing.isEmpty
            && !firing.allSatisfy { dispatcher.isAcknowledged($0.life) }
        group.flushedAt = now
        guard isNews || isRepeat else { return }
        group.toldCount += 1
        group.toldAt = now
        let told = tell(firing: firing, over: over, isRepeat: isRepeat)
        for index in group.members.indices where fresh.contains(group.members[index].life) {
            if group.members[index].toldAt == nil {
                group.members[index].escalatesAt = route.escalation.map {
                    now.adding(seconds: Double($0.afterSeconds))
                }
            }
            group.members[index].toldAt = now
        }
        for index in group.members.indices {
            group.members[index].toldTo.formUnion(told[group.members[index].life] ?? [])
        }
        for member in over { endEscalation(member) }
        let gone = Set(over.map(\.life))
        group.members.removeAll { gone.contains($0.life) }
    }

    /// Tells each channel what is new to it, or everything that fires again; gives who was told of what.
    ///
    /// Who was told that an alert fires is told its end too, whatever the route and the alert's severity are by then.
    private mutating func tell(
        firing: [AlertGroup.Member], over: [AlertGroup.Member], isRepeat: Bool
    ) -> [AlertLife: [String]] {
        var told: [AlertLife: [String]] = [:]
        let left = over.reduce(into: Set<String>()) { $0.formUnion($1.toldTo) }.subtracting(route.channels)
        for name in route.channels + left.sorted() {
            guard let channel = dispatcher.channels[name] else { continue }
            let firing = left.contains(name) ? [] : firing.filter { wants(channel, $0) }
            let fresh = firing.filter { !$0.toldTo.contains(name) }
            let ended = channel.sendsResolved ? over.filter { $0.toldTo.contains(name) } : []
            guard !(fresh.isEmpty && ended.isEmpty) || (isRepeat && !firing.isEmpty) else { continue }
            for member in fresh { told[member.life, default: []].append(name) }
            let resolved = ended.compactMap(alert)
            if isAlone {
                for alert in (isRepeat ? firing : fresh).compactMap(alert) {
                    single(alert, .firing, name, "alert")
                }
                for alert in resolved { single(alert, .resolved, name, "alert") }
                continue
            }
            let bulletin = Bulletin(
                route.digest == nil ? .group : .digest, time: now, group: group,
                firing: firing.compactMap(alert), resolved: resolved)
            messages.append(
                Dispatch.Message(
                    id: "group_\(group.key)_\(group.madeAt.milliseconds)_\(group.toldCount)_\(name)",
                    channel: name, subject: group.key, content: .bulletin(bulletin)))
        }
        return told
    }

    private var isAlone: Bool { route.grouping == .alone && route.digest == nil }

    private func wants(_ channel: Channel, _ member: AlertGroup.Member) -> Bool {
        alert(member).map { channel.severities.contains($0.severity) } ?? false
    }

    /// Tells one alert by itself, under an id that the group's next life does not repeat.
    private mutating func single(_ alert: Alert, _ kind: Notification.Kind, _ channel: String, _ word: String)
    {
        let state = kind == .firing ? "firing" : "resolved"
        let life = "\(alert.fingerprint)_\(alert.startsAt.milliseconds)_\(state)"
        messages.append(
            Dispatch.Message(
                id: "\(word)_\(life)_\(group.madeAt.milliseconds)_\(group.toldCount)_\(channel)",
                channel: channel, subject: alert.fingerprint,
                content: .notification(
                    Notification(
                        kind: kind, time: now, alert: alert,
                        isEscalation: kind == .firing && word == "escalation"))))
    }

    /// Tells somebody else of what fires, was told and has not been acknowledged in time.
    private mutating func escalate() {
        for index in group.members.indices {
            let member = group.members[index]
            guard let at = member.escalatesAt, at <= now else { continue }
            if isOver(member) {
                group.members[index].escalatesAt = nil
            } else if dispatcher.isAcknowledged(member.life) || isMuted(member) {
                group.members[index].escalatesAt = now.adding(seconds: Dispatcher.escalationRestSeconds)
            } else {
                group.members[index].escalatesAt = nil
                group.members[index].isEscalated = true
                group.members[index].toldAloneTo.formUnion(escalated(member))
            }
        }
    }

    /// Gives who was told.
    private mutating func escalated(_ member: AlertGroup.Member) -> Set<String> {
        guard let alert = alert(member), let escalation = route.escalation else { return [] }
        for name in escalation.channels where dispatcher.channels[name] != nil {
            single(alert, .firing, name, "escalation")
        }
        return Set(escalation.channels)
    }

    /// Tells the end to whom it was handed on, but not to who just heard of it.
    private mutating func endEscalation(_ member: AlertGroup.Member) {
        guard let alert = alert(member) else { return }
        for name in member.toldAloneTo.subtracting(isAlone ? member.toldTo : []).sorted()
        where dispatcher.channels[name]?.sendsResolved == true {
            single(alert, .resolved, name, "escalation")
        }
    }
}
