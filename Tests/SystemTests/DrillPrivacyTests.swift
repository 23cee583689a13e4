import Foundation
import TestSupport
import Testing

/// A drill's report tells of others' chains that somebody there could help, and not who.
@Suite struct DrillPrivacyTests {
    /// Kunshan stands still, where 乙厂 makes the seats of 甲厂; 己厂, of others' chains, could stand in.
    private static let scenario = "name: 断供\nuntil: 60\nshocks:\n  - {region: \"320583\", days: 30}\n"

    /// Every text of a workbook, of whichever sheets.
    private static let unpacking =
        "import sys, zipfile; book = zipfile.ZipFile(sys.argv[1]);"
        + " [sys.stdout.buffer.write(book.read(name)) for name in book.namelist()]"

    /// What is printed of some drills, with what is told beside it, by what was asked.
    private func printed(_ program: Program, _ questions: [[String]]) throws -> [String: String] {
        var texts: [String: String] = [:]
        for question in questions {
            for form in [["json"], ["csv"], ["table", "--lang", "zh"], ["table", "--lang", "en"]] {
                let result = try program.run(["aid"] + question + ["--format"] + form)
                guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
                texts["\(question) \(form)"] = result.text + result.errorText
            }
        }
        return texts
    }

    /// The files that a drill writes, by how their names end.
    private func files(_ program: Program, _ scenario: String) throws -> [String: String] {
        var texts: [String: String] = [:]
        for kind in ["json", "csv", "xlsx"] {
            let path = program.folder.path + "/out.\(kind)"
            try ConsentCase.must(program, "aid", "drill", scenario, "--dry-run", "--output", path)
            guard kind == "xlsx" else {
                texts[kind] = try String(contentsOfFile: path, encoding: .utf8)
                continue
            }
            let unpacked = try Command.run(Command.python, ["-c", Self.unpacking, path])
            guard unpacked.status == 0 else { throw Program.Failure(text: unpacked.errorText) }
            texts[kind] = unpacked.text
        }
        return texts
    }

    /// Half of what 丁厂 makes hangs on 丑厂, which 甲厂 declares too: what it loses by that is told exactly.
    @Test func `a drill scores one's own backup as a match does`() throws {
        try ConsentCase.withRequest { program in
            let other = """
                supplier_id,supplier_name,supplier_region,buyer_id,tier,industry,product,status,spare_capacity,bring_up_days
                local:t:E,戊厂,340100,local:t:A,1,auto,座椅,backup,0.1,13
                """
            try ConsentCase.must(
                program, "import", program.file("t2.csv", other), "--registrant", "local:t", "--partial")
            let asked = ["--firm", "甲厂", "--product", "座椅", "--without", "320583", "--days", "30"]
            let match = try #require(try program.json(["aid", "match"] + asked) as? [String: Any])
            let scenario = try program.file("drill.yaml", Self.scenario)
            let drill = try #require(
                try program.json("aid", "drill", scenario, "--dry-run") as? [String: Any])
            let told = DrillBench.lines(drill, "stand_ins", "number", "name", "match_score")
            #expect(told == DrillBench.lines(match, "candidates", "number", "name", "match_score"))
            #expect(told.contains { $0.contains("丁厂") } && !told.contains { $0.hasSuffix("丁厂 0.3") })
        }
    }

    @Test func `a drill's report names nobody of others' chains, in whatever form it is asked for`() throws {
        try ConsentCase.withRequest { program in
            _ = try program.file("Alerts/rules/replay.yaml", AidReplayTests.rules)
            let scenario = try program.file("drill.yaml", Self.scenario)
            let named = try program(
                "aid", "match", "--firm", "甲厂", "--product", "座椅", "--without", "320583", "--names")
            #expect(ConsentCase.found(["己厂"], in: named.text) == ["己厂"])
            var texts = try printed(
                program,
                [
                    ["drill", scenario], ["drill", scenario, "--dry-run"], ["drills", "--show", "1"],
                    ["drills", "--show", "2", "--against", "1"],
                ])
            texts.merge(try files(program, scenario)) { one, _ in one }
            for (form, text) in texts {
                // Neither is it left out, nor is what the drill found empty.
                #expect(text.contains("匿名") || text.contains("anonymous"), "\(form): \(text)")
                #expect(text.contains("丁厂") && text.contains("甲厂"), "\(form): \(text)")
            }
            let list = try printed(program, [["drills"]])
            texts.merge(list) { one, _ in one }
            let rows = try Command.run(
                URL(filePath: "/usr/bin/sqlite3"),
                [program.data + "/tierwatch.db", "SELECT author, scenario, digest, body FROM drill"])
            #expect(rows.text.split(separator: "\n").count == 4)
            #expect(rows.text.contains("\"source\":\"other_chain\"") && rows.text.contains("丁厂"))
            texts["store"] = rows.text
            for (form, text) in texts {
                #expect(
                    ConsentCase.found(ConsentCase.secrets + ConsentCase.owners, in: text) == [], "\(form)")
            }
        }
    }

    @Test func `a drill's days tell a capacity of others' chains no more exactly than to the tenth`() throws {
        try ConsentCase.withRequest { program in
            let scenario = try program.file("drill.yaml", Self.scenario)
            for spare in ["0.28", "0.31", "0.33"] {
                let rows =
                    ConsentCase.header
                    + "local:x:F,己厂,320115,local:x:G,庚厂,1,auto,车用坐具,1000,1,active,\(spare),4\n"
                try ConsentCase.must(
                    program, "import", program.file("x2.csv", rows), "--registrant", "local:x")
                let answer = try #require(
                    try program.json("aid", "drill", scenario, "--dry-run") as? [String: Any])
                let hidden = (answer["stand_ins"] as? [[String: Any]] ?? []).filter {
                    $0["source"] as? String == "other_chain"
                }
                // 0.6 is lacking on three days and 0.3 on 27, of which the stock of three days covers 3; it is gone on day 8.
                let shown = DrillBench.lines(
                    ["stand_ins": hidden], "stand_ins", "delivers", "line_stop_day", "lost_days")
                #expect(shown == ["0.3 8 6.9"], "\(spare)")
            }
        }
    }

    @Test func `whom the firm in need declares too goes by its word in a drill, and not by a rival's`() throws
    {
        try ConsentCase.withRequest { program in
            let code = "91310000132260250X"
            // 丙厂 is of 甲厂's chain; its supplier of seats is in the chain of local:x too, whose word is the newest.
            let rows = [
                ("local:t", "\(code),子厂,320115,local:t:C,丙厂,2,auto,座椅,100,,active,0.3,2\n"),
                ("local:x", "\(code),庚厂叫法,320115,local:x:G,庚厂,1,auto,座椅,500,,active,0.9,4\n"),
            ]
            for (registrant, row) in rows {
                let file = try program.file("\(registrant).csv", ConsentCase.header + row)
                try ConsentCase.must(program, "import", file, "--registrant", registrant)
            }
            let named = try program(
                "aid", "match", "--firm", "甲厂", "--product", "座椅", "--without", "320583", "--names")
            #expect(named.text.contains("庚厂叫法"), "\(named.text)")
            let scenario = try program.file("drill.yaml", Self.scenario)
            let drill = try program("aid", "drill", scenario, "--dry-run", "--format", "json").text
            #expect(drill.contains("子厂") && drill.contains(code), "\(drill)")
            #expect(!drill.contains("庚厂叫法"), "\(drill)")
        }
    }
}
