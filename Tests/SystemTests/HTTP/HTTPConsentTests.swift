import Foundation
import TestSupport
import Testing

/// Owners who answer over HTTP, each with the token of its registrant.
@Suite struct HTTPConsentTests {
    /// Tokens of both owners, of a registrant that has nothing to do with it, and of who coordinates.
    private struct Desk {
        let daemon: HTTPDaemon
        let tokens: [String: String]

        func with<T>(_ name: String, _ body: () throws -> T) throws -> T {
            try daemon.with(tokens[name], body)
        }

        func get(_ name: String, _ query: String = "?all=true") throws -> HTTPAnswer {
            try with(name) { try daemon.ask("GET", "/aid/consents" + query) }
        }

        func say(_ name: String, _ json: String) throws -> HTTPAnswer {
            try with(name) { try daemon.ask("POST", "/aid/consents", json: json) }
        }
    }

    private static func withDesk(_ body: (Desk) throws -> Void) throws {
        try ConsentCase.withRequest { program in
            var program = program
            program.environment["TIERWATCH_RATE_LIMIT"] = "100000"
            let daemon = try HTTPDaemon(program)
            var tokens: [String: String] = [:]
            for name in ["x", "y", "z", "t"] {
                tokens[name] = try daemon.makeToken(
                    name, "--registrant", "local:\(name)", "--scope", "read", "--scope", "write")
            }
            tokens["desk"] = try daemon.makeToken("desk", "--scope", "coordinate")
            tokens["admin"] = try daemon.makeToken("admin", "--scope", "admin")
            _ = Waiting.until { (try? daemon.ask("GET", "/aid/consents").status) == 401 }
            try body(Desk(daemon: daemon, tokens: tokens))
        }
    }

    private static let word = #"{"request": "1", "supplier": "local:x:F", "action": "give"}"#

    @Test
    func `an owner is shown what it was asked and nothing of the firm in need, and answers in its own name`()
        throws
    {
        try Self.withDesk { desk in
            let program = desk.daemon.program
            #expect(try desk.get("x").text == "[]\n")
            try ConsentCase.ask(program)
            #expect(try Waiting.until { try desk.get("x", "").list.count == 1 })
            let shown = try desk.get("x", "?request=1&lang=zh")
            let one = try #require(try shown.list.first)
            #expect(
                Set(one.keys) == [
                    "request", "authority", "authority_name", "kind", "supplier", "name", "product", "state",
                    "over",
                    "answer_by", "version", "time",
                ])
            #expect(one["product"] as? String == "车用坐具" && one["kind"] as? String == "resume")
            #expect(
                ConsentCase.found(ConsentCase.needs + ["local:y", "辛厂"], in: shown.text) == [],
                "\(shown.text)")

            let given = try desk.say(
                "x", #"{"request": "1", "supplier": "己厂", "action": "give", "note": "可以", "seen": 1}"#)
            #expect(given.status == 200, "\(given.text)")
            #expect(try given.object["state"] as? String == "given" && given.object["version"] as? Int == 2)
            #expect(ConsentCase.found(ConsentCase.needs + ["local:y"], in: given.text) == [], "\(given.text)")
            #expect(try desk.get("x", "").list.isEmpty && desk.get("x").list.count == 1)
            #expect(try program("aid", "match", "--request", "1").text.contains("己厂"))
            let withdrawn = try desk.say(
                "x", #"{"request": "1", "supplier": "local:x:F", "action": "withdraw"}"#)
            #expect(try withdrawn.object["state"] as? String == "withdrawn")
            #expect(try !program("aid", "match", "--request", "1").text.contains("己厂"))

            let request = try desk.with("desk") { try desk.daemon.ask("GET", "/aid/1").object }
            let steps = try #require(request["consents"] as? [[String: Any]])
                .filter { $0["registrant"] as? String == "local:x" }
            #expect(steps.map { $0["by"] as? String } == ["钱", "token:x", "token:x"])
            #expect(steps.map { $0["note"] as? String } == [nil, "可以", nil])
            #expect(try program.list("audit", "list", "--actor", "token:x").count == 2)
            #expect(try program("audit", "verify").status == 0)
        }
    }

