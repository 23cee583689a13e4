import Foundation
import TestSupport
import Testing

/// Declarations that are to be confirmed, through the program itself.
@Suite struct ValiditySystemTests {
    /// The chain of `StatusSystemTests`, with a store whose declarations are some days older.
    private func withChain(agedDays days: Double, _ body: (Program) throws -> Void) throws {
        try StatusSystemTests.withChain { program in
            let shift = Int64(days * 86_400_000)
            let aged = try Command.run(
                URL(filePath: "/usr/bin/sqlite3"),
                [program.data + "/tierwatch.db", "UPDATE revision SET made_at = made_at - \(shift)"])
            try #require(aged.status == 0, "\(aged.errorText)")
            try body(program)
        }
    }

    @Test func `what ends soon and what has ended is listed with its owner, oldest first`() throws {
        try withChain(agedDays: 80) { program in
            let more = try program.file(
                "more.csv",
                """
                supplier_id,supplier_region,buyer_id,tier,industry,product
                local:t:E,310000,local:t:C,2,auto,胶
                """)
            #expect(try program("import", more, "--registrant", "local:u").status == 0)
            let soon = try program.list("declarations")
            #expect(soon.count == 4 && soon.allSatisfy { $0["validity"] as? String == "ends_soon" })
            #expect(soon.allSatisfy { $0["registrant"] as? String == "local:t" })
            #expect(abs((soon.first?["days_left"] as? Double ?? 0) - 10) < 0.01)
            #expect(try program.list("declarations", "--within", "9").isEmpty)
            let all = try program.list("declarations", "--within", "90")
            #expect(all.count == 5 && all.last?["registrant"] as? String == "local:u")
            #expect(
                try program.list("declarations", "--firm", "local:t:B").map { $0["product"] as? String } == [
                    "布"
                ])
        }
    }

    @Test func `how long a declaration is valid is configured`() throws {
        try withChain(agedDays: 80) { program in
            var program = program
            program.environment["TIERWATCH_VALIDITY_DAYS"] = "60"
            let ended = try program.list("declarations", "--within", "0")
            #expect(ended.count == 4 && ended.allSatisfy { $0["validity"] as? String == "ended" })
            let text = try program("declarations", "--lang", "zh").text
            #expect(text.contains("已到期") && text.contains("在册申报 4 条，4 条已过 60 天有效期。"), "\(text)")
            #expect(
                try program("declarations").text.contains(
                    "4 of 4 standing declarations were not confirmed for 60 days."))
        }
    }

    @Test(arguments: ["-1", "nan", "9999"])
    func `a number of days that nobody can mean is refused`(days: String) throws {
        try Program.withEmptyStore { program in
            let result = try program("declarations", "--within", days)
            #expect(result.status == 64 && result.errorText.contains("--within"))
        }
    }

    private func daysLeft(_ program: Program) throws -> Double {
        let rows = try program.list("metrics", "--firm", "local:t:A", "--metric", "validity_days_left")
        return try #require(rows.first?["value"] as? Double)
    }

    private func recordAge(_ program: Program) throws -> Double {
        let rows = try program.list("metrics", "--firm", "local:t:A", "--metric", "record_age_days")
        return try #require(rows.first?["value"] as? Double)
    }

    @Test func `a confirmation renews what stands of its registrant, and nothing else changes`() throws {
        try withChain(agedDays: 80) { program in
            #expect(try abs(daysLeft(program) - 10) < 0.01)
            let before = StatusSystemTests.ago(0)
            let done = try #require(
                try program.json("declarations", "confirm", "--registrant", "local:t") as? [String: Any])
            #expect(done["confirmed"] as? Int == 4 && done["registrant"] as? String == "local:t")
            #expect(try abs(daysLeft(program) - 90) < 0.01 && abs(recordAge(program) - 80) < 0.01)
            #expect(try program.list("declarations").isEmpty)
            let all = try program.list("declarations", "--within", "90")
            #expect(all.count == 4 && all.allSatisfy { $0["confirmed_at"] is String })
            let then = try program.list("declarations", "--within", "90", "--at", before)
            #expect(then.count == 4 && then.allSatisfy { $0["confirmed_at"] == nil })
            let trail = try program.list("audit", "list", "--action", "confirm")
            #expect(trail.count == 1 && trail.first?["subject"] as? String == "local:t")
            #expect(try program("audit", "verify").status == 0)
        }
    }

    @Test
    func `a confirmation of one supplier leaves the others, and another registrant's word is not taken`()
        throws
    {
        try withChain(agedDays: 80) { program in
            let done = try program(
                "declarations", "confirm", "--registrant", "local:t", "--supplier", "乙厂")
            #expect(done.status == 0, "\(done.errorText)")
            let left = try program.list("declarations").map { $0["supplier_name"] as? String }
            #expect(left.compactMap { $0 }.sorted() == ["丁厂", "丙厂"])
            #expect(try abs(daysLeft(program) - 10) < 0.01)
            let other = try program("declarations", "confirm", "--registrant", "local:u")
            #expect(other.status == 66 && other.errorText.contains("nothing to confirm"))
            let nobody = try program(
                "declarations", "confirm", "--registrant", "local:t", "--supplier", "local:t:Z")
            #expect(nobody.status == 66 && nobody.errorText.contains("local:t:Z"))
            #expect(try program.list("audit", "list", "--action", "confirm").count == 1)
        }
    }

    @Test func `a confirmation of a firm takes in what was declared under a name that was merged into it`()
        throws
    {
        try withChain(agedDays: 80) { program in
            let merged = try program(
                "firms", "merge", "local:t:C", "--into", "local:t:B", "--by", "li", "--reason", "x")
            try #require(merged.status == 0, "\(merged.errorText)")
            for name in ["local:t:C", "乙厂"] {
                let done = try program.json(
                    "declarations", "confirm", "--registrant", "local:t", "--supplier", name)
                #expect((done as? [String: Any])?["confirmed"] as? Int == 3, "\(name): \(done)")
            }
            #expect(try program.list("declarations").map { $0["supplier_name"] as? String } == ["丁厂"])
        }
    }

    @Test func `the reminder comes before the end, names its days, and ends with the confirmation`() throws {
        try withChain(agedDays: 84) { program in
            _ = try program.file(
                "Alerts/rules/register.yaml",
                try String(
                    contentsOf: Fixtures.root.appending(path: "Alerts/rules/register.yaml"), encoding: .utf8))
            func firing() throws -> [String] {
                #expect(try program("run").status == 0)
                return try program.list("alerts", "list").compactMap { $0["rule"] as? String }
                    .filter { $0 != "tier-2-coverage" }.sorted()
            }
            #expect(try firing() == ["confirm-soon"])
            let told = try program.list("alerts", "list").compactMap { $0["summary"] as? String }
            #expect(told.contains { $0.contains("has 6 days left, less than 7 days") }, "\(told)")
            // Reading the same file again confirms nothing.
            #expect(try program("import", program.file("chain.csv", StatusSystemTests.chain)).status == 0)
            #expect(try firing() == ["confirm-soon"])
            var shorter = program
            shorter.environment["TIERWATCH_VALIDITY_DAYS"] = "60"
            #expect(try shorter("run").status == 0)
            let both = try shorter.list("alerts", "list").compactMap { $0["rule"] as? String }
            #expect(Set(both).isSuperset(of: ["confirm-soon", "stale-records"]))
            #expect(try program("declarations", "confirm").status == 0)
            #expect(try firing().isEmpty)
        }
    }

    @Test func `the daemon runs soon after a confirmation`() throws {
        try withChain(agedDays: 85) { program in
            var program = program
            program.environment["TIERWATCH_SCHEDULE"] = "0 0 1 1 *"
            program.environment["TIERWATCH_SETTLE_SECONDS"] = "0.1"
            _ = try program.file(
                "Alerts/rules/soon.yaml",
                """
                rules:
                  - {name: soon, metric: validity_days_left, op: "<", value: 7, summary: {zh: 期, en: soon}}
                """)
            let daemon = try program.start(["daemon"])
            #expect(try daemon.wait { try !program.list("alerts", "list").isEmpty }, "\(daemon.printed)")
            #expect(try program("declarations", "confirm").status == 0)
            #expect(try daemon.wait { try program.list("alerts", "list").isEmpty }, "\(daemon.printed)")
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
        }
    }
}
