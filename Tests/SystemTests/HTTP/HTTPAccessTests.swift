import Foundation
import TestSupport
import Testing

/// Who is answered: tokens and their scopes, how often they may ask, and what of it the trail keeps.
@Suite struct HTTPAccessTests {
    private enum Need { case nothing, read, write, declare, coordinate }

    private static let places: [(method: String, path: String, need: Need)] = [
        ("GET", "/firms", .read), ("GET", "/suppliers", .read), ("GET", "/firms/x", .read),
        ("GET", "/links", .read),
        ("GET", "/firms/x/exposures", .read), ("GET", "/firms/x/exposures/310000", .read),
        ("GET", "/firms/x/chokepoints", .read), ("GET", "/firms/x/chokepoints/y", .read),
        ("GET", "/metrics", .read), ("GET", "/systemic", .read), ("POST", "/what-if", .read),
        ("GET", "/alerts", .coordinate), ("GET", "/alerts/0123", .coordinate),
        ("GET", "/breaches", .read), ("GET", "/invitations", .read), ("GET", "/shared-upstream", .read),
        ("POST", "/invitations", .declare), ("DELETE", "/invitations/x", .write),
        ("PUT", "/alerts/0123/acknowledgement", .coordinate),
        ("DELETE", "/alerts/0123/acknowledgement", .coordinate),
        ("GET", "/silences", .coordinate), ("POST", "/silences", .coordinate),
        ("GET", "/aid", .coordinate), ("GET", "/aid/report", .coordinate), ("GET", "/aid/x", .coordinate),
        ("POST", "/aid/x/steps", .coordinate), ("GET", "/aid/consents", .read),
        ("POST", "/aid/consents", .write),
        ("DELETE", "/silences/x", .coordinate), ("GET", "/status-reports", .read),
        ("POST", "/status-reports", .write), ("POST", "/registrations", .declare),
        ("GET", "/registrations", .read), ("GET", "/registrations/x", .read),
        ("GET", "/registrations/x/problems", .read), ("GET", "/events", .read), ("GET", "/health", .nothing),
        ("GET", "/ready", .nothing), ("GET", "/openapi.yaml", .nothing),
    ]

    private static func mayAsk(_ scope: String, _ need: Need) -> Bool {
        switch need {
        case .nothing: true
        case .read: ["read", "coordinate", "admin"].contains(scope)
        case .write: ["write", "admin"].contains(scope)
        case .declare: ["write", "admin", "invite"].contains(scope)
        case .coordinate: ["coordinate", "admin"].contains(scope)
        }
    }

    /// A token of each scope.
    private static func tokens(_ daemon: HTTPDaemon) throws -> [String: String] {
        var tokens: [String: String] = [:]
        for scope in ["read", "write"] {
            tokens[scope] = try daemon.makeToken(scope, "--scope", scope, "--registrant", "local:check")
        }
        for scope in ["coordinate", "admin"] {
            tokens[scope] = try daemon.makeToken(scope, "--scope", scope)
        }
        let invitation = try daemon.program.json(
            "invite", "create", "--registrant", "local:check", "--supplier", "91310000132260250X",
            "--product", "板")
        tokens["invite"] = try #require((invitation as? [String: Any])?["token"] as? String)
        return tokens
    }

    /// The status and code of the first answer on a connection that may go on.
    private static func first(_ daemon: HTTPDaemon, _ method: String, _ path: String) throws -> HTTPAnswer {
        guard path == "/events" else { return try daemon.ask(method, path) }
        let wire = try Wire(daemon.port)
        let token = daemon.token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        wire.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\(token)\r\n")
        _ = wire.read(until: "\r\n\r\n")
        return try HTTPAnswer(wire.received)
    }

