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
                    "4 of 4 standing declarations are older than 60 days."))
        }
    }

    @Test(arguments: ["-1", "nan", "9999"])
    func `a number of days that nobody can mean is refused`(days: String) throws {
        try Program.withEmptyStore { program in
            let result = try program("declarations", "--within", days)
            #expect(result.status == 64 && result.errorText.contains("--within"))
        }
    }
}
