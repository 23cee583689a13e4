internal import Synchronization

/// Bodies that are being received: so many of one asker and so many in all, for each takes memory or disk until it has come.
final class Receptions: Sendable {
    private let limit: Int
    private let limitOfAll: Int
    private let state = Mutex<[String: Int]>([:])

    static let retrySeconds = 5

    init(limit: Int, limitOfAll: Int) {
        self.limit = limit
        self.limitOfAll = limitOfAll
    }

    /// Counts one in until `end`.
    ///
    /// - Throws: `APIFault` where there are too many.
    func begin(_ asker: String) throws(APIFault) {
        let isTaken = state.withLock { state in
            guard state.values.reduce(0, +) < limitOfAll, state[asker] ?? 0 < limit else { return false }
            state[asker, default: 0] += 1
            return true
        }
        guard !isTaken else { return }
        var fault = APIFault(
            .unavailable, "too_many_bodies",
            "too many bodies are being received already, \(limit) of one asker at most; wait for their answers"
        )
        fault.retryAfterSeconds = Self.retrySeconds
        throw fault
    }

    func end(_ asker: String) {
        state.withLock { state in
            let count = (state[asker] ?? 1) - 1
            state[asker] = count > 0 ? count : nil
        }
    }
}
