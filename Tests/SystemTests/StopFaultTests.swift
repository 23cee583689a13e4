import Foundation
import TestSupport
import Testing

/// Commands about stops: tables as people read them, questions that make no sense, and ^C.
@Suite struct StopFaultTests {
    @Test func `an empty register has nothing that could stop`() throws {
        try Program.withEmptyStore { program in
            for command in [["systemic"], ["systemic", "--substitution"], ["stress"]] {
                let rows = try program.list(command)
                #expect(rows.isEmpty)
            }
            #expect(try program("stress").text == "(none)\n")
            #expect(try program("chokepoints", "--firm", "local:a:b").status == 66)
        }
    }

    @Test func `a question that makes no sense is answered by one sentence and its exit code`() throws {
        try Program.inFolder { program in
            try StopFaultTests.importRing(3, program)
            let cases: [(arguments: [String], status: Int32, says: String)] = [
                (["systemic", "--top", "0"], 64, "--top is 1 or more"),
                (["stress", "--top", "-1"], 64, "--top is 1 or more, not -1"),
                (["systemic", "--top", "-1"], 64, "--top is 1 or more, not -1"),
                (["suppliers", "--tier", "-1"], 64, "--tier is 1 to 5, not -1"),
                (["systemic", "--firm", "91310000132260250X"], 66, "does not know"),
                (["chokepoints", "--firm", "nobody"], 64, "finds firms by a part of the name"),
                (["chokepoints", "--firm", "91310000"], 64, "copy it again"),
                (["stress", "--firm", "local:ring:none"], 66, "does not know"),
                (["stress", "--level", "street"], 64, "level"),
                (["exposure", "--firm", Self.member(0), "--kind", "none"], 64, "stoppage"),
                (
                    ["exposure", "--firm", Self.member(0), "--kind", "stoppage", "--explain", "亚特兰蒂斯"],
                    64, "亚特兰蒂斯"
                ),
                (["chokepoints", "--firm", Self.member(0), "--product", "灯"], 66, "it buys 环2"),
                (["chokepoints", "--firm", Self.member(0), "--explain", Self.member(0)], 64, "own stop"),
                (
                    ["chokepoints", "--firm", Self.member(0), "--explain", "x", "--false-dual"], 64,
                    "give one"
                ),
            ]
            for (arguments, status, says) in cases {
                let result = try program.run(arguments)
                #expect(result.status == status, "\(arguments)")
                #expect(result.errorText.contains(says), "\(arguments): \(result.errorText)")
                #expect(result.text.isEmpty)
            }
        }
    }

    @Test func `a firm without suppliers hangs on nobody`() throws {
        try Program.inFolder { program in
            let file = try program.file("one.csv", BadInputTests.header + BadInputTests.good)
            try program("import", file, "--registrant", "local:check")
            let firm = "91310000132260250X"
            #expect(try program.list("chokepoints", "--firm", firm).isEmpty)
            #expect(try program.list("stress", "--firm", firm).isEmpty)
            #expect(try program.list("exposure", "--firm", firm, "--kind", "stoppage").isEmpty)
            let why = try program.json(["chokepoints", "--firm", firm, "--explain", "local:check"])
            #expect((why as? [String: Any])?["criticality"] as? Double == 0)
            #expect(try program.list("systemic", "--firm", firm).first?["down"] as? Double == 1)
        }
    }

