import Foundation
import TestSupport
import Testing

@Suite struct SilenceSystemTests {
    /// A program whose next run makes two alerts fire.
    private func withRules(_ body: (Program) throws -> Void) throws {
        try Program.inFolder { program in
            try Scenario.install(in: program)
            _ = try program.file("Alerts/channels.yaml", "channels: [{name: console, type: console}]\n")
            try body(program)
        }
    }

    private func silence(_ program: Program, _ flags: String...) throws -> String {
        let made = try program.json(["alerts", "silence", "--owner", "wang", "--reason", "演练"] + flags)
        return try #require((made as? [String: Any])?["id"] as? String)
    }

    private func run(_ program: Program) throws -> [String: Any] {
        try #require(program.json("run") as? [String: Any])
    }

    @Test func `a silenced alert fires and is listed, and is told once its silence is ended`() throws {
        try withRules { program in
            let id = try silence(program, "--match", "product=板", "--for", "2h")
            #expect(try run(program)["firing"] as? Int == 1)
            let alerts = try program.list("alerts")
            #expect(alerts.count == 2 && alerts.allSatisfy { $0["state"] as? String == "firing" })
            let silent = alerts.filter { $0["silenced_by"] as? String == id }
            #expect(silent.count == 1)
            let fingerprint = try #require(silent.first?["fingerprint"] as? String)
            #expect(
                !(try program.list("deliveries")).contains { $0["fingerprint"] as? String == fingerprint })
            #expect(try run(program)["firing"] as? Int == 0)

            #expect(try program("alerts", "unsilence", String(id.prefix(4))).status == 0)
            #expect(try run(program)["firing"] as? Int == 1)
            #expect(try run(program)["firing"] as? Int == 0)
            let told = try program.list("deliveries").filter { $0["fingerprint"] as? String == fingerprint }
            #expect(told.count == 1 && told[0]["state"] as? String == "delivered")
        }
    }

    @Test func `an edit ends the old silence, makes a new one and keeps both`() throws {
        try withRules { program in
            let first = try silence(program, "--match", "rule=single", "--for", "2h")
            let second = try silence(program, "--match", "product=板", "--for", "1h", "--replace", first)
            #expect(try program.list("alerts", "silences").map { $0["id"] as? String } == [second])
            let all = try program.list("alerts", "silences", "--all")
            #expect(all.count == 2)
            #expect(all.first { $0["id"] as? String == first }?["state"] as? String == "over")
            #expect(all.first { $0["id"] as? String == second }?["replaced"] as? String == first)
            #expect(try program("alerts", "unsilence", first).status == 65)
        }
    }

    @Test func `a dry run tells what would be silent and keeps nothing`() throws {
        try withRules { program in
            _ = try run(program)
            let trial = try #require(
                program.json(
                    "alerts", "silence", "--match", "rule=single", "--for", "1h", "--reason", "x", "--owner",
                    "a",
                    "--dry-run") as? [String: Any])
            #expect(trial["open_alerts"] as? Int == 2)
            #expect(trial["id"] == nil)
            let misspelt = try program(
                "alerts", "silence", "--match", "rule=sinlge", "--for", "1h", "--reason", "x", "--owner", "a",
                "--dry-run")
            #expect(misspelt.status == 0 && misspelt.errorText.contains("no open alert fits"))
            #expect(try program.list("alerts", "silences", "--all").isEmpty)
        }
    }

    @Test(arguments: [
        (["--for", "1h"], 64, "fit every alert"),
        (["--match", "firm=/.*/", "--for", "1h"], 64, "fit every alert"),
        (["--match", "colour=red", "--for", "1h"], 64, "no alert has a label 'colour'"),
        (["--match", "firm", "--for", "1h"], 64, "'firm' is no matcher"),
        (["--match", "firm=/(/", "--for", "1h"], 64, "regular expression"),
        (["--match", "rule=single"], 64, "no end is given"),
        (["--match", "rule=single", "--until", "2020-01-01"], 64, "is over already"),
        (
            ["--match", "rule=single", "--start", "2999-02-01", "--until", "2999-01-01"], 64,
            "before it starts"
        ),
        (["--match", "rule=single", "--for", "-1h"], 64, "for"),
        (["--match", "rule=single", "--for", "1h", "--reason", " "], 64, "no reason is given"),
        (["--match", "rule=single", "--for", "1h", "--replace", "ffff"], 66, "no silence's id begins so"),
    ])
    func `a silence that cannot be meant is refused in one sentence`(
        flags: [String], status: Int, sentence: String
    ) throws {
        try withRules { program in
            let result = try program.run(["alerts", "silence", "--owner", "a", "--reason", "b"] + flags)
            #expect(result.status == status, "\(result.errorText)")
            #expect(result.errorText.contains(sentence), "\(result.errorText)")
            #expect(try program.list("alerts", "silences", "--all").isEmpty)
        }
    }
}
