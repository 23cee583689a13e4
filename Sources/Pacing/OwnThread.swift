internal import Dispatch

/// Starts work that blocks (files, SQLite, long sums) on a thread of its own, beside those that Swift's tasks share.
@Sendable public func onOwnThread(_ work: @escaping @Sendable () -> Void) {
    DispatchQueue(label: "tierwatch.work").async(execute: work)
}

/// The same, and waits for it.
public func offPool<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        onOwnThread { continuation.resume(with: Result { try work() }) }
    }
}
