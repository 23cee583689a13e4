import Foundation
import TestSupport
import Testing

@Suite struct ExportSystemTests {
    static let formats = ["csv", "xlsx"]

    /// Imports, with the counts that came of it.
    func taken(_ program: Program, _ path: String, _ flags: [String] = []) throws -> [String: Int] {
        let result = try program.run(
            ["import", path, "--registrant", "local:check", "--format", "json"] + flags)
        #expect(result.status == 0, "\(result.errorText)")
        let answer = try #require(JSONSerialization.jsonObject(with: result.output) as? [String: Any])
        return answer.compactMapValues { $0 as? Int }
    }

    func export(_ program: Program, _ what: String, as format: String) throws -> String {
        let path = program.folder.appending(path: "\(what)-out.\(format)").path
        let result = try program(
            "export", "--what", what, "--registrant", "local:check", "--output", path)
        #expect(result.status == 0 && result.text.isEmpty, "\(result.errorText)")
        return path
    }

    /// Exports a table, imports it over itself and into an empty store, and expects that nothing changed.
    func expectLossless(_ program: Program, _ what: String, format: String) throws {
        let csv = try String(contentsOfFile: export(program, what, as: "csv"), encoding: .utf8)
        let rows = csv.components(separatedBy: "\r\n").count - 2
        let path = try export(program, what, as: format)
        let again = try taken(program, path, what == "supplies" ? ["--replace"] : [])
        #expect(again["unchanged"] == rows && again["accepted"] == 0 && again["withdrawn"] == 0, "\(again)")
        let (fresh, copy) = try Program.inFolder { empty throws -> ([String: Int], String) in
            let fresh = try taken(empty, path)
            return (fresh, try String(contentsOfFile: export(empty, what, as: "csv"), encoding: .utf8))
        }
        #expect(fresh["accepted"] == rows && copy == csv)
    }

    @Test(arguments: ["auto", "biopharma", "chips", "apple_2022", "core_21"], formats)
    func `an exported demonstration register is what was imported`(chain: String, format: String) throws {
        try Program.inFolder { program in
            let folder = Fixtures.root.appending(path: "Suppliers/\(chain)").path
            #expect(try taken(program, folder)["accepted"] ?? 0 > 10)
            let hasFirms = FileManager.default.fileExists(atPath: folder + "/firms.csv")
            for what in hasFirms ? ["firms", "supplies"] : ["supplies"] {
                try expectLossless(program, what, format: format)
            }
        }
    }

    @Test(arguments: formats) func `an exported random register is what was imported`(format: String) throws {
        try Program.inFolder { program in
            let made = try Command.tool(
                "make_network.py", [program.folder.path, "--firms", "600", "--seed", "11", "--multi", "0.3"])
            #expect(made.status == 0, "\(made.errorText)")
            for what in ["firms", "supplies"] {
                #expect(try taken(program, program.folder.path + "/\(what).csv")["accepted"] ?? 0 > 500)
            }
            for what in ["firms", "supplies"] { try expectLossless(program, what, format: format) }
        }
    }

