import Foundation
import TestSupport
import Testing

/// Two firms that share a register over HTTP, each with a token of its own: one watches, the other does whatever it can.
///
/// `RivalTests` holds every figure of a view to a register in which no rival ever declared anything. What is held here is what HTTP adds to
/// it: statuses, headers, tags, cursors, ids, keys, problem documents and streams.
@Suite struct HTTPRivalTests {
    /// Whatever can be read, of what the watcher declared, of what only its rival did, and of what nobody did.
    private static let places: [String] =
        [
            "/firms", "/firms?search=local", "/firms?leading=true", "/firms?region=440300",
            "/suppliers?limit=1",
            "/suppliers?search=%E6%9A%97", "/suppliers?tier=3", "/suppliers?region=330200", "/links",
            "/links?product=%E7%9F%BF",
            "/metrics?metric=market_hhi", "/metrics?metric=hhi", "/metrics?metric=tier_coverage",
            "/metrics?metric=operating_rate", "/systemic", "/systemic?substitution=true", "/breaches",
            "/registrations",
            "/invitations?all=true&coverage=true", "/aid/consents?all=true", "/shared-upstream", "/alerts",
            "/silences", "/health",
            "/ready",
        ]
        + [HTTPRivals.watcher, "local:s", "local:x", HTTPRivals.rival, "local:nobody"].flatMap { firm in
            [
                "/firms/\(firm)", "/firms/\(firm)/exposures", "/firms/\(firm)/exposures?kind=stoppage",
                "/firms/\(firm)/exposures/440300", "/firms/\(firm)/chokepoints",
                "/firms/\(HTTPRivals.watcher)/chokepoints/\(firm)", "/links?buyer=\(firm)",
                "/links?supplier=\(firm)",
                "/suppliers?firm=\(firm)", "/systemic?firm=\(firm)",
                "/metrics?firm=\(firm)&metric=criticality",
            ]
        }

    /// What is read beside figures that move with the clock.
    private static let movingPlaces = ["/metrics", "/status-reports", "/metrics?firm=\(HTTPRivals.watcher)"]

