internal import Logging
internal import ServiceLifecycle
internal import SupplyModel

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
