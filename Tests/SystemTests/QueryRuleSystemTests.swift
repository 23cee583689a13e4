import Foundation
import TestSupport
import Testing

@Suite struct QueryRuleSystemTests {
    static let rule = """
        rules:
          - name: links-of-one-buyer
            query: |
              SELECT buyer AS firm, industry, COUNT(*) AS value
              FROM links GROUP BY buyer, industry
            op: ">="
            value: 2
            summary: {zh: "{{firm}} 有 {{value}} 条", en: "{{firm}} has {{value}} links in {{industry}}"}

        """

    private func withRule(_ rule: String = rule, _ body: (Program) throws -> Void) throws {
        try Program.inFolder { program in
            try Scenario.install(in: program)
            _ = try program.file("Alerts/channels.yaml", "channels: [{name: console, type: console}]")
            _ = try program.file("Alerts/rules/one.yaml", rule)
            try body(program)
        }
    }

    private func importMore(_ program: Program) throws {
        let rows = ",丙,320500,,1,auto,板,1,\n,丁,310000,,1,auto,灯,1,\n"
        let file = try program.file("more.csv", BadInputTests.header + rows)
        try program("import", file, "--registrant", "local:check")
    }

    @Test func `the rows of a query fire like any figure, and are told in the query's columns`() throws {
        try withRule { program in
            #expect(try program("run").status == 0)
            let alert = try #require(try program.list("alerts", "list").first)
            #expect(alert["state"] as? String == "firing" && alert["value"] as? Int == 2)
            #expect(
                alert["labels"] as? [String: String] == [
                    "firm": "local:check", "industry": "auto", "query": "links-of-one-buyer",
                ])
            #expect(alert["summary"] as? String == "local:check has 2 links in automobiles")
            #expect(try program("rules", "check").text.contains("local:check has 2 links in automobiles"))
            let past = try #require(try program.list("rules", "backtest", "--since", "2020-01-01").first)
            #expect(past["fired"] as? Int == 1 && past["fired_before"] as? Int == 1)
        }
    }

    @Test func `a query that says two things of one fails alone, and the run goes on without it`() throws {
        let twice = "SELECT 'local:check' AS firm, 7 AS value UNION ALL SELECT 'local:check', 8"
        let rule = """
            rules:
              - name: twice
                query: "\(twice)"
                op: ">="
                value: 2
                summary: {zh: "{{firm}}", en: "{{firm}}"}

            """
        try withRule(rule) { program in
            _ = try program.file("Alerts/rules/two.yaml", Scenario.rule)
            let result = try program("run")
            #expect(result.status == 0, "\(result.errorText)")
            #expect(
                result.errorText.contains("one.yaml:3:")
                    && result.errorText.contains("two of its rows are about {firm=local:check}"),
                "\(result.errorText)")
            #expect(try program.list("alerts", "list", "--state", "firing").count == 2)
        }
    }

    @Test func `a query that fails in a run leaves its alerts, names itself, and lets the others go on`()
        throws
    {
        let fragile = Self.rule.replacing(
            "COUNT(*) AS value", with: "CASE WHEN COUNT(*) > 2 THEN 'many' ELSE COUNT(*) END AS value")
        try withRule(fragile) { program in
            _ = try program.file("Alerts/rules/two.yaml", Scenario.rule)
            #expect(try program("run").status == 0)
            #expect(try program.list("alerts", "list", "--state", "firing").count == 3)
            try importMore(program)
            let result = try program("run")
            #expect(result.status == 0)
            #expect(
                result.errorText.contains("one.yaml:3:")
                    && result.errorText.contains("it gave 'many' as a value"),
                "\(result.errorText)")
            let open = try program.list("alerts", "list")
            #expect(open.map { $0["rule"] as? String } == ["links-of-one-buyer"])
            #expect(open.first?["state"] as? String == "error")
            #expect(try program.list("alerts", "list", "--state", "resolved").count == 2)
        }
    }

    @Test(arguments: [
        ("FROM links", "FROM sample", "SQLite says: no such table: sample; correct the query"),
        ("COUNT(*) AS value", "COUNT(*)", "its column 'COUNT(*)' is no label"),
        ("buyer AS firm, ", "", "the texts say {{firm}}, and the query has no such column"),
        (
            "COUNT(*) AS value", "COUNT(*) AS value, random() AS tier",
            "SQLite says: not authorized to use function: random"
        ),
        ("SELECT buyer", "DELETE FROM links; SELECT buyer", "SQLite says: not authorized"),
    ])
    func `a bad query is refused with file, line and SQLite's words before any run`(
        good: String, bad: String, words: String
    ) throws {
        try withRule(Self.rule.replacing(good, with: bad)) { program in
            for command in [["rules", "check"], ["run"]] {
                let result = try program.run(command)
                #expect(result.status == 78)
                #expect(result.errorText.contains("one.yaml:3:12: rules[0].query: "), "\(result.errorText)")
                #expect(result.errorText.contains(words), "\(result.errorText)")
            }
        }
    }

    @Test func `the README's query is good`() throws {
        let readme = Fixtures.root.appending(path: "Alerts/README.md")
        let text = try String(contentsOf: readme, encoding: .utf8)
        let block = text.components(separatedBy: "```yaml\n").first { $0.contains("query: |") }
        let rule = try #require(block?.components(separatedBy: "\n```").first)
        try withRule(rule + "\n") { program in
            let result = try program("rules", "check")
            #expect(result.status == 0, "\(result.errorText)")
        }
    }
}
