import Foundation
import TestSupport
import Testing

/// Who can stand in, through the program itself.
@Suite struct AidMatchSystemTests {
    /// A in Shanghai buys seats from B and C of Kunshan; D and E stand by; F sells seats to somebody else; both D and B lean on U.
    static let chain = """
        supplier_id,supplier_region,buyer_id,tier,industry,product,annual_value,share,inventory_days,status,spare_capacity,bring_up_days
        local:t:B,320583,local:t:A,1,auto,座椅,600,0.6,3,active,,
        local:t:C,330100,local:t:A,1,auto,座椅,400,0.4,3,active,0.1,0
        local:t:D,330200,local:t:A,1,auto,座椅,,,,backup,0.5,2
        local:t:E,340100,local:t:A,1,auto,座椅,,,,backup,0.2,1
        local:t:U,320500,local:t:B,2,auto,海绵,100,1,,active,,
        local:t:U,320500,local:t:D,2,auto,海绵,100,0.5,,active,,
        local:t:V,330200,local:t:D,2,auto,海绵,100,0.5,,active,,
        """
    static let rival = """
        supplier_id,supplier_region,buyer_id,tier,industry,product,annual_value,share,status,spare_capacity,bring_up_days
        local:x:F,320100,local:x:G,1,auto,汽车座椅,1000,1,active,0.3,4
        """

    static func inRegister(_ body: (Program) throws -> Void) throws {
        try Program.inFolder { program in
            try program("import", program.file("a.csv", chain), "--registrant", "local:t")
            try program("import", program.file("x.csv", rival), "--registrant", "local:x")
            let words = "products:\n  - words: [座椅, 汽车座椅]\n"
            _ = try program.file("Alerts/products.yaml", words)
            try body(program)
        }
    }

    static func match(_ program: Program, _ flags: String...) throws -> [String: Any] {
        let asked = ["aid", "match", "--firm", "local:t:A", "--product", "座椅"] + flags
        return try #require(try program.json(asked) as? [String: Any])
    }

    static func candidates(_ answer: [String: Any]) throws -> [[String: Any]] {
        try #require(answer["candidates"] as? [[String: Any]])
    }

    static func close(_ value: Any?, _ expected: Double) -> Bool {
        abs((value as? Double ?? .nan) - expected) < 1e-6
    }

