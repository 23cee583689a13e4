import Foundation
import TestSupport
import Testing

@Suite struct BacktestSystemTests {
    static let past = "2020-01-01"

    /// A program of which three runs were kept: two firms' single source in two of them, then a second supplier each.
    private func withPast(_ body: (Program) throws -> Void) throws {
        try Program.inFolder { program in
            try Scenario.install(in: program)
            _ = try program.file("Alerts/channels.yaml", "channels: []")
            #expect(try program("run").status == 0)
            #expect(try program("run").status == 0)
            let more = try program.file(
                "more.csv", BadInputTests.header + ",丙,320500,,1,auto,板,1,\n,丁,310000,,1,auto,灯,1,\n")
            try program("import", more, "--registrant", "local:check")
            #expect(try program("run").status == 0)
            try body(program)
        }
    }

    private func tried(_ program: Program, _ rule: String) throws -> [String: Any] {
        _ = try program.file("Changed/rules/one.yaml", rule)
        return try #require(try program.list("rules", "backtest", "Changed", "--since", Self.past).first)
    }

    @Test func `the current rules make of the past what happened`() throws {
        try withPast { program in
            let rule = try #require(try program.list("rules", "backtest", "--since", Self.past).first)
            #expect(rule["rule"] as? String == "single")
            for suffix in ["", "_before"] {
                #expect(rule["fired" + suffix] as? Int == 2, "\(rule)")
                #expect(rule["messages" + suffix] as? Int == 4, "\(rule)")
                #expect(rule["standing" + suffix] as? Int == 0, "\(rule)")
            }
            #expect(rule["firing_days"] as? Double == rule["firing_days_before"] as? Double)
            #expect((rule["alerts"] as? [Any])?.count == 2)
        }
    }

    @Test func `changed rules stand beside the current ones, and nothing is written`() throws {
        try withPast { program in
            let before = try program("alerts", "list", "--state", "resolved", "--format", "json").text
            let slow = try tried(
                program, Scenario.rule.replacing("severity", with: "for: 3 runs\n    severity"))
            #expect(slow["fired"] as? Int == 0 && slow["fired_before"] as? Int == 2, "\(slow)")
            let held = try tried(
                program, Scenario.rule.replacing("severity", with: "keep_firing_for: 2 runs\n    severity"))
            #expect(held["fired"] as? Int == 2 && held["standing"] as? Int == 2, "\(held)")
            #expect(held["messages"] as? Int == 2 && held["messages_before"] as? Int == 4, "\(held)")
            let other = try program(
                "rules", "backtest", "Changed", "--since", Self.past, "--rule", "single", "--lang", "en")
            #expect(other.text.contains("3 runs from 2020-01-01T00:00:00+08:00 to "), "\(other.text)")
            #expect(try program("alerts", "list", "--state", "resolved", "--format", "json").text == before)
            #expect(try program.list("deliveries", "list").isEmpty)
        }
    }

    @Test func `a rule that is new or gone has no figures on the other side`() throws {
        try withPast { program in
            let renamed = Scenario.rule.replacing("name: single", with: "name: alone")
            _ = try program.file("Changed/rules/one.yaml", renamed)
            let rules = try program.list("rules", "backtest", "Changed", "--since", Self.past)
            #expect(rules.map { $0["rule"] as? String } == ["alone", "single"])
            #expect(rules[0]["fired"] as? Int == 2 && rules[0]["fired_before"] == nil)
            #expect(rules[1]["fired"] == nil && rules[1]["fired_before"] as? Int == 2)
        }
    }

    @Test(arguments: [
        (["--since", "soon"], 64, "'soon' is no time"), (["--since", "2999-01-01"], 64, "it would end at"),
        (["--since", past, "--until", "2020-02-01"], 66, "no run was kept between"),
        (["--since", past, "--rule", "nothing"], 64, "they have single"), ([], 64, "--since"),
        (["Nowhere", "--since", past], 78, "Nowhere/rules: there is no such folder"),
    ])
    func `a question that cannot be answered is refused`(
        arguments: [String], status: Int, words: String
    ) throws {
        try Program.inFolder { program in
            try Scenario.install(in: program)
            let result = try program.run(["rules", "backtest"] + arguments)
            #expect(Int(result.status) == status && result.errorText.contains(words), "\(result.errorText)")
        }
    }

    @Test func `without a store there is nothing to replay`() throws {
        try Program.inFolder { program in
            _ = try program.file("Alerts/rules/one.yaml", Scenario.rule)
            #expect(try program("rules", "backtest", "--since", Self.past).status == 66)
        }
    }
}
