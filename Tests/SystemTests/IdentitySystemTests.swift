import Foundation
import TestSupport
import Testing

/// Firms that look alike and what is decided about them, as a user sees it.
@Suite struct IdentitySystemTests {
    static let header =
        "supplier_id,supplier_name,supplier_region,buyer_id,tier,industry,product,annual_value,share\n"
    static let good = "91310000132260250X"

    /// A register in which one firm goes by a public code and by an old code of its buyer's; all names are made up.
    private func withChain(_ body: (Program) throws -> Void) throws {
        try Program.inFolder { program in
            var program = program
            program.environment["TIERWATCH_REGISTRANT"] = "local:t"
            program.environment["USER"] = "li"
            let firms = """
                统一社会信用代码,企业名称,所在地区,曾用名,简称,地址
                \(Self.good),上海云桥电子有限公司,上海,上海云桥无线电厂；云桥仪器厂,云桥电子,上海市嘉定区安驰路18号
                local:t:B,乙和汽车有限公司,苏州,,乙和,
                local:t:C,丙远仪表有限公司,无锡,,乙和,

                """
            let chain =
                Self.header + """
                    \(Self.good),,上海,,1,auto,灯,100,0.5
                    A17,上海云桥电子股份有限公司,上海,,1,auto,板,50,1
                    local:t:B,,苏州,A17,2,auto,铜,10,
                    local:t:C,,无锡,\(Self.good),2,auto,铜,30,
                    A17,,上海,\(Self.good),2,auto,漆,5,

                    """
            for (name, text) in [("firms.csv", firms), ("chain.csv", chain)] {
                let result = try program("import", program.file(name, text))
                try #require(result.status == 0, "\(result.errorText)")
            }
            try body(program)
        }
    }

    private let old = "local:t:A17"

    private func object(_ program: Program, _ arguments: String...) throws -> [String: Any] {
        try #require(try program.json(arguments) as? [String: Any])
    }

    private func ids(_ program: Program, _ arguments: String...) throws -> [String?] {
        try program.list(["suppliers"] + arguments).map { $0["id"] as? String }.sorted {
            ($0 ?? "") < ($1 ?? "")
        }
    }

    @Test func `a likely duplicate is listed until it is decided, and again when that is taken back`() throws
    {
        try withChain { program in
            let found = try program.list("firms", "duplicates", "--min-score", "0.7")
            #expect(found.map { $0["id"] as? String } == [old] && found[0]["other"] as? String == Self.good)
            #expect(found[0]["reasons"] as? [String] == ["same_core"] && found[0]["score"] as? Double == 0.75)
            #expect(try program.list("firms", "duplicates", "--min-score", "0.8").isEmpty)
            let shared = try program.list("firms", "duplicates", "--firm", "local:t:C")
            #expect(shared.map { $0["reasons"] as? [String] } == [["short_name"]])
            #expect(shared.map { $0["other"] as? String } == ["local:t:B"])
            #expect(try program.list("firms", "duplicates", "--firm", "云桥仪器厂").count == 1)
            try #require(try program("firms", "split", old, Self.good, "--reason", "two plants").status == 0)
            #expect(try program.list("firms", "--firm", Self.good).isEmpty)
            let decided = try program.list("firms", "duplicates", "--all", "--firm", Self.good)
            #expect(decided.map { $0["verdict"] as? String } == ["different"])
            try #require(try program("firms", "reopen", old, Self.good, "--reason", "too early").status == 0)
            #expect(try program.list("firms", "duplicates", "--firm", old).count == 1)
            let merged = try program("firms", "merge", old, "--into", "云桥电子", "--reason", "one licence")
            #expect(merged.status == 0, "\(merged.errorText)")
            #expect(try program.list("firms", "duplicates", "--all", "--firm", old).isEmpty)
            let history = try program.list("firms", "decisions", "--firm", Self.good)
            #expect(history.map { $0["verdict"] as? String } == ["same", "open", "different"])
            #expect(history.map { $0["in_force"] as? Bool } == [true, false, false])
            #expect(history.map { $0["reason"] as? String } == ["one licence", "too early", "two plants"])
            #expect(history.allSatisfy { $0["author"] as? String == "li" })
            #expect(try program.list("firms", "decisions", "--firm", "local:t:C").isEmpty)
            let trail = try program.list("audit", "list").compactMap { $0["action"] as? String }
            #expect(trail.prefix(3) == ["firms-merge", "firms-reopen", "firms-split"])
            #expect(try program("audit", "verify").status == 0)
        }
    }

