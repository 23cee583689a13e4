import Foundation
import TestSupport
import Testing

/// What firms report of their operation, through the program itself.
@Suite struct StatusSystemTests {
    /// B of two cities and C supply A; D is known by its name alone.
    static let chain = """
        supplier_id,supplier_name,supplier_region,buyer_id,tier,industry,product,annual_value
        local:t:B,乙厂,320583,local:t:A,1,auto,座椅,300
        local:t:B,乙厂,310000,local:t:A,1,auto,灯,100
        local:t:C,丙厂,320500,local:t:A,1,auto,板,100
        ,丁厂,330200,local:t:B,2,auto,布,
        """

    static func withChain<T>(_ body: (Program) throws -> T) throws -> T {
        try Program.inFolder { program in
            var program = program
            program.environment["TIERWATCH_REGISTRANT"] = "local:t"
            let result = try program("import", program.file("chain.csv", chain))
            guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
            return try body(program)
        }
    }

    /// The moment some days before now, as a flag takes it.
    static func ago(_ days: Double) -> String {
        Date().addingTimeInterval(-days * 86_400).formatted(.iso8601)
    }

    @Test func `a report is kept as it was said and listed newest first`() throws {
        try Self.withChain { program in
            let first = try program(
                "status", "report", "--firm", "local:t:B", "--rate", "８０％", "--staff", "120",
                "--stock-days", "3.5", "--logistics", "受阻", "--note", "缺料", "--region", "昆山", "--at",
                Self.ago(2))
            #expect(first.status == 0, "\(first.errorText)")
            let second = try program(
                "status", "report", "--firm", "丙厂", "--rate", "0", "--registrant", "local:u")
            #expect(second.status == 0, "\(second.errorText)")
            let rows = try program.list("status", "list")
            #expect(rows.map { $0["firm"] as? String } == ["local:t:C", "local:t:B"])
            #expect(rows.map { $0["operating_rate"] as? Double } == [0, 0.8])
            #expect(rows.map { $0["registrant"] as? String } == ["local:u", "local:t"])
            let told = try #require(rows.last)
            #expect(told["region"] as? String == "320583" && told["staff"] as? Int == 120)
            #expect(told["stock_days"] as? Double == 3.5 && told["logistics"] as? String == "受阻")
            #expect(told["note"] as? String == "缺料" && told["name"] as? String == "乙厂")
            #expect(abs((told["age_days"] as? Double ?? 0) - 2) < 0.01)
            #expect(try program.list("status", "list", "--firm", "local:t:C").count == 1)
            #expect(try program.list("status", "list", "--region", "江苏").count == 2)
            #expect(try program.list("status", "list", "--region", "上海").isEmpty)
            #expect(try program.list("status", "list", "--at", Self.ago(1)).isEmpty)
            #expect(try program("status", "list", "--lang", "zh").text.contains("开工率"))
            #expect(
                try program("status", "list", "--format", "csv").text.hasPrefix(
                    "firm,name,region,operating_rate"))
        }
    }

    @Test(arguments: [
        (["--firm", "local:t:B", "--rate", "110%"], 64, "'110%' is no operating rate"),
        (["--firm", "local:t:B", "--rate", "-0.1"], 64, "'-0.1' is no operating rate"),
        (["--firm", "local:t:B", "--rate", "nan"], 64, "'nan' is no operating rate"),
        (["--firm", "local:t:Z", "--rate", "1"], 66, "local:t:Z"),
        (["--firm", "无此厂", "--rate", "1"], 64, "无此厂"),
        (["--firm", "local:t:B", "--rate", "1", "--region", "南京"], 66, "no site of it in 320100"),
        (["--firm", "local:t:B", "--rate", "1", "--region", "无此地"], 64, "无此地"),
        (["--firm", "local:t:B", "--rate", "1", "--at", "2999-01-01"], 64, "in the future"),
        (["--firm", "local:t:B", "--rate", "1", "--at", "soon"], 64, "'soon' is no time"),
        (["--firm", "local:t:B", "--rate", "1", "--staff", "-1"], 64, "--staff"),
        (["--firm", "local:t:B", "--rate", "1", "--stock-days", "nan"], 64, "--stock-days"),
        (["--firm", "local:t:B", "--rate", "1", "--registrant", "nobody"], 64, "--registrant"),
    ])
    func `a report that cannot be true is refused in one sentence, and nothing is kept`(
        flags: [String], status: Int32, named: String
    ) throws {
        try Self.withChain { program in
            let result = try program.run(["status", "report"] + flags)
            #expect(result.status == status && result.text.isEmpty, "\(result.errorText)")
            #expect(result.errorText.contains(named), "\(result.errorText)")
            #expect(result.errorText.split(separator: "\n").count == 1, "\(result.errorText)")
            #expect(try program.list("status", "list").isEmpty)
        }
    }

    @Test func `a sheet is taken whole, once, and its blank rows are told`() throws {
        try Self.withChain { program in
            let sheet = try program.file(
                "answers.csv",
                """
                统一社会信用代码,企业名称,所在地区,开工率,在岗人数,备注
                local:t:B,乙厂,320583,60%,12,=1+1
                ,丁厂,,1,,
                local:t:C,丙厂,,,,
                """)
            let dry = try program("status", "import", sheet, "--dry-run")
            #expect(dry.status == 0 && dry.errorText.contains("nothing was kept"))
            #expect(try program.list("status", "list").isEmpty)
            let counts = try #require(try program.json("status", "import", sheet) as? [String: Any])
            #expect(counts["accepted"] as? Int == 2 && counts["rejected"] as? Int == 0)
            let again = try program("status", "import", sheet, "--format", "json")
            #expect(again.text.contains("\"accepted\": 0") && again.text.contains("\"unchanged\": 2"))
            #expect(again.errorText.contains("1 row has no answer yet and was left out"))
            #expect(again.errorText.contains("say when with --at"))
            let renewed = try program("status", "import", sheet, "--at", Self.ago(1), "--format", "json")
            #expect(renewed.text.contains("\"accepted\": 2"), "\(renewed.text)")
            #expect(try program.list("status", "list").count == 4)
            #expect(try program("status", "list", "--format", "csv").text.contains("'=1+1"))
        }
    }

    @Test func `answers come from a workbook too, and are no register there either`() throws {
        try Self.withChain { program in
            let book = program.folder.appending(path: "answers.xlsx").path
            let script = """
                import datetime, openpyxl, sys
                book = openpyxl.Workbook(); sheet = book.active; sheet.title = "排摸"
                sheet.append(["企业名称", "所在地区", "开工率", "填报时间"])
                sheet.append(["丙厂", "苏州", 0.6, datetime.datetime(2026, 1, 2)])
                sheet.append(["乙厂", None, None, None])
                book.save(sys.argv[1])
                """
            let made = try Command.run(Command.python, ["-c", script, book])
            try #require(made.status == 0, "\(made.errorText)")
            let result = try program("status", "import", book)
            #expect(result.status == 0, "\(result.errorText)")
            let rows = try program.list("status", "list")
            #expect(rows.map { $0["operating_rate"] as? Double } == [0.6])
            #expect(rows.first?["time"] as? String == "2026-01-02T00:00:00+08:00")
            let register = try program("import", book)
            #expect(register.status == 65 && register.errorText.contains("`tierwatch status import`"))
        }
    }

    @Test(arguments: ["local:t:X%d,0.5,", "local:t:B,17,"])
    func `a sheet with more problems than are listed is refused with one sentence`(row: String) throws {
        try Self.withChain { program in
            let rows = (0...100_001).map { row.replacing("%d", with: "\($0)") }.joined(separator: "\n")
            let sheet = try program.file("answers.csv", "id,operating_rate,region\n" + rows)
            let result = try program("status", "import", sheet)
            #expect(result.status == 65 && result.text.isEmpty, "\(result.text.prefix(300))")
            #expect(
                result.errorText.contains(
                    "answers.csv: more than 100000 problems; this is hardly the right table"))
            #expect(result.errorText.split(separator: "\n").count == 1, "\(result.errorText.prefix(300))")
        }
    }

    @Test func `one bad row refuses the sheet, and every problem has its line`() throws {
        try Self.withChain { program in
            let sheet = try program.file(
                "answers.csv",
                """
                id,name,region,operating_rate,time
                local:t:B,,320583,0.6,2026-01-01
                local:t:Z,,,0.6,2026-01-01
                local:t:C,,,110%,2026-01-01
                local:t:C,,,1,2999-01-01
                local:t:C,,南京,1,2026-01-01
                ,无此厂,,1,2026-01-01
                local:t:B,,320583,0.7,2026-01-01
                """)
            let result = try program("status", "import", sheet)
            #expect(result.status == 65)
            let summary = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
            let problems = summary?["problems"] as? [[String: Any]] ?? []
            #expect(problems.map { $0["line"] as? Int } == [3, 4, 5, 6, 7, 8])
            #expect(
                problems.map { $0["code"] as? String } == [
                    "unknown_firm", "out_of_range", "in_future", "no_such_site", "unknown_firm",
                    "duplicate_row",
                ])
            #expect(summary?["accepted"] as? Int == 0 && summary?["rejected"] as? Int == 6)
            #expect(try program.list("status", "list").isEmpty)
            let missing = try program("status", "import", "none.csv")
            #expect(missing.status == 66 && missing.errorText.contains("none.csv"))
        }
    }

    @Test func `no store, and nobody who reports, are told`() throws {
        try Program.inFolder { program in
            let nobody = try program("status", "report", "--firm", "local:t:B", "--rate", "1")
            #expect(nobody.status == 64 && nobody.errorText.contains("--registrant"))
            let none = try program(
                "status", "report", "--firm", "local:t:B", "--rate", "1", "--registrant", "local:t")
            #expect(none.status == 66 && none.errorText.contains("there is no store here"))
        }
    }
}
