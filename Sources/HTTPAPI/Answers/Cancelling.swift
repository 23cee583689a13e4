internal import Synchronization

/// Whether the one who asked is still there, for work that looks from time to time.
public final class Cancelling: Sendable {
    private let flag = Atomic(false)

    public init() {}

    public var isSet: Bool { flag.load(ordering: .relaxed) }

    func set() { flag.store(true, ordering: .relaxed) }

    /// - Throws: `CancellationError` once nobody waits any more.
    public func check() throws {
        if isSet { throw CancellationError() }
    }
}
