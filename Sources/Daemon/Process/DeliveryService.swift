internal import Logging
internal import Pacing
internal import ServiceLifecycle
internal import SupplyModel
internal import Synchronization

/// Takes what the outbox holds to the channels: at once when somebody rings, and when its time has come.
///
/// One loop claims and several batches are under way, each of one channel: while one waits for answers, another is recorded
/// and a third claimed. A channel that hangs holds up itself alone, for the store gives each but a share.
struct DeliveryService: Service {
    let deliveries: Deliveries
    let post: Post
    /// Rung by whoever queued something.
    let bell: Bell
    let logger: Logger
    let now: @Sendable () -> Timestamp

    /// How often the outbox is looked at for what waits for its time.
    static let tickSeconds = 1.0
    /// Nothing is claimed while so many batches are under way.
    static let batchLimit = 32
    /// Seconds that attempts under way have to end after SIGTERM before they are broken off.
    static let drainSeconds = 2.5

    func run() async throws {
        let post = post
        let bell = bell
        await withGracefulShutdownHandler {
            await work()
        } onGracefulShutdown: {
            bell.close()
            post.stop(afterSeconds: Self.drainSeconds)
        }
    }

    /// Until the bell is closed, and what is under way has ended.
    private func work() async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await _ in Ticks(seconds: Self.tickSeconds).cancelOnGracefulShutdown() { bell.ring() }
            }
            let underWay = Counter()
            for await _ in bell.rings {
                var isMore = true
                while isMore, underWay.value < Self.batchLimit {
                    let claimed = claim()
                    // Whatever else may leave does when a batch has ended, which rings.
                    isMore = Deliveries.isFull(claimed)
                    underWay.add(claimed.count)
                    for one in claimed {
                        group.addTask {
                            await deliver(one)
                            underWay.add(-1)
                            bell.ring()
                        }
                    }
                }
            }
        }
    }

    private func claim() -> [[OutboxMessage]] {
        guard !Task.isShuttingDownGracefully else { return [] }
        do {
            return try deliveries.claim(now: now)
        } catch {
            logger.error("the outbox cannot be worked on", metadata: ["reason": "\(error)"])
            return []
        }
    }

    private func deliver(_ claimed: [OutboxMessage]) async {
        do {
            let batch = try await deliveries.deliver(claimed, now: now)
            for one in batch.setbacks {
                logger.warning(
                    "a delivery failed",
                    metadata: [
                        "channel": "\(one.channel)", "messages": "\(one.count)", "reason": "\(one.reason)",
                    ])
            }
            for one in batch.breakers { report(one.channel, one.flow) }
        } catch {
            logger.error(
                "what came of a delivery cannot be recorded; it is sent again under its old id",
                metadata: ["reason": "\(error)"])
        }
    }

    private func report(_ channel: String, _ flow: ChannelFlow) {
        switch flow.breaker {
        case .open:
            logger.error(
                "a channel is down; its messages wait",
                metadata: [
                    "channel": "\(channel)", "until": "\(flow.until?.description ?? "")",
                    "reason": "\(flow.lastError ?? "")",
                ])
        case .closed: logger.info("a channel answers again", metadata: ["channel": "\(channel)"])
        case .halfOpen: break
        }
    }
}

/// A count that several tasks change.
private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add(_ change: Int) { count.withLock { $0 += change } }
}
