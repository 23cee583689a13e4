import Foundation
import TestSupport
import Testing

/// What becomes of messages where a channel takes fewer than there are, or is down.
@Suite struct FlowSystemTests {
    static let alertCount = 6

    /// A program with a register that makes six alerts, a receiver, and channels whose URLs begin with `RECEIVER`.
    static func withAlerts(
        _ channels: String, count: Int = alertCount, _ body: (Program, Receiver) throws -> Void
    ) throws {
        try Program.inFolder { program in
            var program = program
            let receiver = try Receiver(folder: program.folder)
            program.environment = ["OPS_SECRET": Receiver.secret]
            _ = try program.file("Alerts/rules/one.yaml", Scenario.rule)
            _ = try program.file(
                "Alerts/channels.yaml", "channels:\n" + channels.replacing("RECEIVER", with: receiver.url(""))
            )
            let rows = (1...count).map { ",供应商\($0),320500,,1,auto,产品\($0),1,\n" }
            let file = try program.file("list.csv", BadInputTests.header + rows.joined())
            let result = try program("import", file, "--registrant", "local:check")
            guard result.status == 0 else { throw Program.Failure(text: result.text + result.errorText) }
            try body(program, receiver)
        }
    }

    private static let webhook = "type: webhook, secret_env: OPS_SECRET, allow: [127.0.0.0/8]"

    private func channel(_ name: String, _ program: Program) throws -> [String: Any] {
        try #require(program.list("channels").first { $0["channel"] as? String == name })
    }

