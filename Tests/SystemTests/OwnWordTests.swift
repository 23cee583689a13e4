import Foundation
import TestSupport
import Testing

/// By whose word the firm in need is told of firms, its own too.
@Suite struct OwnWordTests {
    private static func add(_ rows: String, by registrant: String, _ program: Program) throws {
        let file = try program.file("\(UUID().uuidString).csv", ConsentCase.header + rows)
        try ConsentCase.must(program, "import", file, "--registrant", registrant, "--partial")
    }

    private static func merge(_ one: String, into other: String, _ program: Program) throws {
        try ConsentCase.must(program, "firms", "merge", one, "--into", other, "--reason", "一照")
    }

    /// An answer, and everything that is in it.
    private static func match(
        _ program: Program, _ flags: [String]
    ) throws -> (
        answer: [String: Any], text: String
    ) {
        let result = try program.run(["aid", "match", "--format", "json"] + flags)
        let answer = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
        return (try #require(answer, "\(result.errorText)"), result.text)
    }

    private static func named(_ answer: [String: Any], _ list: String, _ id: String = "id") -> [String] {
        DrillBench.lines(answer, list, id, "name")
    }

    /// `local:z` registers whom its own supplier 甲厂 buys from, as its tier 2: also of 丁厂, 甲厂's own backup, another site and another product.
    private static let ofZ = """
        local:z:S,申厂,320583,local:t:A,甲厂,2,auto,座椅,100,0.43,active,,
        local:z:W,亥厂,320583,local:t:A,甲厂,2,auto,座椅,100,0.2,active,0.3,2
        local:z:T,酉厂,330400,local:t:A,甲厂,2,auto,座椅,,,backup,0.23,3
        local:t:D,丁厂,340100,local:t:A,甲厂,2,auto,座椅,,,backup,0.87,1
        local:t:C,丙厂,320900,local:t:A,甲厂,2,auto,座椅,,,backup,0.61,

        """

    @Test func `who supplies the firm in need by a rival's word alone has no name until the rival consents`()
        throws
    {
        try ConsentCase.withRequest { program in
            try Self.add(Self.ofZ, by: "local:z", program)
            let asked = ["--firm", "甲厂", "--product", "座椅", "--without", "320583"]
            let (answer, text) = try Self.match(program, asked + ["--plan"])
            for secret in ["local:z", "申厂", "酉厂", "亥厂", "330400", "340100", "0.87"] {
                #expect(!text.contains(secret), "\(secret): \(text)")
            }
            #expect(
                DrillBench.lines(answer, "failing", "id", "name", "region", "loss").sorted() == [
                    "- (not named) 320000 1", "- (not named) 320000 1", "local:t:B 乙厂 320583 1",
                ])
            let found = try #require(answer["candidates"] as? [[String: Any]])
            let hidden = found.filter { $0["needs_consent"] as? Bool == true }
            let told = DrillBench.lines(["all": hidden], "all", "source", "region", "supplier", "delivers")
            #expect(
                told.sorted() == [
                    "other_chain 320000 - 0", "other_chain 320000 - 0.3", "other_chain 320000 - 0.6",
                    "other_chain 330000 - 0.2", "other_chain 340000 - 0.9",
                ], "\(found)")
            #expect(Self.named(answer, "candidates", "supplier").contains("local:t:D 丁厂"))
            let all = try Self.match(program, asked + ["--names"]).text
            #expect(all.contains("local:z:S") && all.contains("local:z:T"))
        }
    }

    @Test func `whoever is a rival's word can be asked for where it could stand in, and nowhere else`() throws
    {
        try ConsentCase.withRequest { program in
            try Self.add(Self.ofZ, by: "local:z", program)
            for (name, firm) in [
                ("酉厂", "local:z:T"), ("亥厂", "local:z:W"), ("丁厂", "local:t:D"), ("丙厂", "local:t:C"),
            ] {
                try ConsentCase.must(program, "aid", "consent", "ask", "1", "--supplier", name)
                try ConsentCase.must(
                    program, "aid", "consent", "give", "1", "--supplier", firm, "--owner", "local:z")
            }
            let told = try Self.match(program, ["--request", "1"])
            let names = Self.named(told.answer, "candidates", "supplier")
            let found = try #require(told.answer["candidates"] as? [[String: Any]])
            let idle = try #require(found.first { $0["name"] as? String == "丙厂" })
            #expect(idle["bring_up_days"] == nil && idle["line_stops_on"] == nil, "\(idle)")
            #expect(names.filter { $0.hasSuffix("丁厂") }.count == 2, "\(names)")
            #expect(names.contains("- 酉厂") && names.contains("- 亥厂"), "\(names)")
            #expect(!told.text.contains("local:z"), "\(told.text)")
            let letter = try program("aid", "letter", "1").text
            for name in ["酉厂", "亥厂", "丁厂", "丙厂"] { #expect(letter.contains(name), "\(letter)") }
            #expect(!letter.contains("申厂") && !letter.contains("local:z"))
            // 申厂 has nothing to spare, so that it is no candidate.
            let vain = try program("aid", "consent", "ask", "1", "--supplier", "申厂")
            #expect(
                vain.status == 65 && vain.errorText.contains("nobody is to be asked"), "\(vain.errorText)")
        }
    }

    @Test func `for a firm that nobody declares first-hand speaks whoever first declared what it buys`()
        throws
    {
        try ConsentCase.withRequest { program in
            try Self.add(
                "local:z:V,未厂,320500,local:t:B,乙厂,3,auto,海绵,,,backup,0.4,1\n", by: "local:z", program)
            try Self.add(
                "local:t:X,卯厂,330100,local:t:B,乙厂,2,auto,海绵,,,backup,0.4,1\n", by: "local:t", program)
            let (answer, text) = try Self.match(
                program, ["--firm", "local:t:B", "--product", "海绵", "--without", "local:t:U"])
            #expect(Self.named(answer, "failing") == ["local:t:U 丑厂"])
            #expect(Self.named(answer, "candidates", "supplier").contains("local:t:X 卯厂"), "\(text)")
            #expect(!text.contains("local:z") && !text.contains("未厂"), "\(text)")
        }
    }

    @Test func `a word that names no product makes nobody a candidate by a rival's word`() throws {
        try ConsentCase.withRequest { program in
            try Self.add(
                "local:t:B,乙厂,320583,local:t:A,甲厂,1,auto,未公开,100,1,active,,\n", by: "local:t", program)
            try Self.add(
                "local:z:V,未厂,320500,local:t:A,甲厂,2,auto,未公开,,,backup,0.4,1\n", by: "local:z", program)
            let asked = ["--firm", "甲厂", "--product", "未公开", "--without", "local:t:B"]
            #expect(try Self.named(Self.match(program, asked).answer, "candidates") == [])
            try Self.add(
                "local:z:W,亥厂,320500,local:t:A,甲厂,2,auto,未公开,100,0.1,active,0.4,\n", by: "local:z", program)
            #expect(try Self.named(Self.match(program, asked).answer, "candidates") == [])
            try Self.add(
                "local:t:V,午厂,320500,local:t:A,甲厂,1,auto,未公开,,,backup,0.4,1\n", by: "local:t", program)
            #expect(
                try Self.named(Self.match(program, asked).answer, "candidates", "supplier") == [
                    "local:t:V 午厂"
                ])
        }
    }

    /// 戌厂 and 丑厂 are in 甲厂's chain elsewhere than where `local:z` says that they make things.
    @Test func `of one's own chain a site that only a rival names is told by its province`() throws {
        try ConsentCase.withRequest { program in
            try Self.add(
                """
                local:t:F,戌厂,330100,local:t:B,乙厂,2,auto,铁,,,active,,
                local:t:P,寅厂,340100,local:t:A,甲厂,1,auto,座椅,,,backup,0.3,2
                local:t:Q,辰厂,340200,local:t:A,甲厂,1,auto,座椅,,,backup,0.3,2

                """, by: "local:t", program)
            try Self.add(
                """
                local:t:F,戌厂,320115,local:z:L,癸厂,1,auto,铝,,,active,,
                local:t:U,丑厂,331000,local:t:P,寅厂,3,auto,钢,,1,active,,
                local:t:U,丑厂,331000,local:t:Q,辰厂,3,auto,钢,,1,active,,

                """, by: "local:z", program)
            let list = "企业名称,主要产品\n戌厂,座椅\n"
            try ConsentCase.must(
                program, "whitelist", "import", program.file("list.csv", list), "--issuer", "江苏", "--batch",
                "1")
            let asked = ["--firm", "甲厂", "--product", "座椅", "--without", "local:t:B"]
            let (answer, text) = try Self.match(program, asked)
            #expect(
                DrillBench.lines(answer, "candidates", "supplier", "region", "distance_km", "leans_on")
                    .sorted()
                    == [
                        "- 320000 - -", "local:t:D 330200 152 -", "local:t:F 320000 - -",
                        "local:t:P 340100 408 丑厂 (Zhejiang)", "local:t:Q 340200 295 丑厂 (Zhejiang)",
                    ], "\(text)")
            #expect(!text.contains("320115") && !text.contains("Taizhou"), "\(text)")
            let all = try Self.match(program, asked + ["--names"]).text
            #expect(all.contains("320115") && all.contains("丑厂 (Taizhou (ZJ))"), "\(all)")
        }
    }

    /// Nobody has a table of firms; `local:z` says who 甲厂 is to it.
    @Test func `the firm in need is told of by its own name where nobody has a table of firms`() throws {
        try Program.inFolder { program in
            try ConsentCase.must(
                program, "import", program.file("t.csv", ConsentCase.chain), "--registrant", "local:t")
            try Self.add(
                "local:t:A,癸厂专供甲,310115,local:z:L,癸厂,1,auto,整车,,,active,,\n", by: "local:z", program)
            let (answer, text) = try Self.match(
                program, ["--firm", "local:t:A", "--product", "座椅", "--without", "local:t:B"])
            #expect(answer["name"] as? String == "甲厂" && !text.contains("癸厂"), "\(text)")
        }
    }

    /// Two identities of one firm that was decided to be one, which counts as either.
    @Test(arguments: [false, true])
    func `one's own are told of by one's own word for them, whatever they were merged with`(
        countsAsOwn: Bool
    ) throws {
        try ConsentCase.withRequest { program in
            try Self.add(
                "local:t:F,己厂甲,320115,local:t:A,,1,auto,座椅,,,backup,0.2,3\n", by: "local:t", program)
            try Self.add(
                "local:y:B,乙厂股份,320583,local:y:H,,1,auto,杂项,,,active,,\n"
                    + "local:y:U,丑厂股份,320500,local:y:H,,1,auto,杂项,,,active,,\n"
                    + "local:y:A,甲厂股份,310115,local:y:H,,1,auto,杂项,,,active,,\n", by: "local:y", program)
            for firm in ["F", "B", "U", "A"] {
                let (own, other) = ("local:t:\(firm)", "local:y:\(firm)")
                try Self.merge(
                    countsAsOwn ? other : own, into: countsAsOwn ? own : other, program)
            }
            let (answer, text) = try Self.match(program, ["--request", "1", "--plan"])
            #expect(!text.contains("local:y") && !text.contains("股份"), "\(text)")
            #expect(answer["firm"] as? String == "local:t:A" && answer["name"] as? String == "甲厂")
            #expect(Self.named(answer, "failing") == ["local:t:B 乙厂"])
            #expect(Self.named(answer, "candidates", "supplier").contains("local:t:F 己厂甲"))
            let candidates = try #require(answer["candidates"] as? [[String: Any]])
            let own = try #require(candidates.first { $0["name"] as? String == "丁厂" })
            #expect(Self.named(own, "shared") == ["local:t:U 丑厂"])
            let all = try Self.match(program, ["--request", "1", "--names"]).text
            #expect(all.contains(countsAsOwn ? "local:t:F" : "local:y:F"))
        }
    }

    @Test func `one's own are not told of by a rival's newer name for them`() throws {
        try ConsentCase.withRequest { program in
            let code = "91320200DEM101528X"
            try Self.add("\(code),戊厂,330100,local:t:A,,1,auto,座椅,,,backup,0.2,3\n", by: "local:t", program)
            try Self.add(
                "local:t:D,癸厂专供丁,330200,local:z:L,,1,auto,螺栓,,,active,,\n"
                    + "\(code),癸厂专供戊,330100,local:z:L,,1,auto,螺栓,,,active,,\n", by: "local:z", program)
            let (answer, text) = try Self.match(program, ["--request", "1"])
            #expect(!text.contains("癸厂"), "\(text)")
            #expect(
                Self.named(answer, "candidates", "supplier").filter { !$0.hasPrefix("-") }.sorted()
                    == ["\(code) 戊厂", "local:t:D 丁厂"])
        }
    }

    @Test
    func `a rival's word that somebody delivers already takes nobody from those who are asked by a list`()
        throws
    {
        try ConsentCase.withRequest { program in
            let code = "91340100DEM200016Q"
            try Self.add(
                "\(code),戌厂,340100,local:t:A,甲厂,2,auto,座椅,10,0.05,active,,\n", by: "local:z", program)
            let list = "统一社会信用代码,企业名称,主要产品\n\(code),戌厂,座椅\n"
            try ConsentCase.must(
                program, "whitelist", "import", program.file("list.csv", list), "--issuer", "安徽", "--batch",
                "1")
            _ = try program.file("Alerts/rules/standstill.yaml", AidSystemTests.rule)
            try ConsentCase.must(program, "run")
            let asked = try program.list("aid", "list", "--all").filter {
                $0["kind"] as? String == "capacity"
            }
            #expect(Set(asked.compactMap { $0["counterpart"] as? String }) == ["330000", "340000"])
        }
    }

    @Test func `a run asks for no stand-in that only a rival calls a backup`() throws {
        try ConsentCase.withRequest { program in
            try Self.add(
                "local:z:T,酉厂,340100,local:t:A,甲厂,2,auto,座椅,,,backup,0.9,1\n", by: "local:z", program)
            _ = try program.file("Alerts/rules/standstill.yaml", AidSystemTests.rule)
            try ConsentCase.must(program, "run")
            func asked() throws -> [String] {
                try program.list("aid", "list", "--all").filter { $0["kind"] as? String == "capacity" }
                    .map { "\($0["counterpart"] ?? "")" }
            }
            #expect(try asked() == ["330000"], "丁厂 alone")
            // Now it is the firm's own word too, and another alert asks.
            try Self.add(
                "local:z:T,酉厂,340100,local:t:A,甲厂,1,auto,座椅,,,backup,0.9,1\n", by: "local:t", program)
            try ConsentCase.must(
                program, "status", "report", "--firm", "local:t:C", "--rate", "0", "--registrant", "local:t")
            try ConsentCase.must(program, "run")
            #expect(try asked().sorted().contains("340000"))
        }
    }
}
