import Foundation
import TestSupport
import Testing

@Suite struct RuleTrialSystemTests {
    static let test = """
        tests:
          - name: a product with one supplier is told at once
            runs:
              - at: 0s
                samples: [{metric: single_source, labels: {firm: local:a, product: 板}, value: 1}]
                alerts: [{rule: single, labels: {firm: local:a, product: 板}, state: firing, value: 1}]
                messages:
                  - kind: firing
                    rule: single
                    labels: {firm: local:a, product: 板}
                    summary: {zh: local:a 的 板 只有一家供应商}

        """

    private func withTest(_ text: String, _ body: (Program) throws -> Void) throws {
        try Program.inFolder { program in
            _ = try program.file("Alerts/rules/one.yaml", Scenario.rule)
            _ = try program.file("Alerts/tests/one.yaml", text)
            try body(program)
        }
    }

    @Test func `the tests that ship pass, without a store`() throws {
        try Program.inFolder { program in
            let result = try program("rules", "test", Fixtures.root.appending(path: "Alerts").path)
            #expect(result.status == 0, "\(result.text)\(result.errorText)")
            #expect(result.text.contains(" passed, 0 failed\n"))
            #expect(!FileManager.default.fileExists(atPath: program.data))
        }
    }

    @Test func `a test that passes ends with 0, one that fails with 65 and what differs`() throws {
        try withTest(Self.test) { program in
            let result = try program("rules", "test")
            #expect(result.status == 0, "\(result.text)")
        }
        let wrong = Self.test.replacing("state: firing, value: 1", with: "state: pending, value: 1")
        try withTest(wrong) { program in
            let result = try program("rules", "test")
            #expect(result.status == 65)
            let lines = result.text.split(separator: "\n").map(String.init)
            let place = try #require(
                lines.firstIndex { $0.contains("one.yaml:6: run 1 at 2026-01-01T00:00:00+08:00") })
            #expect(lines[place + 1] == "    - single {firm=local:a, product=板}: state pending, value 1.0")
            #expect(lines[place + 2] == "    + single {firm=local:a, product=板}: state firing, value 1.0")
            #expect(lines.last == "0 passed, 1 failed")
            let chinese = try program("rules", "test", "--lang", "zh").text
            #expect(chinese.contains("第 1 次运行") && chinese.hasSuffix("0 项通过，1 项未通过\n"))
            let answer = try program("rules", "test", "--format", "json")
            #expect(answer.status == 65)
            let list = try #require(try JSONSerialization.jsonObject(with: answer.output) as? [[String: Any]])
            #expect(list.first?["result"] as? String == "failed")
            #expect((list.first?["differences"] as? [[String: Any]])?.first?["part"] as? String == "alerts")
        }
    }

    @Test func `bad files are 65 with every fault, bad rules 78, no tests 66`() throws {
        try withTest("tests:\n- {name: a, runs: soon, strat: 1}\n") { program in
            let result = try program("rules", "test")
            #expect(result.status == 65 && result.text.isEmpty)
            #expect(
                result.errorText.contains("one.yaml:2:") && result.errorText.contains("did you mean 'start'?")
            )
            #expect(result.errorText.split(separator: "\n").count == 2, "\(result.errorText)")
            _ = try program.file("Alerts/rules/one.yaml", "rules: [")
            #expect(try program("rules", "test").status == 78)
        }
        try Program.inFolder { program in
            _ = try program.file("Alerts/rules/one.yaml", Scenario.rule)
            let result = try program("rules", "test")
            #expect(
                result.status == 66 && result.errorText.contains("Alerts/tests: there are no tests"),
                "\(result.errorText)")
        }
    }

    @Test func `a check shows the texts about an example, and about the store's figures where it has some`()
        throws
    {
        try Program.inFolder { program in
            _ = try program.file("Alerts/rules/one.yaml", Scenario.rule)
            let made = try program("rules", "check")
            #expect(
                made.status == 0 && made.text.contains("Example Motors has one supplier of 电池"),
                "\(made.text)")
            #expect(try program("rules", "check", "--lang", "zh").text.contains("，以示例数值：\n"))
            #expect(!FileManager.default.fileExists(atPath: program.data))
            try Scenario.install(in: program)
            #expect(try program("run").status == 0)
            let rule = try #require(try program.list("rules", "check").first)
            #expect(rule["sample"] as? String == "newest")
            #expect(
                (rule["summary_en"] as? String)?.hasPrefix("local:check has one supplier of ") == true,
                "\(rule)")
        }
    }

    @Test func `a text that chats would cut is named, and the check passes`() throws {
        try Program.inFolder { program in
            let long = String(repeating: "很", count: 600)
            _ = try program.file("Alerts/rules/one.yaml", Scenario.rule.replacing("只有一家供应商", with: long))
            let result = try program("rules", "check")
            #expect(result.status == 0)
            #expect(
                result.errorText.contains("single: the zh text about {")
                    && result.errorText.contains("cut it at 500"))
        }
    }
}