    @Test func `more alerts than a channel takes arrive as one digest, and each message names it`() throws {
        let channels = "- {name: ops, \(Self.webhook), rate: 4/min, url: \"RECEIVER/std\"}\n"
        try Self.withAlerts(channels) {
            program, receiver in
            #expect(try program("run").status == 0)
            let requests = receiver.requests()
            #expect(requests.map(\.status) == [200, 200])
            let digest = try #require(requests.first { $0.body["type"] as? String == "alert.digest" })
            let data = try #require(digest.body["data"] as? [String: Any])
            #expect(data["firing"] as? Int == 5 && data["omitted"] as? Int == 0)
            let alerts = try #require(data["alerts"] as? [[String: Any]])
            #expect(alerts.count == 5 && alerts.allSatisfy { $0["severity"] as? String == "critical" })

            let listed = try program.list("deliveries")
            #expect(listed.count == 7 && listed.allSatisfy { $0["state"] as? String == "delivered" })
            let members = listed.filter { $0["digest_id"] as? String == digest.id }
            #expect(members.count == 5)
            let id = try #require(members.first?["id"] as? String)
            let shown = try #require(program.json("deliveries", "show", id) as? [String: Any])
            #expect(shown["digest_id"] as? String == digest.id)
            let again = try #require(
                program.json("deliveries", "replay", "--id", digest.id) as? [String: Any])
            #expect(again["replayed"] as? Int == 1)
        }
    }

    @Test func `of a channel that nobody answers for only some messages are tried, and the others wait`()
        throws
    {
        let channels = """
              - {name: dead, \(Self.webhook), url: "http://127.0.0.1:9/"}
              - {name: ops, \(Self.webhook), url: "RECEIVER/std"}

            """
        try Self.withAlerts(channels, count: 60) { program, receiver in
            _ = try program("run")
            let listed = try program.list("deliveries")
            let dead = listed.filter { $0["channel"] as? String == "dead" }
            #expect(dead.count == 60 && dead.allSatisfy { $0["state"] as? String == "waiting" })
            let tried = dead.filter { $0["attempts"] as? Int == 1 }.count
            #expect(tried >= 16 && tried < 60, "\(tried)")
            #expect(dead.allSatisfy { ($0["attempts"] as? Int ?? 9) <= 1 })
            let ops = listed.filter { $0["channel"] as? String == "ops" }
            #expect(ops.count == 60 && ops.allSatisfy { $0["state"] as? String == "delivered" })
            #expect(receiver.requests().count == 60)
        }
    }

    @Test func `a robot that blocks us is left alone, and that is no failure of the channel`() throws {
        let channels =
            "- {name: ops, type: dingtalk, url: \"RECEIVER/ding?access_token=x&fault=ratelimit\", allow: [127.0.0.0/8]}\n"
        try Self.withAlerts(channels) { program, receiver in
            let run = try program("run")
            #expect(run.status == 0)
            let first = receiver.requests().count
            #expect(first == Self.alertCount)
            let ops = try channel("ops", program)
            #expect(ops["breaker"] as? String == "closed" && ops["throttled_until"] is String)
            #expect((ops["last_error"] as? String)?.contains("130101") == true)
            #expect(ops["waiting"] as? Int == Self.alertCount)
            #expect(try program("run").status == 0)
            #expect(receiver.requests().count == first)
        }
    }

    @Test func `a receiver that fails opens the breaker, and its fallback is told`() throws {
        let channels = """
            - {name: ops, \(Self.webhook), url: "RECEIVER/std?fault=500", fallback: mail, fallback_after: 1s}
            - {name: mail, \(Self.webhook), url: "RECEIVER/std", severities: [info]}

            """
        try Self.withAlerts(channels) { program, receiver in
            #expect(try program("run").status == 0)
            let ops = try channel("ops", program)
            #expect(ops["breaker"] as? String == "open" && ops["until"] is String && ops["since"] is String)
            #expect((ops["last_error"] as? String)?.contains("HTTP 500") == true)
            #expect(ops["waiting"] as? Int == Self.alertCount && ops["oldest_waiting"] is String)
            #expect(ops["fallback"] as? String == "mail")

            let told = try Waiting.until {
                _ = try program("run")
                return receiver.requests().filter { $0.status == 200 }.count >= Self.alertCount
            }
            #expect(told)
            let listed = try program.list("deliveries", "list", "--channel", "ops", "--state", "waiting")
            #expect(listed.count == Self.alertCount)
            #expect(listed.allSatisfy { $0["attempts"] as? Int == 1 && $0["fallback_id"] is String })
            let ids = receiver.requests().filter { $0.status == 200 }.map(\.id)
            #expect(Set(ids).count == Self.alertCount && ids.allSatisfy { $0.hasSuffix("_via_mail") })
        }
    }

    @Test func `what failed for good is found by its state, channel and time`() throws {
        let channels =
            "- {name: ops, type: wecom, url: \"RECEIVER/wecom?key=x&fault=toolong\", allow: [127.0.0.0/8]}\n"
        try Self.withAlerts(channels) { program, _ in
            let run = try program("run")
            #expect(run.status == 0)
            func count(_ arguments: String...) throws -> Int {
                try program.list(["deliveries", "list", "--state", "failed"] + arguments).count
            }
            #expect(try count() == Self.alertCount)
            #expect(try count("--channel", "ops", "--since", "2020-01-01") == Self.alertCount)
            #expect(try count("--since", "2999-01-01") == 0)
            #expect(try count("--channel", "mail") == 0)
            #expect(try channel("ops", program)["breaker"] as? String == "closed")
        }
    }

    @Test func `a channel that is down is told by another, and signs of life arrive`() throws {
        let channels = """
            - {name: ops, \(Self.webhook), url: "RECEIVER/std?fault=500"}
            - {name: mail, \(Self.webhook), url: "RECEIVER/std", severities: [info]}
            heartbeat: {channel: mail, every: 2s}

            """
        try Self.withAlerts(channels) { program, receiver in
            let daemon = try program.start(["daemon"])
            func told() -> [[String: Any]] { receiver.requests().filter { $0.status == 200 }.map(\.body) }
            let isTold = try daemon.wait {
                told().contains { body in
                    let data = body["data"] as? [String: Any]
                    return data?["rule"] as? String == "tierwatch-breaker-open"
                        && data?["labels"] as? [String: String] == ["channel": "ops"]
                }
            }
            #expect(isTold, "\(daemon.printed)")
            let isAlive = try daemon.wait {
                told().contains { body in
                    let data = body["data"] as? [String: Any]
                    return body["type"] as? String == "tierwatch.heartbeat" && data?["last_run_at"] is String
                        && data?["version"] is String && data?["firing"] as? Int ?? 0 >= Self.alertCount
                }
            }
            #expect(isAlive, "\(told())")
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
            #expect(try program.list("alerts").contains { $0["rule"] as? String == "tierwatch-breaker-open" })
        }
    }
}
