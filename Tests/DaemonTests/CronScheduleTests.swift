import Daemon
import SupplyModel
import Testing

@Suite struct CronScheduleTests {
    @Test(arguments: [
        ("*/15 * * * *", "2026-01-31T23:46:00+08:00", "2026-02-01T00:00:00+08:00"),
        ("0 8 * * 1", "2026-01-01T00:00:00+08:00", "2026-01-05T08:00:00+08:00"),
        ("30 6 1 * *", "2026-01-01T06:30:00+08:00", "2026-02-01T06:30:00+08:00"),
        ("0 0 29 2 *", "2026-01-01T00:00:00+08:00", "2028-02-29T00:00:00+08:00"),
        ("0 9-17/4 * * 1-5", "2026-01-02T17:00:00+08:00", "2026-01-05T09:00:00+08:00"),
        ("0 0 13 * 5", "2026-01-01T00:00:00+08:00", "2026-01-02T00:00:00+08:00"),
        ("0 0 * * 7", "2026-01-01T00:00:00+08:00", "2026-01-04T00:00:00+08:00"),
    ])
    func `the next time is the first that matches, in the schedule's zone`(
        text: String, now: String, next: String
    ) throws {
        let schedule = try #require(CronSchedule(text, timeZone: "Asia/Shanghai"))
        #expect(schedule.next(after: try #require(Timestamp(now))) == Timestamp(next))
    }

    @Test(arguments: [
        "", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "*/0 * * * *", "a * * * *",
        "5-1 * * * *",
        "0 0 31 2 *", "1,,2 * * * *", "* * * * * *",
    ])
    func `what is no schedule, or never comes, is refused`(text: String) {
        #expect(CronSchedule(text, timeZone: "Asia/Shanghai") == nil)
    }

    @Test func `an unknown time zone is refused`() {
        #expect(CronSchedule("* * * * *", timeZone: "Moon/Crater") == nil)
    }
}
