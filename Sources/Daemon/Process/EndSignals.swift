internal import Foundation
internal import Pacing
internal import ServiceLifecycle

/// SIGTERM and SIGINT as something to wait for: their handler only writes a byte into a pipe.
///
/// The handler stays until the process has exited. The group's own traps are let go when its services have ended, and a
/// signal that was still on its way then killed the process.
enum EndSignals {
    /// A handler can reach nothing but a global: the pipe's two ends, reading first.
    private static let ends: (reading: Int32, writing: Int32) = {
        var descriptors: [Int32] = [-1, -1]
        precondition(pipe(&descriptors) == 0, "a process that cannot make one pipe cannot work")
        return (descriptors[0], descriptors[1])
    }()

    /// Installs the handlers; the pipe is made before the first of them can run.
    static func trap() {
        _ = ends
        for number in [SIGTERM, SIGINT] {
            signal(number) { _ in
                var byte: UInt8 = 1
                _ = write(EndSignals.ends.writing, &byte, 1)
            }
        }
    }

    /// Waits for the first of them.
    static func wait() {
        var byte: UInt8 = 0
        while read(ends.reading, &byte, 1) < 0, errno == EINTR {}
    }
}

/// Ends with the first signal to end, and so the group with it.
struct EndService: Service {
    func run() async throws {
        try await offPool { EndSignals.wait() }
    }
}
