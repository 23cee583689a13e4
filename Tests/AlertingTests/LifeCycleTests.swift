import Alerting
import SupplyModel
import Testing

/// A sequence of values, one a minute, and the states that it must give.
struct Course: CustomTestStringConvertible {
    var lines = ""
    var op = ">"
    var values: [Double?]
    var trace: String
    var minutes: [Int]?

    var testDescription: String { "\(op) 40 \(lines) gives \(trace)" }
}

@Suite struct LifeCycleTests {
    static let courses = [
        Course(values: [40, 41, 42, 40, 41], trace: "-FfRF"),
        Course(op: ">=", values: [39, 40, 39], trace: "-FR"),
        Course(op: "<", values: [40, 39, 40], trace: "-FR"),
        Course(op: "<=", values: [41, 40, 41], trace: "-FR"),
        Course(op: "==", values: [39, 40, 40, 41, 40], trace: "-FfRF"),
        Course(op: "!=", values: [40, 39, 41, 40], trace: "-FfR"),
        // for, in time and in runs; a miss starts it anew
        Course(lines: "for: 2m", values: [41, 41, 41, 41, 0], trace: "ppFfR"),
        Course(lines: "for: 2m", values: [41, 41, 0, 41, 41, 41], trace: "pp-ppF"),
        Course(lines: "for: 2m", values: [41, 41], trace: "pF", minutes: [0, 5]),
        Course(lines: "for: 90s", values: [41, 41, 41], trace: "ppF"),
        Course(lines: "for: 3 runs", values: [41, 41, 41, 0], trace: "ppFR"),
        Course(lines: "for: 3 runs", values: [41, 41, nil, 41, 41, 41], trace: "pp-ppF"),
        Course(lines: "for: 3 runs", values: [41, 41, 41], trace: "ppF", minutes: [0, 0, 0]),
        Course(lines: "for: 1 run", values: [41, 0], trace: "FR"),
        // clear: between it and the value a firing alert stays, and a new one does not begin
        Course(lines: "clear: 35", values: [38, 41, 38, 36, 35, 38], trace: "-FffR-"),
        Course(lines: "clear: 35", op: ">=", values: [40, 35, 34.9], trace: "FfR"),
        Course(lines: "clear: 45", op: "<", values: [39, 44, 45, 44], trace: "FfR-"),
        Course(lines: "clear: 45", op: "<=", values: [40, 45, 45.1], trace: "FfR"),
        // keep_firing_for, from the last run in which the condition itself held
        Course(lines: "keep_firing_for: 2m", values: [41, 0, 0, 0], trace: "FkR-"),
        Course(lines: "keep_firing_for: 2m", values: [41, 0, 41, 0, 0], trace: "FkfkR"),
        Course(lines: "keep_firing_for: 3 runs", values: [41, 0, 0, 0], trace: "FkkR"),
        Course(lines: "keep_firing_for: 3 runs", values: [41, 0, 0, 41, 0, 0, 0], trace: "FkkfkkR"),
        Course(lines: "clear: 35\nkeep_firing_for: 3m", values: [41, 38, 38, 38, 0], trace: "FfffR"),
        Course(lines: "clear: 35\nkeep_firing_for: 3m", values: [41, 38, 0, 0], trace: "FfkR"),
        // so many of the newest runs
        Course(lines: "for: 2 of 3 runs", values: [41, 0, 41, 0, 0], trace: "ppFR-"),
        Course(lines: "for: 3 of 4 runs", values: [41, 0, 0, 0, 0, 41], trace: "pppp-p"),
        // a sample that is gone is the condition not holding
        Course(values: [41, nil, nil], trace: "FR-"),
        Course(lines: "clear: 35", values: [41, nil], trace: "FR"),
        Course(lines: "for: 5m", values: [41, nil], trace: "p-"),
        Course(lines: "keep_firing_for: 2m", values: [41, nil, nil], trace: "FkR"),
        // what is no number never fires
        Course(op: "!=", values: [.nan, .infinity, -.infinity], trace: "---"),
        Course(lines: "clear: 35", values: [41, .nan], trace: "FR"),
        // the clock goes back: nothing fires or ends early
        Course(lines: "for: 10m", values: [41, 41, 41, 41], trace: "pppF", minutes: [60, 0, 69, 70]),
        Course(
            lines: "keep_firing_for: 10m", values: [41, 0, 0, 0], trace: "FkkR", minutes: [60, 0, 69, 70]),
        Course(
            lines: "keep_firing_for: 10m", values: [41, 41, 0, 0], trace: "FfkR", minutes: [60, 0, 60, 70]),
        Course(values: [41, 0, 41], trace: "FRF", minutes: [9, 5, 0]),
        // the clock is set back an hour and stays: an hour is not waited for
        Course(lines: "for: 3m", values: [41, 41, 41, 41, 41], trace: "pppFf", minutes: [60, 0, 2, 3, 4]),
    ]

    @Test(arguments: courses)
    func `values give states and notifications`(course: Course) throws {
        var monitor = Monitor([try rule(course.lines, op: course.op)])
        #expect(try monitor.trace(course.values, minutes: course.minutes) == course.trace)
    }

    @Test(arguments: courses)
    func `a restart between any two runs changes nothing`(course: Course) throws {
        var monitor = Monitor([try rule(course.lines, op: course.op)], restarts: true)
        #expect(try monitor.trace(course.values, minutes: course.minutes) == course.trace)
    }

    @Test func `a clock at the ends of time does not crash`() throws {
        var monitor = Monitor([try rule("for: 1m\nkeep_firing_for: 1m")])
        for time in [Int64.max, .min, 0, .max] {
            _ = try monitor.run([sample(41)], at: Timestamp(milliseconds: time))
            _ = try monitor.run([], at: Timestamp(milliseconds: time))
        }
    }

    @Test func `an alert keeps its start and takes the newest figures`() throws {
        var monitor = Monitor([try rule("clear: 35\nseverity: critical\nmutual_aid: true")])
        _ = try monitor.run([sample(41)], at: minute(0))
        var newer = sample(38)
        newer.industry = .chips
        newer.provinces = [RegionCode(raw: 310_000)]
        let alert = try #require(try monitor.run([newer], at: minute(1)).changed.first)
        #expect(alert.startsAt == minute(0))
        #expect(alert.firedAt == minute(0))
        #expect(alert.course.missedSeconds == 60)
        #expect(alert.value == 38)
        #expect(alert.threshold == 40)
        #expect(alert.summary.en == "38 days")
        #expect(alert.industry == .chips)
        #expect(alert.provinces == [RegionCode(raw: 310_000)])
        #expect(alert.severity == .critical)
        #expect(alert.isMutualAid)
    }

    @Test func `a resolved alert tells its end, and its next life a new start`() throws {
        var monitor = Monitor([try rule()])
        let first = try #require(try monitor.run([sample(41)], at: minute(0)).notifications.first)
        let end = try #require(try monitor.run([other()], at: minute(1)).notifications.first)
        let second = try #require(try monitor.run([sample(43)], at: minute(2)).notifications.first)
        #expect(end.alert.state == .resolved)
        #expect(end.alert.endsAt == minute(1))
        #expect(end.alert.value == 41)
        #expect(end.alert.industry == .auto)
        #expect(end.alert.provinces == [RegionCode(raw: 320_000)])
        #expect(second.alert.fingerprint == first.alert.fingerprint)
        #expect(second.alert.startsAt == minute(2))
        #expect(second.alert.endsAt == nil)
    }
}