    @Test func `what one owner is asked and says changes no byte for another, and none for who is not asked`()
        throws
    {
        try Self.withDesk { desk in
            let program = desk.daemon.program
            try ConsentCase.ask(program, "--owner", "local:y")
            #expect(try Waiting.until { try desk.get("y").list.count == 1 })
            func told(_ name: String) throws -> [String] {
                try ["", "?all=true", "?request=1&all=true", "?request=2&all=true"].map {
                    try desk.get(name, $0).told
                }
            }
            let before = (try told("y"), try told("z"), try told("t"), try told("desk"))
            try ConsentCase.ask(program, "--owner", "local:x")
            #expect(try Waiting.until { try desk.get("x").list.count == 1 })
            #expect(try desk.say("x", Self.word).status == 200)
            // Who sees all is answered otherwise, so these questions can tell.
            #expect(try Waiting.until { try told("desk") != before.3 })
            #expect(try told("y") == before.0)
            #expect(try told("z") == before.1 && told("t") == before.2)
            #expect(try desk.get("z").text == "[]\n" && desk.get("t").text == "[]\n")
        }
    }

    @Test func `a request that does not concern an owner is answered as one that does not exist`() throws {
        try Self.withDesk { desk in
            let program = desk.daemon.program
            try ConsentCase.must(
                program, "aid", "request", "--firm", "甲厂", "--to", "浙江", "--kind", "resume", "--supplier",
                "丙厂")
            try ConsentCase.ask(program, "--owner", "local:x")
            #expect(try Waiting.until { try desk.get("x").list.count == 1 })
            let year = String(Date().addingTimeInterval(28_800).formatted(.iso8601).prefix(4))
            let pairs = [("2", "3"), ("HB-\(year)-0002", "HB-\(year)-0003"), ("1", "7")]
            for name in ["x", "z", "t"] {
                for (there, nowhere) in pairs where name != "x" || there != "1" {
                    for action in ["give", "refuse", "withdraw"] {
                        func told(_ request: String) throws -> String {
                            let json =
                                #"{"request": "\#(request)", "supplier": "local:x:F", "action": "\#(action)"}"#
                            let answer = try desk.say(name, json)
                            #expect(
                                answer.status == 404 && answer.code == "unknown_request", "\(answer.text)")
                            return answer.told.replacing("'\(request)'", with: "{}")
                        }
                        #expect(try told(there) == told(nowhere), "\(name) \(there) \(action)")
                    }
                    #expect(
                        try desk.get(name, "?all=true&request=\(there)").told
                            == desk.get(name, "?all=true&request=\(nowhere)").told)
                }
            }
            // Of the request that concerns it: a supplier of others is as one that nobody has.
            func told(_ supplier: String) throws -> String {
                let answer = try desk.say(
                    "x", #"{"request": "1", "supplier": "\#(supplier)", "action": "give"}"#)
                #expect(answer.status == 404 && answer.code == "not_asked", "\(answer.text)")
                return answer.told.replacing(supplier, with: "{}")
            }
            #expect(try told("local:t:B") == told("local:n:N"))
            #expect(try told("local:z:K") == told("local:n:N"))
            // Nor does it learn by which identity another owner knows its supplier.
            #expect(try told("local:y:F") == told("local:n:N"))
        }
    }

    @Test func `an owner says which product it means in its own word, and finds out no other`() throws {
        try Self.withDesk { desk in
            let program = desk.daemon.program
            let rests =
                "supplier_id,supplier_region,buyer_id,tier,industry,product\nlocal:t:B,320583,local:t:A,1,auto,头枕\n"
            try ConsentCase.must(
                program, "import", program.file("rests.csv", rests), "--registrant", "local:t")
            let own = ConsentCase.header + "local:x:F,己厂,320115,local:x:G,庚厂,1,auto,头枕,100,1,active,,\n"
            try ConsentCase.must(program, "import", program.file("own.csv", own), "--registrant", "local:x")
            for product in ["座椅", "头枕"] {
                try ConsentCase.ask(program, "--owner", "local:x", "--product", product)
            }
            #expect(try Waiting.until { try desk.get("x").list.count == 2 })
            let unclear = try desk.say("x", Self.word)
            #expect(unclear.status == 400 && unclear.code == "ambiguous", "\(unclear.text)")
            #expect(unclear.text.contains("'product'") && !unclear.text.contains("座椅"), "\(unclear.text)")
            func word(_ product: String) -> String {
                #"{"request": "1", "supplier": "local:x:F", "product": "\#(product)", "action": "give"}"#
            }
            // Its own word for what is wanted tells nothing of the firm's.
            func told(_ product: String) throws -> String {
                let answer = try desk.say("x", word(product))
                #expect(answer.status == 404 && answer.code == "not_asked", "\(answer.text)")
                return answer.told.replacing(product, with: "{}")
            }
            #expect(try told("座椅") == told("螺栓"))
            let given = try desk.say("x", word("车用坐具"))
            #expect(given.status == 200, "\(given.text)")
            #expect(try given.object["product"] as? String == "车用坐具")
            let other = try desk.say("x", Self.word)
            #expect(try other.status == 200 && other.object["product"] as? String == "头枕", "\(other.text)")
        }
    }

    private static let refusals: [(by: String, json: String, status: Int, code: String)] = [
        ("x", #"{"request": "1", "supplier": "local:x:F", "action": "withdraw"}"#, 409, "not_possible"),
        (
            "x", #"{"request": "1", "supplier": "local:x:F", "action": "give", "seen": 2}"#, 409,
            "no_such_version"
        ),
        ("x", #"{"request": "1", "supplier": "local:x:F", "action": "ask"}"#, 400, "bad_field"),
        ("x", #"{"request": "1", "supplier": "local:x:F"}"#, 400, "bad_field"),
        ("x", #"{"request": "1", "action": "give"}"#, 400, "bad_field"),
        ("x", #"{"supplier": "local:x:F", "action": "give"}"#, 400, "bad_field"),
        ("x", #"{"request": "1", "supplier": "local:x:F", "action": "give", "by": "孙"}"#, 400, "bad_field"),
        (
            "x", #"{"request": "1", "supplier": "local:x:F", "action": "give", "registrant": "local:y"}"#,
            403,
            "not_allowed"
        ),
        ("y", word, 404, "unknown_request"), ("admin", word, 400, "no_registrant"),
        ("desk", word, 403, "not_allowed"),
        (
            "admin", #"{"request": "1", "supplier": "local:x:F", "action": "give", "registrant": "x"}"#, 400,
            "bad_registrant"
        ),
    ]

    @Test func `what cannot be said leaves the consent as it was, and two at once are told`() throws {
        try Self.withDesk { desk in
            let program = desk.daemon.program
            try ConsentCase.ask(program, "--owner", "local:x")
            let before = try program("aid", "show", "1", "--format", "json").text
            for (by, json, status, code) in Self.refusals {
                let answer = try desk.say(by, json)
                #expect(answer.status == status && answer.code == code, "\(by) \(json): \(answer.text)")
            }
            #expect(try program("aid", "show", "1", "--format", "json").text == before)
            #expect(try desk.get("desk", "?request=9").status == 404)
            #expect(try desk.say("x", Self.word).status == 200)
            let late = try desk.say(
                "x", #"{"request": "1", "supplier": "local:x:F", "action": "withdraw", "seen": 1}"#)
            #expect(late.status == 409 && late.code == "changed" && late.text.contains("'seen' as 2"))
            let admin =
                #"{"request": "1", "supplier": "local:x:F", "action": "withdraw", "registrant": "local:x"}"#
            #expect(try desk.say("admin", admin).object["registrant"] as? String == "local:x")
            for step in [["return", "1", "--note", "缺"], ["drop", "1", "--note", "已恢复"]] {
                #expect(try program.run(["aid"] + step).status == 0)
            }
            let over = try desk.say("x", Self.word)
            #expect(over.status == 409 && over.code == "request_over", "\(over.text)")
            #expect(try Waiting.until { try desk.get("x").list.first?["over"] as? Bool == true })
        }
    }
}
