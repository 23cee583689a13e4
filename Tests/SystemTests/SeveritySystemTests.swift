import Foundation
import TestSupport
import Testing

/// A rule whose severity is changed while its alerts fire, without routes.
@Suite struct SeveritySystemTests {
    private func withChannels(_ body: (Program) throws -> Void) throws {
        try Program.inFolder { program in
            try Scenario.install(in: program, rule: rule("warning"))
            let file = program.folder.appending(path: "told.jsonl").path
            _ = try program.file(
                "Alerts/channels.yaml",
                """
                channels:
                  - {name: all, type: file, path: '\(file)'}
                  - {name: duty, type: console, severities: [critical]}
                """)
            try body(program)
        }
    }

    private func rule(_ severity: String) -> String {
        Scenario.rule.replacing("severity: critical", with: "severity: \(severity)")
    }

    private func told(_ program: Program, _ channel: String) throws -> [String] {
        try program.list("deliveries").filter { $0["channel"] as? String == channel }.compactMap {
            ($0["id"] as? String).map { $0.contains("_firing") ? "firing" : "resolved" }
        }.sorted()
    }

    @Test func `who wants criticals hears of what became one, and of its end when it is one no more`() throws
    {
        try withChannels { program in
            #expect(try program("run").status == 0)
            #expect(try told(program, "duty").isEmpty)
            _ = try program.file("Alerts/rules/one.yaml", rule("critical"))
            #expect(try program("run").status == 0)
            #expect(try told(program, "duty") == ["firing", "firing"])
            #expect(try told(program, "all") == ["firing", "firing"])
            _ = try program.file("Alerts/rules/one.yaml", rule("warning"))
            #expect(try program("run").status == 0)
            _ = try program.file("Alerts/rules/one.yaml", "rules: []\n")
            #expect(try program("run").status == 0)
            #expect(try told(program, "duty") == ["firing", "firing", "resolved", "resolved"])
            #expect(try told(program, "all") == ["firing", "firing", "resolved", "resolved"])
        }
    }

    @Test func `what becomes critical in silence is told when that is over, and its end to who heard of it`()
        throws
    {
        try withChannels { program in
            func silence() throws -> String {
                let made = try program.json(
                    "alerts", "silence", "--match", "product=板", "--for", "2h", "--owner", "wang", "--reason",
                    "drill")
                return try #require((made as? [String: Any])?["id"] as? String)
            }
            #expect(try program("run").status == 0)
            let id = try silence()
            _ = try program.file("Alerts/rules/one.yaml", rule("critical"))
            #expect(try program("run").status == 0)
            #expect(try told(program, "duty") == ["firing"])
            #expect(try program("alerts", "unsilence", id).status == 0)
            #expect(try program("run").status == 0)
            #expect(try told(program, "duty") == ["firing", "firing"])
            #expect(try told(program, "all") == ["firing", "firing"])
            _ = try silence()
            _ = try program.file("Alerts/rules/one.yaml", rule("info"))
            #expect(try program("run").status == 0)
            _ = try program.file("Alerts/rules/one.yaml", "rules: []\n")
            #expect(try program("run").status == 0)
            #expect(try told(program, "duty") == ["firing", "firing", "resolved", "resolved"])
            #expect(try told(program, "all") == ["firing", "firing", "resolved", "resolved"])
        }
    }

    @Test func `who never heard of an alert does not hear of its end`() throws {
        try withChannels { program in
            #expect(try program("run").status == 0)
            _ = try program.file("Alerts/rules/one.yaml", "rules: []\n")
            #expect(try program("run").status == 0)
            #expect(try told(program, "all").count == 4 && told(program, "duty").isEmpty)
        }
    }
}
