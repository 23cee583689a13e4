internal import Digest
internal import SupplyModel
internal import Synchronization

/// Answers that were worked out, kept for as long as what they are made of stands still.
///
/// An answer is one reader's alone: its key names in whose name it was asked, so that neither its words nor the time it takes tells
/// what others asked. Who asks the same at the same time waits for the one that is being worked out.
final class Documents: Sendable {
    private let workshop: Workshop
    private let state = Mutex(State())

    /// Answers that are kept, and what they may take.
    static let countLimit = 2_000
    static let byteLimit = 64 << 20

    /// An answer with its tag.
    struct Kept: Sendable {
        let document: Document
        /// 16 hexadecimal digits of a digest of all its records.
        let tag: String
    }

    private struct Key: Hashable {
        var operation: OperationID
        var arguments: Arguments
        var registrant: String?
    }

    private struct Entry {
        var version: [Int64]
        var kept: Kept
        var usedAt: Int
    }

    /// Hears nil where it is its own turn to work the answer out.
    private typealias Waiter = CheckedContinuation<Result<Kept, any Error>?, Never>

    private struct State {
        var entries: [Key: Entry] = [:]
        var byteCount = 0
        var turn = 0
        /// By what is being worked out, who else waits for it.
        var pending: [Key: (version: [Int64], waiters: [Waiter])] = [:]
    }

    init(_ workshop: Workshop) { self.workshop = workshop }

    /// The answer to a query at a version of its data: the kept one, or what `work` gives.
    func answer(
        _ query: Query, version: [Int64], _ work: @escaping @Sendable () throws -> Document
    ) async throws -> Kept {
        let key = Key(
            operation: query.operation, arguments: query.arguments.without(["limit", "cursor"]),
            registrant: query.reader.registrant?.description)
        if let kept = known(key, version) { return kept }
        let shared = await withCheckedContinuation { (continuation: Waiter) in
            state.withLock { state in
                if state.pending[key]?.version == version {
                    state.pending[key]?.waiters.append(continuation)
                } else {
                    if state.pending[key] == nil { state.pending[key] = (version, []) }
                    continuation.resume(returning: nil)
                }
            }
        }
        if let shared { return try shared.get() }
        return try await workOut(key, version, work)
    }

    private func workOut(
        _ key: Key, _ version: [Int64], _ work: @escaping @Sendable () throws -> Document
    ) async throws -> Kept {
        let result: Result<Kept, any Error>
        do {
            result = .success(
                try await workshop.run {
                    let document = try work()
                    var hash = try SHA256()
                    for record in document.records { try hash.update((record + "\n").utf8) }
                    return Kept(document: document, tag: hexadecimal(try hash.finish().prefix(8)))
                })
        } catch {
            result = .failure(error)
        }
        keep(result, key, version)
        return try result.get()
    }

    private func known(_ key: Key, _ version: [Int64]) -> Kept? {
        state.withLock { state in
            state.turn += 1
            guard let entry = state.entries[key], entry.version == version else { return nil }
            state.entries[key]?.usedAt = state.turn
            return entry.kept
        }
    }

    private func keep(_ result: Result<Kept, any Error>, _ key: Key, _ version: [Int64]) {
        let waiters = state.withLock { state -> [Waiter] in
            if let kept = try? result.get() {
                if let old = state.entries[key] { state.byteCount -= old.kept.document.byteCount }
                state.entries[key] = Entry(version: version, kept: kept, usedAt: state.turn)
                state.byteCount += kept.document.byteCount
                Self.trim(&state)
            }
            guard state.pending[key]?.version == version else { return [] }
            return state.pending.removeValue(forKey: key)?.waiters ?? []
        }
        for waiter in waiters { waiter.resume(returning: result) }
    }

    /// Lets go of the answers that were not asked for longest, down to half.
    private static func trim(_ state: inout State) {
        guard state.entries.count > countLimit || state.byteCount > byteLimit else { return }
        for (key, entry) in state.entries.sorted(by: { $0.value.usedAt < $1.value.usedAt }) {
            guard state.entries.count > countLimit / 2 || state.byteCount > byteLimit / 2 else { return }
            state.entries[key] = nil
            state.byteCount -= entry.kept.document.byteCount
        }
    }
}
