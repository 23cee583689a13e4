internal import Pacing
internal import Synchronization

/// Where answers are worked out: a few at a time, on threads that may block, so that figures leave room for monitoring.
///
/// A thread goes on with what waits before it ends, so that under load no work waits for a thread to begin.
final class Workshop: Sendable {
    private let places: Int
    private let start: @Sendable (@escaping @Sendable () -> Void) -> Void
    private let state = Mutex(State())

    /// Answers that wait for their turn.
    static let waitingLimit = 256

    private struct State {
        var threadCount = 0
        var waiting: [@Sendable () -> Void] = []
    }

    /// `start` runs something on a thread that is not one of those that all share: a monitoring run may hold these for minutes.
    init(places: Int, start: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void = onOwnThread) {
        self.places = places
        self.start = start
    }

    /// Works something out once there is room.
    ///
    /// - Throws: `APIFault` where too many wait already; what the work throws.
    func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = enter { continuation.resume(with: Result { try work() }) }
            if !isTaken { continuation.resume(throwing: Self.busy) }
        }
    }

    /// Whether there was room for a piece of work to be done or to wait.
    func enter(_ work: @escaping @Sendable () -> Void) -> Bool {
        let (isTaken, isThreadNeeded) = state.withLock { state in
            guard state.waiting.count < Self.waitingLimit else { return (false, false) }
            state.waiting.append(work)
            guard state.threadCount < places else { return (true, false) }
            state.threadCount += 1
            return (true, true)
        }
        if isThreadNeeded { start { self.goOn() } }
        return isTaken
    }

    /// Does what waits longest, until nothing does.
    private func goOn() {
        while true {
            let work = state.withLock { state -> (@Sendable () -> Void)? in
                guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
                state.threadCount -= 1
                return nil
            }
            guard let work else { return }
            work()
        }
    }

    static var busy: APIFault {
        var fault = APIFault(
            .unavailable, "busy",
            "more is asked than can be worked out now; ask again after the seconds in Retry-After")
        fault.retryAfterSeconds = 1
        return fault
    }
}
