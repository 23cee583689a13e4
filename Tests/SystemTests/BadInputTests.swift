import Foundation
import TestSupport
import Testing

/// Whatever a file can get wrong: one clear sentence, the contract's exit code, and a store that stays as it was.
@Suite struct BadInputTests {
    static let header =
        "supplier_id,supplier_name,supplier_region,buyer_id,tier,industry,product,annual_value,share\n"
    static let good = "91310000132260250X,甲,310000,,1,auto,板,100,\n"

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var content: Data
        var code: Int32 = 65
        var says: String

        init(_ name: String, _ content: String, code: Int32 = 65, says: String) {
            self.init(name, Data(content.utf8), code: code, says: says)
        }

        init(_ name: String, _ content: Data, code: Int32 = 65, says: String) {
            testDescription = name
            self.content = content
            self.code = code
            self.says = says
        }

        /// One bad row below a good one.
        static func row(_ name: String, _ row: String, says: String) -> Case {
            Case(name, header + good + row + "\n", says: says)
        }
    }

    static let files: [Case] = [
        Case("an empty file", "", says: "empty"),
        Case("a header without rows", header, says: "no rows"),
        Case("no known header", "a,b,c\n1,2,3\n", says: "header"),
        Case("a wrong delimiter", header.replacing(",", with: "|") + "x|y\n", says: "header"),
        Case("truncated UTF-8", Data((header + "甲乙丙").utf8).dropLast(), says: "cut off"),
        Case("NUL bytes", header + "9131\u{0}000,甲,310000,,1,auto,板,100,\n", says: "NUL"),
        Case("a quote never closed", header + "\"91310000132260250X,甲\n", says: "quote"),
    ]

    static let rows: [Case] = [
        .row(
            "a code in scientific notation", "9.13101E+17,乙,310000,,1,auto,板,1,", says: "scientific_notation"),
        .row("a 15-digit code", "310000400000001,乙,310000,,1,auto,板,1,", says: "old_registration_number"),
        .row("O for 0", "9131000013226O250X,乙,310000,,1,auto,板,1,", says: "bad_char"),
        .row("an unknown city", ",乙,亚特兰蒂斯,,1,auto,板,1,", says: "unknown_region"),
        .row("ambiguous pinyin", ",乙,Suzhou,,1,auto,板,1,", says: "ambiguous_region"),
        .row("tier 0", ",乙,310000,,0,auto,板,1,", says: "tier"),
        .row("tier 6", ",乙,310000,,6,auto,板,1,", says: "tier"),
        .row("share 130%", ",乙,310000,,1,auto,板,1,130%", says: "share"),
        .row("a negative amount", ",乙,310000,,1,auto,板,-5,", says: "annual_value"),
        .row("NaN", ",乙,310000,,1,auto,板,NaN,", says: "annual_value"),
        .row("infinity", ",乙,310000,,1,auto,板,inf,", says: "annual_value"),
        .row("an overflowing amount", ",乙,310000,,1,auto,板,1e400,", says: "annual_value"),
        .row(
            "self-supply", "91320200724183068U,乙,310000,91320200724183068U,2,auto,板,1,", says: "self_supply"),
    ]

    @Test(arguments: files)
    func `a bad file is refused whole and by name`(fault: Case) throws {
        try Program.inFolder { program in
            let file = try program.file("bad.csv", fault.content)
            let result = try program("import", file, "--registrant", "local:check")
            #expect(result.status == fault.code)
            #expect((result.errorText + result.text).contains(fault.says), "\(result.errorText)")
            #expect(result.errorText.contains("bad.csv"))
            #expect(try program.list("suppliers").isEmpty)
        }
    }

    @Test(arguments: rows)
    func `a bad row refuses its file, with line and column`(fault: Case) throws {
        try Program.inFolder { program in
            let file = try program.file("bad.csv", fault.content)
            let result = try program("import", file, "--registrant", "local:check", "--format", "json")
            #expect(result.status == 65)
            let summary = try #require(
                try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
            let problems = try #require(summary["problems"] as? [[String: Any]])
            #expect(summary["accepted"] as? Int == 0)
            #expect(summary["rejected"] as? Int == 1)
            #expect(problems.first?["line"] as? Int == 3)
            let told = problems.map { "\($0["code"] ?? "") \($0["column"] ?? "")" }.joined(separator: " ")
            #expect(told.contains(fault.says), "\(told)")
            #expect(try program.list("suppliers").isEmpty)
        }
    }

    @Test func `a row with several faults names every one`() throws {
        try Program.inFolder { program in
            let row = "91310000132260251X,乙,Suzhou,,6,auto,板,-3,130%\n"
            let file = try program.file("bad.csv", Self.header + row)
            let result = try program("import", file, "--registrant", "local:check", "--format", "json")
            let summary = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
            let problems = summary?["problems"] as? [[String: Any]] ?? []
            let columns = Set(problems.compactMap { $0["column"] as? String })
            #expect(columns == ["supplier_id", "supplier_region", "tier", "annual_value", "share"])
            #expect(summary?["rejected"] as? Int == 1)
        }
    }

    @Test func `shares of one product that sum to 1.3 refuse its rows`() throws {
        try Program.inFolder { program in
            let file = try program.file(
                "shares.csv", Self.header + ",甲,310000,,1,auto,板,,0.7\n,乙,310000,,1,auto,板,,0.6\n")
            let result = try program("import", file, "--registrant", "local:check")
            #expect(result.status == 65)
            #expect(result.errorText.contains("130%"))
        }
    }

    @Test func `the same supply twice with different figures names both lines`() throws {
        try Program.inFolder { program in
            let file = try program.file(
                "twice.csv", Self.header + ",甲,310000,,1,auto,板,1,\n\n,甲,310000,,1,auto,板,2,\n")
            let result = try program("import", file, "--registrant", "local:check")
            #expect(result.status == 65)
            #expect(result.errorText.contains("lines 2, 4"))
            #expect(
                try program("import", file, "--registrant", "local:check", "--sum-duplicates").status == 0)
            #expect(try program.list("suppliers").first?["annual_value"] as? Double == 3)
        }
    }

    @Test func `a part of a file can be taken, and the rest is written beside it with reasons`() throws {
        try Program.inFolder { program in
            let rows = Self.header + Self.good + ",乙,亚特兰蒂斯,,1,auto,板,=1,\n"
            let file = try program.file("mixed.csv", rows)
            #expect(try program("import", file, "--registrant", "local:check", "--partial").status == 65)
            #expect(try program.list("suppliers").count == 1)
            let refused = try String(
                contentsOf: program.folder.appending(path: "mixed.refused.csv"), encoding: .utf8)
            #expect(refused.contains("reason"))
            #expect(refused.contains("亚特兰蒂斯"))
            #expect(refused.contains("'=1"))
            #expect(!refused.contains("91310000132260250X"))
        }
    }

    @Test func `a dry run keeps nothing, and reading twice changes nothing`() throws {
        try Program.inFolder { program in
            let file = try program.file("good.csv", Self.header + Self.good)
            #expect(try program("import", file, "--registrant", "local:check", "--dry-run").status == 0)
            #expect(try program.list("suppliers").isEmpty)
            #expect(try program("import", file, "--registrant", "local:check").status == 0)
            let again = try program.json("import", file, "--registrant", "local:check") as? [String: Any]
            #expect(again?["accepted"] as? Int == 0)
            #expect(again?["unchanged"] as? Int == 1)
        }
    }

    @Test func `what is no regular file is refused at once`() throws {
        try Program.inFolder { program in
            let fifo = program.folder.appending(path: "fifo.csv").path
            #expect(mkfifo(fifo, 0o644) == 0)
            let pipe = try program("import", fifo, "--registrant", "local:check")
            #expect([65, 66, 74].contains(pipe.status))
            #expect(pipe.errorText.contains("fifo.csv"))
            let missing = try program("import", "none.csv", "--registrant", "local:check")
            #expect(missing.status == 66)
            #expect(missing.errorText.contains("none.csv"))
            let empty = program.folder.appending(path: "empty").path
            try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
            #expect(try program("import", empty, "--registrant", "local:check").status == 66)
            let unreadable = try program("import", "/proc/self/mem", "--registrant", "local:check")
            #expect([66, 74].contains(unreadable.status))
        }
    }

    @Test(arguments: ["a line of 2 GB", "10 million columns"])
    func `a line without end is refused early`(kind: String) throws {
        try Program.inFolder { program in
            let file = program.folder.appending(path: "long.csv")
            try Data(Self.header.utf8).write(to: file)
            let handle = try FileHandle(forWritingTo: file)
            try handle.seekToEnd()
            if kind == "a line of 2 GB" {
                // A hole in the file, of NUL bytes, would be refused for those: so real text stands at its start.
                try handle.write(contentsOf: Data(repeating: 65, count: 8 << 20))
                try handle.truncate(atOffset: 2 << 30)
            } else {
                try handle.write(contentsOf: Data(repeating: 44, count: 10_000_000))
            }
            try handle.close()
            let result = try program("import", file.path, "--registrant", "local:check")
            #expect(result.status == 65)
            #expect(result.errorText.contains("long.csv"))
            #expect(result.errorText.split(separator: "\n").count == 1)
        }
    }

    @Test func `nobody named as registrant is wrong usage`() throws {
        try Program.inFolder { program in
            let file = try program.file("good.csv", Self.header + Self.good)
            #expect(try program("import", file).status == 64)
            #expect(try program("import", file, "--registrant", "nonsense").status == 64)
            #expect(try program("frobnicate").status == 64)
            #expect(try program("metrics", "--metric", "no_such").status == 64)
            #expect(try program("firm", "91310000132260250X").status == 66)
        }
    }

    @Test func `a full disk is one sentence, and what was stored stays`() throws {
        try Program.inFolder { program in
            let small = try program.file("good.csv", Self.header + Self.good)
            #expect(try program("import", small, "--registrant", "local:check").status == 0)
            let rows = (0..<20_000).map { ",厂\($0),310000,,1,auto,板\($0),1,\n" }.joined()
            let large = try program.file("large.csv", Self.header + rows)
            let limited = "ulimit -f 512; exec \"$0\" \"$@\""
            let result = try Command.run(
                URL(filePath: "/bin/bash"),
                [
                    "-c", limited, Program.binary.path, "import", large, "--registrant", "local:check",
                    "--data", program.data,
                ],
                environment: program.surroundings())
            #expect(result.status == 74)
            #expect(result.errorText.contains("tierwatch.db"))
            #expect(try program.list("suppliers").count == 1)
        }
    }

    @Test func `a store that is none, or is newer, is refused by name`() throws {
        try Program.inFolder { program in
            let file = try program.file("data/tierwatch.db", String(repeating: "no database ", count: 500))
            let result = try program("suppliers")
            #expect(result.status == 65)
            #expect(result.errorText.contains("no SQLite database"))
            try FileManager.default.removeItem(atPath: file)
            let good = try program.file("good.csv", Self.header + Self.good)
            #expect(try program("import", good, "--registrant", "local:check").status == 0)
            let future = "INSERT INTO grdb_migrations VALUES ('9999 later')"
            #expect(try Command.run(URL(filePath: "/usr/bin/sqlite3"), [file, future]).status == 0)
            let newer = try program("suppliers")
            #expect(newer.status == 65)
            #expect(newer.errorText.contains("newer Tierwatch"))
        }
    }
}
