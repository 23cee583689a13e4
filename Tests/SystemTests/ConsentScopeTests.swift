import Foundation
import TestSupport
import Testing

/// What one consent is about: which words for a firm, which of its identities, sites and products, and which buyer's need.
@Suite struct ConsentScopeTests {
    private static let code = "91310000132260250X"

    private func candidates(_ program: Program, _ flags: String...) throws -> [[String: Any]] {
        let answer = try #require(
            try program.json(["aid", "match", "--request", "1"] + flags) as? [String: Any])
        return try #require(answer["candidates"] as? [[String: Any]])
    }

    /// The candidates of others' chains that have a name.
    private func named(_ program: Program, _ flags: [String] = []) throws -> [[String: Any]] {
        let answer = try #require(
            try program.json(["aid", "match", "--request", "1"] + flags) as? [String: Any])
        return try #require(answer["candidates"] as? [[String: Any]]).filter {
            $0["consent"] as? String == "given"
        }
    }

    private func add(_ program: Program, _ rows: String, _ registrant: String) throws {
        let file = try program.file("\(UUID().uuidString).csv", ConsentCase.header + rows)
        try ConsentCase.must(program, "import", file, "--registrant", registrant)
    }

    private func consent(_ program: Program, _ arguments: String...) throws -> Command {
        try program.run(["aid", "consent"] + arguments)
    }

    @Test func `a code that everybody knows is told only where one who consented gave it`() throws {
        try ConsentCase.withRequest { program in
            try add(
                program, "\(Self.code),己厂有限公司,320115,local:w:W,未厂,1,auto,车用坐具,10,1,active,,\n", "local:w")
            try ConsentCase.must(
                program, "firms", "merge", "local:y:F", "--into", Self.code, "--reason", "一照")
            try ConsentCase.ask(program)
            try ConsentCase.say(program, "give", "local:x")
            let byX = try #require(try named(program).first)
            #expect(byX["name"] as? String == "己厂" && byX["supplier"] == nil, "\(byX)")
            #expect(!(try program("aid", "letter", "1").text.contains(Self.code)))
            try ConsentCase.must(
                program, "aid", "consent", "give", "1", "--supplier", Self.code, "--owner", "local:w")
            let byBoth = try #require(try named(program).first)
            #expect(byBoth["supplier"] as? String == Self.code, "\(byBoth)")
            #expect(try program("aid", "letter", "1").text.contains(Self.code))
            try ConsentCase.say(program, "withdraw", "local:x")
            #expect(try named(program).first?["name"] as? String == "己厂有限公司")
            let told = try ConsentCase.told(program, "asking").compactMap {
                $0["data"] as? [String: Any]
            }.filter { $0["state"] as? String == "given" }.map { $0["supplier"] as? [String: String] }
            #expect(told == [["name": "己厂"], ["id": Self.code, "name": "己厂有限公司"]])
        }
    }

    @Test func `a firm without a name is called by the last part of what who consented calls it`() throws {
        try ConsentCase.withRequest { program in
            try add(program, "local:w:七号,,320115,local:w:W,,1,auto,车用坐具,10,1,active,,\n", "local:w")
            try ConsentCase.must(
                program, "aid", "consent", "ask", "1", "--supplier", "local:w:七号")
            try ConsentCase.must(
                program, "aid", "consent", "give", "1", "--supplier", "local:w:七号", "--owner", "local:w")
            let found = try #require(try named(program).first)
            #expect(found["name"] as? String == "七号" && found["supplier"] == nil, "\(found)")
            let letter = try program("aid", "letter", "1")
            #expect(letter.text.contains("<td>七号</td>") && !letter.text.contains("local:w"))
        }
    }

    @Test func `what was given is taken back under each identity and name, and is not asked for again`()
        throws
    {
        for typed in ["local:x:F", "local:x:E", "己厂", "local:y:F"] {
            try ConsentCase.withRequest { program in
                try ConsentCase.ask(program, "--owner", "local:x")
                try ConsentCase.say(program, "give", "local:x")
                try add(program, "local:x:E,己厂,320115,local:x:G,庚厂,1,auto,车用坐具,10,,active,,\n", "local:x")
                try ConsentCase.must(
                    program, "firms", "merge", "local:x:E", "--into", "local:y:F", "--reason", "一照")
                let again = try consent(program, "ask", "1", "--supplier", "local:x:E", "--owner", "local:x")
                #expect(
                    again.status == 65 && again.errorText.contains("local:x was asked about local:x:F"),
                    "\(again.errorText)")
                #expect(try named(program).count == 1)
                let back = try consent(program, "withdraw", "1", "--supplier", typed, "--owner", "local:x")
                #expect(back.status == 0, "\(typed): \(back.errorText)")
                #expect(try named(program).isEmpty, "\(typed)")
            }
        }
    }

    @Test func `a backup for another product, or from another site, is somebody whose owner is to be asked`()
        throws
    {
        try ConsentCase.withRequest { program in
            // 子厂 is 甲厂's backup for bolts, and sells seats to 庚厂; 丁厂 is its backup for seats at Ningbo, and sells them from Wuhu.
            let bolts =
                "supplier_id,supplier_name,supplier_region,buyer_id,tier,industry,product,status\n"
                + "local:t:N,子厂,320200,local:t:A,1,auto,螺母,backup\n"
            try ConsentCase.must(
                program, "import", program.file("bolts.csv", bolts), "--registrant", "local:t")
            try add(
                program,
                "local:t:N,子厂,320200,local:x:G,庚厂,1,auto,座椅,100,,active,,\n"
                    + "local:t:D,丁厂,340200,local:x:G,庚厂,1,auto,座椅,100,,active,,\n", "local:x")
            try add(program, "local:t:D,丁厂,330200,local:y:H,辛厂,1,auto,座椅,100,,active,,\n", "local:y")
            let waiting = try candidates(program, "--names").filter { $0["needs_consent"] as? Bool == true }
            let sites = waiting.map { "\($0["name"] ?? "") \($0["region"] ?? "")" }
            #expect(Set(sites).isSuperset(of: ["子厂 320200", "丁厂 340200"]), "\(sites)")
            for supplier in ["子厂", "丁厂"] {
                let asked = try consent(program, "ask", "1", "--supplier", supplier)
                #expect(asked.status == 0, "\(supplier): \(asked.errorText)")
                try ConsentCase.must(
                    program, "aid", "consent", "give", "1", "--supplier", supplier, "--owner", "local:x")
            }
            // Who has 丁厂 where it is 甲厂's own backup is asked for nothing.
            let owners = try program.list("aid", "consents", "--all").map { $0["registrant"] as? String }
            #expect(owners == ["local:x", "local:x"])
            #expect(
                Set(try named(program).map { "\($0["name"] ?? "") \($0["region"] ?? "")" })
                    == ["子厂 320200", "丁厂 340200"])
        }
    }

    @Test func `an owner is asked about each product, and says which it means where several are open`() throws
    {
        try ConsentCase.withRequest { program in
            let (seats, rest) = try askAboutTwo(program)
            let again = try program.run(
                ["aid", "consent", "ask", "1", "--supplier", "local:x:F", "--owner", "local:x"] + rest)
            #expect(again.status == 65 && again.errorText.contains("of '头枕'"), "\(again.errorText)")
            let word = Self.give
            let unclear = try program.run(word)
            #expect(unclear.status == 64 && unclear.errorText.contains("--product"), "\(unclear.errorText)")
            #expect(
                unclear.errorText.contains("local:x:F of '车用坐具' (asked), local:x:F of '头枕' (asked)"),
                "\(unclear.errorText)")
            #expect(try program.run(word + ["--product", "螺栓"]).status == 66)
            #expect(try program.run(word + rest).status == 0)
            #expect(try named(program, rest).count == 1 && named(program, seats).isEmpty)
            // Of two questions one waits: that is the one which is meant.
            #expect(try program.run(word).status == 0)
            #expect(try named(program, seats).count == 1)
            #expect(try program.list("aid", "consents").isEmpty)
        }
    }

    @Test func `an answer that is sent twice consents to nothing that was refused`() throws {
        try ConsentCase.withRequest { program in
            let (seats, rest) = try askAboutTwo(program)
            let refused = try program.run(
                ["aid", "consent", "refuse", "1", "--supplier", "己厂", "--owner", "local:x"] + seats)
            #expect(refused.status == 0, "\(refused.errorText)")
            #expect(try program.run(Self.give).status == 0)
            let again = try program.run(Self.give)
            #expect(again.status == 64, "\(again.text)")
            #expect(
                again.errorText.contains("local:x:F of '车用坐具' (refused), local:x:F of '头枕' (given)"),
                "\(again.errorText)")
            #expect(try named(program, rest).count == 1 && named(program, seats).isEmpty)
            #expect(try program.run(Self.give + seats).status == 0)
            #expect(try named(program, seats).count == 1)
        }
    }

    private static let give = ["aid", "consent", "give", "1", "--supplier", "己厂", "--owner", "local:x"]

    /// Asks `local:x` about 己厂 for both products that the request then lacks; gives the flags that name them.
    private func askAboutTwo(_ program: Program) throws -> (seats: [String], rest: [String]) {
        let rests =
            "supplier_id,supplier_name,supplier_region,buyer_id,tier,industry,product,annual_value\n"
            + "local:t:B,乙厂,320583,local:t:A,1,auto,头枕,100\n"
        try ConsentCase.must(
            program, "import", program.file("rests.csv", rests), "--registrant", "local:t")
        try add(program, "local:x:F,己厂,320115,local:x:G,庚厂,1,auto,头枕,100,1,active,0.1,4\n", "local:x")
        let (seats, rest) = (["--product", "座椅"], ["--product", "头枕"])
        for product in [seats, rest] { try ask(program, product) }
        return (seats, rest)
    }

    private func ask(_ program: Program, _ product: [String]) throws {
        let result = try program.run(
            ["aid", "consent", "ask", "1", "--supplier", "local:x:F", "--owner", "local:x"] + product)
        guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
    }

    @Test func `a consent names neither the site nor the product that only has the same code`() throws {
        try ConsentCase.withRequest { program in
            _ = try program.file(
                "Alerts/products.yaml",
                "products:\n  - {words: [座椅, 车用坐具], code: \"3670\"}\n  - {words: [座椅骨架], code: \"3670\"}\n")
            // The same customer buys frames there, from another city.
            try add(program, "local:x:F,己厂,340100,local:x:G,庚厂,1,auto,座椅骨架,1000,1,active,0.2,4\n", "local:x")
            try ConsentCase.ask(program, "--owner", "local:x")
            try ConsentCase.say(program, "give", "local:x")
            #expect(try named(program).map { $0["region"] as? String } == ["320115"])
            let frames = try candidates(program).filter { $0["region"] as? String == "340000" }
            #expect(frames.count == 1 && frames[0]["needs_consent"] as? Bool == true, "\(frames)")
            let letter = try program("aid", "letter", "1").text
            #expect(letter.contains("江宁") && !letter.contains("合肥"), "\(letter)")
        }
    }

    @Test func `a letter is printed without those whose product the firm buys no longer`() throws {
        try ConsentCase.withRequest { program in
            try ConsentCase.ask(program, "--owner", "local:x")
            try ConsentCase.say(program, "give", "local:x")
            #expect(try program("aid", "letter", "1").text.contains("经同意的可替代企业"))
            let ended = ConsentCase.chain.replacing(",active,", with: ",ended,")
            try ConsentCase.must(
                program, "import", program.file("ended.csv", ended), "--registrant", "local:t")
            let letter = try program("aid", "letter", "1")
            #expect(letter.status == 0 && letter.text.contains("</html>"), "\(letter.errorText)")
            #expect(!letter.text.contains("经同意的可替代企业") && !letter.text.contains("己厂"))
        }
    }
}
