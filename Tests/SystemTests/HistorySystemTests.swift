import Foundation
import TestSupport
import Testing

/// The past and what changed since, as a user asks for them.
@Suite struct HistorySystemTests {
    static let header =
        "supplier_id,supplier_region,buyer_id,tier,industry,product,annual_value,inventory_days,recovery_days\n"
    static let first = """
        local:h:a,苏州,local:h:b,1,auto,灯,100,5,20
        local:h:c,无锡,local:h:b,1,auto,灯,300,5,20
        local:h:d,上海,local:h:a,2,auto,芯片,50,5,20
        local:h:c,无锡,local:h:b,1,auto,轴,10,5,20
        local:h:a,苏州,local:h:b,1,auto,泵,90,5,20
        local:h:c,无锡,local:h:b,1,auto,泵,10,5,20

        """
    static let second = """
        local:h:a,苏州,local:h:b,1,auto,灯,900,5,20
        local:h:e,合肥,local:h:b,1,auto,座椅,70,5,20
        local:h:f,常州,local:h:b,1,auto,轴,10,5,20
        local:h:c,无锡,local:h:b,1,auto,泵,1,5,20

        """

    private static let questions: [[String]] = [
        ["suppliers"], ["suppliers", "--firm", "local:h:b"], ["firm", "local:h:b"], ["firm", "local:h:a"],
        ["metrics", "--metric", "hhi"], ["metrics", "--metric", "criticality"],
        ["exposure", "--firm", "local:h:b"], ["exposure", "--firm", "local:h:b", "--kind", "stoppage"],
        ["exposure", "--firm", "local:h:b", "--explain", "上海"], ["chokepoints", "--firm", "local:h:b"],
        ["systemic"], ["stress"], ["whatif", "--region", "苏州"], ["alerts", "list"],
        ["alerts", "list", "--state", "firing"],
    ]

    @Test func `every query answers as of then what it answered then`() throws {
        try Program.inFolder { program in
            _ = try program.file(
                "Alerts/rules/one.yaml",
                "rules: [{name: large, metric: hhi, op: '>', value: 7000, severity: warning, summary: {zh: '大', en: 'large'}}]\n"
            )
            _ = try program.file("Alerts/channels.yaml", "channels: []\n")
            func register(_ name: String, _ rows: String) throws {
                let file = try program.file(name, Self.header + rows)
                try #require(try program("import", file, "--registrant", "local:h:b").status == 0)
                try #require(try program("run").status == 0)
            }
            func answers(_ flags: [String]) throws -> [String] {
                try Self.questions.map { question in
                    let result = try program.run(question + flags + ["--format", "json"])
                    try #require(result.status == 0, "\(question): \(result.errorText)")
                    return result.text
                }
            }
            try register("first.csv", Self.first)
            let then = Timestamps.now()
            let told = try answers([])
            try register("second.csv", Self.second)
            let after = try answers([])
            for (index, question) in Self.questions.enumerated() {
                #expect(told[index] != after[index], "\(question) does not see the change")
            }
            #expect(try answers(["--at", then]) == told)
        }
    }

    @Test func `diff says what changed and what that did to the figures`() throws {
        try Program.inFolder { program in
            for (name, rows) in [("first.csv", Self.first), ("second.csv", Self.second)] {
                let file = try program.file(name, Self.header + rows)
                if name == "second.csv" { _ = try program.file("then", Timestamps.now()) }
                try #require(try program("import", file, "--registrant", "local:h:b").status == 0)
            }
            let then = try String(contentsOfFile: program.folder.path + "/then", encoding: .utf8)
            let answer = try #require(try program.json("diff", then) as? [String: Any])
            let links = try #require(answer["links"] as? [[String: Any]])
            #expect(links.map { $0["change"] as? String } == ["added", "changed", "changed", "added"])
            #expect(
                links.map { $0["supplier"] as? String } == [
                    "local:h:e", "local:h:c", "local:h:a", "local:h:f",
                ])
            #expect((links[2]["before"] as? [String: Double]) == ["annual_value": 100])
            #expect((links[2]["after"] as? [String: Double]) == ["annual_value": 900])
            let firms = try #require(answer["firms"] as? [[String: Any]])
            #expect(firms.map { $0["id"] as? String } == ["local:h:e", "local:h:f"])
            let figures = try #require(answer["figures"] as? [[String: Any]])
            let hhi = figures.filter { $0["metric"] as? String == "hhi" }
            // 1/4 and 3/4 of the lamps became 3/4 and 1/4; the seats have one supplier, the shafts a second.
            // A pump more of one supplier's.
            #expect(hhi.count == 3)
            #expect(hhi[0]["after"] as? Double == 10_000 && hhi[0]["before"] == nil)
            #expect(hhi[1]["before"] as? Double == 10_000 && hhi[1]["after"] as? Double == 5_000)
            #expect(abs((hhi[2]["before"] as? Double ?? .nan) - 8_200) < 1e-6)
            let shares = figures.filter { $0["metric"] as? String == "regional_exposure" }
            #expect(shares.contains { abs(($0["difference"] as? Double) ?? 0) > 0.1 })
            let chain = try #require(
                try program.json("diff", then, "--firm", "local:h:a", "--metric", "hhi") as? [String: Any])
            #expect((chain["links"] as? [Any])?.isEmpty == true)
            #expect((chain["figures"] as? [Any])?.isEmpty == true)
        }
    }

    @Test(arguments: [
        (["diff", "tomorrow"], Int32(64), "is no time"),
        (["diff", "2026-02-01", "2026-01-01"], 64, "give the earlier time first"),
        (["diff", "2999-01-01"], 64, "still to come"),
        (["suppliers", "--at", "25:00"], 64, "is no time"),
        (["firm", "local:h:a", "--at", "2020-01-01"], 66, "does not know this firm"),
    ])
    func `a wrong time, or a firm nobody knew then, gives one sentence`(
        arguments: [String], status: Int32, words: String
    ) throws {
        try Program.inFolder { program in
            let file = try program.file("first.csv", Self.header + Self.first)
            try #require(try program("import", file, "--registrant", "local:h:b").status == 0)
            let result = try program.run(arguments)
            #expect(result.status == status)
            #expect(result.text.isEmpty && result.errorText.contains(words))
            #expect(result.errorText.split(separator: "\n").count == 1)
        }
    }
}

/// Instants as a user types them.
private enum Timestamps {
    static func now() -> String {
        Date().ISO8601Format(.iso8601(timeZone: .gmt, includingFractionalSeconds: true)) + "Z"
    }
}
