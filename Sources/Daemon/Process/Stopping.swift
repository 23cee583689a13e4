internal import Synchronization
internal import UnixSignals

/// A flag that is raised once, when work is to stop.
final class Stopping: Sendable {
    private let flag = Mutex(false)

    var isSet: Bool { flag.withLock { $0 } }

    func set() { flag.withLock { $0 = true } }
}

/// The hang-up signals of this process, trapped from the moment this is made.
struct Hangups: Sendable {
    let sequence: UnixSignalsSequence

    init() async {
        sequence = await UnixSignalsSequence(trapping: .sighup)
    }
}
