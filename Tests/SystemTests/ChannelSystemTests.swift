import Foundation
import TestSupport
import Testing

@Suite struct ChannelSystemTests {
    /// Every type of channel but mail, at the receiver.
    private static func book(_ receiver: Receiver, folder: URL) -> String {
        """
        channels:
          - {name: screen, type: console}
          - {name: record, type: file, path: \(folder.appending(path: "alerts.jsonl").path)}
          - {name: hook, type: webhook, url: "\(receiver.url("/std"))", secret_env: SECRET, allow: [127.0.0.0/8]}
          - {name: bus, type: cloudevents, url: "\(receiver.url("/ce"))", mode: binary, allow: [127.0.0.0/8]}
          - {name: duty, type: pagerduty, url: "\(receiver.url("/pd"))", routing_key_env: KEY, allow: [127.0.0.0/8]}
          - {name: peers, type: alertmanager, url: "\(receiver.url("/api/v2/alerts"))", allow: [127.0.0.0/8]}
          - {name: bridge, type: alertmanager_webhook, url: "\(receiver.url("/amv4"))", allow: [127.0.0.0/8]}
          - {name: buyers, type: wecom, url: "\(receiver.url("/wecom"))", allow: [127.0.0.0/8]}

        """
    }

    private let key = "0123456789abcdef0123456789abcdef"

    @Test func `every type is listed, and tried by a message of its own`() throws {
        try Program.inFolder { original in
            var program = original
            let receiver = try Receiver(folder: program.folder)
            _ = try program.file("Alerts/channels.yaml", Self.book(receiver, folder: program.folder))
            program.environment = ["SECRET": Receiver.secret, "KEY": key]
            let listed = try program.list("channels", "list")
            #expect(
                listed.compactMap { $0["type"] as? String } == [
                    "console", "file", "webhook", "cloudevents", "pagerduty", "alertmanager",
                    "alertmanager_webhook", "wecom",
                ])
            #expect(listed.allSatisfy { $0["detail"] as? String == "ready" })
            let tried = try program.list("channels", "test")
            #expect(tried.count == 8 && tried.allSatisfy { $0["verdict"] as? String == "delivered" })
            #expect(
                receiver.requests().map(\.path) == [
                    "/std", "/ce", "/pd", "/api/v2/alerts", "/amv4", "/wecom",
                ])
            let record = try String(
                contentsOf: program.folder.appending(path: "alerts.jsonl"), encoding: .utf8)
            #expect(record.contains("\"channel.test\"") && record.hasSuffix("}\n"))
        }
    }

    @Test func `who takes an alert takes its incident, which ends with it`() throws {
        try Program.inFolder { original in
            var program = original
            let receiver = try Receiver(folder: program.folder)
            try Scenario.install(in: program)
            _ = try program.file("Alerts/channels.yaml", Self.book(receiver, folder: program.folder))
            program.environment = ["SECRET": Receiver.secret, "KEY": key]
            #expect(try program("run").status == 0)
            let alert = try #require(
                try program.list("alerts").first { ($0["labels"] as? [String: String])?["product"] == "板" })
            let fingerprint = try #require(alert["fingerprint"] as? String)
            #expect(try program("alerts", "ack", fingerprint, "--owner", "王").status == 0)
            let second = try program.file("more.csv", BadInputTests.header + ",丙,320500,,1,auto,板,1,\n")
            #expect(try program("import", second, "--registrant", "local:check").status == 0)
            #expect(try program("run").status == 0)
            #expect(try program("run").status == 0)
            let events = receiver.requests().filter {
                $0.path == "/pd" && $0.body["dedup_key"] as? String == fingerprint
            }
            #expect(events.allSatisfy { $0.status == 202 })
            #expect(
                events.map { $0.body["event_action"] as? String } == ["trigger", "acknowledge", "resolve"])
            #expect(!receiver.requests().contains { $0.body["type"] as? String == "alert.acknowledged" })
        }
    }

    @Test func `what a channel lacks is told in a sentence, and no secret`() throws {
        try Program.inFolder { original in
            var program = original
            _ = try program.file(
                "Alerts/channels.yaml",
                """
                channels:
                  - {name: duty, type: pagerduty, routing_key_env: KEY}
                  - {name: board, type: email, url_env: MAIL, from: a@example.com, to: [b@example.com], user: u, password_env: PASSWORD}
                  - {name: record, type: file, path: /nowhere/alerts.jsonl}

                """)
            program.environment = [
                "KEY": "hunter2", "MAIL": "smtp://u:hunter2@mail.example", "PASSWORD": "hunter2",
            ]
            let listed = try program("channels", "list", "--format", "json")
            #expect(listed.text.contains("bad routing key: channel duty"))
            #expect(listed.text.contains("bad URL: channel board"))
            let tried = try program("channels", "test")
            #expect(tried.status == 69)
            #expect(tried.text.contains("/nowhere/alerts.jsonl: cannot open the file"))
            #expect(!(listed.text + listed.errorText + tried.text + tried.errorText).contains("hunter2"))
        }
    }

    /// What comes of a trial, by what the name of the receiver's host leads to, look-up by look-up.
    private func trial(
        _ addresses: String, in original: Program, _ receiver: Receiver
    ) throws -> (isDelivered: Bool, text: String, lookups: [Substring]) {
        var program = original
        let library = program.folder.appending(path: "turning_names.so")
        let log = program.folder.appending(path: "lookups-\(UUID().uuidString)")
        let built = try Command.run(
            URL(filePath: "/usr/bin/env"),
            ["clang", "-shared", "-fPIC", "-o", library.path, Fixtures.tool("turning_names.c").path])
        try #require(built.status == 0, "\(built.errorText)")
        program.environment = [
            "LD_PRELOAD": library.path, "TURNING_ADDRESSES": addresses, "TURNING_LOG": log.path,
        ]
        let url = receiver.url("/amv4").replacing("127.0.0.1", with: "hooks.turning.test")
        _ = try program.file(
            "Alerts/channels.yaml",
            "channels: [{name: hook, type: alertmanager_webhook, url: '\(url)', allow: [127.0.0.1/32]}]\n")
        let result = try program("channels", "test")
        let lookups = try String(contentsOf: log, encoding: .utf8).split(separator: "\n")
        return (result.status == 0, result.text, lookups)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.0.0.2", false), ("127.0.0.2+127.0.0.1", true), ("::ffff:127.0.0.2", false),
        ("127.0.0.2,127.0.0.1", false), ("127.0.0.1,127.0.0.2", true), ("0.0.0.0+::", false),
        ("10.0.0.1+169.254.169.254", false),
    ])
    func `the address that is connected to is judged, whatever a name led to before or leads to after`(
        addresses: String, isDelivered: Bool
    ) throws {
        try Program.inFolder { program in
            let receiver = try Receiver(folder: program.folder)
            let trial = try trial(addresses, in: program, receiver)
            #expect(trial.isDelivered == isDelivered, "\(trial.text)")
            #expect(trial.text.contains("not a public one") != isDelivered)
            #expect(receiver.requests().count == (isDelivered ? 1 : 0))
            // One look-up an attempt: there is no earlier answer that the judgement could rest on.
            #expect(trial.lookups.count == 1)
        }
    }
}
