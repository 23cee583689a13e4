import Foundation
import TestSupport
import Testing

/// April 2022 in small, from made-up chains: Shanghai stops for 60 days, and what the mechanism does.
@Suite struct AidReplayTests {
    /// 甲车 of Jiading goes on in a closed loop while its suppliers in Pudong stop; 乙芯 of Wuxi and 丙药 of Hangzhou buy there too.
    static let chain = """
        supplier_id,supplier_name,supplier_region,buyer_id,buyer_name,tier,industry,product,status,inventory_days,spare_capacity,bring_up_days
        local:r:S1,沪座,310115,local:r:A,甲车,1,auto,座椅,active,3,,
        local:r:S2,苏座,320583,local:r:A,甲车,1,auto,座椅,backup,,0.6,2
        local:r:S3,浙座,330200,local:r:A,甲车,1,auto,座椅,backup,,0.5,6
        local:r:W1,沪线,310115,local:r:A,甲车,1,auto,线束,active,5,,
        local:r:W2,皖线,340100,local:r:A,甲车,1,auto,线束,backup,,1,3
        local:r:R1,沪胶,310115,local:r:B,乙芯,1,chips,光刻胶,active,7,,
        local:r:D1,沪药,310115,local:r:C,丙药,1,biopharma,辅料,active,30,,
        local:r:D2,浙瓶,330100,local:r:C,丙药,1,biopharma,药瓶,active,2,,
        """
    static let firms = """
        id,name,region
        local:r:A,甲车,310114
        local:r:B,乙芯,320211
        local:r:C,丙药,330106

        """
    static let rules = """
        rules:
          - name: event-touches-chain
            metric: event_survival_days
            op: ">="
            value: 0
            mutual_aid: true
            summary: {zh: "{{event}} 波及 {{firm}}", en: "{{event}} touches {{firm}}"}
          - name: standstill
            metric: operating_rate
            match: {firm: /.+/, tier: ""}
            op: "<"
            value: 0.5
            mutual_aid: true
            summary: {zh: "{{firm}} 停产", en: "{{firm}} stands still"}
        """

    /// Midnight in China on the day on which it begins, and a date some days later.
    private struct Calendar {
        let midnight: Date

        init() {
            let day = ((Date().timeIntervalSince1970 + 28_800) / 86_400).rounded(.down)
            midnight = Date(timeIntervalSince1970: day * 86_400 - 28_800)
        }

        func time(_ days: Int) -> String {
            midnight.addingTimeInterval(Double(days) * 86_400).formatted(.iso8601)
        }

        func date(_ days: Int) -> String {
            String(
                midnight.addingTimeInterval(Double(days) * 86_400 + 28_800).formatted(.iso8601).prefix(10))
        }
    }

    private func must(_ program: Program, _ arguments: String...) throws { try must(program, arguments) }

    private func must(_ program: Program, _ arguments: [String]) throws {
        let result = try program.run(arguments)
        guard result.status == 0 else { throw Program.Failure(text: "\(arguments): \(result.errorText)") }
    }

    private func stopped(_ body: (Program, Calendar) throws -> Void) throws {
        try Program.inFolder { program in
            var program = program
            program.environment = ["USER": "专班", "TIERWATCH_REGISTRANT": "local:r:A"]
            _ = try program.file("Alerts/rules/replay.yaml", Self.rules)
            try must(program, "import", try program.file("firms.csv", Self.firms))
            try must(program, "import", try program.file("chain.csv", Self.chain))
            try must(program, "run")
            guard try program.list("aid", "list").isEmpty else {
                throw Program.Failure(text: "help was asked for before anything stopped")
            }
            let calendar = Calendar()
            try must(
                program, "status", "report", "--firm", "local:r:S1", "--rate", "0", "--at", calendar.time(0))
            let event =
                "id,title,region,start,end,loss\n"
                + "lockdown,浦东静默（演练数据）,310115,\(calendar.time(0)),\(calendar.time(60)),1\n"
            try must(program, "events", "import", try program.file("events.csv", event))
            try must(program, "run")
            try body(program, calendar)
        }
    }

