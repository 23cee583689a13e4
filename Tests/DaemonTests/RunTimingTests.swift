import Foundation
import SupplyModel
import Testing

@testable import Daemon

@Suite struct RunTimingTests {
    private static let noon = Timestamp(milliseconds: 1_767_240_000_000)

    private func time(_ seconds: Double) -> Timestamp { Self.noon.adding(seconds: seconds) }

    private func timing() throws -> RunTiming {
        let schedule = try #require(CronSchedule("0 8 * * *", timeZone: "Asia/Shanghai"))
        return RunTiming(schedule: schedule, settleSeconds: 2, now: Self.noon)
    }

    @Test func `a failed run is tried again in its time, also where the clock was a day ahead`() throws {
        var timing = try timing()
        let first = timing.isDue(revision: 1, now: time(86_400))
        timing.failed(now: time(86_400))
        let later = [86_404, 0, RunTiming.retryLimitSeconds].map { timing.isDue(revision: 1, now: time($0)) }
        #expect(first && later == [false, false, true])
    }

    @Test func `an event that begins or ends is a reason to run, before the schedule`() throws {
        var timing = try timing()
        timing.succeeded(revision: 1, turn: time(600), now: time(0))
        let due = [599, 600].map { timing.isDue(revision: 1, now: time($0)) }
        timing.succeeded(revision: 1, now: time(600))
        #expect(due == [false, true] && !timing.isDue(revision: 1, now: time(700)))
    }

    @Test func `a changed register settles in its time, also where the clock was a day ahead`() throws {
        var timing = try timing()
        timing.succeeded(revision: 1, now: time(86_400))
        let due = [86_401, 0, 2].map { timing.isDue(revision: 2, now: time($0)) }
        #expect(due == [false, false, true])
    }
}
