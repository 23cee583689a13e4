internal import Dispatch

/// Runs work that blocks (files, SQLite, long sums) on a thread of its own, beside those that Swift's tasks share.
func offPool<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue(label: "tierwatch.work").async {
            continuation.resume(with: Result { try work() })
        }
    }
}

/// Threads for tasks that may block themselves: what is due at once then waits for no hand-over, and for nobody's log line.
///
/// The threads that Swift's tasks share are as many as there are cores, and the figures of a large register hold them for minutes.
/// Each job is a queue of its own, for which the system has a thread however many others are busy.
final class BlockingThreads: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        DispatchQueue(label: "tierwatch.task").async { job.runSynchronously(on: executor) }
    }
}
