import Foundation
import SupplyGraph
import Synchronization
import Testing

@Suite struct CrewTests {
    @Test(arguments: [0, 1, 2, 9]) func `each number is worked on once`(count: Int) {
        let done = Mutex([Int]())
        Crew.perform(count) { number in done.withLock { $0.append(number) } }
        #expect(done.withLock { $0.sorted() } == Array(0..<count))
    }

    @Test func `everybody who shares work steps back as far as whoever shares it`() async {
        let ranks = await withCheckedContinuation { continuation in
            Thread {
                let processes = __priority_which_t(PRIO_PROCESS.rawValue)
                _ = setpriority(processes, 0, 7)
                let ranks = Mutex([Int32]())
                Crew.perform(4) { _ in ranks.withLock { $0.append(getpriority(processes, 0)) } }
                continuation.resume(returning: ranks.withLock { $0 })
            }.start()
        }
        #expect(ranks == [7, 7, 7, 7])
    }
}