    @Test func `candidates are ranked with their parts, and with the days before and after`() throws {
        try Self.inRegister { program in
            let answer = try Self.match(program, "--without", "昆山", "--days", "10", "--names")
            #expect(Self.close(answer["gap"], 0.6) && Self.close(answer["hhi"], 5_200))
            // The stock of 3 days, of which 0.6 a day are gone, ends on day 6; what stopped is felt the day after.
            #expect(Self.close(answer["lost_days"], 10 * 0.6 - 3))
            #expect((answer["line_stops_on"] as? String)?.count == 10)
            let found = try Self.candidates(answer)
            // D would close most of the gap, but hangs by half on whom B hangs on too.
            #expect(
                found.map { $0["supplier"] as? String }
                    == ["local:x:F", "local:t:E", "local:t:D", "local:t:C"])
            #expect(
                found.map { $0["source"] as? String } == ["other_chain", "backup", "backup", "active"])
            #expect(found.map { $0["needs_consent"] as? Bool } == [true, false, false, false])
            let parts = try #require(found[2]["parts"] as? [String: Any])
            #expect(Self.close(parts["independent"], 0.5) && Self.close(parts["capacity"], 0.5 / 0.6))
            let shared = try #require(found[2]["shared"] as? [[String: Any]])
            #expect(shared.map { $0["id"] as? String } == ["local:t:U"])
            // From day 2 on it delivers 0.5; the rest is in stock.
            #expect(Self.close(found[2]["lost_days"], 0) && found[2]["line_stops_on"] == nil)
            #expect(Self.close(found[0]["delivers"], 0.3))
            #expect(found[0]["product_there"] as? String == "汽车座椅")
        }
    }

    @Test func `a plan closes the gap and says how far the greedy one is from it`() throws {
        try Self.inRegister { program in
            let answer = try Self.match(program, "--without", "local:t:B", "--plan", "--names")
            let plans = try #require(answer["plans"] as? [[String: Any]])
            #expect(plans.map { $0["method"] as? String } == ["exact", "greedy"])
            #expect(
                plans.allSatisfy {
                    Self.close($0["gap_left"], 0) && $0["leans_on_one_plant"] as? Bool == false
                })
            #expect((plans[1]["hhi_above_exact"] as? Double ?? -1) >= 0)
            let members = try #require(plans[0]["members"] as? [[String: Any]])
            #expect(Self.close(members.reduce(0) { $0 + ($1["share"] as? Double ?? 0) }, 0.6))
        }
    }

    @Test func `those of other chains have no names, and a registrant does not see them at all`()
        throws
    {
        try Self.inRegister { program in
            let hidden = try Self.match(program, "--without", "昆山", "--plan")
            let text = String(decoding: try JSONSerialization.data(withJSONObject: hidden), as: UTF8.self)
            #expect(!text.contains("local:x") && !text.contains("汽车座椅") && !text.contains("320100"))
            let stranger = try #require(
                try Self.candidates(hidden).first { $0["source"] as? String == "other_chain" })
            #expect(stranger["region"] as? String == "320000" && stranger["supplier"] == nil)
            #expect(stranger["shared"] == nil && stranger["hhi_after"] == nil)
            let own = try Self.match(program, "--without", "昆山", "--view", "local:t")
            #expect(
                try Self.candidates(own).map { $0["supplier"] as? String } == [
                    "local:t:E", "local:t:D", "local:t:C",
                ])
        }
    }

    @Test func `who is on a list that Shanghai recognises counts more, and a list says who makes what`()
        throws
    {
        try Self.inRegister { program in
            let list = "id,name,products,region\nlocal:t:E,,座椅,\nlocal:t:V,,汽车座椅,\n"
            try program(
                "whitelist", "import", program.file("list.csv", list), "--issuer", "安徽", "--batch", "1")
            let unknown = try program("aid", "match", "--firm", "local:t:A", "--product", "座椅")
            #expect(unknown.errorText.contains("does not know where local:t:A sits"))
            let firms = "id,name,region\nlocal:t:A,甲厂,310000\n"
            try program("import", program.file("firms.csv", firms), "--registrant", "local:t")
            func recognised() throws -> [String: Double] {
                let found = try Self.candidates(
                    try Self.match(program, "--without", "昆山", "--names"))
                return Dictionary(
                    uniqueKeysWithValues: found.compactMap { one in
                        guard let id = one["supplier"] as? String, let parts = one["parts"] as? [String: Any]
                        else {
                            return nil
                        }
                        return (id, parts["recognised"] as? Double ?? -1)
                    })
            }
            let before = try recognised()
            #expect(before.count == 5 && before.values.allSatisfy { $0 == 0 } && before["local:t:V"] == 0)
            try program("whitelist", "recognise", "--issuer", "安徽", "--by", "上海")
            let after = try recognised()
            #expect(after.filter { $0.value == 1 }.keys.sorted() == ["local:t:E", "local:t:V"])
        }
    }

    @Test func `without anything named what stands still by reports and events counts`() throws {
        try Self.inRegister { program in
            var result = try program("aid", "match", "--firm", "local:t:A", "--product", "座椅")
            #expect(result.status == 0 && result.errorText.contains("nothing of '座椅' is lacking"))
            try program("status", "report", "--firm", "local:t:B", "--rate", "50%", "--registrant", "local:t")
            #expect(Self.close(try Self.match(program)["gap"], 0.3))
            #expect(Self.close(try Self.match(program, "--from-status", "--without", "浙江")["gap"], 0.7))
            result = try program("aid", "match", "--firm", "local:t:A", "--product", "座椅", "--without", "西藏")
            #expect(result.errorText.contains("540000"))
        }
    }

    @Test func `a stop that was reported days ago has eaten the stock, and help begins now`() throws {
        try Self.inRegister { program in
            let firms = "id,name,region\nlocal:t:A,甲厂,310000\n"
            try program("import", program.file("firms.csv", firms), "--registrant", "local:t")
            let since = Date().addingTimeInterval(-4 * 86_400 - 600)
            try program(
                "status", "report", "--firm", "local:t:B", "--rate", "0", "--registrant", "local:t", "--at",
                since.ISO8601Format())
            let answer = try Self.match(program)
            // The stock of 3 days, of which 0.6 a day are gone from the day after on, is short on the sixth.
            let stop = String(
                since.addingTimeInterval(6 * 86_400 + 8 * 3_600).ISO8601Format().prefix(10))
            #expect(answer["line_stops_on"] as? String == stop)
            let request = try #require(
                try program.json(
                    "aid", "request", "--firm", "local:t:A", "--to", "江苏", "--kind", "resume", "--dry-run",
                    "--by", "钱")
                    as? [String: Any])
            #expect(request["line_stops_on"] as? String == stop)
            let found = try Self.candidates(answer)
            func candidate(_ id: String) -> [String: Any] {
                found.first { $0["supplier"] as? String == id } ?? [:]
            }
            // Two days from today are the sixth, so D is there in time for its half of the need, but not for the rest.
            let parts = candidate("local:t:D")["parts"] as? [String: Any]
            #expect(Self.close(parts?["time"], 1))
            #expect(candidate("local:t:D")["line_stops_on"] as? String == stop)
            let lost = try #require(answer["lost_days"] as? Double)
            let days = ((lost / 0.6).rounded(), candidate("local:t:D")["lost_days"] as? Double ?? 0)
            #expect(abs(days.1 - 0.1 * days.0) < 1e-6, "\(days)")
        }
    }

    @Test func `a table has headings in both languages`() throws {
        try Self.inRegister { program in
            let asked = [
                "aid", "match", "--firm", "local:t:A", "--product", "座椅", "--without", "昆山", "--plan",
            ]
            let chinese = try program.run(asked + ["--lang", "zh"]).text
            for word in ["缺口", "候选企业", "停线日", "切换天数", "可供份额", "方案", "精确", "贪心", "备选", "其他链"] {
                #expect(chinese.contains(word), "\(word): \(chinese)")
            }
            let english = try program.run(asked + ["--lang", "en"]).text
            #expect(
                english.contains("candidates") && english.contains("bring up days")
                    && english.contains("HHI after"))
        }
    }

    @Test(arguments: [
        (["--firm", "local:t:A", "--product", "螺丝"], Int32(66), "is no product that"),
        (["--firm", "local:t:Z", "--product", "座椅"], 66, "does not know this firm"),
        (["--firm", "local:t:A", "--product", "座椅", "--without", "无此物"], 64, "neither a region nor a firm"),
        (["--firm", "local:t:A", "--product", "座椅", "--without", "Suzhou"], 64, "several places"),
        (["--firm", "local:t:A", "--product", "座椅", "--top", "0"], 64, "--top is 1 to 200"),
        (
            ["--firm", "local:t:A", "--product", "座椅", "--loss", "50%"], 64,
            "--loss is of what --without names"
        ),
        (["--firm", "local:t:A", "--product", "座椅", "--event", "台风"], 66, "no event has this"),
    ])
    func `a wrong question is answered by one sentence`(
        flags: [String], status: Int32, sentence: String
    ) throws {
        try Self.inRegister { program in
            let result = try program.run(["aid", "match"] + flags)
            #expect(result.status == status && result.errorText.contains(sentence), "\(result.errorText)")
            #expect(result.text.isEmpty)
        }
    }

    @Test func `a fault of products.yaml is named by match and by the check of rules`() throws {
        try Self.inRegister { program in
            _ = try program.file("Alerts/products.yaml", "products:\n  - words: [座椅, 座 椅]\n  - word: [a]\n")
            for command in [
                ["aid", "match", "--firm", "local:t:A", "--product", "座椅"], ["rules", "check", "Alerts"],
            ] {
                let result = try program.run(command)
                #expect(result.status == 78, "\(result.errorText)")
                #expect(
                    result.errorText.contains("products.yaml:2")
                        && result.errorText.contains("stands in line 2"))
                #expect(result.errorText.contains("products.yaml:3"))
            }
        }
    }
}
