import Foundation
import TestSupport
import Testing

/// Requests for help, from what stands still to what came of it, through the program itself.
@Suite struct AidSystemTests {
    /// 甲厂 of Shanghai buys seats from Kunshan for two days of stock, glass from Hangzhou for five, and bolts from Shanghai for one.
    static let chain = """
        supplier_id,supplier_name,supplier_region,buyer_id,buyer_name,tier,industry,product,inventory_days
        local:t:B,乙厂,320583,local:t:A,甲厂,1,auto,座椅,2
        local:t:C,丙厂,330110,local:t:A,甲厂,1,auto,玻璃,5
        local:t:D,丁厂,310114,local:t:A,甲厂,1,auto,螺栓,1
        """
    static let firms = "id,name,region,contact\nlocal:t:A,甲厂,310115,王 021-0000\n"

    static let rule = """
        rules:
          - name: standstill
            metric: operating_rate
            match: {firm: /.+/, tier: ""}
            op: "<"
            value: 0.5
            mutual_aid: true
            summary: {zh: "{{firm}} 开工率 {{value}}。请用 tierwatch status list 查看。", en: "{{firm}} runs at {{value}}"}
        """

    static func withChain(_ body: (Program) throws -> Void) throws {
        try Program.inFolder { program in
            var program = program
            program.environment = ["USER": "钱", "TIERWATCH_REGISTRANT": "local:t:A"]
            for (name, text) in [("firms.csv", firms), ("chain.csv", chain)] {
                let result = try program(
                    "import", program.file(name, text))
                guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
            }
            _ = try program.file("Alerts/rules/standstill.yaml", rule)
            try body(program)
        }
    }

    static func stop(_ program: Program, _ firms: String...) throws {
        for firm in firms {
            let result = try program("status", "report", "--firm", firm, "--rate", "0")
            guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
        }
    }

    /// A date in China, some days from now.
    static func day(_ days: Int) -> String {
        let time = Date().addingTimeInterval(Double(days) * 86_400 + 28_800)
        return String(time.formatted(.iso8601).prefix(10))
    }

    private func show(_ program: Program, _ id: String = "1") throws -> [String: Any] {
        try #require(try program.json("aid", "show", id) as? [String: Any])
    }

    @Test func `a run drafts one request to each province whose suppliers stop the line, and never a second`()
        throws
    {
        try Self.withChain { program in
            try Self.stop(program, "local:t:B", "local:t:C", "local:t:D")
            for _ in 0..<2 { #expect(try program("run").status == 0) }
            let drafts = try program.list("aid", "list")
            // 丁厂 stands still in Shanghai itself: no other province is asked for it, but it is what stops the line first.
            #expect(drafts.map { $0["counterpart"] as? String } == ["320000", "330000"], "\(drafts)")
            #expect(
                drafts.allSatisfy {
                    $0["state"] as? String == "draft" && $0["authority"] as? String == "310000"
                })
            // On the first day what was made the day before still arrives; then the stock of one day is used up.
            #expect(drafts.allSatisfy { $0["line_stops_on"] as? String == Self.day(2) })
            let first = try show(program)
            let suppliers = try #require(first["suppliers"] as? [[String: Any]])
            #expect(suppliers.map { $0["name"] as? String } == ["乙厂"])
            #expect(suppliers.first?["line_stops_on"] as? String == Self.day(3))
            #expect(suppliers.first?["region"] as? String == "320583")
            #expect(first["contact"] as? String == "王 021-0000")
            #expect((first["why"] as? String)?.contains("乙厂") ?? false)
            // The rest of the rule's text tells whoever runs Tierwatch what to type.
            #expect((first["reason"] as? String) == "乙厂 开工率 0.0%。")
        }
    }

