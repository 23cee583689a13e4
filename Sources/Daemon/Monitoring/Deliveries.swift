internal import Digest
internal import Foundation
internal import Store
internal import SupplyModel

/// Takes batches of messages from the outbox to their channels and records what came of them.
///
/// It waits for the store on the thread that it is called on.
struct Deliveries: Sendable {
    private let store: Store
    private let post: Post
    private let owner: String

    /// Messages claimed at a time.
    static let batchLimit = 256
    /// Attempts of one batch that are under way at a time.
    static let attemptsAtOnce = 16
    /// Longer than a batch of one channel that never answers takes, so that a lease ends only when its holder is gone.
    static let leaseSeconds = 120.0
    /// No attempt of a batch begins later than this.
    static let beginSeconds = 60.0

    /// `owner` names who claims: one name is never used by two processes at a time.
    init(store: Store, post: Post, owner: String) {
        self.store = store
        self.post = post
        self.owner = owner
    }

    /// After the way out was closed: what arrived is recorded, the rest waits as if it had never been attempted.
    private func giveBack(
        _ results: [(OutboxMessage, DeliveryAttempt)], _ left: [OutboxMessage]
    ) throws -> Batch {
        let delivered = results.filter { $0.1.verdict == .delivered }
        let rest = results.filter { $0.1.verdict != .delivered }.map(\.0)
        if !delivered.isEmpty {
            try store.record(delivered.map { ($0.0, $0.1) }, now: Clock.now(), policy: post.policy)
        }
        try store.release(rest + left)
        return Batch()
    }

    /// The owner that this process claims under, never the same twice.
    static func newOwner() throws -> String {
        let process = ProcessInfo.processInfo.processIdentifier
        return "\(ownerPrefix)\(process)-\(hexadecimal(try randomBytes(count: 8)))"
    }

    private static let ownerPrefix = "process-"

    /// Takes back what processes of this machine hold that have ended; what others hold comes back with its lease.
    static func releaseDead(in store: Store) throws {
        for owner in try store.owners() where owner.hasPrefix(ownerPrefix) {
            let digits = owner.dropFirst(ownerPrefix.count).prefix { $0.isNumber }
            guard let process = Int32(digits) else { continue }
            // This process has not claimed yet: what bears its number is an earlier one's.
            let isEarlier = process == ProcessInfo.processInfo.processIdentifier
            let isGone = isEarlier || (kill(process, 0) != 0 && errno == ESRCH)
            if isGone { try store.release(owner: owner) }
        }
    }

    /// What one batch came to.
    struct Batch: Sendable {
        var delivered = 0
        /// Messages that failed for good.
        var failed = 0
        /// Each reason why attempts came to nothing, with its channel and how many messages it stopped.
        var setbacks: [(channel: String, reason: String, count: Int)] = []
        /// Channels whose breaker changed, as they are now.
        var breakers: [(channel: String, flow: ChannelFlow)] = []

        /// One more message that a reason stopped: each reason is told once a batch.
        mutating func count(_ reason: String, on channel: String) {
            if let known = setbacks.firstIndex(where: { $0.channel == channel && $0.reason == reason }) {
                setbacks[known].count += 1
            } else {
                setbacks.append((channel, reason, 1))
            }
        }
    }

    /// Claims what is due: one batch a channel, so that none waits for another's answers.
    func claim(now: @Sendable () -> Timestamp) throws -> [[OutboxMessage]] {
        let messages = try store.claim(
            limit: Self.batchLimit, owner: owner, leaseSeconds: Self.leaseSeconds, now: now(),
            policy: post.policy)
        return Array(Dictionary(grouping: messages, by: \.channel).values)
    }

    /// Whether there may be more to claim at once.
    static func isFull(_ claimed: [[OutboxMessage]]) -> Bool {
        claimed.contains { $0.count >= Store.claimsPerChannel }
            || claimed.reduce(0) { $0 + $1.count } >= batchLimit
    }

    /// Attempts all that was claimed, some at a time, and records the results as one transaction.
    func deliver(
        _ claimed: [OutboxMessage], now: @escaping @Sendable () -> Timestamp
    ) async throws -> Batch {
        let (results, left) = await attempts(claimed, now: now)
        if post.isStopped { return try giveBack(results, left) }
        var batch = Batch()
        batch.breakers = try store.record(results.map { ($0.0, $0.1) }, now: now(), policy: post.policy)
        if !left.isEmpty { try store.release(left) }
        for (message, attempt) in results {
            switch attempt.verdict {
            case .delivered: batch.delivered += 1
            case .retry(_, let reason):
                batch.count(reason, on: message.channel)
            case .failed(let reason):
                batch.failed += 1
                batch.count(reason, on: message.channel)
            }
        }
        return batch
    }

    /// What came of the attempts, and which messages were not attempted: a channel that answers nobody holds up neither them
    /// nor the places of others, and nothing is begun when a lease may end before it does.
    private func attempts(
        _ messages: [OutboxMessage], now: @escaping @Sendable () -> Timestamp
    ) async -> (results: [(OutboxMessage, DeliveryAttempt)], left: [OutboxMessage]) {
        let post = post
        let end = now().adding(seconds: Self.beginSeconds)
        return await withTaskGroup(of: (OutboxMessage, DeliveryAttempt).self) { group in
            var results: [(OutboxMessage, DeliveryAttempt)] = []
            var left: [OutboxMessage] = []
            for (index, message) in messages.enumerated() {
                if index >= Self.attemptsAtOnce, let result = await group.next() { results.append(result) }
                let isSilent = !results.isEmpty && results.allSatisfy { $0.1.isUnanswered }
                guard !isSilent, now() < end else {
                    left = Array(messages[index...])
                    break
                }
                group.addTask { (message, await post.attempt(message, now: now)) }
            }
            for await result in group { results.append(result) }
            return (results, left)
        }
    }
}

extension DeliveryAttempt {
    /// Whether it came to nothing, and nobody said why.
    fileprivate var isUnanswered: Bool {
        if case .retry = verdict { status == nil } else { false }
    }
}
