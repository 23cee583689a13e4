internal import Dispatch

/// Where answers are worked out: a few at a time, on threads that may block, so that figures leave room for monitoring.
actor Workshop {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Answers that wait for their turn.
    static let waitingLimit = 256

    init(places: Int) { free = places }

    /// Works something out once there is room.
    ///
    /// - Throws: `APIFault` where too many wait already; what the work throws.
    func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        if free > 0 {
            free -= 1
        } else {
            guard waiting.count < Self.waitingLimit else { throw Self.busy }
            await withCheckedContinuation { waiting.append($0) }
        }
        defer { leave() }
        return try await onThread(work)
    }

    /// Hands the place on to who waits longest.
    private func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }

    private static var busy: APIFault {
        var fault = APIFault(
            .unavailable, "busy",
            "more is asked than can be worked out now; ask again after the seconds in Retry-After")
        fault.retryAfterSeconds = 1
        return fault
    }
}

/// Runs work that blocks beside the threads that Swift's tasks share.
func onThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
    }
}
