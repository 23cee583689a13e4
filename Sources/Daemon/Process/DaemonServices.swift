internal import Logging
internal import ServiceLifecycle
internal import Store
internal import SupplyModel

/// Runs the monitor on its schedule, and soon after the register changed.
struct MonitorService: Service {
    let store: Store
    let monitor: Monitor
    let watchbook: Watchbook
    let schedule: CronSchedule
    let logger: Logger
    let now: @Sendable () -> Timestamp

    /// How often the clock and the register are looked at.
    static let tickSeconds = 1.0
    /// A changed register is left to settle this long, so that several files make one run.
    static let settleSeconds = 2.0

    func run() async throws {
        var monitor = monitor
        var due = schedule.next(after: now())
        var lastRevision: Int64 = -1
        var changedAt: Timestamp?
        var seenRevision: Int64 = -1
        for await _ in Ticks(seconds: Self.tickSeconds).cancelOnGracefulShutdown() {
            let time = now()
            do {
                let store = store
                let revision = try await offPool { try store.revision() }
                if revision != seenRevision {
                    seenRevision = revision
                    changedAt = lastRevision < 0 ? time.adding(seconds: -Self.settleSeconds) : time
                }
                let isSettled = changedAt.map { time.seconds(since: $0) >= Self.settleSeconds } ?? false
                let isChanged = revision != lastRevision && isSettled
                let isDue = due.map { time >= $0 } ?? false
                guard isChanged || isDue else { continue }
                if isDue { due = schedule.next(after: time) }
                lastRevision = revision
                let content = watchbook.current
                let before = monitor
                let (after, summary) = try await offPool {
                    var monitor = before
                    let summary = try monitor.run(rules: content.rules, channels: content.channels, now: time)
                    return (monitor, summary)
                }
                monitor = after
                report(summary)
            } catch {
                lastRevision = -1
                logger.error(
                    "the monitoring run failed and changed nothing", metadata: ["reason": "\(error)"])
            }
        }
    }

    private func report(_ summary: RunSummary) {
        let firing = summary.notifications.filter { $0.kind == .firing }.count
        logger.info(
            "run \(summary.run)",
            metadata: [
                "revision": "\(summary.revision)", "samples": "\(summary.sampleCount)", "fired": "\(firing)",
                "resolved": "\(summary.notifications.count - firing)",
            ])
    }
}

/// Takes what the outbox holds to the channels, as soon as it is due.
struct DeliveryService: Service {
    let deliveries: Deliveries
    let post: Post
    let logger: Logger
    let now: @Sendable () -> Timestamp

    /// How often the outbox is looked at while nothing is due.
    static let tickSeconds = 0.5
    /// Seconds that attempts under way have to end after SIGTERM before they are broken off.
    static let drainSeconds = 2.5

    func run() async throws {
        let post = post
        await withGracefulShutdownHandler {
            for await _ in Ticks(seconds: Self.tickSeconds).cancelOnGracefulShutdown() { await empty() }
        } onGracefulShutdown: {
            post.stop(afterSeconds: Self.drainSeconds)
        }
    }

    /// Delivers batch after batch until nothing is due.
    private func empty() async {
        do {
            repeat {
                let batch = try await deliveries.deliverBatch(now: now)
                for one in batch.reasons {
                    logger.warning(
                        "a delivery failed",
                        metadata: ["channel": "\(one.channel)", "reason": "\(one.reason)"])
                }
                guard batch.count > 0 else { return }
            } while !Task.isShuttingDownGracefully
        } catch {
            logger.error("the outbox cannot be worked on", metadata: ["reason": "\(error)"])
        }
    }
}

/// Reads rules and channels again on SIGHUP; bad ones are named and the old stay in force.
struct ReloadService: Service {
    let watchbook: Watchbook
    let folder: String
    let hangups: Hangups
    let logger: Logger

    func run() async throws {
        for await _ in hangups.sequence.cancelOnGracefulShutdown() {
            do {
                let content = try Watchbook.load(folder)
                watchbook.replace(with: content)
                logger.info(
                    "rules and channels were read again",
                    metadata: ["rules": "\(content.rules.count)", "channels": "\(content.channels.count)"])
            } catch {
                logger.error(
                    "the new rules or channels are bad; the old stay in force",
                    metadata: ["reason": "\(error)"])
            }
        }
    }
}

/// A tick at once, then one each interval after the last was taken.
struct Ticks: AsyncSequence, Sendable {
    let seconds: Double

    struct AsyncIterator: AsyncIteratorProtocol {
        let seconds: Double
        var isFirst = true

        mutating func next() async -> Void? {
            if isFirst {
                isFirst = false
                return ()
            }
            do {
                try await Task.sleep(for: .seconds(seconds))
                return ()
            } catch {
                return nil
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(seconds: seconds) }
}
