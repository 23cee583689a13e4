import Foundation
import TestSupport
import Testing

@Suite struct ReplayTests {
    /// A program of which two messages failed for good, and the receiver that refused them.
    private func withFailures(_ body: (Program, Receiver) throws -> Void) throws {
        try Program.inFolder { program in
            try Scenario.install(in: program)
            let receiver = try Receiver(folder: program.folder)
            try channel(in: program, receiver.url("/wecom?key=verysecretkey&fault=toolong"))
            try body(program, receiver)
        }
    }

    private func channel(in program: Program, _ url: String) throws {
        _ = try program.file(
            "Alerts/channels.yaml",
            """
            channels:
              - {name: ops, type: wecom, url: "\(url)", allow: [127.0.0.0/8]}
            """)
    }

    @Test func `what failed is sent again under its id, and each attempt can be read`() throws {
        try withFailures { program, receiver in
            let made = try program("run")
            #expect(made.errorText.contains("40058: content exceed max length (2 messages)\n"))
            let run = try #require(try JSONSerialization.jsonObject(with: made.output) as? [String: Any])
            #expect(
                run["failed"] as? Int == 2 && run["delivered"] as? Int == 0 && run["waiting"] as? Int == 0)
            let failed = try program.list("deliveries")
            #expect(failed.count == 2 && failed.allSatisfy { $0["state"] as? String == "failed" })
            let ids = Set(failed.compactMap { $0["id"] as? String })

            let trial = try #require(
                program.json("deliveries", "replay", "--channel", "ops", "--dry-run") as? [String: Any])
            #expect(trial["found"] as? Int == 2 && trial["replayed"] as? Int == 0)
            #expect((trial["deliveries"] as? [Any])?.count == 2)
            #expect(try program.list("deliveries").allSatisfy { $0["state"] as? String == "failed" })

            try channel(in: program, receiver.url("/wecom?key=verysecretkey"))
            let done = try #require(
                program.json("deliveries", "replay", "--channel", "ops") as? [String: Any])
            #expect(done["replayed"] as? Int == 2)
            #expect(try program("run").status == 0)
            #expect(receiver.requests().filter { !$0.path.contains("fault") }.count == 2)
            let arrived = try program.list("deliveries")
            #expect(Set(arrived.compactMap { $0["id"] as? String }) == ids)
            #expect(arrived.allSatisfy { $0["state"] as? String == "delivered" })

            let id = try #require(ids.first)
            let shown = try #require(program.json("deliveries", "show", id) as? [String: Any])
            let history = try #require(shown["history"] as? [[String: Any]])
            #expect(history.map { $0["decision"] as? String } == ["failed", "delivered"])
            #expect(history.map { $0["status"] as? Int } == [200, 200])
            #expect((history[0]["answer"] as? String)?.contains("40058") == true)
            #expect((shown["body"] as? String)?.contains("alert.firing") == true)
            let text = try program("deliveries", "show", id, "--format", "table").text
            #expect(text.contains("40058") && !text.contains("verysecret"))
        }
    }

    @Test func `an id is whole in a table, and a message is found by its alert's first digits`() throws {
        try Program.inFolder { program in
            try Scenario.install(in: program)
            let name = String(repeating: "a-long-name-", count: 5)
            _ = try program.file("Alerts/channels.yaml", "channels: [{name: \(name)x, type: console}]\n")
            #expect(try program("run").status == 0)
            let message = try #require(try program.list("deliveries").first)
            let id = try #require(message["id"] as? String)
            let fingerprint = try #require(message["fingerprint"] as? String)
            let found = try program("deliveries", "list", "--fingerprint", String(fingerprint.prefix(6)))
            #expect(found.text.contains(id + "  ") && found.text.split(separator: "\n").count == 3)
            #expect(try program("alerts", "why", fingerprint).text.contains(id + "  "))
            let page = try program("alerts", "show", fingerprint).text
            #expect(page.contains("acknowledgements  (none)\n"))
        }
    }

    @Test(arguments: [
        (["replay"], 64, "say which messages with --id, --channel or --since"),
        (["replay", "--since", "yesterday"], 64, "yesterday"), (["show", "nothing"], 66, "nothing"),
        (["replay", "--id", "nothing"], 66, "nothing"),
    ])
    func `a wrong use is refused in one sentence`(
        arguments: [String], status: Int, words: String
    ) throws {
        try Program.withEmptyStore { program in
            let result = try program.run(["deliveries"] + arguments)
            #expect(Int(result.status) == status)
            #expect(result.errorText.contains(words) && result.errorText.split(separator: "\n").count == 1)
        }
    }
}