    @Test func `a request goes from a draft to its close, and the report counts it`() throws {
        try Self.withChain { program in
            try Self.stop(program, "local:t:B")
            #expect(try program("run").status == 0)
            let steps = [
                ["register", "1"], ["assign", "1", "--to", "赵"], ["start", "1", "--by", "赵"],
                ["answer", "1", "--outcome", "solved", "--note", "已复工", "--by", "赵"], ["close", "1"],
            ]
            for step in steps {
                let result = try program.run(["aid"] + step)
                #expect(result.status == 0, "\(step): \(result.errorText)")
            }
            let request = try show(program)
            #expect(request["state"] as? String == "closed" && request["outcome"] as? String == "solved")
            let trail = (request["steps"] as? [[String: Any]])?.map {
                "\($0["action"] ?? "") \($0["by"] ?? "")"
            }
            #expect(
                trail == [
                    "draft rule:standstill", "register 钱", "assign 钱", "start 赵", "answer 赵", "close 钱",
                ])
            #expect(try program.list("aid", "list").isEmpty)
            #expect(try program.list("aid", "list", "--all").count == 1)
            let report = try program.list("aid", "report")
            #expect(report.count == 2 && report[0]["counterpart"] as? String == "320000")
            #expect(report[1]["letters"] as? Double == 1 && report[1]["closed_share"] as? Double == 1)
            #expect(try program("audit", "verify").status == 0)
            let letter = try program("aid", "letter", "1").text
            for line in ["<th>结果</th><td>已解决</td>", "<th>答复</th><td>已复工（赵，", "<th>销号</th><td>钱，"] {
                #expect(letter.contains(line), "\(letter)")
            }
            #expect(try program("aid", "reopen", "1", "--note", "未到货").status == 0)
            let open = try program("aid", "letter", "1").text
            #expect(!open.contains("结果") && !open.contains("已复工") && !open.contains("<th>销号"))
        }
    }

    @Test func `what cannot be done says what stands in the way, and leaves the request as it was`() throws {
        try Self.withChain { program in
            try Self.stop(program, "local:t:B")
            #expect(try program("run").status == 0)
            #expect(try program("aid", "register", "1").status == 0)
            let before = try program("aid", "show", "1", "--format", "json").text
            let cases: [(arguments: [String], status: Int32, says: String)] = [
                (["close", "1"], 65, "assign it first"),
                (["answer", "1", "--outcome", "solved"], 65, "registered"),
                (["register", "1"], 65, "registered"),
                (["assign", "1", "--to", "赵", "--deadline", "2020-01-01"], 64, "2020-01-01"),
                (["return", "1"], 64, "--note"), (["show", "99"], 66, "no such request"),
                (["assign", "1", "--to", "赵", "--seen", "1"], 65, "--seen 2"),
                (["answer", "1", "--outcome", "perhaps"], 64, "outcome"),
                (["report", "--month", "2022-13"], 64, "2022-13"),
                (["request", "--firm", "甲厂", "--to", "上海", "--kind", "resume"], 64, "another province"),
                (["request", "--firm", "甲厂", "--to", "北京", "--kind", "resume"], 64, "北京"),
                (["request", "--firm", "甲厂", "--to", "安徽", "--kind", "resume"], 65, "340000"),
                (
                    ["request", "--firm", "甲厂", "--to", "江苏", "--kind", "resume", "--supplier", "丙厂"], 65,
                    "delivers nothing"
                ),
            ]
            for (arguments, status, says) in cases {
                let result = try program.run(["aid"] + arguments)
                #expect(
                    result.status == status && result.errorText.contains(says),
                    "\(arguments): \(result.errorText)")
                #expect(result.text.isEmpty, "\(arguments)")
            }
            #expect(try program("aid", "show", "1", "--format", "json").text == before)
            #expect(try program("aid", "assign", "1", "--to", "赵").status == 0)
            let taken = try program("aid", "assign", "1", "--to", "孙")
            #expect(taken.status == 65 && taken.errorText.contains("handled by 赵"), "\(taken.errorText)")
        }
    }

    @Test func `a person asks for named suppliers, tries it first, and the province hears of it signed`()
        throws
    {
        try DaemonTests.withReceiver { program, receiver in
            try Scenario.install(in: program, rule: Self.rule)
            for (name, text) in [("firms.csv", Self.firms), ("chain.csv", Self.chain)] {
                let result = try program("import", program.file(name, text), "--registrant", "local:t:A")
                #expect(result.status == 0, "\(result.errorText)")
            }
            _ = try program.file(
                "Alerts/aid.yaml",
                "authorities:\n  - {region: \"330000\", channel: ops}\ndeadlines: {transport_pass: 12h}\n")
            let ask = [
                "aid", "request", "--firm", "甲厂", "--to", "浙江", "--kind", "transport_pass", "--supplier",
                "丙厂",
                "--reason", "车辆在省界受阻", "--by", "钱",
            ]
            #expect(try program.run(ask + ["--dry-run"]).status == 0)
            #expect(try program.list("aid", "list").isEmpty)
            let result = try program.run(ask)
            #expect(result.status == 0, "\(result.errorText)")
            let daemon = try program.start(["daemon"])
            func told() -> [[String: Any]] {
                receiver.requests().filter {
                    $0.body["type"] as? String == "aid.registered" && $0.status == 200
                }
                .compactMap { $0.body["data"] as? [String: Any] }
            }
            #expect(try daemon.wait { told().count == 1 }, "\(daemon.printed)")
            let data = try #require(told().first)
            #expect(data["kind"] as? String == "transport_pass" && data["reason"] as? String == "车辆在省界受阻")
            #expect((data["suppliers"] as? [[String: Any]])?.first?["name"] as? String == "丙厂")
            #expect(
                (data["summary"] as? [String: String])?["zh"]?.contains("上海市请浙江省协助 甲厂") ?? false, "\(data)")
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
        }
    }
}