    @Test func `what a merger would do is shown before it is done`() throws {
        try withChain { program in
            let before = try program("suppliers", "--format", "json").text
            let result = try program(
                "firms", "merge", old, "--into", Self.good, "--reason", "x", "--dry-run", "--format", "json")
            let answer = try #require(
                JSONSerialization.jsonObject(with: result.output) as? [String: Any])
            #expect(
                answer["kept"] as? Bool == false && answer["revision"] == nil && answer["links"] as? Int == 3)
            let dropped = try #require(answer["dropped_links"] as? [[String: Any]])
            #expect(dropped.map { $0["product"] as? String } == ["漆"])
            #expect((answer["same_links"] as? [Any])?.isEmpty == true)
            #expect(result.errorText.contains("1 link is between the two firms"))
            #expect(try program("suppliers", "--format", "json").text == before)
            #expect(try program.list("firms", "decisions").isEmpty)
        }
    }

    @Test func `a merged firm is asked for by any of its names, and is as before at an earlier time`() throws
    {
        try withChain { program in
            #expect(
                try ids(program, "--firm", "local:t") == [Self.good, old, "local:t:B", "local:t:C"].sorted())
            let start = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            try #require(
                try program("firms", "merge", old, "--into", Self.good, "--reason", "one licence").status == 0
            )
            #expect(try ids(program, "--firm", "local:t") == [Self.good, "local:t:B", "local:t:C"])
            for name in [old, Self.good, "云桥电子", "云桥仪器厂", "上海云桥无线电厂", "上海云桥电子股份有限公司"] {
                let firm = try object(program, "firm", name)
                #expect(firm["id"] as? String == Self.good && firm["merged"] as? [String] == [old])
                #expect(firm["name"] as? String == "上海云桥电子有限公司")
                #expect(firm["former_names"] as? [String] == ["上海云桥无线电厂", "云桥仪器厂"])
                #expect(firm["short_name"] as? String == "云桥电子")
                #expect(firm["address"] as? String == "上海市嘉定区安驰路18号")
                let bought = firm["purchases"] as? [[String: Any]]
                #expect((bought?.first?["suppliers"] as? [[String: Any]])?.count == 2)
                #expect(
                    (firm["customers"] as? [Any])?.count == 2 && (firm["declarations"] as? [Any])?.count == 5)
            }
            for part in ["股份有限", "t:a17"] {
                #expect(try ids(program, "--search", part) == [Self.good])
                #expect(try ids(program, "--search", part, "--at", start) == [old])
            }
            let two = try program("firm", "乙和")
            #expect(two.status == 64 && two.errorText.contains("local:t:B, local:t:C"))
            #expect(try ids(program, "--firm", "local:t", "--at", start).contains(old))
            let changes = try object(program, "diff", start, Date().addingTimeInterval(5).formatted(.iso8601))
            let gone = (changes["firms"] as? [[String: Any]])?.filter { $0["change"] as? String == "gone" }
            #expect(gone?.map { $0["id"] as? String } == [old])
            #expect(
                try program("status", "report", "--firm", old, "--rate", "40%").status == 0)
            #expect(try program.list("status", "list", "--firm", Self.good).count == 1)
            let rates = try program.list(
                "metrics", "--metric", "operating_rate", "--label", "firm=\(Self.good)")
            #expect(rates.map { $0["value"] as? Double } == [0.4])
            let survey = try program.list("survey", "--firm", "local:t", "--all")
            #expect(survey.first { $0["id"] as? String == Self.good }?["answered"] as? Bool == true)
        }
    }

    @Test func `the alert about a merged firm is over with the next run, and the one that stays has its own`()
        throws
    {
        try Program.inFolder { program in
            let rule =
                "rules: [{name: one, metric: single_source, op: '==', value: 1, keep_firing_for: 9d, severity: info, summary: {zh: 一, en: one}}]\n"
            _ = try program.file("Alerts/rules/one.yaml", rule)
            _ = try program.file("Alerts/channels.yaml", "channels: []\n")
            let rows = Self.header + "local:s,,上海,,1,auto,灯,100,1\n"
            let file = try program.file("one.csv", rows)
            try #require(try program("import", file, "--registrant", "local:old").status == 0)
            try #require(try program("run").status == 0)
            #expect(try program.list("alerts", "list").count == 1)
            let other = try program.file("two.csv", Self.header + "local:u,,上海,,1,auto,板,100,0.5\n")
            try #require(try program("import", other, "--registrant", "local:new").status == 0)
            let merge = try program.run([
                "firms", "merge", "local:old", "--into", "local:new", "--reason", "renamed", "--by", "li",
            ])
            try #require(merge.status == 0, "\(merge.errorText)")
            try #require(try program("run").status == 0)
            let open = try program.list("alerts", "list")
            let labels = open.compactMap { $0["labels"] as? [String: String] }
            #expect(labels.map { $0["firm"] } == ["local:new", "local:new"])
            let all = try program.list("alerts", "list", "--state", "resolved")
            #expect(all.compactMap { ($0["labels"] as? [String: String])?["firm"] } == ["local:old"])
        }
    }

    @Test(arguments: [
        (["merge", "local:t:A17", "--into", "local:t:A17", "--reason", "x"], Int32(64), "named twice"),
        (["merge", "local:t:A17", "--into", "local:nobody", "--reason", "x"], 66, "does not know this firm"),
        (["merge", "local:t:A17", "--into", "local:t:B", "--reason", " "], 64, "no reason is given"),
        (
            ["merge", "local:t:A17", "--into", "local:t:B", "--reason", "x", "--by", " "], 64,
            "nobody is named"
        ),
        (["merge", "local:t:C", "--into", "local:t:B", "--reason", "x"], 65, "is merged into"),
        (["merge", "local:t:B", "--into", "local:t:C", "--reason", "x"], 65, "point at each other"),
        (["split", "local:t:B", "local:t:A17", "--reason", "x"], 65, "are decided to be different already"),
        (["merge", "local:t:A17", "--into", "local:t:C", "--reason", "x"], 65, "decided to be different"),
        (["reopen", "local:t", "local:t:A17", "--reason", "x"], 65, "nothing is decided"),
        (["duplicates", "--min-score", "2"], 64, "is 0 to 1"),
    ])
    func `what cannot be decided gives one sentence and changes nothing`(
        arguments: [String], status: Int32, words: String
    ) throws {
        try withChain { program in
            for decided in [
                ["merge", "local:t:C", "--into", "local:t:B", "--reason", "x"],
                ["split", "local:t:A17", "local:t:B", "--reason", "x"],
            ] {
                try #require(try program.run(["firms"] + decided).status == 0)
            }
            let result = try program.run(["firms"] + arguments)
            #expect(result.status == status, "\(result.errorText)")
            #expect(result.text.isEmpty && result.errorText.contains(words), "\(result.errorText)")
            #expect(try program.list("firms", "decisions").count == 2)
        }
    }

    @Test func `further names and the address go out and come in as they were, and an empty cell clears`()
        throws
    {
        try withChain { program in
            let out = program.folder.appending(path: "out.csv").path
            try #require(try program("export", "--what", "firms", "--output", out).status == 0)
            let text = try String(contentsOfFile: out, encoding: .utf8)
            #expect(text.contains(",上海云桥无线电厂;云桥仪器厂,云桥电子,上海市嘉定区安驰路18号\r\n"))
            let again = try object(program, "import", out)
            #expect(again["accepted"] as? Int == 0 && again["unchanged"] as? Int == 3)
            let lacks = try program.file("a.csv", "id,name\n\(Self.good),上海云桥电子有限公司\n")
            #expect(try object(program, "import", lacks)["accepted"] as? Int == 0)
            let clears = try program.file("b.csv", "id,former_names,short_name\n\(Self.good),,云桥\n")
            #expect(try object(program, "import", clears)["accepted"] as? Int == 1)
            let firm = try object(program, "firm", Self.good)
            #expect(firm["former_names"] == nil && firm["short_name"] as? String == "云桥")
            #expect(firm["address"] != nil)
        }
    }
}
