import Foundation
import Pacing
import Synchronization
import Testing

@testable import Daemon

/// Threads for services, while figures hold those that Swift's tasks share.
@Suite struct BlockingTests {
    private static let limitSeconds = 120.0

    /// Runs a body while every thread that Swift's tasks share is busy; false where it took until they were let go.
    private static func isQuick(_ body: () async throws -> Void) async rethrows -> Bool {
        let holding = Holding()
        let end = Date(timeIntervalSinceNow: limitSeconds)
        for _ in 0..<4 * Cores.count {
            DispatchQueue.global().async {
                while !holding.isOver.load(ordering: .relaxed), Date() < end {}
            }
        }
        defer { holding.isOver.store(true, ordering: .relaxed) }
        return try await withTaskExecutorPreference(BlockingThreads()) {
            try await body()
            // Told here: the way back waits for a shared thread again.
            let isQuick = Date() < end
            holding.isOver.store(true, ordering: .relaxed)
            return isQuick
        }
    }

    @Test func `services take turns while figures hold every shared thread`() async {
        let isQuick = await Self.isQuick { for _ in 0..<10 { await Task.yield() } }
        #expect(isQuick)
    }

    @Test func `work that blocks has a thread while figures hold every shared one`() async throws {
        let isQuick = try await Self.isQuick { _ = try await offPool { 7 } }
        #expect(isQuick)
    }
}

private final class Holding: Sendable {
    let isOver = Atomic(false)
}
