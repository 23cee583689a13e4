import Foundation
import TestSupport
import Testing

/// A column that nobody knows, as a slip in its header makes one: it is left out, and whoever sent the file learns so.
@Suite struct UnknownColumnTests {
    private static let text =
        "supplier_name,supplier_region,tier,industry,product,年采购额度\n乙,320500,1,auto,灯,5\n"

    @Test(arguments: ["csv", "xlsx"])
    func `import names the column, and takes the rows all the same`(kind: String) throws {
        try Program.inFolder { program in
            var file = try program.file("list.csv", Self.text)
            if kind == "xlsx" {
                let made = try Command.tool("workbooks.py", ["convert", file, program.folder.path])
                #expect(made.status == 0, "\(made.errorText)")
                file = program.folder.appending(path: "openpyxl.xlsx").path
            }
            for format in ["json", "table"] {
                let result = try program(
                    "import", file, "--registrant", "local:demo", "--dry-run", "--format", format)
                #expect(result.status == 0)
                let told = result.errorText.split(separator: "\n").filter { $0.hasPrefix("warning: ") }
                #expect(told.count == 1 && told[0].contains("'年采购额度'"), "\(result.errorText)")
                #expect(
                    told.first?.contains(kind == "csv" ? "list.csv:1: " : "openpyxl.xlsx[Sheet]:1: ") ?? false
                )
                guard format == "json" else { continue }
                let counts = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
                #expect(counts?["accepted"] as? Int == 1 && counts?["rejected"] as? Int == 0)
                #expect((counts?["problems"] as? [Any])?.isEmpty ?? false)
            }
        }
    }

    @Test func `the inbox says it in its log, and beside the file`() throws {
        try Program.inFolder { program in
            var program = program
            program.environment["TIERWATCH_REGISTRANT"] = "local:demo"
            _ = try program.file("Alerts/rules/none.yaml", "rules: []\n")
            _ = try program.file("data/inbox/list.csv", Self.text)
            let daemon = try program.start(["daemon"])
            let done = program.data + "/inbox/done"
            func names() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: done)) ?? [] }
            #expect(try daemon.wait { names().count == 2 }, "\(daemon.printed)")
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
            #expect(daemon.printed.contains("年采购额度"), "\(daemon.printed)")
            let note = try #require(names().first { $0.hasSuffix("list.csv.warnings.txt") })
            let text = try String(contentsOfFile: done + "/" + note, encoding: .utf8)
            #expect(text.contains("list.csv:1: no column answers to '年采购额度'"), "\(text)")
            #expect(try program.list("suppliers").count == 1)
        }
    }

    @Test(arguments: [true, false])
    func `a registration over HTTP has it among its warnings`(isDryRun: Bool) throws {
        try HTTPDaemon.run { daemon in
            let answer = try daemon.upload(
                "registrant=local:demo&dry_run=\(isDryRun)", Data(Self.text.utf8), type: "text/csv")
            #expect(answer.status == (isDryRun ? 200 : 201), "\(answer.text)")
            let warnings = try #require(try answer.object["warnings"] as? [[String: Any]])
            #expect(warnings.map { $0["code"] as? String } == ["unknown_columns"])
            #expect((warnings.first?["message"] as? String)?.contains("'年采购额度'") ?? false)
            #expect(warnings.first?["line"] as? Int == 1)
            #expect(try answer.object["accepted"] as? Int == 1)
        }
    }
}