    @Test func `one run raises the alerts and drafts every request, each with its line stop`() throws {
        try stopped { program, calendar in
            let alerts = try program.list("alerts", "list")
            let touched = alerts.filter { $0["rule"] as? String == "event-touches-chain" }
                .compactMap { ($0["labels"] as? [String: String])?["firm"] }
            #expect(touched.sorted() == ["local:r:A", "local:r:B", "local:r:C"])
            #expect(alerts.contains { $0["rule"] as? String == "standstill" })

            let requests = try program.list("aid", "list").compactMap { $0["id"] as? String }.map { id in
                let request = try #require(try program.json("aid", "show", id) as? [String: Any])
                let suppliers = (request["suppliers"] as? [[String: Any]] ?? []).map {
                    "\($0["name"] ?? "") \($0["product"] ?? "") \($0["line_stops_on"] ?? "")"
                }
                let way =
                    "\(request["authority"] ?? "")>\(request["counterpart"] ?? "") \(request["kind"] ?? "")"
                return "\(way) \(request["name"] ?? "") \(request["line_stops_on"] ?? ""): "
                    + suppliers.sorted().joined(separator: ", ")
            }
            // Stocks of 3, 5, 7 and 30 days: what was made the day before still arrives on the first day.
            let (seats, wires, resist, drugs) = (
                calendar.date(4), calendar.date(6), calendar.date(8), calendar.date(31)
            )
            #expect(
                requests.sorted() == [
                    "310000>320000 capacity 甲车 \(seats): 苏座 座椅 \(seats)",
                    "310000>330000 capacity 甲车 \(seats): 浙座 座椅 \(seats)",
                    "310000>340000 capacity 甲车 \(seats): 皖线 线束 \(wires)",
                    "320000>310000 resume 乙芯 \(resist): 沪胶 光刻胶 \(resist)",
                    "330000>310000 resume 丙药 \(drugs): 沪药 辅料 \(drugs)",
                ], "\(requests)")
            try must(program, "run")
            #expect(try program.list("aid", "list", "--all").count == 5)
        }
    }

    @Test func `who could stand in is outside Shanghai, best first, and the line stops later with it`() throws
    {
        try stopped { program, calendar in
            let answer = try #require(
                try program.json("aid", "match", "--firm", "甲车", "--product", "座椅") as? [String: Any])
            let candidates = try #require(answer["candidates"] as? [[String: Any]])
            #expect(candidates.map { $0["name"] as? String } == ["苏座", "浙座"], "\(answer)")
            #expect(candidates.allSatisfy { !(($0["region"] as? String)?.hasPrefix("31") ?? true) })
        }
    }

    @Test func `the figures of the month follow from the answers`() throws {
        try stopped { program, _ in
            let requests = try program.list("aid", "list")
            func id(_ from: String, _ to: String) throws -> String {
                let found = requests.first {
                    $0["authority"] as? String == from && $0["counterpart"] as? String == to
                }
                return try #require(found?["id"] as? String)
            }
            let answers = [
                ("310000", "320000", "solved"), ("310000", "330000", "partly"),
                ("310000", "340000", "refused"), ("320000", "310000", "solved"),
            ]
            for (from, to, outcome) in answers {
                let one = try id(from, to)
                try must(program, "aid", "register", one)
                try must(program, "aid", "assign", one, "--to", "赵")
                try must(program, "aid", "start", one, "--by", "赵")
                try must(program, "aid", "answer", one, "--outcome", outcome, "--by", "赵")
                if outcome != "refused" { try must(program, "aid", "close", one) }
            }
            let report = try program.list("aid", "report").map { row in
                ["authority", "counterpart", "letters", "suppliers", "closed", "solved", "overdue"].map {
                    "\(row[$0] ?? "")"
                }.joined(separator: " ")
            }
            #expect(
                report == [
                    "310000 320000 1 1 1 1 0", "310000 330000 1 1 1 0 0", "310000 340000 1 1 0 0 0",
                    "320000 310000 1 1 1 1 0", "* * 4 4 3 2 0",
                ], "\(report)")
            let total = try #require(try program.list("aid", "report").last)
            #expect(total["closed_share"] as? Double == 0.75)
        }
    }

    @Test func `a request on white lists is refused once its firm has left the list`() throws {
        try stopped { program, _ in
            func list(_ rows: String) throws -> String {
                try program.file("list-\(UUID().uuidString).csv", "id,name,products,removed\n" + rows)
            }
            let ask = [
                "aid", "request", "--firm", "甲车", "--to", "江苏", "--kind", "transport_pass", "--supplier",
                "苏座",
                "--by-white-list",
            ]
            let unlisted = try program.run(ask)
            #expect(
                unlisted.status == 65 && unlisted.errorText.contains("no white list"), "\(unlisted.errorText)"
            )
            try must(
                program, "whitelist", "import", try list("local:r:S2,苏座,座椅,\n"), "--issuer", "江苏", "--batch",
                "1")
            let unrecognised = try program.run(ask)
            #expect(unrecognised.status == 65 && unrecognised.errorText.contains("does not recognise"))
            try must(program, "whitelist", "recognise", "--issuer", "江苏", "--by", "上海")
            let before = try program.list("aid", "list", "--all").count
            try must(program, ask)
            let written = try program.list("aid", "list").filter { $0["kind"] as? String == "transport_pass" }
            let id = try #require(written.first?["id"] as? String)
            #expect(try program.list("aid", "list", "--all").count == before + 1)
            try must(program, "aid", "assign", id, "--to", "赵")
            try must(program, "whitelist", "withdraw", "--issuer", "江苏", "--by", "上海")
            let expired = try program("aid", "answer", id, "--outcome", "solved")
            #expect(expired.status == 65 && expired.errorText.contains("has not recognised since"))
            try must(program, "whitelist", "recognise", "--issuer", "江苏", "--by", "上海")
            try must(
                program, "whitelist", "import", try list("local:r:S2,苏座,座椅,是\n"), "--issuer", "江苏", "--batch",
                "1")
            let left = try program("aid", "answer", id, "--outcome", "solved")
            #expect(left.status == 65 && left.errorText.contains("it left"), "\(left.errorText)")
            try must(program, "aid", "answer", id, "--outcome", "refused", "--note", "已移出白名单")
        }
    }
}
