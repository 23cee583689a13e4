internal import Dispatch
internal import Foundation
internal import Synchronization

/// Threads for tasks that may block themselves: what is due at once then waits for no hand-over, and for nobody's log line.
///
/// The threads that Swift's tasks share are as many as there are cores, and the figures of a large register hold them for minutes.
/// A queue for each job has a thread too, but takes a third longer from an alert's commit to its request.
final class BlockingThreads: TaskExecutor {
    private let threads = KeptThreads()

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        threads.run { job.runSynchronously(on: executor) }
    }
}

/// Threads that wait for work: as many as were ever needed at once, up to a limit.
private final class KeptThreads: Sendable {
    typealias Job = @Sendable () -> Void

    /// Threads at most; more jobs wait for one of them.
    static let limit = 64

    private struct State {
        var jobs: [Job] = []
        /// Threads that wait and have not been woken.
        var idleCount = 0
        var threadCount = 0
    }

    private enum Need { case nothing, waking, starting }

    private let state = Mutex(State())
    private let waiting = DispatchSemaphore(value: 0)

    func run(_ job: @escaping Job) {
        let need = state.withLock { state -> Need in
            state.jobs.append(job)
            if state.idleCount > 0 {
                state.idleCount -= 1
                return .waking
            }
            guard state.threadCount < Self.limit else { return .nothing }
            state.threadCount += 1
            return .starting
        }
        switch need {
        case .nothing: break
        case .waking: waiting.signal()
        case .starting: Thread { self.work() }.start()
        }
    }

    private func work() {
        while true {
            let job = state.withLock { state -> Job? in
                guard state.jobs.isEmpty else { return state.jobs.removeFirst() }
                state.idleCount += 1
                return nil
            }
            if let job { job() } else { waiting.wait() }
        }
    }
}
