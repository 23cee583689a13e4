import Foundation
import TestSupport
import Testing

/// What is read over HTTP: the same figures as on the command line, in pages, with tags.
@Suite struct HTTPReadTests {
    /// Suppliers by the hundred, in three cities.
    static func register(_ count: Int) -> String {
        let cities = ["310000", "320500", "330100"]
        return BadInputTests.header + ",独家,310000,,1,auto,独件,50,\n"
            + (1..<count).map { ",厂\($0),\(cities[$0 % 3]),,1,auto,件\($0 % 7),\($0),\n" }.joined()
    }

    static let questions: [(place: String, command: [String])] = [
        ("/suppliers?firm=local:check", ["suppliers", "--firm", "local:check"]),
        ("/suppliers?search=厂1&region=苏州", ["suppliers", "--search", "厂1", "--region", "苏州"]),
        ("/firms/local:check/exposures", ["exposure", "--firm", "local:check"]),
        (
            "/firms/local:check/exposures?kind=stoppage&level=province&lang=zh",
            [
                "exposure", "--firm", "local:check", "--kind", "stoppage", "--level", "province", "--lang",
                "zh",
            ]
        ),
        (
            "/firms/local:check/exposures/苏州?kind=stoppage",
            ["exposure", "--firm", "local:check", "--explain", "苏州", "--kind", "stoppage"]
        ),
        ("/firms/local:check/chokepoints", ["chokepoints", "--firm", "local:check"]),
        (
            "/firms/local:check/chokepoints?product=件3",
            ["chokepoints", "--firm", "local:check", "--product", "件3"]
        ),
        ("/firms/local:check/chokepoints/厂5", ["chokepoints", "--firm", "local:check", "--explain", "厂5"]),
        ("/metrics?metric=hhi", ["metrics", "--metric", "hhi"]),
        (
            "/metrics?firm=local:check&label=level=city&label=kind=touch",
            ["metrics", "--firm", "local:check", "--label", "level=city", "--label", "kind=touch"]
        ),
        ("/systemic?top=5", ["systemic", "--top", "5"]),
        ("/systemic?substitution=true", ["systemic", "--substitution"]),
        ("/alerts", ["alerts", "list"]),
        ("/alerts?severity=info&state=firing", ["alerts", "list", "--severity", "info"]),
        ("/silences", ["alerts", "silences"]), ("/status-reports", ["status", "list"]),
    ]

    /// An answer without what moves with the clock.
    private static func value(_ data: Data) throws -> NSObject {
        let value = try JSONSerialization.jsonObject(with: data)
        guard let list = value as? [[String: Any]] else { return try #require(value as? NSObject) }
        return list.map { $0.filter { $0.key != "age_days" } } as NSArray
    }

    private static func place(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: CharacterSet(charactersIn: "!"..."~")) ?? ""
    }

