internal import Logging
internal import ServiceLifecycle
internal import SupplyModel

/// Takes what the outbox holds to the channels: at once when somebody rings, and when its time has come.
struct DeliveryService: Service {
    let deliveries: Deliveries
    let post: Post
    /// Rung by whoever queued something.
    let bell: Bell
    let logger: Logger
    let now: @Sendable () -> Timestamp

    /// How often the outbox is looked at for what waits for its time.
    static let tickSeconds = 1.0
    /// Seconds that attempts under way have to end after SIGTERM before they are broken off.
    static let drainSeconds = 2.5

    func run() async throws {
        let post = post
        let bell = bell
        await withGracefulShutdownHandler {
            await withTaskGroup { group in
                group.addTask { for await _ in Ticks(seconds: Self.tickSeconds) { bell.ring() } }
                for await _ in bell.rings.cancelOnGracefulShutdown() { await empty() }
                group.cancelAll()
            }
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
                for one in batch.breakers { report(one.channel, one.flow) }
                guard batch.count > 0 else { return }
            } while !Task.isShuttingDownGracefully
        } catch {
            logger.error("the outbox cannot be worked on", metadata: ["reason": "\(error)"])
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
