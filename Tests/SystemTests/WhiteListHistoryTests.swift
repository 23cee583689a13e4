import Foundation
import TestSupport
import Testing

/// The course of the lists of April and May 2022, with firms and figures that are made up, and every fault of the commands.
@Suite struct WhiteListHistoryTests {
    private let system = WhiteListSystemTests()

    /// What the program answers of each supplier: its identity's end and where its listing stands.
    private func standings(_ program: Program, _ flags: String...) throws -> [String] {
        try program.list(["whitelist", "check", "--firm", "local:t:A"] + flags).map { row in
            let lists = row["listings"] as? [[String: Any]] ?? []
            let codes = lists.compactMap { $0["code"] as? String }.joined(separator: "+")
            return "\((row["id"] as? String ?? "").suffix(1)) \(codes.isEmpty ? "never_listed" : codes)"
        }
    }

    private func done(_ program: Program, _ arguments: String...) throws {
        let result = try program.run(arguments)
        try #require(result.status == 0, "\(result.errorText)")
    }

    /// Three lists of Shanghai, one of Jiangsu, and recognition from the nineteenth of April on, both ways with Jiangsu and one way with Zhejiang.
    private func withHistory(_ body: (Program) throws -> Void) throws {
        try system.withChain { program in
            func list(_ name: String, _ text: String, _ flags: String...) throws {
                let file = try program.file(name, text)
                let result = try program.run(["whitelist", "import", file] + flags)
                try #require(result.status == 0, "\(result.errorText)")
            }
            try list(
                "sh1.csv", "id\n\(WhiteListSystemTests.good)\n", "--issuer", "上海", "--batch", "1", "--from",
                "2022-04-16", "--until", "2022-05-31")
            try list(
                "sh2.csv", "name\n戊厂\n", "--issuer", "上海", "--batch", "2", "--from", "2022-04-29")
            try list(
                "sh3.csv", "name\n己厂\n", "--issuer", "上海", "--batch", "3", "--from", "2022-05-13")
            try list("js1.csv", "name\n乙厂\n", "--issuer", "江苏", "--batch", "1", "--from", "2022-04-18")
            try list("nb1.csv", "name\n丁厂\n", "--issuer", "宁波", "--batch", "1", "--from", "2022-04-18")
            for pair in [("江苏", "上海"), ("上海", "江苏"), ("浙江", "上海")] {
                try done(
                    program, "whitelist", "recognise", "--issuer", pair.0, "--by", pair.1, "--from",
                    "2022-04-19")
            }
            try body(program)
        }
    }

