internal import Foundation
internal import Glibc

/// Long sums and imports, on threads that step back: while they last, an answer or an alert still goes out at once.
///
/// A thread's rank can be lowered but not raised again, so each is a thread of its own that ends with its work. What it shares over
/// cores runs on threads that it starts, which take its rank.
enum Aside {
    /// How far they step back: a thread of the usual rank gets nine times as much of a core.
    static let nice: Int32 = 10

    /// Runs something on such a thread.
    @Sendable static func start(_ work: @escaping @Sendable () -> Void) {
        Thread {
            // Where the rank cannot be lowered the work is done all the same.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, nice)
            work()
        }.start()
    }

    /// Seconds of work after which the memory that it needed goes back to the system: until it has, others wait for their own.
    static let longSeconds = 1.0

    /// Runs something on such a thread, and waits for it; the memory that long work needed goes back to the system.
    static func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            start {
                let start = Date()
                continuation.resume(with: Result { try work() })
                if Date().timeIntervalSince(start) >= longSeconds { Memory.giveBackPages() }
            }
        }
    }
}
