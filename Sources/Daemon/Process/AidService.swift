internal import Logging
internal import Pacing
internal import ServiceLifecycle
internal import SupplyModel

/// Looks after requests for help whose deadline passes.
struct AidService: Service {
    let overdue: AidOverdue
    let watchbook: Watchbook
    /// Rung where something was queued.
    let bell: Bell
    let logger: Logger
    let now: @Sendable () -> Timestamp

    /// How often the clock is looked at.
    static let tickSeconds = 5.0

    func run() async throws {
        for await _ in Ticks(seconds: Self.tickSeconds).cancelOnGracefulShutdown() {
            let (time, content, overdue) = (now(), watchbook.current, overdue)
            do {
                let count = try await offPool { try overdue.tell(content, now: time) }
                guard count > 0 else { continue }
                bell.ring()
                logger.info("requests for help are overdue", metadata: ["requests": "\(count)"])
            } catch {
                logger.error(
                    "requests for help were not looked at; they are soon", metadata: ["reason": "\(error)"])
            }
        }
    }
}