    @Test func `every figure is the one that the command line gives`() throws {
        try HTTPDaemon.run(register: Self.register(100)) { daemon in
            let report = #"{"firm": "厂5", "operating_rate": 0.6, "registrant": "local:check"}"#
            #expect(try daemon.ask("POST", "/status-reports", json: report).status == 201)
            #expect(try !daemon.waitForAlerts().isEmpty)
            for (place, command) in Self.questions {
                let more = place.contains("?") ? "&limit=1000" : "?limit=1000"
                let isThing = command.contains("--explain")
                let answer = try daemon.ask("GET", Self.place(place + (isThing ? "" : more)))
                let commanded = try daemon.program.run(command + ["--format", "json"])
                #expect(answer.status == 200 && commanded.status == 0, "\(place): \(answer.text)")
                #expect(try Self.value(answer.body) == Self.value(commanded.output), "\(place)")
            }
            let asked = try daemon.ask(
                "POST", "/what-if",
                json: #"{"regions": ["苏州"], "firms": ["厂1"], "loss": 0.5, "days": 9, "until": 20}"#)
            let commanded = try daemon.program.run([
                "whatif", "--region", "苏州", "--firm-stop", "厂1", "--loss", "0.5", "--days", "9", "--until",
                "20",
                "--format", "json",
            ])
            #expect(try Self.value(asked.body) == Self.value(commanded.output))
            #expect(try !asked.list.isEmpty)
        }
    }

    @Test func `a firm and its links are those that were declared`() throws {
        try HTTPDaemon.run(register: Self.register(20)) { daemon in
            let shown = try daemon.ask("GET", "/firms/local:check").object
            var commanded = try #require(try daemon.program.json("firm", "local:check") as? [String: Any])
            commanded["alerts"] = nil
            commanded["declarations"] = nil
            #expect(shown as NSDictionary == commanded as NSDictionary)
            let links = try daemon.ask("GET", "/links?buyer=local:check").list
            #expect(links.count == 20)
            #expect(links.allSatisfy { $0["status"] as? String == "active" && $0["tier"] as? Int == 1 })
            #expect(try daemon.ask("GET", "/links?supplier=" + encoded("厂7")).list.count == 1)
            #expect(try daemon.ask("GET", "/links?product=" + encoded("件1")).list.count == 3)
        }
    }

    @Test(arguments: [1, 7, 250, 1_000])
    func `cursors walk the whole list, with nothing twice and nothing left out`(limit: Int) throws {
        try HTTPDaemon.run(register: Self.register(250)) { daemon in
            var place: String? = "/suppliers?limit=\(limit)"
            var names: [String] = []
            var pages = 0
            while let asked = place, pages <= 250 {
                let answer = try daemon.ask("GET", asked)
                #expect(answer.status == 200 && answer["tierwatch-total-count"] == "250")
                names += try answer.list.compactMap { $0["name"] as? String }
                place = answer.next
                pages += 1
            }
            #expect(pages == (250 + limit - 1) / limit)
            #expect(names.count == 250 && Set(names).count == 250)
        }
    }

    @Test func `a cursor of a list that has changed is gone, and one that is none is refused`() throws {
        try HTTPDaemon.run(register: Self.register(10)) { daemon in
            let next = try #require(try daemon.ask("GET", "/links?limit=4").next)
            #expect(try daemon.ask("GET", next).status == 200)
            let more = try daemon.program.file(
                "more.csv", BadInputTests.header + ",新厂,310000,,1,auto,件1,5,\n")
            #expect(try daemon.program("import", more, "--registrant", "local:check").status == 0)
            var answer = try daemon.ask("GET", next)
            _ = try Waiting.until {
                answer = try daemon.ask("GET", next)
                return answer.status == 410
            }
            #expect(answer.code == "list_changed")
            for cursor in ["x", "bm9uZQ", encoded("YTo=")] {
                #expect(try daemon.ask("GET", "/links?cursor=\(cursor)").code == "bad_cursor", "\(cursor)")
            }
            #expect(
                try daemon.ask(
                    "GET", "/suppliers?cursor=" + (next.components(separatedBy: "cursor=").last ?? "")
                )
                .status == 410)
        }
    }

