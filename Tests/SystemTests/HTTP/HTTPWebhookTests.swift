import Foundation
import TestSupport
import Testing

/// Answers of provinces by messages that they signed.
@Suite struct HTTPWebhookTests {
    private static let secrets = [
        "320000": "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "330000": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=",
    ]

    /// A daemon that knows Jiangsu's secret by a variable and Zhejiang's by a file, and has sent a request to each.
    private static func withRequests(
        _ environment: [String: String] = [:], _ body: (HTTPDaemon) throws -> Void
    ) throws {
        try AidSystemTests.withChain { program in
            var program = program
            program.environment["JIANGSU_SECRET"] = secrets["320000"]
            program.environment.merge(environment) { _, own in own }
            let file = try program.file("zhejiang.secret", (secrets["330000"] ?? "") + "\n")
            _ = try program.file("Alerts/channels.yaml", "channels: []\n")
            _ = try program.file(
                "Alerts/aid.yaml",
                "authorities:\n  - {region: \"320000\", secret_env: JIANGSU_SECRET}\n"
                    + "  - {region: \"330000\", secret_file: \"\(file)\"}\n  - {region: \"310000\"}\n")
            try AidSystemTests.stop(program, "local:t:B", "local:t:C")
            for command in [["run"], ["aid", "register", "1"]] {
                let result = try program.run(command)
                guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
            }
            try body(try HTTPDaemon(program))
        }
    }

    /// What Standard Webhooks has a sender add, by another hand than the program's.
    private static func signature(
        _ id: String, _ seconds: String, _ body: String, _ secret: String
    ) throws
        -> String
    {
        let script =
            "import base64,hashlib,hmac,sys; i,t,b,s=sys.argv[1:]; k=base64.b64decode(s[6:]);"
            + "print('v1,'+base64.b64encode(hmac.new(k,f'{i}.{t}.{b}'.encode(),hashlib.sha256).digest()).decode(),end='')"
        return try Command.run(Command.python, ["-c", script, id, seconds, body, secret]).text
    }

    /// Sends a message as a province would; `late`: seconds by which it was signed before now.
    private func send(
        _ daemon: HTTPDaemon, _ json: String, by province: String = "320000", id: String, late: Int = 0,
        _ headers: [String: String] = [:]
    ) throws -> HTTPAnswer {
        let signed = try Self.signed(json, by: province, id: id, late: late)
        return try daemon.ask(
            "POST", "/aid/answers", signed.merging(headers) { _, own in own }, json: json)
    }

    /// The fields that sign a message.
    private static func signed(
        _ json: String, by province: String = "320000", id: String, late: Int = 0
    ) throws -> [String: String] {
        let seconds = "\(Int(Date().timeIntervalSince1970) - late)"
        let secret = try #require(secrets[province])
        return [
            "webhook-id": id, "webhook-timestamp": seconds,
            "webhook-signature": try signature(id, seconds, json, secret),
        ]
    }

    private func steps(_ daemon: HTTPDaemon) throws -> [[String: Any]] {
        let shown = try #require(try daemon.program.json("aid", "show", "1") as? [String: Any])
        return try #require(shown["steps"] as? [[String: Any]])
    }

    private static let id = "HB-\(Date().addingTimeInterval(28_800).formatted(.iso8601).prefix(4))-0001"

    @Test func `the province that is asked answers by signed messages, though the register has tokens`()
        throws
    {
        try Self.withRequests { daemon in
            _ = try daemon.makeToken("desk", "--scope", "coordinate")
            let way = [
                (#"{"request": "\#(Self.id)", "action": "assign", "handler": "赵"}"#, "assigned"),
                (#"{"request": "\#(Self.id)", "action": "start", "seen": 3}"#, "in_progress"),
                (
                    #"{"request": "\#(Self.id)", "action": "answer", "outcome": "solved", "note": "已复工"}"#,
                    "answered"
                ),
            ]
            for (number, (json, state)) in way.enumerated() {
                let answer = try send(daemon, json, id: "js_\(number)")
                #expect(answer.status == 200, "\(answer.text)")
                #expect(try answer.object["state"] as? String == state, "\(answer.text)")
                #expect(try answer.object["version"] as? Int == number + 3, "\(answer.text)")
            }
            #expect(
                try steps(daemon).dropFirst(2).allSatisfy { $0["by"] as? String == "province 320000 江苏省" })
            let entries = try daemon.program.list("audit", "list", "--actor", "province:320000")
            #expect(entries.count == 3 && entries.allSatisfy { $0["action"] as? String == "aid" })
            #expect(try daemon.program("audit", "verify").status == 0)
        }
    }

    @Test func `the same message brings its step once, also after the process was killed`() throws {
        try Self.withRequests { daemon in
            let json = #"{"request": "\#(Self.id)", "action": "assign", "handler": "赵"}"#
            let first = try send(daemon, json, id: "m1")
            #expect(first.status == 200, "\(first.text)")
            #expect(try send(daemon, json, id: "m1").body == first.body)
            let start = #"{"request": "\#(Self.id)", "action": "start"}"#
            #expect(try send(daemon, start, id: "m2").status == 200)
            try daemon.restart(SIGKILL)
            #expect(try send(daemon, json, id: "m1").body == first.body)
            let other = try send(daemon, start, id: "m1")
            #expect(other.status == 422 && other.code == "webhook_id_reused", "\(other.text)")
            #expect(
                try steps(daemon).compactMap { $0["action"] as? String } == [
                    "draft", "register", "assign", "start",
                ])
        }
    }

