internal import Logging
internal import Pacing
internal import ServiceLifecycle
internal import Store
internal import SupplyModel

/// Looks at Tierwatch itself on its own clock, whatever the monitor is doing.
struct WatchService: Service {
    let watcher: Watcher
    let watchbook: Watchbook
    /// Rung where something was queued.
    let bell: Bell
    let logger: Logger
    let now: @Sendable () -> Timestamp

    static let tickSeconds = 5.0

    func run() async throws {
        for await _ in Ticks(seconds: Self.tickSeconds).cancelOnGracefulShutdown() {
            let time = now()
            let content = watchbook.current
            await attempt("Tierwatch could not look at itself; it does in a moment") { watcher in
                try watcher.look(content, now: time)
            }
            guard let heartbeat = content.heartbeat else { continue }
            await attempt("a sign of life could not be queued; it is in a moment") { watcher in
                _ = try watcher.beat(heartbeat, now: time)
                return []
            }
        }
    }

    private func attempt(
        _ failure: String, _ work: @escaping @Sendable (Watcher) throws -> [Notification]
    ) async {
        let watcher = watcher
        do {
            for one in try await offPool({ try work(watcher) }) { report(one) }
            bell.ring()
        } catch is RunOvertaken {
            logger.debug("a run was kept in between; the next look goes on from it")
        } catch {
            logger.error("\(failure)", metadata: ["reason": "\(error)"])
        }
    }

    private func report(_ notification: Notification) {
        logger.warning(
            notification.kind == .firing ? "Tierwatch needs help" : "Tierwatch is well again",
            metadata: [
                "rule": "\(notification.alert.rule)", "summary": "\(notification.alert.summary.en)",
            ])
    }
}