    @Test func `in one giant cycle of sole sources each firm stops all`() throws {
        try Program.inFolder { program in
            try Self.importRing(400, program)
            let rows = try program.list("systemic", "--top", "7")
            #expect(rows.count == 7)
            #expect(
                rows.allSatisfy {
                    ($0["both"] as? Double ?? 0) > 1 - 1e-9 && $0["converged"] as? Bool == true
                })
            #expect(rows.first?["firm"] as? String == Self.member(0))
            let chokepoints = try program.list("chokepoints", "--firm", Self.member(5))
            #expect(chokepoints.count == 399)
            #expect(chokepoints.allSatisfy { $0["criticality"] as? Double == 1 })
            #expect(try program.list("stress", "--firm", Self.member(5)).count == 10)
        }
    }

    @Test func `the stress table has a block for each firm, in both languages`() throws {
        try Program.inFolder { program in
            let rows = ",甲,320500,,1,auto,板,1,\n,乙,310000,,1,auto,灯,1,\n"
            for registrant in ["local:东厂", "local:西厂"] {
                let file = try program.file("list.csv", BadInputTests.header + rows)
                #expect(try program("import", file, "--registrant", registrant).status == 0)
            }
            let chinese = try program("stress", "--lang", "zh").text
            #expect(chinese.components(separatedBy: "\n\n").count == 2)
            #expect(chinese.contains("停产对象"))
            #expect(chinese.contains("苏州"))
            #expect(chinese.contains("地区") && chinese.contains("供应商"))
            #expect(!chinese.contains("region") && !chinese.contains("supplier"))
            let systemic = try program("systemic", "--lang", "zh").text
            #expect(systemic.contains("是") && !systemic.contains("true"))
            let english = try program("stress", "--lang", "en").text
            #expect(english.contains("stopped"))
            #expect(english.contains("Suzhou"))
            let csv = try program("stress", "--format", "csv").text
            #expect(csv.hasPrefix("firm,name,kind,stopped,stopped_name,loss,"))
            #expect(csv.split(separator: "\r\n").count == 9)
        }
    }

    @Test func `tables tell false dual sources and failing deliveries below them`() throws {
        try Program.inFolder { program in
            let firm = try DemonstrationTests.load(program, "auto")
            let table = try program("chokepoints", "--firm", firm, "--product", "整车控制器", "--lang", "zh").text
            #expect(table.contains("断供损失"))
            #expect(table.contains("整车控制器 (2) ← 无锡示例壬未车规微控制器有限公司"))
            let flags = ["exposure", "--firm", firm, "--kind", "stoppage", "--explain", "无锡", "--lang", "en"]
            let page = try program.run(flags).text
            #expect(page.contains("上海示例整车制造有限公司 ← 整车控制器 ← 苏州示例乙巳整车控制器有限公司  essential"))
            #expect(!page.contains("91320200DEM101528X"))
        }
    }

    @Test(arguments: ["chokepoints", "systemic", "stress", "exposure"])
    func `a command's help gives an example`(command: String) throws {
        let help = try Command.run(Program.binary, [command, "--help"])
        #expect(help.status == 0)
        #expect(help.text.contains("  tierwatch \(command)"))
        #expect(command != "exposure" || help.text.contains("stoppage"))
    }

    @Test func `a terminal shows progress, and ctrl-C ends a long run with nothing half done`() throws {
        try Program.inFolder { program in
            try Self.importRing(3_000, program)
            let before = try program("suppliers", "--format", "json").output
            let command = [Program.binary.path, "systemic", "--data", program.data]
            let interrupted = try Self.onTerminal(["%"] + command, program)
            #expect(interrupted.status == 130)
            #expect(interrupted.text.contains("░"))
            #expect(interrupted.text.contains("nothing is half done"))
            #expect(try program("suppliers", "--format", "json").output == before)
            let plain = try program.run(["systemic", "--firm", Self.member(0)])
            #expect(plain.errors.isEmpty)
        }
    }

    private static func onTerminal(_ arguments: [String], _ program: Program) throws -> Command {
        let script = Fixtures.tool("terminal.py").path
        return try Command.run(
            Command.python, [script] + arguments, environment: program.surroundings(), folder: program.folder)
    }

    private static func member(_ index: Int) -> String { "local:ring:\(10_000 + index)" }

    /// A register of one cycle, in which each firm is the only supplier of the next.
    private static func importRing(_ count: Int, _ program: Program) throws {
        let rows = (0..<count).map { index in
            "\(member((index + 1) % count)),,310000,\(member(index)),2,auto,环\((index + 1) % count + 1),1,\n"
        }
        let file = try program.file("ring.csv", BadInputTests.header + rows.joined())
        #expect(try program("import", file, "--registrant", "local:ring").status == 0)
    }
}