    private static let questions =
        ["local:s", "local:x", "local:nobody"].map { #"{"firms": ["\#($0)"], "days": 5}"# }
        + ["440300", "330200"].map { #"{"regions": ["\#($0)"], "days": 5}"# }
        + [#"{"from_status": true, "firm": "local:s"}"#]

    /// Every answer that the holder of the token is given now, by what was asked.
    private static func answers(_ daemon: HTTPDaemon) throws -> [String: String] {
        var answers: [String: String] = [:]
        for place in places { answers[place] = try daemon.ask("GET", place).told }
        for question in questions {
            answers[question] = try daemon.ask("POST", "/what-if", json: question).told
        }
        for place in movingPlaces {
            answers[place] = try daemon.ask("GET", place).list.map { record in
                let moving = ["record_age_days", "validity_days_left"]
                var record = record
                record["age_days"] = nil
                if moving.contains(record["metric"] as? String ?? "") { record["value"] = nil }
                return try sorted(record)
            }.joined(separator: "\n")
        }
        return answers
    }

    /// A record as text that is the same for the same record.
    private static func sorted(_ record: [String: Any]) throws -> String {
        String(
            decoding: try JSONSerialization.data(withJSONObject: record, options: .sortedKeys), as: UTF8.self)
    }

    @Test func `whatever a rival does changes no byte and no header of what others are answered`() throws {
        try HTTPRivals.run { rivals in
            let daemon = rivals.daemon
            let watched = try daemon.with(rivals.watching) { try Self.answers(daemon) }
            let all = try daemon.with(rivals.coordinating) { try Self.answers(daemon) }
            try rivals.doEverything()
            try daemon.with(rivals.rivalling) { _ = try Self.answers(daemon) }
            for (asked, answer) in try daemon.with(rivals.watching, { try Self.answers(daemon) }) {
                #expect(answer == watched[asked], "\(asked)")
            }
            // Who sees all is answered otherwise, so these questions can tell.
            let changed = try daemon.with(rivals.coordinating) { try Self.answers(daemon) }.filter {
                $1 != all[$0]
            }
            #expect(changed.count > all.count / 3, "\(changed.keys.sorted())")
        }
    }

    /// Requests about a firm that only the rival named, and the same about one that nobody did.
    private static let guesses: [(method: String, place: String, body: String?)] = [
        ("GET", "/firms/{}", nil), ("GET", "/firms/{}?at=2999-01-01", nil),
        ("GET", "/firms/{}/exposures", nil),
        ("GET", "/firms/{}/exposures/310000", nil), ("GET", "/firms/{}/chokepoints", nil),
        ("GET", "/firms/local:check/chokepoints/{}", nil),
        ("GET", "/firms/local:check/chokepoints?product={}", nil),
        ("GET", "/links?buyer={}", nil), ("GET", "/links?supplier={}", nil),
        ("GET", "/links?product={}", nil),
        ("GET", "/suppliers?firm={}", nil), ("GET", "/suppliers?search={}", nil),
        ("GET", "/firms?search={}", nil),
        ("GET", "/metrics?firm={}", nil), ("GET", "/metrics?label=supplier%3D{}", nil),
        ("GET", "/systemic?firm={}", nil),
        ("GET", "/status-reports?firm={}", nil), ("GET", "/alerts?firm={}", nil),
        ("GET", "/shared-upstream?registrant={}", nil),
        ("POST", "/what-if", #"{"firms": ["{}"]}"#),
        ("POST", "/what-if", #"{"regions": ["310000"], "firm": "{}"}"#),
        ("POST", "/status-reports", #"{"firm": "{}", "operating_rate": 0.5}"#),
        ("POST", "/status-reports", #"{"firm": "local:s", "operating_rate": 0.5, "registrant": "{}"}"#),
        ("POST", "/invitations", #"{"supplier": "{}", "product": "灯"}"#),
        ("POST", "/invitations", #"{"supplier": "local:s", "product": "{}"}"#),
        ("POST", "/invitations", #"{"supplier": "local:s", "product": "灯", "registrant": "{}"}"#),
        ("GET", "/aid/consents?request={}", nil),
        ("POST", "/aid/consents", #"{"request": "{}", "supplier": "local:s", "action": "give"}"#),
        ("POST", "/aid/consents", #"{"request": "1", "supplier": "{}", "action": "give"}"#),
        ("GET", "/registrations/{}", nil), ("GET", "/registrations/{}/problems", nil),
        ("DELETE", "/invitations/{}", nil),
    ]

    /// Whether a place is one of ids that the register drew.
    private static func takesIDs(_ place: String) -> Bool {
        place.hasPrefix("/registrations/") || place.hasPrefix("/invitations/")
    }

    @Test func `what only a rival has is refused by the same words as what nobody has`() throws {
        try HTTPRivals.run { rivals in
            try rivals.doEverything()
            let daemon = rivals.daemon
            daemon.token = rivals.rivalling
            let refused = try #require(
                try daemon.ask("GET", "/registrations").list.compactMap { $0["id"] as? String }.first)
            let invitation = try #require(try daemon.ask("GET", "/invitations").list.first?["id"] as? String)
            daemon.token = rivals.watching
            for (known, unknown) in [
                ("local:x", "local:z"), ("暗", "空"), ("矿", "空"), ("local:rival", "local:none"),
                (refused, "00000000deadbeef"), (invitation, "deadbeef"),
            ] {
                let isID = known.allSatisfy(\.isHexDigit)
                for (method, place, body) in Self.guesses where !isID || Self.takesIDs(place) {
                    func told(_ text: String) throws -> String {
                        let place = place.replacing("{}", with: encoded(text))
                        let answer = try daemon.ask(
                            method, place, body == nil ? [:] : ["Content-Type": "application/json"],
                            body: body.map { Data($0.replacing("{}", with: text).utf8) })
                        return answer.told.replacing(text, with: "{}").replacing(
                            "content-length: \(answer.body.count)", with: "")
                    }
                    #expect(try told(known) == told(unknown), "\(method) \(place) \(known) \(body ?? "")")
                }
            }
        }
    }

    @Test func `an upload is told of nothing that a rival declared, and keys are each sender's own`() throws {
        try HTTPRivals.run { rivals in
            let daemon = rivals.daemon
            let body = Data((BadInputTests.header + HTTPRivals.disputed + ",丁,亚特兰蒂斯,,1,auto,灯,1,\n").utf8)
            func trial() throws -> [String: String] {
                var told: [String: String] = [:]
                for query in [
                    "dry_run=true", "dry_run=true&partial=true", "dry_run=true&partial=true&replace=true",
                ] {
                    let answer = try daemon.with(rivals.watching) { try daemon.upload(query, body) }
                    var object = try answer.object
                    object["received_at"] = nil
                    told[query] = "\(answer.status) \(try Self.sorted(object))"
                }
                return told
            }
            let before = try trial()
            try rivals.doEverything()
            #expect(try trial() == before)

            let rows = Data((BadInputTests.header + HTTPRivals.disputed).utf8)
            let key = ["Idempotency-Key": HTTPRivals.key]
            let own = try daemon.with(rivals.watching) { try daemon.upload("name=own", rows, key) }
            #expect(own.status == 201 && own["idempotency-replayed"] == nil, "\(own.text)")
            let again = try daemon.with(rivals.rivalling) {
                try daemon.upload("name=first", rivals.first, key)
            }
            #expect(again["idempotency-replayed"] == "true" && again["location"] != own["location"])
            #expect(
                try daemon.with(rivals.watching) { try daemon.ask("GET", "/registrations").list.count } == 2)
        }
    }

    @Test func `a key under which a rival is sending is free for everybody else`() throws {
        try HTTPRivals.run { rivals in
            let daemon = rivals.daemon
            let slow = try Wire(daemon.port)
            slow.send(
                "POST /api/v1/registrations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(rivals.rivalling)\r\n"
                    + "Content-Type: text/csv\r\nIdempotency-Key: k\r\nContent-Length: 1000\r\n\r\nsupplier_id,"
            )
            let folder = daemon.program.data + "/uploads"
            #expect(
                try Waiting.until { try FileManager.default.contentsOfDirectory(atPath: folder).count == 1 })
            let rows = Data((BadInputTests.header + HTTPRivals.disputed).utf8)
            let key = ["Idempotency-Key": "k"]
            #expect(
                try daemon.with(rivals.rivalling) { try daemon.upload("", rows, key).code } == "under_way")
            #expect(try daemon.with(rivals.watching) { try daemon.upload("", rows, key).status } == 201)
        }
    }

    @Test func `a stream tells of the own figures alone, whatever a rival's break`() throws {
        try HTTPRivals.run { rivals in
            let daemon = rivals.daemon
            let stream = try Wire(daemon.port)
            stream.send(
                "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(rivals.watching)\r\n\r\n"
            )
            // Of three products the watcher gets each from one supplier.
            #expect(stream.read { _ in stream.text.components(separatedBy: "event: alert").count == 4 })
            let before = stream.text
            try rivals.doEverything()
            let row = Data((BadInputTests.header + "local:v,,330100,,1,auto,胶,5,\n").utf8)
            #expect(try daemon.with(rivals.watching) { try daemon.upload("", row).status } == 201)
            #expect(stream.read { _ in stream.text.components(separatedBy: "event: alert").count == 5 })
            let news = String(stream.text.dropFirst(before.count))
            // Streams say from time to time that they are alive.
            let events = news.components(separatedBy: "event: ").dropFirst().map { $0.prefix { $0 != "\n" } }
            #expect(events == ["run", "alert"], "\(news)")
            #expect(news.contains("胶") && !news.contains("暗") && !news.contains("local:x"), "\(news)")
            #expect(news.contains("\"run\": 0,"), "\(news)")
        }
    }

    @Test func `who has opened as many streams as he may takes none from others`() throws {
        try HTTPRivals.run { rivals in
            func stream(_ token: String) throws -> Wire {
                let wire = try Wire(rivals.daemon.port)
                wire.send(
                    "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n\r\n"
                )
                return wire
            }
            let open = try (0..<20).map { _ in try stream(rivals.rivalling) }
            for wire in open {
                #expect(wire.read(until: "event: run") && wire.text.hasPrefix("HTTP/1.1 200"))
            }
            #expect(try stream(rivals.rivalling).read(until: "too_many_streams"))
            #expect(try stream(rivals.watching).read(until: "event: run"))
        }
    }
}

/// A register that two firms share, the tokens of both and of who coordinates.
private struct HTTPRivals {
    static let watcher = "local:check"
    static let rival = "local:rival"
    static let key = "list-of-may"
    /// Supplies of which both have something to say.
    static let disputed = "local:s,独家,310000,,1,auto,灯,60,0.6\nlocal:t,,320500,,1,auto,灯,40,0.4\n"

    let daemon: HTTPDaemon
    let watching: String
    let rivalling: String
    let coordinating: String

    /// The rival's first upload.
    let first = Data(
        (BadInputTests.header + """
            local:s,独家,310000,,1,auto,灯,900,0.9
            local:x,暗,440300,local:check,2,auto,灯,999,0.9
            local:u,,330100,local:s,2,auto,丝,500,0.1
            local:x,暗,440300,local:s,3,auto,矿,7,

            """).utf8)

    /// The watcher's register, before its rival has said anything.
    static func run(_ body: (HTTPRivals) throws -> Void) throws {
        let register =
            BadInputTests.header + BadInputTests.good + "local:s,独家,310000,,1,auto,线,60,\n"
            + "local:u,,330100,local:s,2,auto,丝,5,\n"
        try HTTPDaemon.run(["TIERWATCH_RATE_LIMIT": "100000"], register: register) { daemon in
            func token(_ name: String, _ registrant: String) throws -> String {
                try daemon.makeToken(name, "--registrant", registrant, "--scope", "read", "--scope", "write")
            }
            let rivals = HTTPRivals(
                daemon: daemon, watching: try token("own", watcher), rivalling: try token("theirs", rival),
                coordinating: try daemon.makeToken("desk", "--scope", "coordinate"))
            _ = Waiting.until { (try? daemon.ask("GET", "/firms").status) == 401 }
            try daemon.with(rivals.watching) {
                try #require(
                    try daemon.upload(
                        "name=mine", Data((BadInputTests.header + ",丙,320500,,1,auto,板簧,5,\n").utf8)
                    ).status == 201)
                try #require(
                    try daemon.ask(
                        "POST", "/status-reports", json: #"{"firm": "local:s", "operating_rate": 0.7}"#
                    ).status == 201)
                try #require(
                    try daemon.ask("POST", "/invitations", json: #"{"supplier": "local:s", "product": "线"}"#)
                        .status == 201)
            }
            try body(rivals)
        }
    }

    /// Declares, reports, invites and consents as the rival, and lets those who keep the register act upon it.
    func doEverything() throws {
        try daemon.with(rivalling) {
            try #require(try daemon.upload("name=first", first, ["Idempotency-Key": Self.key]).status == 201)
            let firms =
                "id,name,region,revenue,recovery_days\nlocal:s,改名,330200,1000000000,200\nlocal:x,暗,440300,5,9\n"
            try #require(try daemon.upload("name=firms", Data(firms.utf8)).status == 201)
            let report = #"{"firm": "local:s", "operating_rate": 0.1}"#
            try #require(try daemon.ask("POST", "/status-reports", json: report).status == 201)
            let invited = try daemon.ask(
                "POST", "/invitations", json: #"{"supplier": "local:s", "product": "灯"}"#)
            let invitation = try #require(try invited.object["token"] as? String)
            let below = Data((BadInputTests.header + "local:y,,420100,,2,auto,芯,3,\n").utf8)
            try daemon.with(invitation) { try #require(try daemon.upload("", below).status == 201) }
            let fewer = Data((BadInputTests.header + "local:x,暗,440300,,1,auto,暗件,7,\n").utf8)
            try #require(try daemon.upload("partial=true", fewer).status == 201)
            try #require(try daemon.upload("", Data("nothing of a table".utf8)).status == 422)
        }
        try #require(try daemon.program("consent", "give", "--registrant", Self.rival).status == 0)
        let decision = [
            "firms", "merge", "local:x", "--into", "local:u", "--reason", "one address", "--by", "li",
        ]
        try #require(try daemon.program.run(decision).status == 0)
        try daemon.with(coordinating) {
            #expect(
                try daemon.background.wait {
                    try daemon.ask("GET", "/alerts").list.contains {
                        ($0["labels"] as? [String: String])?["product"] == "暗件"
                    }
                })
            let silence = #"{"matchers": ["product=暗件"], "reason": "drill", "for": "2h"}"#
            try #require(try daemon.ask("POST", "/silences", json: silence).status == 201)
        }
    }
}
