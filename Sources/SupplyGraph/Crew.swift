internal import Glibc

/// Threads that share work, and have the rank of whoever shares it.
///
/// Those that Dispatch keeps have the rank of whoever needed them first: half of a sum that has stepped back behind answers would be
/// done at theirs.
public enum Crew {
    /// Runs some work once for each number below `count`, each on a thread of its own, the caller's among them, and waits for all.
    public static func perform(_ count: Int, _ work: @Sendable (Int) -> Void) {
        withoutActuallyEscaping(work) { work in
            let members = (1..<max(1, count)).map { number in Member { work(number) } }
            let threads = members.map { $0.start() }
            if count > 0 { work(0) }
            for (member, thread) in zip(members, threads) {
                if let thread { pthread_join(thread, nil) } else { member.work() }
            }
        }
    }
}

private final class Member: Sendable {
    let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) { self.work = work }

    /// Nil where the system has no thread left.
    func start() -> pthread_t? {
        var thread = pthread_t()
        let member = unsafe Unmanaged.passRetained(self)
        let fault = unsafe pthread_create(
            &thread, nil,
            { member in
                if let member = unsafe member {
                    unsafe Unmanaged<Member>.fromOpaque(member).takeRetainedValue().work()
                }
                return nil
            }, member.toOpaque())
        guard fault != 0 else { return thread }
        unsafe member.release()
        return nil
    }
}
