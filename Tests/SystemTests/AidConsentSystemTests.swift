import Foundation
import TestSupport
import Testing

/// Consents of owners through the program: what is told before one, under it, and after it.
@Suite struct AidConsentSystemTests {
    private func candidates(_ program: Program, _ flags: String...) throws -> [[String: Any]] {
        let answer = try #require(
            try program.json(["aid", "match", "--request", "1"] + flags) as? [String: Any])
        return try #require(answer["candidates"] as? [[String: Any]])
    }

    private func stranger(_ program: Program, _ flags: String...) throws -> [String: Any] {
        let answer = try #require(
            try program.json(["aid", "match", "--request", "1"] + flags) as? [String: Any])
        let found = try #require(answer["candidates"] as? [[String: Any]])
        return try #require(found.first { $0["source"] as? String == "other_chain" })
    }

    private func expectHidden(_ program: Program, _ when: String) throws {
        for (asked, text) in try ConsentCase.passedOn(program) {
            #expect(
                ConsentCase.found(ConsentCase.secrets + ConsentCase.owners, in: text) == [],
                "\(when): \(asked): \(text)")
        }
    }

    /// Whether the answers that may be passed on name it as who consented calls it, and none tells in whose chain it is, or what others call it.
    private func expectNamed(_ program: Program, _ name: String, _ when: String) throws {
        let texts = try ConsentCase.passedOn(program)
        for (asked, text) in texts {
            #expect(
                ConsentCase.found(ConsentCase.owners + ["车用坐具"], in: text) == [],
                "\(when): \(asked): \(text)")
            #expect(name != "己厂" || !text.contains("己厂股份"), "\(when): \(asked): \(text)")
        }
        let match = try #require(texts["[\"match\", \"--request\", \"1\"] [\"json\"]"])
        let letter = try #require(texts["letter"])
        for word in [name, "320115"] { #expect(match.contains(word), "\(when): \(match)") }
        for word in ["经同意的可替代企业（1 项）", name, "江宁"] {
            #expect(letter.contains(word), "\(when): \(word): \(letter)")
        }
        #expect(!letter.contains("local:"), "\(when): \(letter)")
    }

    @Test
    func `nobody learns who it is before a consent, after it was taken back, and after the request's end`()
        throws
    {
        try ConsentCase.withRequest { program in
            try expectHidden(program, "before anybody was asked")
            try ConsentCase.ask(program)
            try expectHidden(program, "asked")
            try ConsentCase.say(program, "refuse", "local:y")
            try expectHidden(program, "refused")
            try ConsentCase.say(program, "give", "local:x")
            try expectNamed(program, "己厂", "the one consented, the other refused")
            try ConsentCase.say(program, "withdraw", "local:x")
            try expectHidden(program, "withdrawn")
            try ConsentCase.say(program, "give", "local:y")
            try expectNamed(program, "己厂股份", "the other consented")
            for step in [
                ["assign", "1", "--to", "赵"], ["answer", "1", "--outcome", "partly"], ["close", "1"],
            ] { #expect(try program.run(["aid"] + step).status == 0) }
            try expectHidden(program, "closed")
            let over = try program("aid", "match", "--request", "1")
            #expect(over.errorText.contains("is closed, so no consent counts"), "\(over.errorText)")
            // Opened again, whoever consented before is asked anew.
            #expect(try program("aid", "reopen", "1", "--note", "未到货").status == 0)
            try expectHidden(program, "reopened")
            try ConsentCase.ask(program, "--owner", "local:y")
            try expectHidden(program, "asked again")
            try ConsentCase.say(program, "give", "local:y")
            try expectNamed(program, "己厂股份", "consented again")
            #expect(try program("audit", "verify").status == 0)
        }
    }

    @Test func `figures are to the tenth until every owner has consented, and are then its own`() throws {
        try ConsentCase.withRequest { program in
            let hidden = try stranger(program)
            #expect(hidden["region"] as? String == "320000" && hidden["supplier"] == nil)
            #expect(hidden["needs_consent"] as? Bool == true && hidden["delivers"] as? Double == 0.3)
            try ConsentCase.ask(program)
            try ConsentCase.say(program, "give", "local:y")
            let named = try stranger(program)
            #expect(named["name"] as? String == "己厂股份" && named["region"] as? String == "320115")
            #expect(named["consent"] as? String == "given" && named["needs_consent"] as? Bool == false)
            #expect(named["delivers"] as? Double == 0.3 && named["hhi_after"] == nil)
            try ConsentCase.say(program, "give", "local:x")
            let whole = try stranger(program)
            #expect(whole["delivers"] as? Double == 0.31 && whole["hhi_after"] != nil)
            for key in ["product_there", "shared", "leans_on"] { #expect(whole[key] == nil, "\(key)") }
        }
    }

    @Test func `a plan with somebody hidden tells no figure from which the hidden one follows`() throws {
        try ConsentCase.withRequest { program in
            let answer = try program.run(["aid", "match", "--request", "1", "--plan", "--format", "json"])
            let object = try #require(
                try JSONSerialization.jsonObject(with: answer.output) as? [String: Any])
            let plans = try #require(object["plans"] as? [[String: Any]])
            // 0.2 and 0.31 of 0.6 leave 0.09 open.
            #expect(
                plans.allSatisfy { $0["gap_left"] as? Double == 0.1 && $0["hhi_after"] == nil }, "\(plans)")
            #expect(answer.errorText.contains("leave about 10% of the need open"), "\(answer.errorText)")
            for figure in ["0.31", "0.09", "9%"] {
                #expect(!(answer.text + answer.errorText).contains(figure))
            }
            let names = try program.run(
                ["aid", "match", "--request", "1", "--plan", "--names", "--format", "json"])
            #expect(names.text.contains("0.31") && names.errorText.contains("leave 9% of the need open"))
        }
    }

    @Test func `who coordinates sees names, and that it looked is in the trail`() throws {
        try ConsentCase.withRequest { program in
            #expect(try stranger(program, "--names")["supplier"] as? String == "local:y:F")
            let looks = try program.list("audit", "list", "--action", "look")
            #expect(looks.map { $0["subject"] as? String } == ["aid match --request 1 --names"])
            #expect((looks[0]["actor"] as? String)?.hasPrefix("cli:") ?? false)
            let view = try program(
                "aid", "match", "--firm", "甲厂", "--product", "座椅", "--names", "--view", "local:t")
            #expect(view.status == 64 && view.text.isEmpty)
            #expect(try program.list("audit", "list", "--action", "look").count == 1)
            #expect(try program("audit", "verify").status == 0)
        }
    }

    @Test
    func
        `whoever declares the firm's own chain is asked for nothing, and firms of others are not named upstream`()
        throws
    {
        try ConsentCase.withRequest { program in
            func backup() throws -> [String: Any] {
                try #require(try candidates(program).first { $0["source"] as? String == "backup" })
            }
            #expect((try backup()["shared"] as? [[String: Any]])?.first?["name"] as? String == "丑厂")
            // Of 寅厂, on which both hang as well, only somebody else has ever said so.
            let other =
                "supplier_id,supplier_name,supplier_region,buyer_id,tier,industry,product\n"
                + "local:z:V,寅厂,320500,local:t:B,2,auto,钢\n"
                + "local:z:V,寅厂,320500,local:t:D,2,auto,钢\n"
            try ConsentCase.must(program, "import", program.file("v.csv", other), "--registrant", "local:z")
            let shared = try #require(try backup()["shared"] as? [[String: Any]])
            #expect(shared.count == 2 && shared.contains { $0["id"] == nil }, "\(shared)")
            #expect(!(try program("aid", "match", "--request", "1", "--format", "json").text.contains("寅厂")))
            #expect(
                try program("aid", "match", "--request", "1", "--names", "--format", "json").text.contains(
                    "寅厂"))
            let own = try program("aid", "consent", "ask", "1", "--supplier", "丁厂")
            #expect(own.status == 65 && own.errorText.contains("nobody is to be asked"), "\(own.errorText)")
        }
    }

    @Test
    func `an owner is told what it is asked and nothing of the firm in need, and who asked what it said`()
        throws
    {
        try ConsentCase.withRequest { program in
            try ConsentCase.ask(program)
            let asked = try ConsentCase.told(program, "x")
            #expect(asked.map { $0["type"] as? String } == ["aid.consent_asked"])
            let data = try #require(asked.first?["data"] as? [String: Any])
            #expect(data["product"] as? String == "车用坐具" && data["authority"] as? String == "310000")
            #expect((data["supplier"] as? [String: String]) == ["id": "local:x:F", "name": "己厂"])
            let text = try String(contentsOfFile: program.folder.path + "/x.jsonl", encoding: .utf8)
            #expect(ConsentCase.found(ConsentCase.needs + ["local:y", "辛厂"], in: text) == [], "\(text)")
            let shown = try program("aid", "consents", "--view", "local:x", "--format", "json").text
            #expect(ConsentCase.found(ConsentCase.needs + ["local:y", "辛厂"], in: shown) == [], "\(shown)")

            try ConsentCase.say(program, "refuse", "local:y")
            try ConsentCase.say(program, "give", "local:x")
            try ConsentCase.say(program, "withdraw", "local:x")
            let said = try ConsentCase.told(program, "asking").filter {
                $0["type"] as? String == "aid.consent"
            }
            .compactMap { $0["data"] as? [String: Any] }
            #expect(said.map { $0["state"] as? String } == ["refused", "given", "withdrawn"])
            #expect(said.map { $0["consent"] as? Int } == [2, 1, 1])
            for data in said {
                let text = String(
                    decoding: try JSONSerialization.data(withJSONObject: data), as: UTF8.self)
                let isGiven = data["state"] as? String == "given"
                #expect(ConsentCase.found(ConsentCase.secrets, in: text).isEmpty != isGiven, "\(text)")
                #expect(ConsentCase.found(ConsentCase.owners, in: text) == [], "\(text)")
            }
        }
    }

    @Test func `what waits is listed, what was said is in the request with its trail, in both languages`()
        throws
    {
        try ConsentCase.withRequest { program in
            try ConsentCase.ask(program, "--note", "先问")
            let waiting = try program.list("aid", "consents")
            #expect(waiting.map { $0["registrant"] as? String } == ["local:x", "local:y"])
            #expect(
                waiting.allSatisfy { $0["wanted"] as? String == "座椅" && $0["state"] as? String == "asked" })
            try ConsentCase.must(
                program, "aid", "consent", "give", "1", "--supplier", "己厂", "--owner", "local:x", "--by", "孙",
                "--note", "可以", "--seen", "1")
            #expect(try program.list("aid", "consents", "--owner", "local:x").isEmpty)
            #expect(try program.list("aid", "consents", "--owner", "local:x", "--all").count == 1)
            #expect(try program.list("aid", "consents", "--request", "1").count == 1)
            let request = try #require(try program.json("aid", "show", "1") as? [String: Any])
            let consents = try #require(request["consents"] as? [[String: Any]])
            #expect(consents.map { $0["action"] as? String } == ["ask", "ask", "give"])
            #expect(consents.map { $0["registrant"] as? String } == ["local:x", "local:y", "local:x"])
            #expect(consents.map { $0["by"] as? String } == ["钱", "钱", "孙"])
            #expect(consents.map { $0["note"] as? String } == ["先问", "先问", "可以"])
            #expect(consents.map { $0["version"] as? Int } == [1, 1, 2])
            let chinese = try program("aid", "consents", "--all", "--lang", "zh").text
            for word in ["登记方", "答复期限", "待答复", "同意", "所缺产品"] { #expect(chinese.contains(word), "\(chinese)") }
            #expect(try program("aid", "consents", "--lang", "en").text.contains("answer by"))
            let trail = try program.list("audit", "list", "--action", "aid-consent")
            #expect(
                trail.count == 3 && trail.allSatisfy { ($0["subject"] as? String)?.hasPrefix("HB-") ?? false }
            )
        }
    }
}
