internal import NIOCore
internal import NIOPosix

/// The one thread that speaks HTTP: it reads and writes sockets and runs the tasks of requests, with no hand-over in between.
///
/// Swift's own threads are as many as there are cores, and figures of a large register may hold each of them for minutes. Who asks
/// over HTTP waits for none of them. What is worked out is not done here but by a `Workshop`; a core speaks far more HTTP than
/// the rest of a machine can answer, so there is one such thread and no more.
final class TalkingThread: TaskExecutor {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        group.next().execute { job.runSynchronously(on: executor) }
    }

    /// Ends the thread; nothing may run on it any more.
    func end() async throws { try await group.shutdownGracefully() }
}
