internal import Synchronization

/// What is wrong with the process, found out at most once in a while, for whoever asks asks without a token.
final class Readiness: Sendable {
    private let complaints: @Sendable () throws -> [String]
    private let state = Mutex(State())

    /// For how long what was found out stands.
    static let freshSeconds = 1.0

    private struct State {
        var last: Result<[String], any Error> = .success([])
        var foundAt: ContinuousClock.Instant?
        var isAsking = false
    }

    init(_ complaints: @escaping @Sendable () throws -> [String]) { self.complaints = complaints }

    /// One sentence each; while they are found out anew, others hear the last ones.
    func complaints(in workshop: Workshop) async throws -> [String] {
        let now = ContinuousClock().now
        let isStale = state.withLock { state in
            if state.isAsking { return state.foundAt == nil }
            guard let at = state.foundAt, now - at < .seconds(Self.freshSeconds) else {
                state.isAsking = true
                return true
            }
            return false
        }
        guard isStale else { return try state.withLock { $0.last }.get() }
        let complaints = complaints
        do {
            let found = try await workshop.run(for: "readiness") { try complaints() }
            keep(.success(found), now)
            return found
        } catch {
            keep(.failure(error), now)
            throw error
        }
    }

    private func keep(_ result: Result<[String], any Error>, _ at: ContinuousClock.Instant) {
        state.withLock { $0 = State(last: result, foundAt: at) }
    }
}
