import Foundation
import TestSupport
import Testing

/// Views, invitations and consents as people type them.
@Suite struct RivalSystemTests {
    private static let columns = "supplier_id,supplier_region,buyer_id,tier,industry,product,annual_value\n"

    /// Two buyers of one supplier.
    private func withBuyers(_ body: (Program) throws -> Void) throws {
        try Program.inFolder { program in
            for buyer in ["a", "b"] {
                let file = try program.file(
                    "\(buyer).csv", Self.columns + "local:s,310000,,1,auto,battery,10\n")
                try #require(try program("import", file, "--registrant", "local:\(buyer)").status == 0)
            }
            try body(program)
        }
    }

    private func invite(_ program: Program, _ more: [String] = []) throws -> String {
        let answer = try program.json(
            ["invite", "create", "--registrant", "local:a", "--supplier", "local:s", "--product", "battery"]
                + more)
        return try #require((answer as? [String: Any])?["token"] as? String)
    }

    private func ids(_ program: Program, _ arguments: String...) throws -> [String] {
        try program.list(["suppliers"] + arguments).compactMap { $0["id"] as? String }
    }

    @Test func `a supplier registers its own by a token in a file, and only its inviter sees them`() throws {
        try withBuyers { program in
            let token = try program.file("invitation.token", try invite(program) + "\n")
            let rows = try program.file("rows.csv", Self.columns + "local:t,320500,,2,auto,cell,3\n")
            let trial = try program("invite", "use", rows, "--token-file", token, "--dry-run")
            #expect(trial.status == 0 && trial.errorText.contains("nothing was kept"))
            let used = try program.json("invite", "use", rows, "--token-file", token) as? [String: Any]
            #expect(used?["accepted"] as? Int == 1)
            #expect(try ids(program, "--view", "local:a") == ["local:s", "local:t"])
            #expect(try ids(program, "--view", "local:b") == ["local:s"])
            #expect(try ids(program) == ["local:s", "local:t"])
            let listed = try program.list("invite", "list", "--registrant", "local:a", "--coverage")
            #expect(listed.first?["coverage_now"] as? Double == 1)
            #expect(listed.first?["coverage_before"] as? Double == 0)
            #expect(try program.list("invite", "list", "--registrant", "local:b").isEmpty)
            let id = try #require(listed.first?["id"] as? String)
            #expect(try program("invite", "revoke", id).status == 0)
            let ended = try program("invite", "use", rows, "--token-file", token)
            #expect(ended.status == 65 && ended.errorText.contains("is revoked"))
        }
    }

    @Test func `a token comes by standard input too, and is in no file of the store`() throws {
        try withBuyers { program in
            let text = try invite(program)
            let rows = try program.file("rows.csv", Self.columns + "local:t,320500,,2,auto,cell,3\n")
            let command =
                "printf %s '\(text)' | '\(Program.binary.path)' invite use '\(rows)' --token-stdin --data '\(program.data)'"
            let used = try Command.run(
                URL(filePath: "/bin/sh"), ["-c", command], environment: program.surroundings(),
                folder: program.folder)
            #expect(used.status == 0, "\(used.errorText)")
            let secret = try #require(text.split(separator: "_").last)
            for file in try FileManager.default.contentsOfDirectory(atPath: program.data)
            where file.hasPrefix("tierwatch.db") {
                let bytes = try Data(contentsOf: URL(filePath: program.data + "/" + file))
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file)")
            }
        }
    }

    @Test(arguments: [
        (["invite", "create", "--supplier", "local:s", "--product", "battery"], Int32(64), "--registrant"),
        (
            ["invite", "create", "--registrant", "local:a", "--supplier", "local:x", "--product", "battery"],
            66,
            "register that supply first"
        ),
        (
            ["invite", "create", "--registrant", "local:a", "--supplier", "local:s", "--product", "cell"], 66,
            "but battery"
        ),
        (
            [
                "invite", "create", "--registrant", "local:a", "--supplier", "local:s", "--product",
                "battery",
                "--tier", "6",
            ], 64, "from 2 to 5"
        ),
        (
            ["invite", "create", "--registrant", "local:a", "--supplier", "9131", "--product", "x"], 64,
            "--supplier"
        ),
        (["invite", "use", "a.csv"], 64, "--token-stdin"),
        (["invite", "use", "a.csv", "--token-file", "none.token"], 64, "cannot be read"),
        (["invite", "use", "a.csv", "--token-file", "a.csv"], 65, "no token of this register"),
        (["invite", "revoke", "0f14bc66"], 66, "no invitation has this id"),
        (["conflicts", "--view", "local:a"], 64, "may coordinate"),
        (["alerts", "list", "--view", "local:a"], 64, "may coordinate"),
        (["suppliers", "--view", "nobody"], 64, "--view"),
        (["firm", "local:b", "--view", "local:a"], 66, "does not know this firm"),
        (["token", "create", "x", "--scope", "invite", "--registrant", "local:s"], 64, "invite create"),
        (["consent", "shared", "--registrant", "local:a"], 64, "consent give"),
    ])
    func `what cannot be done gives one sentence`(arguments: [String], status: Int32, words: String) throws {
        try withBuyers { program in
            let result = try program.run(arguments)
            #expect(result.status == status, "\(result.errorText)")
            #expect(result.text.isEmpty && result.errorText.contains(words), "\(result.errorText)")
            #expect(result.errorText.split(separator: "\n").count == 1, "\(result.errorText)")
        }
    }

    @Test func `a consent is given, withdrawn and listed, and what changes nothing is not in the trail`()
        throws
    {
        try withBuyers { program in
            for (word, changed) in [("give", true), ("give", false), ("withdraw", true), ("give", true)] {
                let answer = try program.json("consent", word, "--registrant", "local:a") as? [String: Any]
                #expect(answer?["changed"] as? Bool == changed)
            }
            #expect(try program.list("consent", "list").first?["consents"] as? Bool == true)
            #expect(try program.list("audit", "list", "--action", "consent-give").count == 2)
            let shared = try program.json("consent", "shared", "--registrant", "local:a") as? [String: Any]
            #expect(shared?["about"] as? Int == 0 && shared?["k"] as? Int == 3)
        }
    }

    @Test func `what a firm's own figures break is told without an alert`() throws {
        try withBuyers { program in
            _ = try program.file(
                "Alerts/rules/one.yaml",
                "rules: [{name: one, metric: single_source, op: '==', value: 1, severity: info, summary: {zh: 一, en: one}}]\n"
            )
            _ = try program.file("Alerts/channels.yaml", "channels: []\n")
            let breaches = try program.list("alerts", "breaches", "--view", "local:a")
            #expect(breaches.count == 1 && breaches.first?["rule"] as? String == "one")
            #expect((breaches.first?["labels"] as? [String: Any])?["firm"] as? String == "local:a")
            #expect(try program.list("alerts", "breaches").count == 2)
            #expect(try program.list("alerts", "list").isEmpty)
        }
    }
}
