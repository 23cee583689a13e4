import Alerting
import StrictYAML
import SupplyModel
import Testing

@Suite struct RouteBookTests {
    @Test(arguments: [
        ("route: {channels: [nobody]}", "no channel 'nobody' stands in channels.yaml"),
        ("route: {channels: [ops, ops]}", "already stands in the list"),
        ("route: {}", "no channels are named"),
        ("route: {channels: [ops], match: {rule: a}}", "the root takes every alert"),
        ("route: {channels: [ops], group_by: [colour]}", "no alert has a label 'colour'"),
        ("route: {channels: [ops], group_by: [alert, rule]}", "tells each alert alone"),
        ("route: {channels: [ops], group_wait: soon}", "'soon' is no time"),
        ("route: {channels: [ops], group_wait: 3 runs}", "'3 runs' is no time"),
        ("route: {channels: [ops], repeat_interval: 5s}", "shorter than 60 s"),
        ("route: {channels: [ops], digest: noon}", "no time of a day"),
        ("route: {channels: [ops], escalate: {after: 5m}}", "channels"),
        ("route: {channels: [ops], colour: red}", "no such key"),
        ("route: {channels: [ops], routes: [{match: [firm]}]}", "'firm' is no matcher"),
        ("route: {channels: [ops], routes: [{match: {firm: /(/}}]}", "regular expression"),
        (
            "route: {channels: [ops], routes: [{name: a}, {name: a}]}",
            "a route of this name already stands in line 1"
        ), ("inhibit: [{source: {rule: a}}]", "target"),
        ("inhibit: [{source: {}, target: {rule: b}}]", "fit every"),
        ("inhibit: [{source: {rule: a}, target: {rule: b}, equal: [x]}]", "no alert has a label 'x'"),
        (
            "maintenance: [{name: a, match: {rule: b}, reason: c, every: Sat, for: 1h}]", "no time of a day"
        ), ("maintenance: [{name: a, match: {}, reason: c, every: Sat 22:00, for: 1h}]", "fit every"),
        (
            """
            maintenance:
              - {name: a, match: {rule: b}, reason: c, from: "2026-02-02T00:00:00Z", until: "2026-02-01T00:00:00Z"}
            """, "ends before it begins"
        ),
    ])
    func `what cannot be meant so is refused with its place`(yaml: String, words: String) throws {
        let faults = try #require(throws: ConfigurationFaults.self) {
            try RouteBook(YAMLDocument(yaml, file: "routes.yaml"), channels: ["ops"])
        }
        #expect(faults.description.contains(words))
        #expect(faults.description.hasPrefix("routes.yaml:"))
        #expect(faults.all.count == 1)
    }

    @Test func `all faults are found at once`() throws {
        let faults = try #require(throws: ConfigurationFaults.self) {
            try RouteBook(
                YAMLDocument(
                    """
                    route:
                      channels: [nobody]
                      group_wait: x
                      routes:
                        - {match: {colour: red}}
                    inhibit: [{}]
                    """, file: "routes.yaml"), channels: ["ops"])
        }
        #expect(faults.all.count == 6)
    }

    @Test(arguments: [
        ("daily 08:30", "2026-02-02T08:29:59+08:00", "2026-02-02T08:30:00+08:00"),
        ("daily 08:30", "2026-02-02T08:30:00+08:00", "2026-02-03T08:30:00+08:00"),
        ("daily 00:00", "2028-02-28T12:00:00+08:00", "2028-02-29T00:00:00+08:00"),
        ("daily 23:59", "2028-02-29T23:59:00+08:00", "2028-03-01T23:59:00+08:00"),
        ("Mon 09:00", "2026-02-02T08:00:00+08:00", "2026-02-02T09:00:00+08:00"),
        ("Mon 09:00", "2026-02-02T09:00:00+08:00", "2026-02-09T09:00:00+08:00"),
        ("Sun 00:00", "2028-02-29T00:00:00+08:00", "2028-03-05T00:00:00+08:00"),
        // The day in Europe on which clocks go forward: nothing changes in China.
        ("daily 08:30", "2026-03-29T00:00:00+01:00", "2026-03-29T08:30:00+08:00"),
    ])
    func `times of the week are China's`(text: String, after: String, next: String) throws {
        let time = try #require(WeekTime(text))
        #expect(time.next(after: try #require(Timestamp(after))) == Timestamp(next))
        #expect(time.description == text)
    }

    @Test(arguments: [
        "", "daily", "daily 8:30", "daily 24:00", "daily 08:60", "mon 08:30", "Mon  08:30", "Mon -1:30",
    ])
    func `what is no time of the week is refused`(text: String) {
        #expect(WeekTime(text) == nil)
    }
}
