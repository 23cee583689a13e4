internal import Alerting
internal import Store
internal import SupplyModel

/// Looks at Tierwatch itself, holds what it finds to the rules about it, and sends signs of life.
///
/// Its alerts are kept, muted, grouped and told as those of a monitoring run. One about a channel is told by another
/// channel too: who is down cannot say so.
struct Watcher: Sendable {
    let store: Store
    let schedule: CronSchedule
    /// The data folder.
    let folder: String
    /// A run that was due before the daemon began is not late.
    let startedAt: Timestamp

    /// While alerts stand, their figures are kept this often; a change is kept at once.
    static let refreshSeconds = 300.0

    /// Looks once; gives what is told.
    func look(_ content: Watchbook.Content, now: Timestamp) throws -> [Notification] {
        let memorySeconds = content.ownRules.map(\.memorySeconds).max() ?? 0
        let known = try store.alerts(
            on: Metric.allCases.filter(\.isOfTierwatch),
            endedSince: memorySeconds > 0 ? now.adding(seconds: -Double(memorySeconds)) : nil)
        let evaluation = evaluate(
            content.ownRules, samples: try figures(content, now: now).samples(now: now), known: known,
            now: now)
        let isWorthKeeping = try isWorthKeeping(evaluation, known: known, now: now)
        let own = RunOutcome.open(known.filter { $0.state != .resolved }, after: evaluation)
        let untold = try untoldStandIns(own, content, now: now)
        guard isWorthKeeping || !untold.isEmpty else { return [] }
        let state = try store.monitoringState()
        var outcome = try RunOutcome(
            evaluation, after: state, samples: [], revision: try store.revision(), content, store: store,
            now: now)
        let told = untold.filter { !outcome.isMuted($0.notification.alert) }
        guard isWorthKeeping || !told.isEmpty else { return [] }
        for one in told { outcome.result.aside += RunOutcome.messages([one.notification], to: one.others) }
        outcome.result.isWatch = true
        try outcome.keep(in: store)
        return outcome.telling.notifications
    }

    /// Queues a sign of life where its time has come; says whether it was.
    func beat(_ heartbeat: Heartbeat, now: Timestamp) throws -> Bool {
        if let last = try store.lastHeartbeat(heartbeat), last <= now,
            now.seconds(since: last) < heartbeat.everySeconds
        {
            return false
        }
        let traffic = try store.traffic().values
        let oldest = traffic.compactMap(\.oldestWaiting).min()
        let report = HeartbeatReport(
            lastRunAt: try store.lastRunAt(), firing: try store.activeCount(),
            waitingMessages: traffic.reduce(0) { $0 + $1.waitingCount },
            oldestWaitingSeconds: oldest.map { max(0, now.seconds(since: $0)) } ?? 0)
        try store.beat(heartbeat, body: report.json(version: Release.version, time: now), now: now)
        return true
    }

    /// What Tierwatch measures of itself now.
    func figures(_ content: Watchbook.Content, now: Timestamp) throws -> OwnFigures {
        let all = try store.traffic()
        // What waits for a channel that is no longer named is as lost as with one that is down.
        let names = content.channels.map(\.name) + all.filter { $0.value.waitingCount > 0 }.keys
        let channels = names.map { ($0, all[$0] ?? ChannelTraffic()) }
        let start = max(startedAt, try store.lastRunAt() ?? startedAt)
        return OwnFigures(
            dueAt: schedule.next(after: start), traffic: Dictionary(channels) { first, _ in first },
            freeShare: DiskSpace.freeShare(of: folder))
    }

    /// A look that moves no alert is not kept each time: the next one goes on from what was kept, and loses no time.
    private func isWorthKeeping(_ evaluation: Evaluation, known: [Alert], now: Timestamp) throws -> Bool {
        guard evaluation.notifications.isEmpty, evaluation.dropped.isEmpty else { return true }
        guard !evaluation.changed.isEmpty else { return false }
        let states = Dictionary(known.map { (AlertLife($0), $0.state) }) { first, _ in first }
        if evaluation.changed.contains(where: { states[AlertLife($0)] != $0.state }) { return true }
        return try store.lastWatchAt().map { abs(now.seconds(since: $0)) >= Self.refreshSeconds } ?? true
    }

    /// Alerts that fire about channels, with those who are to be told in the channels' place and were not: what began while it was muted is
    /// told to them once it is not.
    ///
    /// Alerts of the register may mute what is given here: all of them are read only where somebody is to be told.
    private func untoldStandIns(
        _ own: [Alert], _ content: Watchbook.Content, now: Timestamp
    ) throws -> [(notification: Notification, others: [Channel])] {
        let firing = own.filter { $0.state == .firing && $0.labels["channel"] != nil }
        let down = Set(firing.compactMap { $0.labels["channel"] })
        let untold = try firing.map { alert in
            let others = OwnTelling.standIns(
                alert, content.channels, routes: content.routes, down: down, sparing: content.askedOnly)
            let notification = Notification(kind: .firing, time: now, alert: alert)
            return (
                notification: notification,
                others: try others.filter {
                    try !store.isTold(alert, by: notification.messageID(for: $0.name), to: $0.name)
                }
            )
        }.filter { !$0.others.isEmpty }
        guard !untold.isEmpty else { return [] }
        let muting = try Dispatching(content, store: store, now: now).muting(active: own)
        return untold.filter { muting.cause(for: $0.notification.alert) == nil }
    }
}
