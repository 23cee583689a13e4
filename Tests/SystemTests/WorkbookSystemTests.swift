import Foundation
import TestSupport
import Testing

@Suite struct WorkbookSystemTests {
    /// A program with the files of `workbooks.py features` in its folder.
    func withFeatures<T>(_ body: (Program) throws -> T) throws -> T {
        try Program.inFolder { program in
            let made = try Command.tool("workbooks.py", ["features", program.folder.path])
            #expect(made.status == 0, "\(made.errorText)")
            return try body(program)
        }
    }

    @Test func `each sheet of a workbook is taken by its name, and what was taken is known again`() throws {
        try withFeatures { program in
            let book = program.folder.appending(path: "sheets.xlsx").path
            func taken(_ flags: [String]) throws -> [Int?] {
                let result = try program.json(["import", book, "--registrant", "local:check"] + flags)
                let counts = try #require(result as? [String: Any])
                return ["accepted", "unchanged"].map { counts[$0] as? Int }
            }
            #expect(try taken([]) == [2, 0])
            #expect(try taken([]) == [0, 2])
            #expect(try taken(["--sheet", "企业"]) == [1, 0])
            let suppliers = try program.list("suppliers", "--tier", "1")
            #expect(suppliers.map { $0["name"] as? String } == ["甲"])
            #expect(suppliers.map { $0["annual_value"] as? Double } == [120_000])
            let firm = try program("firm", "local:check:甲", "--format", "json").text
            #expect(firm.contains("sheets.xlsx[供应]\", \"line\": 3"))
        }
    }

    @Test func `a folder means its workbooks too`() throws {
        try withFeatures { program in
            let source = program.folder.appending(path: "sheets.xlsx")
            let inside = try program.file("registers/note.txt", "no register")
            let folder = URL(filePath: inside).deletingLastPathComponent()
            try FileManager.default.moveItem(at: source, to: folder.appending(path: "list.xlsx"))
            _ = try program.file("registers/~$list.xlsx", "whoever has it open")
            let result = try program("import", folder.path, "--registrant", "local:check")
            #expect(result.status == 0, "\(result.errorText)")
            #expect(result.errorText.contains("list.xlsx[旧表]: this sheet holds a table too"))
        }
    }

    @Test func `a bad row is told with its sheet, and the good ones are taken in part`() throws {
        try withFeatures { program in
            let book = program.folder.appending(path: "dates.xlsx").path
            let firms = try program.file("firms.csv", "name,region\n甲,苏州市\n")
            #expect(try program("import", firms, "--registrant", "local:check").status == 0)
            let result = try program("import", book, "--registrant", "local:check", "--partial")
            #expect(result.status == 65)
            let answer = try #require(JSONSerialization.jsonObject(with: result.output) as? [String: Any])
            #expect(answer["accepted"] as? Int == 2 && answer["rejected"] as? Int == 1)
            let problem = try #require((answer["problems"] as? [[String: Any]])?.first)
            #expect(problem["sheet"] as? String == "Sheet1" && problem["line"] as? Int == 4)
            #expect(result.errorText.contains("dates.xlsx[Sheet1]:4: annual_value '2022-04-19': "))
            let refused = program.folder.appending(path: "dates.xlsx.refused.csv")
            #expect(try String(contentsOf: refused, encoding: .utf8).contains("甲,1,auto,x,2022-04-19,,"))
        }
    }

    @Test func `a hostile workbook changes nothing, and ends with code 65`() throws {
        try Program.withEmptyStore { program in
            #expect(try Command.tool("workbooks.py", ["hostile", program.folder.path]).status == 0)
            for name in ["bomb", "climbing_target", "truncated"] {
                let book = program.folder.appending(path: name + ".xlsx").path
                let result = try program("import", book, "--registrant", "local:check", "--partial")
                #expect(result.status == 65, "\(result.errorText)")
                #expect(result.errorText.split(separator: "\n").count == 1, "\(result.errorText)")
            }
            #expect(try program.list("suppliers").isEmpty)
        }
    }
}
