import Foundation
import TestSupport
import Testing

/// What a drill says does not work, and what it says has changed since the last one.
@Suite struct DrillWeaknessTests {
    private func weaknesses(_ answer: [String: Any]) -> [String] {
        DrillBench.lines(answer, "weaknesses", "weakness", "because", "name", "province", "product")
            .filter { !$0.hasPrefix("no_stand_in") }
    }

    private static let later =
        "name: 稍后\nuntil: 120\nshocks:\n  - {region: \"310115\", start_day: 4, days: 60}\n"

    @Test(arguments: [
        (
            AidReplayTests.rules.replacing("mutual_aid: true", with: "mutual_aid: false"),
            DrillBench.lockdown, "no_rule"
        ),
        (
            AidReplayTests.rules.replacing("value: 0\n", with: "value: 0\n    for: 1h\n"),
            DrillBench.lockdown, "waits"
        ),
        (AidReplayTests.rules, later, "not_yet"),
    ])
    func `a firm for which nobody is asked is named, with the reason`(
        rules: String, scenario: String, reason: String
    ) throws {
        try DrillBench.with(rules: rules) { bench in
            let answer = try bench.drill(scenario)
            #expect(DrillBench.lines(answer, "requests", "name").isEmpty)
            #expect(
                weaknesses(answer)
                    == ["甲车", "乙芯", "丙药"].map { "no_request \(reason) \($0) - -" }, "\(answer)")
        }
    }

    @Test
    func
        `a firm that asks already, one that can ask nobody and those that no province asks for are told apart`()
        throws
    {
        let chain =
            AidReplayTests.chain + "\n"
                + """
                local:r:X1,沪镜,310115,local:r:X,丁车,1,auto,车镜,active,2,,
                local:r:Y1,沪灯,310115,local:r:Y,戊车,1,auto,车灯,active,2,,
                local:r:Z1,沪胎,310115,local:r:Z,己车,1,auto,轮胎,active,2,,
                """
        let firms = AidReplayTests.firms + "local:r:X,丁车,310114\nlocal:r:Y,戊车,JP\n"
        try DrillBench.with(chain: chain, firms: firms) { bench in
            try bench.must(
                "aid", "request", "--firm", "乙芯", "--to", "上海", "--kind", "resume", "--supplier", "沪胶")
            let answer = try bench.drill()
            #expect(answer["requests_before"] as? Int == 1)
            #expect(
                weaknesses(answer).sorted()
                    == [
                        "no_request asked 乙芯 - -", "no_request nobody 丁车 - -", "no_request outside 戊车 - -",
                        "no_request unplaced 己车 - -",
                    ])
        }
    }

    /// Of 丁车's seats there are 40 days in stock: for want of a half they last longer than a report holds.
    @Test func `a rule that fires for those who stop a line only together has fired`() throws {
        let chain = """
            supplier_id,supplier_name,supplier_region,buyer_id,buyer_name,tier,industry,product,inventory_days,share
            local:r:X1,沪座,310115,local:r:X,丁车,1,auto,座椅,40,0.5
            local:r:X2,浦座,310115,local:r:X,丁车,1,auto,座椅,40,0.5
            """
        try DrillBench.with(chain: chain, firms: "id,name,region\nlocal:r:X,丁车,310114\n") { bench in
            let answer = try bench.drill(
                "name: 断供\nuntil: 120\nshocks:\n  - {firm: 沪座, days: 60}\n  - {firm: 浦座, days: 60}\n")
            #expect(DrillBench.lines(answer, "line_stops", "name", "first_loss_day") == ["丁车 41"])
            // Both are in the hands of the firm's own province.
            #expect(weaknesses(answer) == ["no_request nobody 丁车 - -"], "\(answer)")
        }
    }

    /// A report that stands today holds for 60 days, whenever the scenario ends what it tells of.
    @Test func `a stock that outlasts a report is told apart from what has not begun`() throws {
        let chain = """
            supplier_id,supplier_name,supplier_region,buyer_id,tier,industry,product,inventory_days
            local:r:X1,昆座,320583,local:r:X,1,auto,座椅,80
            """
        try DrillBench.with(chain: chain, firms: "id,name,region\nlocal:r:X,丁车,310114\n") { bench in
            let answer = try bench.drill("name: 断供\nuntil: 200\nshocks:\n  - {firm: 昆座, days: 120}\n")
            #expect(DrillBench.lines(answer, "line_stops", "name", "first_loss_day") == ["丁车 81"])
            #expect(weaknesses(answer) == ["no_request stock_lasts 丁车 - -"], "\(answer)")
        }
    }

    @Test func `a firm that asked before it was merged with another asks already`() throws {
        let firms = AidReplayTests.firms + "91310000132260250X,乙芯集团,320211\n"
        try DrillBench.with(firms: firms) { bench in
            try bench.must(
                "aid", "request", "--firm", "乙芯", "--to", "上海", "--kind", "resume", "--supplier", "沪胶")
            try bench.must(
                "firms", "merge", "local:r:B", "--into", "91310000132260250X", "--reason", "一照多名")
            let answer = try bench.drill()
            #expect(DrillBench.lines(answer, "line_stops", "name").contains("乙芯集团"), "\(answer)")
            #expect(weaknesses(answer) == ["no_request asked 乙芯集团 - -"])
        }
    }

    @Test func `a province without a channel is broken until it has one`() throws {
        try DrillBench.with { bench in
            _ = try bench.program.file(
                "Alerts/aid.yaml", DrillBench.authorities(["310000", "320000", "330000"]))
            #expect(weaknesses(try bench.drill()) == ["no_channel - - 340000 -"])
            _ = try bench.program.file(
                "Alerts/aid.yaml", DrillBench.authorities(["310000", "330000", "340000"]))
            let second = try bench.drill()
            #expect(
                DrillBench.lines(second, "changes", "what", "change", "authority", "before", "after")
                    == [
                        "weakness came 320000 - -", "weakness went 340000 - -", "messages moved - 4 3",
                    ], "\(second)")
        }
    }

    @Test func `two drills on the same register show that nothing changed`() throws {
        try DrillBench.with { bench in
            _ = try bench.drill()
            let second = try bench.drill()
            #expect((second["changes"] as? [Any])?.isEmpty ?? false, "\(second)")
            #expect(second["against"] as? Int == 1 && second["number"] as? Int == 2)
            #expect(second["total_lost_days_difference"] as? Double == 0)
            // Another scenario is compared with none of them, until it is told to be.
            let other = "name: 别的\nuntil: 120\nshocks:\n  - {region: \"310115\", days: 61}\n"
            #expect(try bench.drill(other)["against"] == nil)
            let asked = try bench.drill(other, "--against", "1")
            #expect(
                DrillBench.lines(asked, "changes", "what", "name", "before", "after", "difference")
                    == [
                        "scenario - - - -", "lost_days - 57 58 1", "lost_days - 53 54 1",
                        "lost_days - 30 31 1",
                    ])
        }
    }

    @Test func `a stock that is raised moves the line stop, the request and the days lost`() throws {
        try DrillBench.with { bench in
            _ = try bench.drill()
            // The seats now last to day 8: the wires stop the line on day 6.
            let raised = AidReplayTests.chain.replacing("座椅,active,3,,", with: "座椅,active,8,,")
            try bench.must("import", try bench.program.file("chain.csv", raised))
            let second = try bench.drill()
            #expect(second["total_lost_days"] as? Double == 138)
            #expect(second["total_lost_days_difference"] as? Double == -2)
            #expect(
                DrillBench.lines(
                    second, "changes", "what", "change", "firm", "counterpart", "before", "after",
                    "difference")
                    == [
                        "line_stop moved local:r:A - 4 6 2", "lost_days moved local:r:A - 57 55 -2",
                        "request moved local:r:A 320000 4 6 2", "request moved local:r:A 330000 4 6 2",
                        "request moved local:r:A 340000 4 6 2",
                    ], "\(second)")
            let shown = try #require(
                try bench.program.json("aid", "drills", "--show", "1", "--against", "2") as? [String: Any])
            #expect(
                DrillBench.lines(shown, "changes", "what", "difference").prefix(2) == [
                    "line_stop -2", "lost_days 2",
                ])
            let listed = try bench.program.list("aid", "drills")
            #expect(
                DrillBench.lines(
                    ["drills": listed], "drills", "number", "scenario", "by", "firms", "total_lost_days")
                    == ["2 浦东停摆 专班 3 138", "1 浦东停摆 专班 3 140"])
        }
    }
}
