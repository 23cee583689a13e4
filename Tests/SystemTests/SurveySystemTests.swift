import Foundation
import TestSupport
import Testing

/// Whom a survey asks, the sheet that it gives out, and what comes back.
@Suite struct SurveySystemTests {
    private func asked(_ program: Program, _ more: String...) throws -> [String] {
        try program.list(["survey", "--firm", "local:t:A"] + more).map { row in
            "\(row["tier"] ?? "") \(row["name"] ?? "") \(row["region"] ?? "")"
        }
    }

    @Test func `each site of each tier is asked until it has answered`() throws {
        try StatusSystemTests.withChain { program in
            let all = ["1 乙厂 310000", "1 乙厂 320583", "1 丙厂 320500", "2 丁厂 330200"]
            #expect(try asked(program) == all)
            #expect(try asked(program, "--tier", "2") == ["2 丁厂 330200"])
            #expect(try asked(program, "--region", "江苏") == ["1 乙厂 320583", "1 丙厂 320500"])
            try program("status", "report", "--firm", "local:t:B", "--rate", "1", "--region", "昆山")
            try program(
                "status", "report", "--firm", "local:t:C", "--rate", "1", "--at", StatusSystemTests.ago(15))
            #expect(try asked(program) == ["1 乙厂 310000", "1 丙厂 320500", "2 丁厂 330200"])
            #expect(
                try asked(program, "--since", StatusSystemTests.ago(16)) == ["1 乙厂 310000", "2 丁厂 330200"])
            #expect(try asked(program, "--all") == all)
            let rates = try program.list("survey", "--firm", "local:t:A", "--by-tier")
            #expect(
                rates.map { $0["asked"] as? Int } == [3, 1] && rates.map { $0["answered"] as? Int } == [1, 0])
            #expect(abs((rates.first?["answer_rate"] as? Double ?? 0) - 1.0 / 3) < 1e-12)
            #expect(
                try program("survey", "--firm", "local:t:A").text.contains(
                    "tier 1: 1 of 3 sites answered (33.3%)"))
            #expect(
                try program("survey", "--firm", "local:t:A", "--lang", "zh").text.contains("1 级：3 处中 1 处已答"))
        }
    }

    @Test(arguments: ["en", "zh"])
    func `a sheet that is filled in is read back, and never written over`(language: String) throws {
        try StatusSystemTests.withChain { program in
            let path = program.folder.appending(path: "ask.csv").path
            let made = try program("survey", "--firm", "local:t:A", "--sheet", path, "--lang", language)
            #expect(made.status == 0 && made.errorText.contains("ask.csv"), "\(made.errorText)")
            let blank = try program("status", "import", path)
            #expect(
                blank.status == 0 && blank.errorText.contains("4 rows have no answer yet"),
                "\(blank.errorText)")
            let register = try program("import", path)
            #expect(register.status == 65 && register.errorText.contains("`tierwatch status import`"))
            let again = try program("survey", "--firm", "local:t:A", "--sheet", path)
            #expect(again.status == 73 && again.errorText.contains("name another"))
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let lines = text.split(whereSeparator: \.isNewline).map { line -> String in
                let line = String(line)
                return line.contains("乙厂") ? line.replacing(",,,,,,,", with: ",,70%,12,3,通畅,,") : line
            }
            let filled = try program.file("filled.csv", lines.joined(separator: "\n"))
            let taken = try #require(try program.json("status", "import", filled) as? [String: Any])
            #expect(taken["accepted"] as? Int == 2, "\(taken)")
            #expect(try asked(program) == ["1 丙厂 320500", "2 丁厂 330200"])
            #expect(
                try program.list("status", "list").map { $0["region"] as? String } == ["320583", "310000"])
        }
    }

    @Test func `a sheet goes out as a workbook too`() throws {
        try StatusSystemTests.withChain { program in
            let path = program.folder.appending(path: "ask.xlsx").path
            let made = try program("survey", "--firm", "local:t:A", "--sheet", path, "--lang", "zh")
            #expect(made.status == 0 && made.errorText == "the sheet is in \(path)\n", "\(made.errorText)")
            let sheet = try #require(try Book.sheets(path).first)
            #expect(sheet.name == "调查表" && sheet.lines.count == 5)
            #expect(sheet.lines[1].prefix(2).map { "\($0)" } == ["1", "local:t:B"])
            let blank = try program("status", "import", path)
            #expect(
                blank.status == 0 && blank.errorText.contains("4 rows have no answer yet"),
                "\(blank.errorText)")
        }
    }

    @Test(arguments: [
        (["--firm", "local:t:Z"], 66, "local:t:Z"), (["--firm", "local:t:A", "--tier", "0"], 64, "--tier"),
        (["--firm", "local:t:A", "--since", "soon"], 64, "'soon' is no time"),
        (["--firm", "local:t:A", "--since", "2999-01-01"], 64, "in the future"),
        (["--firm", "local:t:A", "--sheet", "no/such/folder.csv"], 73, "no/such/folder.csv"),
        (["--firm", "local:t:A", "--sheet", "ask.txt"], 64, "--sheet ask.txt: name a file that ends in"),
        (["--firm", "local:t:A", "--by-tier", "--all"], 64, "--by-tier"),
    ])
    func `a wrong question is named`(flags: [String], status: Int32, named: String) throws {
        try StatusSystemTests.withChain { program in
            let result = try program.run(["survey"] + flags)
            #expect(result.status == status && result.errorText.contains(named), "\(result.errorText)")
            #expect(result.text.isEmpty)
        }
    }
}