    @Test func `each scope may do what it is for, and nothing else`() throws {
        try HTTPDaemon.run { daemon in
            let description = try daemon.ask("GET", "/openapi.yaml").text
            // That of Prometheus and that of signed answers have tests of their own.
            #expect(description.components(separatedBy: "operationId:").count - 1 == Self.places.count + 2)
            let tokens = try Self.tokens(daemon)
            #expect(try daemon.program("consent", "give", "--registrant", "local:check").status == 0)
            _ = Waiting.until { (try? daemon.ask("GET", "/silences").status) == 401 }
            for (method, path, need) in Self.places {
                daemon.token = nil
                let unknown = try Self.first(daemon, method, path)
                #expect((unknown.code == "no_token") == (need != .nothing), "\(method) \(path)")
                #expect(need == .nothing || unknown["www-authenticate"]?.hasPrefix("Bearer") ?? false)
                for (scope, token) in tokens {
                    daemon.token = token
                    let answer = try Self.first(daemon, method, path)
                    #expect(
                        answer.status != 401 && answer.status < 500,
                        "\(scope) \(method) \(path): \(answer.text)")
                    let isRefused = answer.status == 403 && answer.code == "not_allowed"
                    #expect(
                        isRefused != Self.mayAsk(scope, need), "\(scope) \(method) \(path): \(answer.text)")
                }
            }
        }
    }

    @Test func `a token that has expired or was revoked may do nothing that needs one, whatever its scope`()
        throws
    {
        try HTTPDaemon.run { daemon in
            var ended = [
                (word: "expired", token: try daemon.makeToken("short", "--scope", "admin", "--for", "1s"))
            ]
            for (scope, token) in try Self.tokens(daemon) where scope != "invite" {
                #expect(try daemon.program("token", "revoke", scope).status == 0)
                ended.append(("revoked", token))
            }
            for (word, token) in ended {
                daemon.token = token
                #expect(try Waiting.until { try daemon.ask("GET", "/firms").text.contains(word) })
                for (method, path, need) in Self.places {
                    let answer = try Self.first(daemon, method, path)
                    let isRefused = answer.code == "no_token" && answer.text.contains(word)
                    #expect(isRefused == (need != .nothing), "\(word) \(method) \(path): \(answer.text)")
                }
                #expect(try daemon.prometheus().code == "no_token")
            }
        }
    }

    @Test func `Prometheus is answered whoever sees all`() throws {
        try HTTPDaemon.run { daemon in
            #expect(try daemon.prometheus().text.contains("tierwatch_http_requests_total"))
            let reader = try daemon.makeToken("erp", "--scope", "read", "--registrant", "local:check")
            let coordinator = try daemon.makeToken("desk", "--scope", "coordinate")
            _ = Waiting.until { (try? daemon.ask("GET", "/firms").status) == 401 }
            #expect(try daemon.prometheus().code == "no_token")
            #expect(try daemon.with(reader) { try daemon.prometheus().code } == "not_allowed")
            let answer = try daemon.with(coordinator) { try daemon.prometheus() }
            #expect(
                answer.status == 200
                    && answer["content-type"]?.hasPrefix("text/plain; version=0.0.4") ?? false)
            #expect(answer.text.contains("tierwatch_register_revision 1"))
        }
    }

    @Test func `a token that ends or is revoked is refused`() throws {
        try HTTPDaemon.run { daemon in
            daemon.token = try daemon.makeToken("desk", "--scope", "coordinate")
            #expect(try daemon.ask("GET", "/firms").status == 200)
            #expect(try daemon.program("token", "revoke", "desk").status == 0)
            var answer = try daemon.ask("GET", "/firms")
            _ = try Waiting.until {
                answer = try daemon.ask("GET", "/firms")
                return answer.status == 401
            }
            #expect(answer.code == "no_token" && answer.text.contains("revoked"))

            daemon.token = try daemon.makeToken("short", "--scope", "coordinate", "--for", "20s")
            #expect(try daemon.ask("GET", "/firms").status == 200)
            #expect(try Waiting.until { try daemon.ask("GET", "/firms").text.contains("expired") })

            daemon.token = "tierwatch_00000000_" + String(repeating: "0", count: 64)
            let unknown = try daemon.ask("GET", "/firms")
            #expect(unknown.code == "no_token" && !unknown.text.contains("0000"))
        }
    }

    @Test func `who asks too often is told when to ask again, and others are answered`() throws {
        try HTTPDaemon.run(["TIERWATCH_RATE_LIMIT": "1"]) { daemon in
            let first = try daemon.makeToken("one", "--scope", "coordinate")
            let second = try daemon.makeToken("two", "--scope", "coordinate")
            daemon.token = first
            var answer = try daemon.ask("GET", "/silences")
            #expect(answer.status == 200)
            _ = try Waiting.until {
                answer = try daemon.ask("GET", "/silences")
                return answer.status == 429
            }
            #expect(answer.status == 429 && answer.code == "rate_limit")
            #expect(Int(answer["retry-after"] ?? "") ?? 0 >= 1)
            #expect(try daemon.ask("GET", "/health").status == 200)
            daemon.token = second
            #expect(try daemon.ask("GET", "/silences").status == 200)
            daemon.token = first
            #expect(try Waiting.until { try daemon.ask("GET", "/silences").status == 200 })
        }
    }

    @Test func `looks of who sees all are in the trail, also after the process was killed`() throws {
        try HTTPDaemon.run { daemon in
            daemon.token = try daemon.makeToken("desk", "--scope", "coordinate")
            #expect(try daemon.ask("GET", "/suppliers?search=%E7%94%B2").status == 200)
            func looks() throws -> [[String: Any]] {
                try daemon.program.list("audit", "list", "--action", "look")
            }
            #expect(try Waiting.until { try !looks().isEmpty })
            let look = try #require(try looks().first)
            #expect(look["actor"] as? String == "token:desk")
            #expect(look["subject"] as? String == "/api/v1/suppliers?search=%E7%94%B2")
            for _ in 0..<3 { #expect(try daemon.ask("GET", "/links").status == 200) }
            try daemon.restart(SIGKILL)
            #expect(
                try Waiting.until {
                    try looks().contains { $0["subject"] as? String == "/api/v1/links" }
                })
            let counted = try looks().filter { $0["subject"] as? String == "/api/v1/links" }
                .compactMap { ($0["detail"] as? [String: Any])?["count"] as? String }.compactMap { Int($0) }
            #expect(counted.reduce(0, +) >= 3)
            daemon.background.signal(SIGTERM)
            #expect(daemon.background.end() == 0)
            #expect(try daemon.program("audit", "verify").status == 0)
        }
    }

    @Test func `without tokens only programs on this machine are answered`() throws {
        try HTTPDaemon.run { daemon in
            for name in ["127.0.0.1", "localhost:\(daemon.port)", "[::1]:80"] {
                #expect(try daemon.ask("GET", "/firms", ["Host": name]).status == 200, "\(name)")
            }
            for headers in [
                ["Host": "evil.example"], ["Host": "127.0.0.1.evil.example"],
                ["Origin": "http://evil.example"],
                ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"],
            ] {
                let answer = try daemon.ask("GET", "/firms", headers)
                #expect(answer.status == 403 && answer.code == "not_local", "\(headers)")
                #expect(try daemon.ask("POST", "/silences", headers, json: "{}").code == "not_local")
            }
            daemon.token = try daemon.makeToken("desk", "--scope", "coordinate")
            #expect(try daemon.ask("GET", "/firms", ["Host": "tierwatch.example"]).status == 200)
        }
    }
}
