import Foundation
import TestSupport
import Testing

/// Drills in rough hands: beside a daemon, ended by signals, with bad files.
@Suite struct DrillRoughTests {
    /// A register that keeps a drill busy for a while.
    private func withLarge(_ body: (DrillBench) throws -> Void) throws {
        try DrillBench.with { bench in
            _ = try DemonstrationTests.load(bench.program, "auto")
            try body(bench)
        }
    }

    /// Starts a drill, and ends it by a signal as soon as it has a copy of the store.
    private func end(_ bench: DrillBench, by signal: Int32) throws -> Int32 {
        let file = try bench.program.file("drill.yaml", DrillBench.lockdown)
        let drill = try bench.program.start(["aid", "drill", file])
        let tmp = bench.program.folder.path + "/tmp/"
        #expect(
            try drill.wait {
                try bench.temporary().contains {
                    FileManager.default.fileExists(atPath: "\(tmp)\($0)/tierwatch.db")
                }
            })
        drill.signal(signal)
        return drill.end()
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, -SIGTERM), (SIGHUP, -SIGHUP)])
    func `a drill that is told to end leaves no copy, and the store as it was`(
        signal: Int32, status: Int32
    ) throws {
        try withLarge { bench in
            let before = try bench.dump()
            #expect(try end(bench, by: signal) == status)
            #expect(try bench.temporary().isEmpty)
            #expect(try bench.dump() == before)
        }
    }

    @Test func `what a killed drill leaves nobody else can read, and the next drill removes it`() throws {
        try withLarge { bench in
            let before = try bench.dump()
            #expect(try end(bench, by: SIGKILL) == -SIGKILL)
            let left = try bench.temporary()
            #expect(left.count == 1)
            let tmp = bench.program.folder.path + "/tmp/"
            let attributes = try FileManager.default.attributesOfItem(atPath: tmp + (left.first ?? ""))
            #expect(attributes[.posixPermissions] as? Int == 0o700)
            #expect(try bench.dump() == before)
            // Neither somebody else's folder nor that of a drill which goes on is touched.
            try FileManager.default.createDirectory(atPath: tmp + "other", withIntermediateDirectories: false)
            let going = try bench.program.start([
                "aid", "drill", bench.program.folder.path + "/drill.yaml", "--dry-run",
            ])
            #expect(try going.wait { try bench.temporary().contains { $0 != "other" && !left.contains($0) } })
            #expect(!(try bench.temporary().contains(left[0])))
            _ = try bench.drill(DrillBench.lockdown, "--dry-run")
            #expect(going.end() == 0)
            #expect(try bench.temporary() == ["other"])
        }
    }

    @Test func `a drill beside a running daemon leaves it alone`() throws {
        try DrillBench.with { bench in
            var bench = bench
            // Nothing but a change would make it run again.
            bench.program.environment["TIERWATCH_SCHEDULE"] = "0 0 1 1 *"
            let daemon = try bench.program.start(["daemon"])
            #expect(try daemon.wait { daemon.printed.contains("the daemon works") })
            #expect(try daemon.wait { daemon.printed.contains("run 1") })
            let answer = try bench.drill()
            #expect(answer["total_lost_days"] as? Double == 140)
            #expect(DrillBench.lines(answer, "requests", "name").count == 5)
            for question in [
                ["aid", "list", "--all"], ["events", "list", "--all"], ["status", "list"],
                ["deliveries", "list"],
            ] {
                #expect(try bench.program.list(question).isEmpty, "\(question)")
            }
            #expect(bench.receiver.requests().isEmpty)
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
            #expect(!daemon.printed.contains("run 2"))
        }
    }

    @Test func `what is wrong with a drill is told in one sentence`() throws {
        try DrillBench.with { bench in
            let good = try bench.program.file("good.yaml", DrillBench.lockdown)
            let bad = try bench.program.file("bad.yaml", "shocks:\n  - {region: 无此地}\n")
            let long = try bench.program.file(
                "long.yaml", "name: \(String(repeating: "长", count: 101))\nshocks:\n  - {region: 上海}\n")
            let cases: [(arguments: [String], status: Int32, word: String)] = [
                (["aid", "drill", "none.yaml"], 66, "there is no such file"),
                (["aid", "drill", bad], 78, "bad.yaml:2:"),
                (["aid", "drill", long], 78, "long.yaml:1:7: name"),
                (["aid", "drill", good, "--by", " "], 64, "nobody is named"),
                (["aid", "drill", good, "--against", "7"], 66, "no drill has this number"),
                (["aid", "drill", good, "--output", "report.pdf"], 64, "ends in .xlsx, .csv or .json"),
                (["aid", "drills", "--show", "1"], 66, "aid drills"),
                (["aid", "drills", "--against", "1"], 64, "--show"),
            ]
            for (arguments, status, word) in cases {
                let result = try bench.program.run(arguments)
                #expect(result.status == status && result.text.isEmpty, "\(arguments): \(result.errorText)")
                #expect(result.errorText.contains(word), "\(arguments): \(result.errorText)")
            }
            var nowhere = bench.program
            nowhere.environment["TMPDIR"] = bench.program.folder.path + "/no/tmp"
            let result = try nowhere("aid", "drill", good)
            #expect(result.status == 73 && result.errorText.contains("TMPDIR"), "\(result.errorText)")
            #expect(try bench.program.list("aid", "drills").isEmpty)
            #expect(try bench.temporary().isEmpty)
        }
    }

    @Test func `a register in which nobody leads has no drill`() throws {
        try Program.withEmptyStore { program in
            var program = program
            program.environment["USER"] = "专班"
            _ = try program.file("Alerts/rules/replay.yaml", AidReplayTests.rules)
            let file = try program.file("drill.yaml", DrillBench.lockdown)
            let result = try program("aid", "drill", file)
            #expect(
                result.status == 66 && result.errorText.contains("no leading firm"), "\(result.errorText)")
        }
    }

    /// Of a workbook in English, that each part has a sheet of its own, with its own columns.
    private func expectSheets(_ file: String) throws {
        let sheets = try Book.sheets(file)
        #expect(
            sheets.map(\.name) == [
                "drill", "shocks", "alerts", "requests", "line stops", "lacking", "stand ins", "told",
                "weaknesses",
            ])
        let stops = try #require(sheets.first { $0.name == "line stops" })
        #expect(
            stops.lines.first.map { $0.map { "\($0)" } } == [
                "firm", "name", "first day of loss", "line stops on", "lowest output", "lost days",
            ])
        #expect(stops.lines.count == 4 && stops.lines[1][5] as? Double == 57)
        for sheet in sheets {
            let headings = sheet.lines.first ?? []
            #expect(headings.allSatisfy { ($0 as? String)?.isEmpty == false }, "\(sheet.name): \(headings)")
        }
        let head = sheets[0].lines.map { "\($0[0])" }
        #expect(head.contains("total lost days") && head.contains("changes") && !head.contains("digest"))
    }

    @Test func `a workbook in Chinese has Chinese headings and words on every sheet`() throws {
        try DrillBench.with { bench in
            _ = try bench.drill()
            _ = try bench.program.file("Alerts/aid.yaml", DrillBench.authorities(["310000", "320000"]))
            let file = bench.program.folder.path + "/drill.xlsx"
            let made = try bench.must(
                "aid", "drill", bench.program.folder.path + "/drill.yaml", "--output", file, "--lang", "zh")
            #expect(made.errorText.hasSuffix("the drill is in \(file)\n"), "\(made.errorText)")
            let sheets = try Book.sheets(file)
            #expect(
                sheets.map(\.name) == [
                    "演练", "冲击", "预警", "互保请求", "停线", "缺口产品", "可替代企业", "告知", "薄弱环节", "与上次相比",
                ])
            for sheet in sheets {
                for heading in sheet.lines.first ?? [] {
                    let text = try #require(heading as? String)
                    #expect(text.unicodeScalars.contains { !$0.isASCII }, "\(sheet.name): \(text)")
                }
            }
            let requests = sheets[3].lines.map { $0.map { "\($0)" } }
            #expect(requests.dropFirst().allSatisfy { $0.contains("复工复产") || $0.contains("产能/原料保障") })
            #expect(requests.joined().contains("苏座") && !requests.joined().contains { $0.contains("firm=") })
            #expect(sheets[8].lines.joined().contains { "\($0)" == "无通道" })
        }
    }

    @Test func `a report goes out as a workbook, a table and JSON`() throws {
        try DrillBench.with { bench in
            for name in ["drill.json", "drill.csv", "drill.xlsx"] {
                let file = bench.program.folder.path + "/" + name
                _ = try bench.drill(DrillBench.lockdown, "--output", file)
                let bytes = try #require(FileManager.default.contents(atPath: file))
                switch name {
                case "drill.xlsx": try expectSheets(file)
                case "drill.json":
                    let written = try JSONSerialization.jsonObject(with: bytes) as? [String: Any]
                    #expect(written?["total_lost_days"] as? Double == 140)
                default:
                    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
                    #expect(lines.first?.hasPrefix("\u{FEFF}part,number,scenario") ?? false)
                    #expect(lines.filter { $0.hasPrefix("requests,") }.count == 5)
                    #expect(lines.filter { $0.hasPrefix("line_stops,") }.count == 3)
                }
            }
            let table = try bench.must("aid", "drills", "--show", "1", "--lang", "zh")
            #expect(table.text.contains("可替代企业") && table.text.contains("上海市"))
            #expect(table.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
        }
    }
}
