internal import Logging
internal import Pacing
internal import ServiceLifecycle
internal import Store
internal import SupplyModel

/// Lets groups of alerts tell what is due between two monitoring runs: waits that are over, repeats, digests, escalations.
struct DispatchService: Service {
    let store: Store
    let watchbook: Watchbook
    /// Rung where something was queued.
    let bell: Bell
    let logger: Logger
    let now: @Sendable () -> Timestamp

    /// How often the clock is looked at.
    static let tickSeconds = 1.0

    func run() async throws {
        for await _ in Ticks(seconds: Self.tickSeconds).cancelOnGracefulShutdown() {
            let time = now()
            let store = store
            let content = watchbook.current
            do {
                let count = try await offPool { try Self.dispatch(content, in: store, now: time) }
                guard count > 0 else { continue }
                bell.ring()
                logger.info("groups of alerts were told", metadata: ["messages": "\(count)"])
            } catch {
                logger.error(
                    "groups of alerts were not looked at; they are in a second",
                    metadata: ["reason": "\(error)"])
            }
        }
    }

    /// Looks at the groups where one is due; gives how many messages that queued.
    static func dispatch(
        _ content: Watchbook.Content, in store: Store, now: Timestamp
    ) throws -> Int {
        guard let due = try store.nextGroupTime(), due <= now else { return 0 }
        let dispatching = try Dispatching(content, store: store, now: now)
        return try store.regroup(now: now) { groups, open, ended, told in
            try dispatching.change(groups, open: open, ended: ended, told: told)
        }
    }
}