    @Test func `what no known province signed about now is refused, and is not told which part was wrong`()
        throws
    {
        try Self.withRequests { daemon in
            let json = #"{"request": "\#(Self.id)", "action": "assign", "handler": "赵"}"#
            let now = "\(Int(Date().timeIntervalSince1970))"
            let right = try Self.signature("m1", now, json, try #require(Self.secrets["320000"]))
            let wrong = try Self.signature("m1", now, json, "whsec_" + Data(count: 32).base64EncodedString())
            var told: Set<String> = []
            let headers: [[String: String]] = [
                ["webhook-signature": wrong], ["webhook-signature": "v1,"], ["webhook-signature": ""],
                ["webhook-id": "m2"], ["webhook-id": ""], ["webhook-id": "m.1"], ["webhook-timestamp": ""],
                ["webhook-timestamp": "\(now).0"], ["webhook-timestamp": "-1"],
                ["webhook-timestamp": "999999999999"], ["webhook-timestamp": "9999999999999999999"],
            ]
            let signed = ["webhook-id": "m1", "webhook-timestamp": now, "webhook-signature": right]
            for change in headers {
                let answer = try daemon.ask(
                    "POST", "/aid/answers", signed.merging(change) { _, new in new }, json: json)
                #expect(answer.status == 401 && answer.code == "bad_signature", "\(change): \(answer.text)")
                told.insert(answer.told)
            }
            for late in [310, -310, 86_400] {
                let answer = try send(daemon, json, id: "m1", late: late)
                #expect(answer.status == 401 && answer.code == "bad_signature", "\(late): \(answer.text)")
                told.insert(answer.told)
            }
            let changed = try daemon.ask("POST", "/aid/answers", signed, json: json + " ")
            #expect(changed.status == 401)
            told.insert(changed.told)
            #expect(told.count == 1)
            #expect(try steps(daemon).count == 2)
            // Clocks differ a little.
            #expect(try send(daemon, json, id: "m1", late: 240).status == 200)
        }
    }

    @Test func `a province does what one that is asked does, to requests that it was asked by`() throws {
        try Self.withRequests { daemon in
            let assign = #""action": "assign", "handler": "赵""#
            let drafted = String(Self.id.dropLast()) + "2"
            let cases: [(by: String, json: String, status: Int, code: String)] = [
                ("330000", #"{"request": "\#(Self.id)", \#(assign)}"#, 404, "unknown_request"),
                // It is a draft that Zhejiang has not been sent.
                ("330000", #"{"request": "\#(drafted)", \#(assign)}"#, 404, "unknown_request"),
                ("320000", #"{"request": "HB-2022-0099", \#(assign)}"#, 404, "unknown_request"),
                ("320000", #"{"request": "\#(Self.id)", "action": "close"}"#, 400, "bad_field"),
                ("320000", #"{"request": "\#(Self.id)", "action": "register"}"#, 400, "bad_field"),
                ("320000", #"{"request": "\#(Self.id)", "action": "start"}"#, 409, "not_possible"),
                ("320000", #"{"request": "\#(Self.id)", "action": "assign"}"#, 400, "bad_request"),
                ("320000", #"{"request": "\#(Self.id)", \#(assign), "deadline": "9d"}"#, 400, "bad_field"),
                ("320000", #"{"request": "\#(Self.id)", "action": "return"}"#, 400, "bad_request"),
                ("320000", #"{\#(assign)}"#, 400, "bad_field"), ("320000", "[]", 400, "bad_json"),
                ("320000", "", 400, "bad_json"),
            ]
            for (number, (by, json, status, code)) in cases.enumerated() {
                let answer = try send(daemon, json, by: by, id: "m\(number)")
                #expect(answer.status == status && answer.code == code, "\(json): \(answer.text)")
            }
            let stale = try send(
                daemon, #"{"request": "\#(Self.id)", \#(assign), "seen": 1}"#, id: "stale")
            #expect(stale.status == 409 && stale.code == "changed", "\(stale.text)")
            // It has nowhere to look.
            #expect(stale.text.contains("give 'seen' as 2") && !stale.text.contains("GET"), "\(stale.text)")
            let large = #"{"request": "\#(String(repeating: "x", count: 64 << 10))"}"#
            #expect(try send(daemon, large, id: "large").code == "body_too_large")
            let text = try send(daemon, "{}", id: "text", ["Content-Type": "text/plain"])
            #expect(text.status == 415 && text.code == "not_json")
            #expect(try steps(daemon).count == 2)
        }
    }

    @Test func `who signs nothing and sends too often is told when to send again, and a province is heard`()
        throws
    {
        try Self.withRequests(["TIERWATCH_RATE_LIMIT": "1"]) { daemon in
            let json = #"{"request": "\#(Self.id)", "action": "assign", "handler": "赵"}"#
            var answer = try daemon.ask("POST", "/aid/answers", json: "{}")
            #expect(answer.status == 401)
            #expect(
                try Waiting.until {
                    answer = try daemon.ask("POST", "/aid/answers", json: "{}")
                    return answer.status == 429
                })
            #expect(answer.code == "rate_limit" && Int(answer["retry-after"] ?? "") ?? 0 >= 1)
            let signed = try Self.signed(json, id: "m1")
            #expect(try daemon.ask("POST", "/aid/answers", signed, json: json).status == 200)
            #expect(
                try Waiting.until {
                    try daemon.ask("POST", "/aid/answers", signed, json: json).status == 429
                },
                "a province that sends without end is told so as well")
        }
    }

    @Test func `a body that does not come is answered and its connection closed`() throws {
        try Self.withRequests { daemon in
            let json = #"{"request": "\#(Self.id)", "action": "assign", "handler": "赵"}"#
            let wire = try Wire(daemon.port)
            var head = "POST /api/v1/aid/answers HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            for (name, value) in try Self.signed(json, id: "m1") { head += "\(name): \(value)\r\n" }
            wire.send(
                head + "Content-Type: application/json\r\nContent-Length: \(json.utf8.count)\r\n\r\n"
                    + String(json.dropLast()))
            #expect(wire.readToEnd())
            let answer = try HTTPAnswer(wire.received)
            #expect(answer.status == 408 && answer.code == "too_slow", "\(wire.text)")
            #expect(answer["connection"] == "close", "\(wire.text)")
            #expect(try send(daemon, json, id: "m1").status == 200)
        }
    }

    @Test func `a secret that is not there verifies nobody, and the log says so without it`() throws {
        try Self.withRequests(["JIANGSU_SECRET": "whsec_hunter2"]) { daemon in
            let json = #"{"request": "\#(Self.id)", "action": "assign", "handler": "赵"}"#
            #expect(try send(daemon, json, id: "m1").status == 401)
            let isSaid = try daemon.background.wait {
                daemon.background.printed.contains("320000 of aid.yaml")
            }
            #expect(isSaid)
            #expect(!daemon.background.printed.contains("hunter2"))
        }
    }

    @Test func `a secret that two provinces hold verifies neither, and the log says so without it`() throws {
        let secret = try #require(Self.secrets["330000"])
        try Self.withRequests(["JIANGSU_SECRET": secret]) { daemon in
            let json = #"{"request": "\#(Self.id)", "action": "assign", "handler": "赵"}"#
            #expect(try send(daemon, json, by: "330000", id: "m1").status == 401)
            let isSaid = try daemon.background.wait {
                daemon.background.printed.contains("320000, 330000 of aid.yaml have the same secret")
            }
            #expect(isSaid && !daemon.background.printed.contains(secret))
        }
    }

    @Test func `two provinces have no secret in common`() throws {
        try Self.withRequests { daemon in
            _ = try daemon.program.file(
                "Alerts/aid.yaml",
                "authorities:\n  - {region: \"320000\", secret_env: A}\n  - {region: \"330000\", secret_env: A}\n"
                    + "  - {region: \"340000\", secret: whsec_hunter2}\n")
            let result = try daemon.program("aid", "policy")
            #expect(result.status == 78 && result.errorText.contains("another authority has this secret"))
            #expect(!result.errorText.contains("hunter2"))
        }
    }

    @Test func `a message that is sent again to a daemon that was killed meanwhile brings its step once`()
        throws
    {
        try Self.withRequests { daemon in
            let way = [
                #"{"request": "1", "action": "assign", "handler": "赵"}"#,
                #"{"request": "1", "action": "start"}"#,
                #"{"request": "1", "action": "answer", "outcome": "partly"}"#,
            ].map { $0.replacingOccurrences(of: #""1""#, with: "\"\(Self.id)\"") }
            let before = try steps(daemon).count
            for (number, json) in way.enumerated() {
                for delay in HTTPAidTests.killedAfterMicroseconds {
                    _ = try daemon.askAndKill(
                        after: delay, "/aid/answers", try Self.signed(json, id: "m\(number)"), json: json)
                    #expect([0, 1].contains(try steps(daemon).count - before - number))
                }
                #expect(try send(daemon, json, id: "m\(number)").status == 200)
                #expect(try steps(daemon).count == before + number + 1)
            }
            #expect(try daemon.program("audit", "verify").status == 0)
        }
    }
}
