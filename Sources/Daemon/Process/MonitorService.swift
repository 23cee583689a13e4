internal import Logging
internal import Pacing
internal import Resilience
internal import ServiceLifecycle
internal import Store
internal import SupplyModel
internal import Synchronization

/// Runs the monitor on its schedule, and soon after the register changed.
struct MonitorService: Service {
    let store: Store
    let monitor: Monitor
    let watchbook: Watchbook
    /// As it is at the start.
    let timing: RunTiming
    /// Rung once a run is kept.
    let bell: Bell
    let logger: Logger
    let now: @Sendable () -> Timestamp

    /// How often the clock and the register are looked at.
    static let tickSeconds = 1.0

    func run() async throws {
        let monitor = Mutex(monitor)
        var timing = timing
        for await _ in Ticks(seconds: min(Self.tickSeconds, timing.settleSeconds)).cancelOnGracefulShutdown()
        {
            let time = now()
            do {
                let store = store
                let revision = try await offPool {
                    store.tidy()
                    // All only grow, so their sum changes whenever one of them does.
                    return try store.revision() + store.lastStatus() + store.lastConfirmation()
                        + store.lastEvent()
                }
                guard timing.isDue(revision: revision, now: time) else { continue }
                let content = watchbook.current
                let bell = bell
                // In place: a copy would hold the network and the figures of the run before until this one ends.
                let summary = try await Aside.run {
                    let summary = try monitor.withLock { try $0.run(content, now: time) }
                    bell.ring()
                    return summary
                }
                timing.succeeded(revision: summary.changeCount, turn: summary.nextTurn, now: time)
                report(summary)
            } catch {
                timing.failed(now: time)
                logger.error(
                    "the monitoring run failed and changed nothing; it is tried again",
                    metadata: ["reason": "\(error)"])
            }
        }
    }

    private func report(_ summary: RunSummary) {
        for (rule, reason) in summary.failed.sorted(by: { $0.key < $1.key }) {
            logger.error(
                "a rule was not evaluated; its alerts stay open",
                metadata: ["rule": "\(rule)", "reason": "\(reason)"])
        }
        if summary.eventsLeftOut > 0 {
            logger.error(
                "there are too many events at once; those that begin last raise no alerts",
                metadata: ["left_out": "\(summary.eventsLeftOut)", "limit": "\(EventBook.eventLimit)"])
        }
        if !summary.unspoken.isEmpty {
            logger.error(
                "no province asks for help for firms that nothing places in a province; those that sit in China need a region in a table of firms",
                metadata: ["firms": "\(summary.unspoken.sorted().joined(separator: ", "))"])
        }
        let firing = summary.notifications.count { $0.kind == .firing }
        logger.info(
            "run \(summary.run)",
            metadata: [
                "revision": "\(summary.revision)", "samples": "\(summary.sampleCount)", "fired": "\(firing)",
                "resolved": "\(summary.notifications.count - firing)", "silenced": "\(summary.withheldCount)",
            ])
    }
}
