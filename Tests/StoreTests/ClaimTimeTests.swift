import Foundation
import Store
import SupplyModel
import Synchronization
import TestSupport
import Testing

@Suite struct ClaimTimeTests {
    @Test func `a claim that waited for another has the time of its turn, not of its asking`() throws {
        try Fixtures.withFolder { folder in
            let first = try Store(folder: folder.path)
            let second = try Store(folder: folder.path)
            try first.keep(RunTests.result(messages: [RunTests.message("m1")]))
            let clock = Mutex(0.0)
            let asking = DispatchSemaphore(value: 0)
            let asked = DispatchSemaphore(value: 0)
            let done = DispatchSemaphore(value: 0)
            let times = Mutex<[Timestamp]>([])
            var holding = FlowPolicy.unlimited
            // The first claim holds the store until the second has asked, and half a minute has gone by.
            holding.admit = { _, _, _, _ in
                asked.signal()
                asking.wait()
                clock.withLock { $0 = 30 }
                return .none
            }
            var noting = FlowPolicy.unlimited
            noting.admit = { _, _, _, now in
                times.withLock { $0.append(now) }
                return .all
            }
            let policy = noting
            Thread.detachNewThread {
                asked.wait()
                asking.signal()
                _ = try? second.claim(
                    limit: 9, owner: "two", leaseSeconds: 60,
                    now: OutboxTests.now.adding(seconds: clock.withLock { $0 }), policy: policy)
                done.signal()
            }
            let claimed = try first.claim(
                limit: 9, owner: "one", leaseSeconds: 60, now: OutboxTests.now, policy: holding)
            #expect(claimed.isEmpty)
            done.wait()
            #expect(times.withLock { $0 } == [OutboxTests.now.adding(seconds: 30)])
        }
    }
}