    @Test func `whose list counts where, follows the lists and the recognitions`() throws {
        try withHistory { program in
            #expect(
                try standings(program)
                    == ["X over", "B in_force", "D not_recognised", "E in_force"])
            // A city's list is none of its province's, so recognising the province's is not enough.
            #expect(
                try standings(program, "--in", "宁波")
                    == ["X over", "B not_recognised", "D in_force", "E not_recognised"])
            #expect(
                try standings(program, "--in", "苏州")
                    == ["X over", "B in_force", "D not_recognised", "E in_force"])
            try done(
                program, "whitelist", "recognise", "--issuer", "宁波", "--by", "上海", "--from", "2022-05-01",
                "--until", "2022-05-31")
            #expect(try standings(program)[2] == "D recognition_over")
            try done(program, "whitelist", "withdraw", "--issuer", "江苏", "--by", "上海")
            #expect(try standings(program)[1] == "B recognition_over")
            let open = try program.list("whitelist", "recognitions")
            #expect(open.map { $0["recogniser_name"] as? String } == ["Jiangsu", "Shanghai"])
            let all = try program.list("whitelist", "recognitions", "--all")
            #expect(all.map { $0["state"] as? String } == ["active", "over", "active", "over"])
            #expect(all[3]["until"] as? String == "2022-06-01T00:00:00+08:00")
        }
    }

    @Test func `lists are listed with who recognises them, and nothing was known before it was told`() throws
    {
        try withHistory { program in
            let open = try program.list("whitelist", "list")
            #expect(open.map { $0["batch"] as? String } == ["2", "3", "1", "1"])
            #expect(
                open.map { $0["recognised_by"] as? [String] } == [["Jiangsu"], ["Jiangsu"], ["Shanghai"], []])
            let all = try program.list("whitelist", "list", "--all")
            #expect(all.map { $0["state"] as? String } == ["over", "active", "active", "active", "active"])
            #expect(all[0]["from"] as? String == "2022-04-16T00:00:00+08:00")
            #expect(all[0]["until"] as? String == "2022-06-01T00:00:00+08:00")
            #expect(try program.list("whitelist", "list", "--all", "--at", "2022-05-20").isEmpty)
            let table = try program("whitelist", "list", "--lang", "zh").text
            #expect(table.hasPrefix("发布单位  发布单位名称  批次  状态    起"), "\(table)")
            #expect(table.contains("上海市") && table.contains("生效中"))
        }
    }

    @Test func `a firm that was merged is on the lists of either identity`() throws {
        try withHistory { program in
            let more = try program.file(
                "more.csv",
                "supplier_id,supplier_name,supplier_region,buyer_id,tier,industry,product\nB9,乙厂股份,320583,local:t:A,1,auto,座椅\n"
            )
            try done(program, "import", more)
            try done(
                program, "firms", "merge", "local:t:B", "--into", "local:t:B9", "--reason", "one licence",
                "--by", "li")
            let rows = try program.list("whitelist", "check", "--firm", "local:t:A")
            let merged = try #require(rows.first { $0["id"] as? String == "local:t:B9" })
            #expect(merged["in_force"] as? Bool == true)
            #expect(try program.list("whitelist", "list", "--firm", "local:t:B").count == 1)
        }
    }

    @Test(arguments: [
        (["import", "FILE", "--issuer", "昆山", "--batch", "1"], 64, "name its city, Suzhou (JS) (320500)"),
        (["import", "FILE", "--issuer", "韩国", "--batch", "1"], 64, "neither a province nor a city"),
        (["import", "FILE", "--issuer", "无此地", "--batch", "1"], 64, "无此地"),
        (["import", "FILE", "--issuer", "上海", "--batch", " "], 64, "no batch is named"),
        (
            ["import", "FILE", "--issuer", "上海", "--batch", String(repeating: "长", count: 41)], 64,
            "40 characters"
        ),
        (["import", "FILE", "--issuer", "上海", "--batch", "1", "--from", "soon"], 64, "'soon' is no time"),
        (
            ["import", "FILE", "--issuer", "上海", "--batch", "1", "--until", "2022-01-01"], 64,
            "--from or --until"
        ),
        (
            ["import", "FILE", "FILE", "--issuer", "上海", "--batch", "1", "--replace"], 64,
            "one file at a time, not 2"
        ),
        (["import", "none.csv", "--issuer", "上海", "--batch", "1"], 66, "none.csv"),
        (["import", "BAD", "--issuer", "上海", "--batch", "1"], 65, "bad.csv:2: id '91310000132260250Y'"),
        (["import", "CHAIN", "--issuer", "上海", "--batch", "1"], 65, "a white list needs"),
        (["recognise", "--issuer", "上海", "--by", "上海"], 64, "needs not recognise its own lists"),
        (["recognise", "--issuer", "上海", "--by", "昆山"], 64, "neither a province nor a city"),
        (["withdraw", "--issuer", "上海", "--by", "安徽"], 65, "there is nothing to withdraw"),
        (["list", "--issuer", "上海", "--batch", "9"], 66, "list 9 of Shanghai is not known"),
        (["list", "--firm", "无此厂"], 64, "无此厂"),
        (["list", "--batch", "1"], 64, "--batch needs its issuer"),
        (["check", "--firm", "local:t:Z"], 66, "local:t:Z"),
        (["check", "--in", "无此地"], 64, "无此地"),
        (["check", "--top", "0"], 64, "--top is 1 or more"),
        (
            ["check", "--proposal", "next.txt"], 64,
            "--proposal next.txt: name a file that ends in .xlsx or .csv"
        ),
        (["check", "--proposal", "/nowhere/at/all.xlsx"], 73, "/nowhere/at/all.xlsx"),
    ])
    func `a fault is told in one sentence, and nothing is kept`(
        arguments: [String], status: Int32, named: String
    ) throws {
        try system.withChain { program in
            let files = [
                "FILE": try program.file("list.csv", "name\n乙厂\n"),
                "BAD": try program.file("bad.csv", "id\n91310000132260250Y\n"),
                "CHAIN": try program.file("other.csv", "a,b\n1,2\n"),
            ]
            let result = try program.run(["whitelist"] + arguments.map { files[$0] ?? $0 })
            #expect(result.status == status, "\(result.errorText)")
            #expect(result.errorText.contains(named), "\(result.errorText)")
            let lines = result.errorText.split(separator: "\n").filter {
                !$0.hasPrefix("Usage:") && !$0.hasPrefix("  See ")
            }
            #expect(lines.count == 1, "\(result.errorText)")
            #expect(try program.list("whitelist", "list", "--all").isEmpty)
            #expect(try program.list("whitelist", "recognitions", "--all").isEmpty)
        }
    }
}
