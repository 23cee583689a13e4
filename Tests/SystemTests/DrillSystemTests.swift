import Foundation
import TestSupport
import Testing

/// A drill: a scenario goes through the whole mechanism, and nothing but its report is there afterwards.
@Suite struct DrillSystemTests {
    @Test func `a drill finds every request, line stop and weakness that the real thing would bring`() throws
    {
        try DrillBench.with { bench in
            let answer = try bench.drill()
            #expect(
                DrillBench.lines(
                    answer, "requests", "authority", "counterpart", "kind", "name", "line_stop_day"
                ).sorted()
                    == [
                        "310000 320000 capacity 甲车 4", "310000 330000 capacity 甲车 4",
                        "310000 340000 capacity 甲车 4", "320000 310000 resume 乙芯 8",
                        "330000 310000 resume 丙药 31",
                    ], "\(answer)")
            let requests = try #require(answer["requests"] as? [[String: Any]])
            let suppliers = requests.flatMap {
                DrillBench.lines($0, "suppliers", "name", "product", "line_stop_day")
            }
            #expect(suppliers.sorted() == ["沪胶 光刻胶 8", "沪药 辅料 31", "浙座 座椅 4", "皖线 线束 6", "苏座 座椅 4"])
            // What was made the day before still arrives on the first day; after day 60 it takes a day to arrive again.
            #expect(
                DrillBench.lines(answer, "line_stops", "name", "first_loss_day", "lost_days", "lowest_output")
                    == ["甲车 4 57 0", "乙芯 8 53 0", "丙药 31 30 0"])
            #expect(answer["total_lost_days"] as? Double == 140)
            #expect(
                DrillBench.lines(answer, "alerts", "rule", "state", "name", "value")
                    == [
                        "event-touches-chain firing 甲车 4", "event-touches-chain firing 乙芯 8",
                        "event-touches-chain firing 丙药 31",
                    ])
            #expect(answer["alerts_before"] as? Int == 0 && answer["requests_before"] as? Int == 0)
            #expect(
                DrillBench.lines(answer, "shocks", "stopped", "start_day", "days", "loss", "known_by")
                    == ["310115 0 60 1 event"])
            #expect(
                DrillBench.lines(answer, "weaknesses", "weakness", "name", "product")
                    == ["no_stand_in 乙芯 光刻胶", "no_stand_in 丙药 辅料"])
            #expect(answer["changes"] == nil)
        }
    }

    @Test func `expected line stops are those of whatif, and stand-ins those of a match`() throws {
        try DrillBench.with { bench in
            let answer = try bench.drill()
            let whatif = [
                "line_stops": try bench.program.list(
                    "whatif", "--scenario", bench.program.folder.path + "/drill.yaml")
            ]
            let fields = ("firm", "first_loss_day", "lost_days", "lowest_output")
            #expect(
                DrillBench.lines(answer, "line_stops", fields.0, fields.1, fields.2, fields.3)
                    == DrillBench.lines(whatif, "line_stops", fields.0, fields.1, fields.2, fields.3))
            #expect(
                DrillBench.lines(answer, "lacking", "need_number", "name", "product", "gap", "stand_in_count")
                    == ["1 甲车 座椅 1 2", "2 甲车 线束 1 1", "3 乙芯 光刻胶 1 0", "4 丙药 辅料 1 0"])
            let match = try #require(
                try bench.program.json(
                    "aid", "match", "--firm", "甲车", "--product", "座椅", "--without", "310115", "--days", "60")
                    as? [String: Any])
            let shown = ("number", "supplier", "match_score", "line_stops_on", "lost_days")
            let found = DrillBench.lines(answer, "stand_ins", shown.0, shown.1, shown.2, shown.3, shown.4)
            #expect(found.count == 3)
            #expect(
                Array(found.prefix(2))
                    == DrillBench.lines(match, "candidates", shown.0, shown.1, shown.2, shown.3, shown.4))
            // With seats from Suzhou the wires stop the line on day 6. Those from Ningbo come on day 6, after two days without; the
            // wires that were saved last for four half days. With wires the seats stop the line on day 4, as without anybody.
            #expect(
                DrillBench.lines(
                    answer, "stand_ins", "need_number", "name", "province", "line_stop_day", "lost_days")
                    == ["1 苏座 320000 6 55", "1 浙座 330000 4 55", "2 皖线 340000 4 57"])
        }
    }

    @Test
    func `nothing reaches a channel, and of the store only the report and its word in the trail are new`()
        throws
    {
        try DrillBench.with { bench in
            try bench.must("run")
            let before = try bench.dump()
            let answer = try bench.drill()
            let added = Set(try bench.dump()).subtracting(before)
            #expect(Set(before).subtracting(try bench.dump()).isEmpty)
            #expect(added.count == 2, "\(added)")
            #expect(added.contains { $0.hasPrefix("INSERT INTO drill VALUES(1,") })
            #expect(added.contains { $0.hasPrefix("INSERT INTO trail VALUES(") && $0.contains("aid-drill") })
            #expect(try bench.program("audit", "verify").status == 0)
            #expect(bench.receiver.requests().isEmpty)
            #expect(try bench.temporary().isEmpty)

            // The same in earnest: what the drill said would be told, and to whom, is what arrives.
            let start = Date().formatted(.iso8601)
            let end = Date().addingTimeInterval(60 * 86_400).formatted(.iso8601)
            try bench.must(
                "events", "import",
                try bench.program.file(
                    "events.csv", "id,title,region,start,end,loss\nlockdown,浦东停摆,310115,\(start),\(end),1\n"))
            try bench.must("run")
            let counts = Dictionary(
                grouping: try bench.program.list("deliveries", "list").compactMap { $0["channel"] as? String }
            ) { $0 }.mapValues(\.count).sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            #expect(DrillBench.lines(answer, "told", "channel", "messages") == counts)
            // Three alerts at each channel, and five drafts at the provinces that ask: three, one and one.
            #expect(counts == ["c310000 6", "c320000 4", "c330000 4", "c340000 3", "ops 3"])
            #expect(bench.receiver.requests().count == 20)
        }
    }

    @Test func `a trial keeps nothing at all`() throws {
        try DrillBench.with { bench in
            let before = try bench.dump()
            let answer = try bench.drill(DrillBench.lockdown, "--dry-run")
            #expect(answer["number"] == nil && answer["total_lost_days"] as? Double == 140)
            #expect(try bench.dump() == before)
            #expect(try bench.program.list("aid", "drills").isEmpty)
        }
    }

    @Test func `what begins later is not known yet, and counts in the line stops all the same`() throws {
        try DrillBench.with { bench in
            let answer = try bench.drill(
                """
                name: 先后停摆
                until: 120
                shocks:
                  - {region: "310115", days: 60}
                  - {region: 杭州, start_day: 20, days: 5}
                  - {firm: "local:r:A", start_day: 2, days: 1, loss: 0.5}
                """)
            #expect(
                DrillBench.lines(answer, "shocks", "stopped", "known_by")
                    == ["310115 event", "330100 later", "local:r:A later"])
            // 甲车 makes half on day 2; 丙药 runs out of bottles on day 23, before it runs out of what comes from Shanghai.
            #expect(
                DrillBench.lines(answer, "line_stops", "name", "first_loss_day")
                    == ["甲车 2", "乙芯 8", "丙药 20"])
            let days = DrillBench.lines(answer, "requests", "name", "line_stop_day")
            #expect(days.sorted() == ["丙药 31", "乙芯 8", "甲车 4", "甲车 4", "甲车 4"])
        }
    }

    @Test func `a firm that stops is reported, and is asked for by the rule on rates`() throws {
        try DrillBench.with { bench in
            let answer = try bench.drill(
                "name: 断供\nuntil: 90\nshocks:\n  - {firm: 沪胶, days: 30}\n")
            #expect(
                DrillBench.lines(answer, "shocks", "stopped", "stopped_name", "known_by") == [
                    "local:r:R1 沪胶 status"
                ])
            #expect(DrillBench.lines(answer, "alerts", "rule", "name") == ["standstill 沪胶"])
            #expect(
                DrillBench.lines(
                    answer, "requests", "authority", "counterpart", "kind", "name", "line_stop_day")
                    == ["320000 310000 resume 乙芯 8"])
            #expect(
                DrillBench.lines(answer, "line_stops", "name", "first_loss_day", "lost_days") == ["乙芯 8 23"])
        }
    }

    @Test func `an alert about a firm without a name shows its identity`() throws {
        let chain = AidReplayTests.chain.replacing("甲车", with: "")
        let firms = AidReplayTests.firms.replacing("甲车", with: "")
        try DrillBench.with(chain: chain, firms: firms) { bench in
            let names = DrillBench.lines(try bench.drill(), "alerts", "name")
            #expect(names.sorted() == ["local:r:A", "丙药", "乙芯"], "\(names)")
        }
    }

    @Test func `where routes gather alerts, what they tell within the hour is counted`() throws {
        try DrillBench.with { bench in
            _ = try bench.program.file(
                "Alerts/routes.yaml", "route: {channels: [ops], group_by: [rule], group_wait: 10m}\n")
            let told = DrillBench.lines(try bench.drill(), "told", "channel", "messages")
            // One message for three alerts; the drafts go to the provinces that ask.
            #expect(told == ["c310000 3", "c320000 1", "c330000 1", "ops 1"])
        }
    }

    @Test func `two shocks on one region from one day on count as the larger of both, day by day`() throws {
        try DrillBench.with { bench in
            let answer = try bench.drill(
                """
                name: 先重后轻
                until: 120
                shocks:
                  - {region: "310115", days: 60, loss: 0.5}
                  - {region: "310115", days: 1}
                """)
            // Nothing arrives on day 1, then half of what is needed: the three days of seats last to day 5.
            let stops = DrillBench.lines(answer, "line_stops", "name", "first_loss_day")
            #expect(stops.contains("甲车 6"), "\(stops)")
            let requests = DrillBench.lines(answer, "requests", "name", "line_stop_day").filter {
                $0.hasPrefix("甲车")
            }
            #expect(Set(requests) == ["甲车 6"], "\(requests)")
        }
    }
}