    @Test(arguments: formats)
    func `names like formulas, missing names, ended supplies and long numbers come back`(
        format: String
    ) throws {
        try Program.inFolder { program in
            let header =
                "supplier_id,supplier_name,supplier_region,tier,industry,product,annual_value,share,status,buyer_name\n"
            let rows = [
                "A1,=1+1,苏州,1,auto,a,0.30000000000000004,0.1,active,", "A1,—,苏州,1,auto,b,1e-7,,ended,",
                "A1,'@x,上海,1,auto,\"c,\"\"d\"\"\",123456789.12345678,,backup,@甲",
                "B2,+86,JP,1,other,e,1200万,33%,active,—",
            ]
            let file = try program.file("list.csv", header + rows.joined(separator: "\n") + "\n")
            #expect(try taken(program, file)["accepted"] == 4)
            let text = try String(contentsOfFile: export(program, "supplies", as: "csv"), encoding: .utf8)
            #expect(text.contains("local:check:A1,'=1+1,320500"))
            #expect(text.contains("local:check:A1,—,320500") && text.contains("0.30000000000000004,0.1,"))
            #expect(
                text.contains(
                    "local:check:A1,'@x,310000,local:check:@甲,'@甲,1,auto,\"c,\"\"d\"\"\",123456789.12345678"))
            try expectLossless(program, "supplies", format: format)
        }
    }

    @Test(arguments: formats)
    func `names that look like what workbooks write for other characters come back`(format: String) throws {
        try Program.inFolder { program in
            let names = ["_x0041_厂", "_x0041_x0042_", "a_x000D_", "_x005F_x0041_", "_x004_", "__x0041_"]
            let rows = names.enumerated().map { "local:check:\($0),\($1),320500\n" }
            let file = try program.file("firms.csv", "id,name,region\n" + rows.joined())
            #expect(try taken(program, file)["accepted"] == names.count)
            try expectLossless(program, "firms", format: format)
        }
    }

    @Test func `standard output carries the table alone`() throws {
        try Program.withEmptyStore { program in
            let file = try program.file("one.csv", BadInputTests.header + BadInputTests.good)
            _ = try taken(program, file)
            let result = try program("export", "--registrant", "local:check")
            #expect(result.status == 0 && result.errorText.isEmpty)
            let lines = result.text.components(separatedBy: "\r\n")
            #expect(lines.count == 3 && lines[0].hasPrefix("supplier_id,supplier_name,"))
            #expect(
                lines[1] == "91310000132260250X,甲,310000,local:check,,1,auto,板,100,,essential,active,,,,,")
        }
    }

    @Test(arguments: ["metrics", "alerts"])
    func `figures and alerts are the same rows as CSV, as XLSX and as the query answers`(what: String) throws
    {
        try Program.inFolder { program in
            _ = try taken(program, Fixtures.root.appending(path: "Suppliers/chips").path)
            let rules = Fixtures.root.appending(path: "Alerts").path
            var program = program
            program.environment["TIERWATCH_ALERTS"] = rules
            #expect([0, 65].contains(try program("run").status))
            let book = try export(program, what, as: "xlsx")
            let shown = try Command.tool("workbooks.py", ["show", book])
            let sheet = try #require(JSONSerialization.jsonObject(with: shown.output) as? [[Any]])
            let query = what == "metrics" ? ["metrics"] : ["alerts", "list"]
            let answer = try program.run(query + ["--format", "csv"])
            #expect(sheet.count == answer.text.components(separatedBy: "\r\n").count - 1)
            #expect(sheet.count > 2)
            let header = answer.text.components(separatedBy: "\r\n")[0]
            #expect(sheet[0].map { "\($0)" }.joined(separator: ",") == header)
            // Also those of 17 digits.
            #expect(sheet.dropFirst().allSatisfy { !($0[what == "metrics" ? 2 : 4] is String) })
        }
    }

    @Test func `what cannot be written is told, and the file before stays`() throws {
        try Program.withEmptyStore { program in
            let file = try program.file("out.xlsx", "before")
            func status(_ arguments: String...) throws -> Int32 {
                let result = try program.run(["export"] + arguments)
                #expect(result.errorText.split(separator: "\n").count == 1 && result.text.isEmpty)
                return result.status
            }
            #expect(try status("--registrant", "local:nobody", "--output", file) == 66)
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "before")
            #expect(try status("--format", "xlsx", "--what", "alerts") == 64)
            #expect(try status("--format", "csv", "--output", file) == 64)
            #expect(try status("--what", "alerts", "--output", "/nowhere/at/all.xlsx") == 73)
            #expect(try status("--what", "alerts", "--output", "/nowhere/at/all.csv") == 73)
            #expect(try status() == 64)
            let left = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
            #expect(!left.contains { $0.contains("partial") }, "\(left)")
        }
    }
}
