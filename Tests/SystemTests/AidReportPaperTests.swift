import Foundation
import TestSupport
import Testing

/// The report of a month, as a province hands it in.
@Suite struct AidReportPaperTests {
    /// A request that was answered and closed within moments, and the month in which that was.
    private func withClosed(_ body: (Program, _ month: String) throws -> Void) throws {
        try AidSystemTests.withChain { program in
            try AidSystemTests.stop(program, "local:t:B")
            for step in [
                ["run"], ["aid", "register", "1"], ["aid", "assign", "1", "--to", "赵"],
                ["aid", "answer", "1", "--outcome", "solved"], ["aid", "close", "1"],
            ] {
                let result = try program.run(step)
                guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
            }
            let request = try program.json("aid", "show", "1") as? [String: Any]
            let steps = try #require(request?["steps"] as? [[String: Any]])
            let registered = try #require(steps.first { $0["action"] as? String == "register" })
            try body(program, String(try #require(registered["time"] as? String).prefix(7)))
        }
    }

    private static let headings = [
        "请求方", "协助方", "函件", "企业", "供应商", "销号", "销号率", "已解决", "销号中位天数", "销号平均天数", "逾期",
    ]

    @Test func `a workbook says of which month it is and as of when, in words, with figures as numbers`()
        throws
    {
        try withClosed { program, month in
            let file = program.folder.path + "/month.xlsx"
            let made = try program("aid", "report", "--month", month, "--output", file, "--lang", "zh")
            #expect(made.status == 0 && made.errorText == "the report is in \(file)\n", "\(made.errorText)")
            #expect(!made.text.contains("e-"), "\(made.text)")
            let sheets = try Book.sheets(file)
            #expect(sheets.map(\.name) == [month])
            let lines = try #require(sheets.first?.lines)
            #expect(lines.count == 4)
            let note = "\(lines[0][0])"
            #expect(note.hasPrefix("互保请求统计：\(month)，截至 \(month)-") && note.contains("，制表 "), "\(note)")
            #expect(lines[1].map { "\($0)" } == Self.headings)
            for (line, names) in [(lines[2], ["上海市", "江苏省"]), (lines[3], ["合计", "合计"])] {
                #expect(line.prefix(2).map { "\($0)" } == names)
                #expect(line[2...7].map { $0 as? Double } == [1, 1, 1, 1, 1, 1])
                for days in line[8...9] {
                    let days = try #require(days as? Double)
                    #expect(days < 0.1 && "\(days)".count <= 6, "\(days)")
                }
                #expect(line[10] as? Double == 0)
            }
        }
    }

    @Test func `a table has the same headings and lines, and nothing above them`() throws {
        try withClosed { program, _ in
            let file = program.folder.path + "/all.csv"
            #expect(try program("aid", "report", "--output", file, "--lang", "zh").status == 0)
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let lines = text.dropFirst(text.hasPrefix("\u{FEFF}") ? 1 : 0).split(separator: "\r\n")
            #expect(lines.count == 3 && lines[0].split(separator: ",").map(String.init) == Self.headings)
            #expect(lines[2].hasPrefix("合计,合计,1,1,1,1,1,1,") && !text.contains("e-"), "\(text)")
            let english = program.folder.path + "/all.xlsx"
            #expect(try program("aid", "report", "--output", english).status == 0)
            let sheet = try #require(try Book.sheets(english).first)
            #expect(sheet.name == "all" && "\(sheet.lines[0][0])".hasPrefix("Requests for help: all, as of "))
            #expect(sheet.lines[1].prefix(2).map { "\($0)" } == ["authority name", "counterpart name"])
            #expect(sheet.lines[3].prefix(2).map { "\($0)" } == ["total", "total"])
        }
    }
}