    @Test func `an answer that the asker has is not sent again until it changes`() throws {
        try HTTPDaemon.run(register: Self.register(10)) { daemon in
            let first = try daemon.ask("GET", "/suppliers")
            let tag = try #require(first["etag"])
            for seen in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                let again = try daemon.ask("GET", "/suppliers", ["If-None-Match": seen])
                #expect(again.status == 304 && again.body.isEmpty && again["etag"] == tag, "\(seen)")
            }
            #expect(try daemon.ask("GET", "/suppliers", ["If-None-Match": "\"other\""]).status == 200)
            try daemon.restart(SIGTERM)
            #expect(try daemon.ask("GET", "/suppliers", ["If-None-Match": tag]).status == 304)
            let row = Data((BadInputTests.header + ",新厂,310000,,1,auto,件1,5,\n").utf8)
            #expect(try daemon.upload("registrant=local:check", row).status == 201)
            let changed = try daemon.ask("GET", "/suppliers", ["If-None-Match": tag])
            #expect(try changed.status == 200 && (changed.list.count) == 11)
            let head = try daemon.ask("HEAD", "/suppliers")
            #expect(head.status == 200 && head.body.isEmpty && head["etag"] == changed["etag"])
            #expect(head["content-length"] == "\(changed.body.count)")
        }
    }

    @Test func `a fault is a problem document that says what to do`() throws {
        try HTTPDaemon.run { daemon in
            for (method, place, status, code) in [
                ("GET", "/nothing", 404, "no_such_place"), ("GET", "/firms/", 400, "bad_parameter"),
                ("GET", "/suppliers?tier=6", 400, "bad_parameter"),
                ("GET", "/suppliers?tier=1&tier=2", 400, "bad_parameter"),
                ("GET", "/suppliers?colour=red", 400, "unknown_parameter"),
                ("GET", "/suppliers?firm=%FF", 400, "bad_encoding"),
                ("GET", "/suppliers?firm=x%00", 400, "bad_parameter"),
                ("GET", "/firms/local:none", 404, "unknown_firm"),
                ("GET", "/suppliers?at=soon", 400, "bad_time"),
                ("GET", "/suppliers?region=Suzhou", 400, "bad_region"),
                ("GET", "/firms/local:check/chokepoints?product=x", 404, "unknown_product"),
                ("GET", "/metrics?metric=x", 400, "bad_parameter"),
                ("GET", "/alerts?state=x", 400, "bad_parameter"),
                ("GET", "/alerts/xyz", 404, "unknown_alert"),
                ("DELETE", "/silences/x", 404, "unknown_silence"),
                ("GET", "/registrations/x", 404, "unknown_registration"),
                ("POST", "/what-if", 400, "nothing_stops"),
                ("GET", "/suppliers?" + String(repeating: "a", count: 17_000), 414, "target_too_long"),
                ("GET", "/suppliers?" + String(repeating: "a=b&", count: 60), 400, "too_many_parameters"),
                ("GET", "/suppliers?firm=" + String(repeating: "a", count: 301), 400, "bad_parameter"),
            ] {
                let answer = try daemon.ask(method, place)
                #expect(answer.status == status && answer.code == code, "\(place.prefix(60)): \(answer.text)")
            }
            for (method, allowed) in [
                ("DELETE", "GET, HEAD"), ("PATCH", "GET, HEAD"), ("TRACE", "GET, HEAD"),
            ] {
                let answer = try daemon.ask(method, "/firms")
                #expect(
                    answer.status == 405 && answer.code == "wrong_method" && answer["allow"] == allowed,
                    "\(method)")
            }
            #expect(try daemon.ask("GET", "/what-if")["allow"] == "POST")
            #expect(try daemon.ask("GET", "/registrations")["allow"] == nil)
        }
    }

    @Test func `a firm is found by the name of one that was merged into it`() throws {
        try HTTPDaemon.run(["USER": "li"], register: Self.register(3)) { daemon in
            let merged = try daemon.program("firms", "merge", "厂2", "--into", "厂1", "--reason", "one licence")
            try #require(merged.status == 0, "\(merged.errorText)")
            for place in ["firms", "suppliers"] {
                #expect(
                    try Waiting.until {
                        try daemon.ask("GET", "/\(place)?search=\(encoded("厂2"))").list
                            .map { $0["id"] as? String } == ["local:check:厂1"]
                    })
            }
        }
    }

    @Test(arguments: [
        (#"{"regions": ["310000"], "day": 1}"#, 400, "bad_field"),
        (#"{"regions": "310000"}"#, 400, "bad_field"),
        (#"{"regions": ["310000"], "loss": 2}"#, 400, "bad_field"),
        (#"{"regions": ["310000"], "days": 1.5}"#, 400, "bad_field"),
        (#"{"regions": ["310000"], "firm": null}"#, 400, "bad_field"),
        (#"{"regions": ["310000"], "mitigate": 1}"#, 400, "bad_field"),
        (#"{"regions": ["Atlantis"]}"#, 400, "bad_region"),
        (#"{"firms": ["local:none"]}"#, 404, "unknown_firm"),
        ("{}", 400, "nothing_stops"), ("[]", 400, "bad_json"), ("{", 400, "bad_json"),
        ("\u{FEFF}nul", 400, "bad_json"),
        (String(repeating: "[", count: 100_000), 400, "bad_json"),
        (
            #"{"regions": [\#(Array(repeating: "\"310000\"", count: 201).joined(separator: ","))]}"#, 400,
            "too_many_stops"
        ),
    ])
    func `a question that is none is refused by name`(body: String, status: Int, code: String) throws {
        try HTTPDaemon.run { daemon in
            let answer = try daemon.ask("POST", "/what-if", json: body)
            #expect(answer.status == status && answer.code == code, "\(answer.text)")
            let plain = try daemon.ask(
                "POST", "/what-if", ["Content-Type": "text/plain"], body: Data(body.utf8))
            #expect(plain.status == 415 && plain.code == "not_json")
        }
    }
}
