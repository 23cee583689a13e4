internal import Store
internal import SupplyModel
internal import Synchronization

/// Reads how far the store has come, not more often than a few times a second.
final class MarkReader: Sendable {
    private let store: Store
    private let state = Mutex(State())

    /// Seconds for which what was read stands, so that an answer is at most so old.
    static let freshSeconds = 0.05
    /// Views of which it is remembered.
    static let viewLimit = 1_000

    private struct State {
        var known: [RegisterView: (marks: StoreMarks, readAt: Timestamp)] = [:]
        /// How often all was forgotten: what was read before does not count after.
        var turn = 0
    }

    init(_ store: Store) { self.store = store }

    func marks(_ view: RegisterView, now: Timestamp) throws -> StoreMarks {
        let (one, turn) = state.withLock { ($0.known[view], $0.turn) }
        if let one, abs(now.seconds(since: one.readAt)) < Self.freshSeconds { return one.marks }
        let marks = try store.marks(view)
        state.withLock { state in
            guard state.turn == turn else { return }
            if state.known.count >= Self.viewLimit { state.known.removeAll() }
            state.known[view] = (marks, now)
        }
        return marks
    }

    /// Forgets what was read, because somebody changed something here: what concerns him, and those who see all.
    ///
    /// Of other registrants nothing is forgotten: none of their answers is to wait for what somebody else does.
    func forget(after view: RegisterView) {
        state.withLock { state in
            if view == .all { state.known.removeAll() }
            state.known[view] = nil
            state.known[.all] = nil
            state.turn += 1
        }
    }
}
