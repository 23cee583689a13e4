import Foundation
import TestSupport
import Testing

/// Operating rates as figures, in rules, and as the start of a what-if, through the program itself.
@Suite struct OperatingRateSystemTests {
    private func rates(_ program: Program, _ more: String...) throws -> [String: Double] {
        let rows = try program.list(["metrics", "--metric", "operating_rate"] + more)
        let pairs = rows.map { row -> (String, Double) in
            let labels = row["labels"] as? [String: String] ?? [:]
            let name = ["firm", "tier", "region", "level"].compactMap { labels[$0] }.joined(separator: " ")
            return (name, row["value"] as? Double ?? .nan)
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private func report(_ program: Program, _ firm: String, _ rate: String, _ more: String...) throws {
        let result = try program.run(["status", "report", "--firm", firm, "--rate", rate] + more)
        guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
    }

    @Test func `rates of firms and regions are figures, as of now and as of then`() throws {
        try StatusSystemTests.withChain { program in
            #expect(try rates(program).isEmpty)
            try report(program, "local:t:B", "0.5", "--region", "320583")
            try report(program, "local:t:C", "0.9")
            let found = try rates(program)
            // B's site in Suzhou sells 300, C 100: (0.5 · 300 + 0.9 · 100) / 400.
            #expect(
                Set(found.keys) == [
                    "local:t:B", "local:t:C", "local:t:A 1", "320500 city", "320000 province",
                ])
            #expect(found["local:t:B"] == 0.5 && found["local:t:C"] == 0.9)
            #expect(abs((found["320500 city"] ?? 0) - 0.6) < 1e-12)
            // A buys 300 from there and 100 from C; nobody reported B's site in Shanghai, which has the rest.
            #expect(abs((found["local:t:A 1"] ?? 0) - 0.6) < 1e-12)
            #expect(try rates(program, "--firm", "local:t:A").keys.sorted() == ["local:t:A 1"])
            #expect(try rates(program, "--firm", "local:t:C") == ["local:t:C": 0.9])
            #expect(try rates(program, "--at", StatusSystemTests.ago(1)).isEmpty)
        }
    }

    @Test func `a report counts for as long as the configuration says`() throws {
        try StatusSystemTests.withChain { program in
            var program = program
            try report(program, "local:t:C", "0.9", "--at", StatusSystemTests.ago(15))
            #expect(try rates(program).isEmpty)
            program.environment["TIERWATCH_STATUS_DAYS"] = "16"
            #expect(try rates(program)["local:t:C"] == 0.9)
            program.environment["TIERWATCH_STATUS_DAYS"] = "never"
            let result = try program("metrics")
            #expect(result.status == 78 && result.errorText.contains("TIERWATCH_STATUS_DAYS"))
        }
    }

    @Test func `a rule on a low rate fires and ends, and a query sees the rates`() throws {
        try StatusSystemTests.withChain { program in
            _ = try program.file(
                "Alerts/rules/rate.yaml",
                """
                rules:
                  - name: slow
                    metric: operating_rate
                    match: {firm: /.+/, tier: ""}
                    op: "<"
                    value: 0.5
                    summary: {zh: "{{firm}} 开工率 {{value}}", en: "{{firm}} runs at {{value}}"}
                  - name: slow-place
                    query: SELECT region, value FROM samples WHERE metric = 'operating_rate' AND level = 'city'
                    op: "<"
                    value: 0.5
                    summary: {zh: "{{region}} {{value}}", en: "{{region}} {{value}}"}
                """)
            func firing() throws -> [String] {
                let run = try program("run")
                guard run.status == 0, !run.errorText.contains("was not evaluated") else {
                    throw Program.Failure(text: run.errorText)
                }
                return try program.list("alerts", "list").map { "\($0["rule"] ?? "") \($0["summary"] ?? "")" }
                    .sorted()
            }
            #expect(try firing().isEmpty)
            try report(program, "local:t:C", "0.4")
            let fired = try firing()
            #expect(fired.count == 2 && fired.contains { $0.contains("40.0%") }, "\(fired)")
            try report(program, "local:t:C", "0.5")
            #expect(try firing().isEmpty)
            #expect(try program.list("alerts", "list", "--state", "resolved").count == 2)
        }
    }

    @Test func `the daemon runs soon after a report`() throws {
        try StatusSystemTests.withChain { program in
            var program = program
            program.environment["TIERWATCH_SCHEDULE"] = "0 0 1 1 *"
            program.environment["TIERWATCH_SETTLE_SECONDS"] = "0.1"
            _ = try program.file(
                "Alerts/rules/rate.yaml",
                """
                rules:
                  - {name: slow, metric: operating_rate, op: "<", value: 0.5, summary: {zh: 慢, en: slow}}
                """)
            let daemon = try program.start(["daemon"])
            #expect(try daemon.wait { daemon.printed.contains("run 1") }, "\(daemon.printed)")
            try report(program, "local:t:C", "0.4")
            #expect(try daemon.wait { try !program.list("alerts", "list").isEmpty }, "\(daemon.printed)")
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
        }
    }

    @Test func `a what-if starts from the reports, and of two losses the larger counts`() throws {
        try StatusSystemTests.withChain { program in
            func output(_ firm: String, _ flags: String...) throws -> [Double] {
                let rows = try program.list(
                    ["whatif", "--firm", firm, "--days", "2", "--until", "4"] + flags)
                return (rows.first?["output"] as? [Double] ?? []).map { ($0 * 1_000).rounded() / 1_000 }
            }
            let none = try program("whatif", "--from-status")
            #expect(none.status == 0 && none.errorText.contains("nobody reported in the last 14 days"))
            try report(program, "local:t:B", "0.6", "--region", "昆山")
            try report(program, "local:t:C", "1")
            // B makes three quarters of its sales in Kunshan: 1 − 0.75 · 0.4. Its buyer lacks the seats a day later.
            #expect(try output("local:t:B", "--from-status") == [0.7, 0.7, 1, 1])
            #expect(try output("local:t:A", "--from-status") == [1, 0.6, 0.6, 1])
            #expect(
                try output("local:t:B", "--from-status", "--region", "昆山", "--loss", "0.2") == [
                    0.7, 0.7, 1, 1,
                ])
            #expect(
                try output("local:t:B", "--from-status", "--region", "昆山", "--loss", "1") == [
                    0.25, 0.25, 1, 1,
                ])
            let loss = try program("whatif", "--from-status", "--loss", "0.5")
            #expect(loss.status == 64 && loss.errorText.contains("--loss"))
        }
    }

    @Test(arguments: ["cascade_12", "sites_demo", "tiers_demo"])
    func `a what-if from reports gives the reference's course`(name: String) throws {
        try Program.inFolder { program in
            var program = program
            program.environment["TIERWATCH_REGISTRANT"] = "local:check"
            let folder = Fixtures.url("vectors/\(name)")
            #expect(try program("import", folder.path).status == 0)
            let text = try Data(contentsOf: folder.appending(path: "expected.json"))
            let expected = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
            let leader = try #require(expected["leader"] as? String)
            let suppliers = try program.list("suppliers", "--firm", leader).compactMap { $0["id"] as? String }
            var stops: [String] = []
            for (index, supplier) in suppliers.enumerated() where index % 2 == 0 {
                let rate = [0.1, 0.45, 0.8][index / 2 % 3]
                try report(program, supplier, "\(rate)")
                stops.append("\(supplier)=\(1 - rate)")
            }
            let rows = try program.list(
                "whatif", "--from-status", "--firm", leader, "--days", "5", "--until", "12")
            let reference = try Command.tool(
                "tierref.py",
                [folder.path, "whatif"] + stops + ["--days", "5", "--until", "12", "--firm", leader])
            let wanted = try JSONSerialization.jsonObject(with: reference.output) as? [[String: Any]] ?? []
            #expect(!wanted.isEmpty && WhatIfSystemTests.same(rows, wanted), "\(rows) \(reference.text)")
        }
    }
}
