internal import Dispatch

/// Runs work that blocks (files, SQLite, long sums) beside the threads that Swift's tasks share.
func offPool<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async {
            continuation.resume(with: Result { try work() })
        }
    }
}

/// Threads for tasks that may block themselves: what is due at once then waits for no hand-over, and for nobody's log line.
final class BlockingThreads: TaskExecutor {
    private let queue = DispatchQueue.global()

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }
}
