import Alerting
import StrictYAML
import SupplyModel
import Testing

@Suite struct AlertStateTests {
    @Test func `nothing known of a firm is no end of its alert`() throws {
        var monitor = Monitor([try rule()])
        _ = try monitor.run([sample(41), sample(0, firm: "local:b")], at: minute(0))
        let lost = try monitor.run([sample(0, firm: "local:b")], at: minute(1))
        #expect(lost.notifications.isEmpty)
        #expect(monitor.open.map(\.state) == [.nodata])
        #expect(monitor.open.first?.course.cause == .noData)
        #expect(try monitor.run([], at: minute(2)).notifications.isEmpty)

        let back = try monitor.run([sample(41)], at: minute(3))
        #expect(back.notifications.isEmpty)
        #expect(monitor.open.map(\.state) == [.firing])
        #expect(monitor.open.first?.startsAt == minute(0))

        _ = try monitor.run([], at: minute(4))
        let end = try monitor.run([sample(0)], at: minute(5))
        #expect(end.notifications.map(\.kind) == [.resolved])
        #expect(end.changed.first?.course.cause == .cleared)
    }

    @Test
    func `a reported figure that is missing is no end of its alert, though others of the firm are known`()
        throws
    {
        var low = try rule(op: "<", value: "0.5")
        low.metric = .operatingRate
        func rate(_ value: Double) -> Sample {
            var sample = sample(value)
            sample.metric = .operatingRate
            return sample
        }
        var monitor = Monitor([low])
        #expect(
            try monitor.run([rate(0.4), sample(1)], at: minute(0)).notifications.map(\.kind) == [.firing])
        #expect(try monitor.run([sample(1)], at: minute(1)).notifications.isEmpty)
        #expect(monitor.open.map(\.state) == [.nodata])
        let back = try monitor.run([rate(0.9), sample(1)], at: minute(2))
        #expect(back.notifications.map(\.kind) == [.resolved])
    }

    @Test func `an alert about a firm that counts as another is over at once, whatever its rule waits for`()
        throws
    {
        var monitor = Monitor([try rule("keep_firing_for: 9d")])
        _ = try monitor.run([sample(41), sample(41, firm: "local:b")], at: minute(0))
        monitor.merged = ["local:a"]
        let ended = try monitor.run([sample(41, firm: "local:b")], at: minute(1))
        #expect(ended.notifications.map(\.kind) == [.resolved])
        #expect(ended.notifications.map { $0.alert.labels["firm"] } == ["local:a"])
        #expect(ended.changed.first { $0.state == .resolved }?.course.cause == .firmMerged)
        #expect(monitor.open.map { $0.labels["firm"] } == ["local:b"])
        monitor.merged = []
        let back = try monitor.run([sample(41), sample(41, firm: "local:b")], at: minute(2))
        #expect(back.notifications.map(\.kind) == [.firing])
    }

    @Test func `a pending alert of which nothing is known goes`() throws {
        var monitor = Monitor([try rule("for: 5m")])
        _ = try monitor.run([sample(41)], at: minute(0))
        #expect(try monitor.run([], at: minute(1)).dropped.count == 1)
        #expect(monitor.open.isEmpty)
    }

    @Test func `a rule that fails ends nothing and begins nothing, and others go on`() throws {
        var monitor = Monitor([try rule("for: 2 runs")])
        _ = try monitor.run([sample(41), sample(41, firm: "local:b")], at: minute(0))
        _ = try monitor.run([sample(41), sample(0, firm: "local:b")], at: minute(1))
        _ = try monitor.run([sample(41), sample(41, firm: "local:c")], at: minute(2))
        monitor.failed = ["watched": "time is over"]
        let failed = try monitor.run([sample(0), sample(0, firm: "local:c")], at: minute(3))
        #expect(failed.notifications.isEmpty && failed.failed == ["watched": "time is over"])
        #expect(monitor.open.map(\.state.rawValue).sorted() == ["error", "pending"])
        monitor.failed = [:]
        let next = try monitor.run([sample(0), sample(41, firm: "local:c")], at: minute(4))
        #expect(next.notifications.map(\.kind) == [.firing, .resolved] || next.notifications.count == 2)
        #expect(monitor.open.map(\.state) == [.firing])
    }

    @Test func `an alert that comes back within the window is opened again, and counted`() throws {
        var monitor = Monitor([try rule("reopen_within: 5m")], restarts: true)
        #expect(try monitor.trace([41, 0, 41, 0]) == "FRFR")
        #expect(monitor.known.count == 1)
        #expect(monitor.known.first?.startsAt == minute(0))
        #expect(monitor.known.first?.course.reopenedCount == 1)
        #expect(monitor.known.first?.endsAt == minute(3))
        _ = try monitor.run([sample(41)], at: minute(9))
        #expect(monitor.open.first?.startsAt == minute(9))
        #expect(monitor.open.first?.course.reopenedCount == 0)
    }

    @Test func `a reopening whose rule goes leaves the alert resolved, and in the history`() throws {
        var monitor = Monitor([try rule("reopen_within: 30m\nfor: 2 runs")], restarts: true)
        #expect(try monitor.trace([50, 50, 30, 50]) == "pFRp")
        monitor.rules = []
        let evaluation = try monitor.run([sample(50)], at: minute(4))
        #expect(evaluation.dropped.isEmpty && evaluation.notifications.isEmpty)
        #expect(monitor.known.map(\.state) == [.resolved])
        #expect(monitor.known.first?.endsAt == minute(2))
    }

    @Test func `a reopening that does not hold for long enough leaves the alert resolved`() throws {
        var monitor = Monitor([try rule("reopen_within: 30m\nfor: 2 runs")], restarts: true)
        #expect(try monitor.trace([41, 41, 0, 41, 0, 41, 41]) == "pFRp-pF")
        #expect(monitor.known.count == 1)
        #expect(monitor.known.first?.course.reopenedCount == 1)
        #expect(monitor.known.first?.endsAt == nil)
    }

    @Test func `an alert that turns often is held open until it is calm`() throws {
        let lines = "damping: {half_life: 30m, above: 3, below: 1}"
        let values = Array(repeating: [41.0, 0.0], count: 8).flatMap { $0 }
        var plain = Monitor([try rule()])
        #expect(try plain.trace(values) == String(repeating: "FR", count: 8))
        var damped = Monitor([try rule(lines)], restarts: true)
        let trace = try damped.trace(values)
        #expect(trace.hasPrefix("FRFR") && trace.hasSuffix("fkfkfk"))
        #expect(damped.open.first?.course.cause == .flapping)
        let calm = try damped.trace(
            Array(repeating: 0, count: 200), minutes: Array(values.count..<(values.count + 200)))
        #expect(calm.filter { $0 == "R" }.count == 1 && calm.hasPrefix("kkkk"))
    }

    @Test(arguments: [
        ("for: 6 of 5 runs", "no duration"), ("keep_firing_for: 2 of 3 runs", "in a row"),
        ("for: 0 of 5 runs", "no duration"),
        ("for: 1 of 65 runs", "no duration"), ("reopen_within: 3 runs", "is no time"),
        ("damping: {half_life: 1h, above: 2, below: 2}", "smaller than above"),
        ("damping: {half_life: 0s, above: 2, below: 1}", "no time above 0"),
        ("damping: {half_life: 1h, above: 2}", "below"),
    ])
    func `a rule that cannot be meant so is refused`(line: String, words: String) throws {
        let faults = try #require(throws: ConfigurationFaults.self) { try rule(line) }
        #expect(faults.description.contains(words))
    }
}
