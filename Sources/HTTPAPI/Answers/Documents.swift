internal import Digest
internal import SupplyModel
internal import Synchronization

/// Answers that were worked out, kept for as long as what they are made of stands still.
///
/// An answer is one reader's alone: its key names in whose name it was asked, and `AnswerShelves` lets go of it because of what that
/// reader asks, so that neither its words nor the time it takes tells what others asked. Who asks the same at the same time waits for
/// the one that is being worked out.
final class Documents: Sendable {
    private let state = Mutex(State())

    /// The longest that an answer is given after it stood, while a new one is worked out.
    static let longestGraceSeconds = 5.0
    /// Registrants of whom it is known apart when they changed something.
    static let changerLimit = 2_000

    /// An answer with its tag.
    struct Kept: Sendable {
        let document: Document
        /// 16 hexadecimal digits of a digest of all its records.
        let tag: String
    }

    private typealias Key = AnswerShelves.Key

    /// What somebody asks for, and when the version was read.
    private struct Ask {
        var key: Key
        var version: [Int64]
        var at: ContinuousClock.Instant
        var change: Int

        /// Whether both are answered alike.
        func isSame(_ other: Ask) -> Bool { version == other.version && change == other.change }
    }

    /// Hears nil where it is its own turn to work the answer out.
    private typealias Waiter = CheckedContinuation<Result<Kept, any Error>?, Never>

    private struct State {
        var shelves = AnswerShelves()
        /// By what is being worked out, who else waits for it.
        var pending: [Key: (ask: Ask, waiters: [Waiter])] = [:]
        /// By registrant, the turn at which he last changed something here; of all whom it does not name, `change`.
        var changes: [String?: Int] = [:]
        var change = 0
        /// Changes that were told of so far.
        var turn = 0
    }

    /// The answer to a query at a version of its data: the kept one, or what `work` gives in a workshop.
    ///
    /// `graceSeconds`: for how long after it was last known to stand an older answer is given, while the new one is worked out.
    func answer(
        _ query: Query, version: [Int64], in workshop: Workshop, graceSeconds: Double = 0,
        _ work: @escaping @Sendable () throws -> Document
    ) async throws -> Kept {
        let key = Key(
            operation: query.operation, arguments: query.arguments.without(["limit", "cursor"]),
            registrant: query.reader.registrant?.description)
        let ask = Ask(
            key: key, version: version, at: ContinuousClock().now,
            change: state.withLock { $0.changes[key.registrant] ?? $0.change })
        if let kept = known(ask) { return kept }
        if let kept = older(ask, graceSeconds) {
            let isFirst = state.withLock { state in
                guard state.pending[key] == nil else { return false }
                state.pending[key] = (ask, [])
                return true
            }
            if isFirst {
                let isTaken = workshop.enter(for: query.reader.actor) {
                    self.keep(Result { try Self.kept(try work()) }, ask)
                }
                // Where there is no room for it now, it is tried again when somebody asks.
                if !isTaken { keep(.failure(Workshop.busy), ask) }
            }
            return kept
        }
        let shared = await withCheckedContinuation { (continuation: Waiter) in
            state.withLock { state in
                if let pending = state.pending[key]?.ask, pending.isSame(ask) {
                    state.pending[key]?.waiters.append(continuation)
                } else {
                    if state.pending[key] == nil { state.pending[key] = (ask, []) }
                    continuation.resume(returning: nil)
                }
            }
        }
        if let shared { return try shared.get() }
        let result: Result<Kept, any Error>
        do {
            result = .success(
                try await workshop.run(for: query.reader.actor) { try Self.kept(try work()) })
        } catch {
            result = .failure(error)
        }
        keep(result, ask)
        return try result.get()
    }

    /// An answer that is not kept.
    static func kept(_ document: Document) throws -> Kept {
        var hash = try SHA256()
        for record in document.records { try hash.update((record + "\n").utf8) }
        return Kept(document: document, tag: hexadecimal(try hash.finish().prefix(8)))
    }

    /// Nothing that was worked out before is given to somebody from here on: something of his has changed.
    func forget(of reader: Reader) {
        state.withLock { state in
            state.turn += 1
            if state.changes.count >= Self.changerLimit {
                state.changes = [:]
                state.change = state.turn
            }
            state.changes[reader.registrant?.description] = state.turn
        }
    }

    private func known(_ ask: Ask) -> Kept? {
        state.withLock { state in
            guard let entry = state.shelves[ask.key], entry.version == ask.version,
                entry.change == ask.change
            else { return nil }
            state.shelves.use(ask.key, stoodAt: ask.at)
            return entry.kept
        }
    }

    /// An answer that stood a short while ago.
    private func older(_ ask: Ask, _ graceSeconds: Double) -> Kept? {
        state.withLock { state in
            guard let entry = state.shelves[ask.key], entry.change == ask.change,
                ask.at - entry.stoodAt < .seconds(min(graceSeconds, Self.longestGraceSeconds))
            else { return nil }
            state.shelves.use(ask.key, stoodAt: entry.stoodAt)
            return entry.kept
        }
    }

    private func keep(_ result: Result<Kept, any Error>, _ ask: Ask) {
        let waiters = state.withLock { state -> [Waiter] in
            if let kept = try? result.get() {
                state.shelves.put(
                    AnswerShelves.Entry(
                        version: ask.version, kept: kept, stoodAt: ask.at, change: ask.change), at: ask.key)
            }
            guard state.pending[ask.key]?.ask.isSame(ask) ?? false else { return [] }
            return state.pending.removeValue(forKey: ask.key)?.waiters ?? []
        }
        for waiter in waiters { waiter.resume(returning: result) }
    }
}
