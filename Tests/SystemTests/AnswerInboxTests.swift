import Foundation
import TestSupport
import Testing

/// Answers of a survey that people put into the daemon's inbox.
@Suite struct AnswerInboxTests {
    private func names(_ program: Program, _ folder: String) -> [String] {
        let path = program.data + "/inbox/" + folder
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    @Test func `answers and the register that they are about may come together`() throws {
        try Program.inFolder { program in
            var program = program
            program.environment["TIERWATCH_REGISTRANT"] = "local:t"
            // By name the answers come first.
            _ = try program.file("data/inbox/answers.csv", "企业名称,开工率\n丙厂,60%\n乙厂,\n")
            _ = try program.file("data/inbox/chain.csv", StatusSystemTests.chain)
            _ = try program.file("Alerts/rules/none.yaml", "rules: []\n")
            let daemon = try program.start(["daemon"])
            #expect(try daemon.wait { names(program, "done").count == 3 }, "\(daemon.printed)")
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
            let rows = try program.list("status", "list")
            #expect(rows.map { $0["firm"] as? String } == ["local:t:C"])
            #expect(rows.first?["operating_rate"] as? Double == 0.6)
            #expect(daemon.printed.contains("answers of a survey were taken"))
            let told = names(program, "done").filter { $0.hasSuffix("answers.csv.warnings.txt") }
            #expect(told.count == 1, "one firm has not answered yet")
            #expect(try program.list("audit", "list").contains { $0["action"] as? String == "status" })
        }
    }

    @Test func `answers with a bad row are set aside with their problems, and a mixed table is no answer`()
        throws
    {
        try StatusSystemTests.withChain { program in
            _ = try program.file("Alerts/rules/none.yaml", "rules: []\n")
            _ = try program.file("data/inbox/bad.csv", "id,operating_rate\nlocal:t:C,0.5\nlocal:t:Z,0.5\n")
            _ = try program.file(
                "data/inbox/mixed.csv", "id,name,region,revenue,operating_rate\nlocal:t:C,丙厂,苏州,5,0.5\n")
            let daemon = try program.start(["daemon"])
            #expect(try daemon.wait { names(program, "refused").count == 4 }, "\(daemon.printed)")
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
            #expect(try program.list("status", "list").isEmpty)
            func told(_ name: String) throws -> String {
                let file = names(program, "refused").first { $0.hasSuffix(name + ".problems.txt") } ?? ""
                return try String(contentsOfFile: program.data + "/inbox/refused/" + file, encoding: .utf8)
            }
            #expect(try told("bad.csv").contains("bad.csv:3: id: ") && told("bad.csv").contains("local:t:Z"))
            #expect(try told("mixed.csv").contains("`tierwatch status import`"))
        }
    }

    @Test func `a file whose name would write a line of its own into the log is not read`() throws {
        try StatusSystemTests.withChain { program in
            _ = try program.file("Alerts/rules/none.yaml", "rules: []\n")
            let name = "a\nall is well\u{202E}.csv"
            _ = try program.file("data/inbox/" + name, "id,operating_rate\nlocal:t:C,0.5\n")
            let daemon = try program.start(["daemon"])
            #expect(try daemon.wait { daemon.printed.contains("of a plain name") }, "\(daemon.printed)")
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
            #expect(!daemon.printed.split(separator: "\n").contains { $0.hasPrefix("all is well") })
            #expect(!daemon.printed.contains("\u{202E}") && names(program, "").contains(name))
        }
    }
}
