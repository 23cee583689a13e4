internal import Dispatch
internal import Foundation
internal import ServiceLifecycle
internal import Synchronization
internal import UnixSignals

/// A flag that is raised once, when work is to stop.
final class Stopping: Sendable {
    private let flag = Mutex(false)

    var isSet: Bool { flag.withLock { $0 } }

    func set() { flag.withLock { $0 = true } }
}

/// Raises the flag as soon as the process is told to end, and ends it when its time is over.
///
/// It is the last service, so the first that is told.
struct StoppingService: Service {
    let stopping: Stopping
    let endSeconds: Double

    func run() async throws {
        try await gracefulShutdown()
        stopping.set()
        DispatchQueue(label: "tierwatch.ending").asyncAfter(deadline: .now() + endSeconds) { _exit(0) }
    }
}

/// The hang-up signals of this process, trapped from the moment this is made.
struct Hangups: Sendable {
    let sequence: UnixSignalsSequence

    init() async {
        sequence = await UnixSignalsSequence(trapping: .sighup)
    }
}
