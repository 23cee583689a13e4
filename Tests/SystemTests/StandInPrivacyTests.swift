import Foundation
import TestSupport
import Testing

/// What may be told of those who are in others' chains alone, however somebody asks.
@Suite struct StandInPrivacyTests {
    private static func candidates(_ program: Program, _ flags: String...) throws -> [[String: Any]] {
        let answer = try program.json(["aid", "match"] + flags) as? [String: Any]
        return try #require(answer?["candidates"] as? [[String: Any]])
    }

    /// What `local:z` declares beside its chain.
    private static func declare(_ rows: String, _ program: Program) throws {
        try ConsentCase.must(
            program, "import", program.file("z2.csv", rows), "--registrant", "local:z", "--partial")
    }

    /// What somebody sees who asks for candidates, and none of the secrets among it.
    private static func seen(
        _ program: Program, hiding secrets: [String] = ConsentCase.secrets
    ) throws -> String {
        let text = try program("aid", "match", "--request", "1", "--format", "json").text
        for secret in secrets { #expect(!text.contains(secret), "\(secret): \(text)") }
        return text
    }

    @Test(arguments: ["杂项", "座椅"])
    func `who declares a supplier of the firm in need does not speak for it`(product: String) throws {
        try ConsentCase.withRequest { program in
            let rows = """
                supplier_id,supplier_region,buyer_id,tier,industry,product,importance,status
                local:t:B,320583,local:t:A,1,auto,\(product),none,active
                \(ConsentCase.hidden),320115,local:z:L,1,auto,车用坐具,,active
                """
            try Self.declare(rows, program)
            let text = try Self.seen(program)
            let found = try Self.candidates(program, "--request", "1")
            #expect(found.contains { $0["needs_consent"] as? Bool == true }, "\(text)")
        }
    }

    @Test func `who corrects what it declared goes on speaking for the firm in need, and no rival does`()
        throws
    {
        try ConsentCase.withRequest { program in
            let rival = """
                supplier_id,supplier_region,buyer_id,tier,industry,product,importance,status
                local:t:B,320500,local:t:A,1,auto,杂项,none,active
                \(ConsentCase.hidden),320115,local:z:L,1,auto,车用坐具,,active
                """
            try Self.declare(rival, program)
            // Nothing that local:t says now was said before local:z spoke.
            let corrected = """
                supplier_id,supplier_name,supplier_region,buyer_id,tier,industry,product,annual_value,status
                local:t:B,乙厂,320500,local:t:A,1,auto,座椅,600,active
                """
            try ConsentCase.must(
                program, "import", program.file("t2.csv", corrected), "--registrant", "local:t", "--replace")
            let text = try Self.seen(program)
            let found = try Self.candidates(program, "--request", "1")
            #expect(found.map { $0["needs_consent"] as? Bool } == [true], "\(text)")
        }
    }

    /// 秘密供应商 makes what it sells of steel, of which 37% comes from 乙厂, which stands still.
    @Test func `who is on a list is known by what the list says, and not whose supplier he is`() throws {
        try ConsentCase.withRequest { program in
            let rival =
                ConsentCase.header
                + "local:z:77,秘密供应商,320200,local:z:L,癸厂,1,auto,泡沫,500,1,active,,\n"
                + "local:t:B,乙厂,320583,local:z:77,秘密供应商,2,auto,钢,100,0.37,active,,\n"
            try Self.declare(rival, program)
            let list = "企业名称,主要产品\n秘密供应商,座椅\n"
            try ConsentCase.must(
                program, "whitelist", "import", program.file("list.csv", list), "--issuer", "江苏", "--batch",
                "1")
            let text = try Self.seen(program, hiding: ["local:z", "320200", "泡沫", "癸厂", "0.63", "0.37"])
            let listed = try Self.candidates(program, "--request", "1").filter {
                $0["source"] as? String == "capability"
            }
            #expect(listed.map { $0["name"] as? String } == ["秘密供应商"], "\(text)")
            let parts = try #require(listed.first?["parts"] as? [String: Double])
            #expect(parts["not_exposed"] == 0.6 && parts["independent"] == 0.6, "\(parts)")
            let all = try Self.candidates(program, "--request", "1", "--names")
            #expect(all.contains { $0["supplier"] as? String == "local:z:77" })
        }
    }

    /// 丁厂 gets 87% of its bolts from somebody in whose chain 乙厂 is too, by the word of `local:z` alone.
    @Test func `whoever is not named is shared to the tenth, however it is asked`() throws {
        try ConsentCase.withRequest { program in
            let rival =
                ConsentCase.header
                + "local:z:Q,子厂,320400,local:t:D,丁厂,2,auto,螺栓,100,0.87,active,,\n"
                + "local:z:Q,子厂,320400,local:t:B,乙厂,2,auto,螺栓,100,0.87,active,,\n"
            try Self.declare(rival, program)
            let found = try Self.candidates(program, "--request", "1")
            let own = try #require(found.first { $0["name"] as? String == "丁厂" })
            let shared = try #require((own["shared"] as? [[String: Any]])?.first)
            #expect(shared["id"] == nil && shared["loss"] as? Double == 0.9, "\(own)")
            let parts = try #require(own["parts"] as? [String: Double])
            #expect(parts["independent"] == 0.1 && own["match_score"] as? Double == 0.1, "\(own)")
            #expect(own["delivers"] as? Double == 0.2)
        }
    }

    /// A plan's flag, what is said beside it, and on which plants 丁厂 and 戊厂 are told to lean.
    private static func leaning(_ program: Program, _ flags: String...) throws -> [String] {
        let asked = ["aid", "match", "--request", "1", "--plan", "--format", "json"] + flags
        let result = try program.run(asked)
        let answer = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
        let plan = try #require((answer["plans"] as? [[String: Any]])?.first)
        let isOne = (plan["leans_on_one_plant"] as? Bool).map { "\($0)" } ?? "-"
        let found = (answer["candidates"] as? [[String: Any]] ?? []).filter {
            ["丁厂", "戊厂"].contains($0["name"] as? String)
        }
        return [isOne, result.errorText.contains("lean on one plant") ? "warned" : "-"]
            + found.map { one in
                let plant = (one["leans_on"] as? String)?.prefix { $0 != " " } ?? "-"
                return "\(one["name"] ?? "") \(one["class"] ?? "-") \(plant)"
            }.sorted()
    }

    @Test func `that two candidates lean on one plant is told of one's own alone`() throws {
        try ConsentCase.withRequest { program in
            let header =
                "supplier_id,supplier_name,supplier_region,buyer_id,tier,industry,product,share,status,"
                + "spare_capacity,bring_up_days\n"
            func add(_ rows: String, _ registrant: String) throws {
                let file = try program.file("\(UUID().uuidString).csv", header + rows)
                try ConsentCase.must(program, "import", file, "--registrant", registrant)
            }
            try add("local:t:U,丑厂,320500,local:t:D,2,auto,海绵,0.8,active,,\n", "local:t")
            let alone = try Self.leaning(program)
            #expect(alone == ["-", "-", "丁厂 1 -"])
            // The hidden one hangs on the same plant; both are taken, because less would be left with either alone.
            try add("local:t:U,丑厂,320500,local:x:F,2,auto,海绵,0.8,active,,\n", "local:x")
            #expect(try Self.leaning(program) == alone)
            #expect(
                try Self.leaning(program, "--names") == ["true", "warned", "丁厂 1 丑厂"])
            // Of another backup that hangs on it too the firm in need may know.
            try add(
                "local:t:E,戊厂,340100,local:t:A,1,auto,座椅,,backup,0.2,3\n"
                    + "local:t:U,丑厂,320500,local:t:E,2,auto,海绵,0.8,active,,\n", "local:t")
            #expect(
                try Self.leaning(program)
                    == ["true", "warned", "丁厂 1 丑厂", "戊厂 1 丑厂"])
        }
    }

    @Test func `that a hidden site is of a firm that stands by elsewhere is not told`() throws {
        try ConsentCase.withRequest { program in
            let backup = """
                supplier_id,supplier_region,buyer_id,tier,industry,product,status,spare_capacity,bring_up_days
                \(ConsentCase.hidden),330100,local:t:A,1,auto,座椅,backup,0.2,3
                """
            try ConsentCase.must(
                program, "import", program.file("own.csv", backup), "--registrant", "local:t", "--partial")
            let found = try Self.candidates(program, "--request", "1")
            let hidden = found.filter { $0["needs_consent"] as? Bool == true }
            #expect(!hidden.isEmpty && hidden.allSatisfy { $0["class"] == nil }, "\(found)")
            #expect(found.contains { $0["class"] as? Int == 1 })
            let all = try Self.candidates(program, "--request", "1", "--names")
            #expect(all.allSatisfy { $0["class"] != nil })
        }
    }

    @Test func `nobody is named by how it was before he was withdrawn`() throws {
        try ConsentCase.withRequest { program in
            try ConsentCase.ask(program)
            try ConsentCase.must(
                program, "aid", "consent", "give", "1", "--supplier", "己厂", "--owner", "local:x")
            let then = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            let at = ["--at", then]
            for command in [["aid", "match", "--request", "1", "--format", "json"], ["aid", "letter", "1"]] {
                #expect(try program.run(command + at).text.contains("己厂"), "\(command)")
            }
            try ConsentCase.must(
                program, "aid", "consent", "withdraw", "1", "--supplier", "己厂", "--owner", "local:x")
            for command in [["aid", "match", "--request", "1", "--format", "json"], ["aid", "letter", "1"]] {
                let answer = try program.run(command + at)
                #expect(answer.status == 0 && !answer.text.contains("己厂"), "\(answer.text)")
            }
        }
    }

    /// What is told of the days with who is hidden, alone and in plans, for some capacity of it; 乙厂 stops for 3,000 days.
    private static func days(_ program: Program, spare: String) throws -> [String] {
        let rows =
            ConsentCase.header
            + "local:x:F,己厂,320115,local:x:G,庚厂,1,auto,车用坐具,1000,1,active,\(spare),4\n"
        try ConsentCase.must(program, "import", program.file("x2.csv", rows), "--registrant", "local:x")
        let asked = [
            "aid", "match", "--firm", "甲厂", "--product", "座椅", "--without", "local:t:B", "--days", "3000",
            "--until", "3650", "--plan",
        ]
        let answer = try #require(try program.json(asked) as? [String: Any])
        let found = try #require(answer["candidates"] as? [[String: Any]])
        let hidden = try #require(found.first { $0["needs_consent"] as? Bool == true })
        let parts = try #require(hidden["parts"] as? [String: Any])
        let plans = try #require(answer["plans"] as? [[String: Any]])
        let told = ["alone": [hidden], "parts": [parts], "plans": plans]
        return DrillBench.lines(told, "alone", "delivers", "line_stops_on", "lost_days")
            + DrillBench.lines(told, "parts", "capacity")
            + DrillBench.lines(told, "plans", "gap_left", "line_stops_on", "lost_days")
    }

    @Test func `neither a date nor days that are lost tell a capacity more exactly than to the tenth`() throws
    {
        try ConsentCase.withRequest { program in
            let days = try Self.days(program, spare: "0.31")
            #expect(days.count == 4, "\(days)")
            // 0.6 is lacking on three days and 0.3 on 2,997, of which the stock of three days covers 3.
            #expect(days[0].hasPrefix("0.3 ") && days[0].hasSuffix(" 897.9"), "\(days)")
            // Of the gap of 0.6 it is a half.
            #expect(days[1] == "0.5", "\(days)")
            for spare in ["0.26", "0.28", "0.3", "0.34"] {
                #expect(try Self.days(program, spare: spare) == days, "\(spare)")
            }
            #expect(try Self.days(program, spare: "0.41") != days)
        }
    }

    /// Which of two firms that `local:x` lets be named comes first, and what is told of them, for some capacities of theirs; `local:y`, who has
    /// both too, says nothing.
    private static func order(_ program: Program, spares: (String, String)) throws -> [String] {
        for (registrant, help) in [
            ("local:x", [spares.0 + ",4", spares.1 + ",4"]), ("local:y", [",", ","]),
        ] {
            let text =
                ConsentCase.header
                + "\(codes[0]),子厂,320115,\(registrant):M,,1,auto,车用坐具,1000,1,active,\(help[0])\n"
                + "\(codes[1]),寅厂,320115,\(registrant):N,,1,auto,车用坐具,1000,1,active,\(help[1])\n"
            try ConsentCase.must(
                program, "import", program.file("both.csv", text), "--registrant", registrant)
        }
        let found = try candidates(program, "--request", "1")
        return DrillBench.lines(
            ["named": found.filter { $0["consent"] as? String == "given" }], "named", "name", "match_score",
            "delivers")
    }

    private static let codes = ["91320200DEM101528X", "91320500DEM100146B"]

    @Test func `the order of those whose figures are rounded does not tell which can deliver more`() throws {
        try ConsentCase.withRequest { program in
            _ = try Self.order(program, spares: ("0.32", "0.28"))
            for code in Self.codes {
                try ConsentCase.must(program, "aid", "consent", "ask", "1", "--supplier", code)
                try ConsentCase.must(
                    program, "aid", "consent", "give", "1", "--supplier", code, "--owner", "local:x")
            }
            let order = try Self.order(program, spares: ("0.32", "0.28"))
            #expect(order == ["子厂 0.5 0.3", "寅厂 0.5 0.3"])
            #expect(try Self.order(program, spares: ("0.28", "0.32")) == order)
        }
    }

    @Test func `nobody takes a name by which the trail writes others`() throws {
        try DrillBench.with { bench in
            let file = try bench.program.file("drill.yaml", DrillBench.lockdown)
            for name in ["token:desk", "rule:x", "tierwatch", "province 320000"] {
                for command in [
                    ["aid", "drill", file],
                    [
                        "aid", "allocate", "--supplier", "local:r:S", "--remaining", "0.5", "--choose",
                        "proportional", "--reason", "x",
                    ],
                ] {
                    let result = try bench.program.run(command + ["--by", name])
                    #expect(
                        result.status == 64 && result.errorText.contains("'\(name)' is how the trail writes"),
                        "\(command): \(result.errorText)")
                }
            }
            #expect(try bench.program.list("aid", "drills").isEmpty)
        }
    }

    @Test func `a scenario has a name of one plain line`() throws {
        try DrillBench.with { bench in
            let shocks = "shocks:\n  - {region: \"310115\", days: 60}\n"
            let long = try bench.program.file(
                "long.yaml", "name: \(String(repeating: "长", count: 101))\n" + shocks)
            let refused = try bench.program("aid", "drill", long)
            #expect(refused.status == 78 && refused.errorText.contains("long.yaml:1"), "\(refused.errorText)")
            let odd = try bench.program.file("e\u{1B}[31mvil\u{202E}.yaml", "name: \"\"\n" + shocks)
            let drill = try #require(
                try bench.program.json("aid", "drill", odd, "--dry-run") as? [String: Any])
            #expect((drill["scenario"] as? String) == "e [31mvil", "\(drill["scenario"] ?? "")")
        }
    }
}
