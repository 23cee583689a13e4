internal import Foundation
internal import Store
internal import SupplyModel

/// Takes batches of messages from the outbox to their channels and records what came of them.
struct Deliveries: Sendable {
    private let store: Store
    private let post: Post
    private let owner: String

    /// Messages claimed at a time.
    static let batchLimit = 64
    /// Longer than any attempt takes, so that a lease ends only when its holder is gone.
    static let leaseSeconds = 120.0

    /// `owner` names who claims: one name is never used by two processes at a time.
    init(store: Store, post: Post, owner: String) {
        self.store = store
        self.post = post
        self.owner = owner
    }

    /// The owner that a process of this machine claims under.
    static func owner(process: Int32) -> String { ownerPrefix + String(process) }

    private static let ownerPrefix = "process-"

    /// Takes back what processes of this machine hold that have ended; what others hold comes back with its lease.
    static func releaseDead(in store: Store) throws {
        for owner in try store.owners() where owner.hasPrefix(ownerPrefix) {
            guard let process = Int32(owner.dropFirst(ownerPrefix.count)) else { continue }
            let isGone = kill(process, 0) != 0 && errno == ESRCH
            if isGone { try store.release(owner: owner) }
        }
    }

    /// What one batch came to.
    struct Batch: Sendable {
        var delivered = 0
        var retried = 0
        var failed = 0
        /// Each reason why an attempt came to nothing, with its channel.
        var reasons: [(channel: String, reason: String)] = []
        var count: Int { delivered + retried + failed }
    }

    /// Claims what is due, attempts all of it at once, and records the results as one transaction.
    func deliverBatch(now: @escaping @Sendable () -> Timestamp) async throws -> Batch {
        let store = store
        let owner = owner
        let post = post
        let claimedAt = now()
        let messages = try await offPool {
            try store.claim(
                limit: Self.batchLimit, owner: owner, leaseSeconds: Self.leaseSeconds, now: claimedAt)
        }
        let results = await withTaskGroup(of: (OutboxMessage, DeliveryVerdict).self) { group in
            for message in messages {
                group.addTask { (message, await post.attempt(message, now: now)) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        guard !results.isEmpty else { return Batch() }
        let recordedAt = now()
        try await offPool { try store.record(results.map { ($0.0, $0.1) }, now: recordedAt) }
        var batch = Batch()
        for (message, verdict) in results {
            switch verdict {
            case .delivered: batch.delivered += 1
            case .retry(_, let reason):
                batch.retried += 1
                batch.reasons.append((message.channel, reason))
            case .failed(let reason):
                batch.failed += 1
                batch.reasons.append((message.channel, reason))
            }
        }
        return batch
    }
}
