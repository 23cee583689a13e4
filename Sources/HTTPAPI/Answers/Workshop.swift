internal import Pacing
internal import Synchronization

/// Where answers are worked out: a few at a time, on threads that may block, so that figures leave room for monitoring.
///
/// Those who ask take turns, so nobody who asks much holds up the others. A thread goes on with what waits before it ends, so that
/// under load no work waits for a thread to begin.
final class Workshop: Sendable {
    private let places: Int
    private let start: @Sendable (@escaping @Sendable () -> Void) -> Void
    private let state = Mutex(State())

    /// Answers that wait for their turn: of one asker, and in all.
    static let waitingLimit = 128
    static let waitingLimitOfAll = 1_024

    private struct State {
        var threadCount = 0
        var waitingCount = 0
        /// By asker, what waits, the oldest first; of nobody who waits for nothing.
        var waiting: [String: [@Sendable () -> Void]] = [:]
        /// Who waits, in the order of their turns.
        var turns: [String] = []
    }

    /// `start` runs something on a thread that is not one of those that all share: a monitoring run may hold these for minutes.
    init(places: Int, start: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void = onOwnThread) {
        self.places = places
        self.start = start
    }

    /// Works something out for somebody once it is his turn.
    ///
    /// - Throws: `APIFault` where too much waits already; what the work throws.
    func run<T: Sendable>(
        for asker: String, _ work: @escaping @Sendable () throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = enter(for: asker) { continuation.resume(with: Result { try work() }) }
            if !isTaken { continuation.resume(throwing: Self.busy) }
        }
    }

    /// Whether there was room for a piece of work to be done or to wait.
    func enter(for asker: String, _ work: @escaping @Sendable () -> Void) -> Bool {
        let (isTaken, isThreadNeeded) = state.withLock { state in
            guard state.waitingCount < Self.waitingLimitOfAll,
                state.waiting[asker]?.count ?? 0 < Self.waitingLimit
            else { return (false, false) }
            if state.waiting[asker] == nil { state.turns.append(asker) }
            state.waiting[asker, default: []].append(work)
            state.waitingCount += 1
            guard state.threadCount < places else { return (true, false) }
            state.threadCount += 1
            return (true, true)
        }
        if isThreadNeeded { start { self.goOn() } }
        return isTaken
    }

    /// Does one piece of each who waits, the oldest, and again, until nothing waits.
    private func goOn() {
        while true {
            let work = state.withLock { state -> (@Sendable () -> Void)? in
                if let work = Self.next(&state) { return work }
                state.threadCount -= 1
                return nil
            }
            guard let work else { return }
            work()
        }
    }

    private static func next(_ state: inout State) -> (@Sendable () -> Void)? {
        guard !state.turns.isEmpty else { return nil }
        let asker = state.turns.removeFirst()
        let work = state.waiting[asker]?.removeFirst()
        if state.waiting[asker]?.isEmpty ?? true {
            state.waiting[asker] = nil
        } else {
            state.turns.append(asker)
        }
        state.waitingCount -= 1
        return work
    }

    /// How much is asked of it, as Prometheus text.
    var text: String {
        let (running, waiting) = state.withLock { ($0.threadCount, $0.waitingCount) }
        return """
            # HELP tierwatch_http_work Answers that may take long, by whether they are worked out or wait for their turn.
            # TYPE tierwatch_http_work gauge
            tierwatch_http_work{state="running"} \(running)
            tierwatch_http_work{state="waiting"} \(waiting)

            """
    }

    static var busy: APIFault {
        var fault = APIFault(
            .unavailable, "busy",
            "more is asked than can be worked out now; ask again after the seconds in Retry-After")
        fault.retryAfterSeconds = 1
        return fault
    }
}
