import Foundation
import TestSupport
import Testing

/// Tokens, and the trail of who changed what, with the real program on a real file.
@Suite struct TrustSystemTests {
    private func withStore(_ body: (Program) throws -> Void) throws {
        try Program.inFolder { program in
            let file = try program.file("one.csv", BadInputTests.header + BadInputTests.good)
            try #require(try program("import", file, "--registrant", "local:check").status == 0)
            try body(program)
        }
    }

    private func sqlite(_ program: Program, _ sql: String) throws -> Command {
        try Command.run(URL(filePath: "/usr/bin/sqlite3"), [program.data + "/tierwatch.db", sql])
    }

    private func verify(
        _ program: Program, _ more: String...
    ) throws -> (status: Int32, answer: [String: Any]) {
        let result = try program.run(["audit", "verify", "--format", "json"] + more)
        let answer = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
        return (result.status, answer ?? [:])
    }

    /// Makes a token and gives its text.
    private func create(_ program: Program, _ name: String, _ flags: [String]) throws -> String {
        let answer = try program.json(["token", "create", name] + flags) as? [String: Any]
        return try #require(answer?["token"] as? String)
    }

    private func check(_ program: Program, _ text: String) throws -> Command {
        let command =
            "printf %s '\(text)' | '\(Program.binary.path)' token check --format json --data '\(program.data)'"
        return try Command.run(
            URL(filePath: "/bin/sh"), ["-c", command], environment: program.surroundings(),
            folder: program.folder)
    }

    @Test func `a token is shown once, kept as a digest, and good for what it was made for`() throws {
        try withStore { program in
            let text = try create(
                program, "erp", ["--registrant", "local:check", "--scope", "read", "--scope", "write"])
            let answer = try #require(
                try JSONSerialization.jsonObject(with: check(program, text).output) as? [String: Any])
            #expect(answer["registrant"] as? String == "local:check")
            #expect(answer["scopes"] as? [String] == ["read", "write"])
            #expect(answer["state"] as? String == "active" && answer["token"] == nil)
            let secret = try #require(text.split(separator: "_").last)
            let files = try FileManager.default.contentsOfDirectory(atPath: program.data)
            for file in files where file.hasPrefix("tierwatch.db") {
                let bytes = try Data(contentsOf: URL(filePath: program.data + "/" + file))
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file)")
            }
            let listed = try program("token", "list", "--format", "json").text
            #expect(listed.contains("erp") && !listed.contains(secret))
        }
    }

    @Test func `a token that was changed, revoked, or is over is none`() throws {
        try withStore { program in
            let text = try create(program, "erp", ["--registrant", "local:check", "--scope", "read"])
            let last = text.hasSuffix("0") ? "1" : "0"
            for wrong in [
                "", "tierwatch_", text.dropLast() + last, "\(text)0", text.replacing("tierwatch_", with: ""),
            ] {
                let result = try check(program, String(wrong))
                #expect(result.status == 65 && result.errorText.contains("no token of this register"))
                #expect(!result.errorText.contains(text.dropFirst(30)))
            }
            #expect(try program("token", "revoke", "erp").status == 0)
            let revoked = try check(program, text)
            #expect(revoked.status == 65 && revoked.errorText.contains("erp: this token is revoked"))
            #expect(try program("token", "revoke", "erp").status == 65)
            let short = try create(program, "short", ["--scope", "coordinate", "--for", "1s"])
            while try check(program, short).status == 0 {}
            #expect(try check(program, short).errorText.contains("short: this token is expired"))
            #expect(try program.list("token", "list").isEmpty)
            #expect(try program.list("token", "list", "--all").count == 2)
        }
    }

    @Test(arguments: [
        (["token", "create", "x"], Int32(64), "add --scope"),
        (["token", "create", "x", "--scope", "read"], 64, "--registrant"),
        (["token", "create", "x", "--scope", "admin", "--registrant", "local:a"], 64, "of no registrant"),
        (["token", "create", "x", "--scope", "admin", "--scope", "read"], 64, "a token for each"),
        (["token", "create", " ", "--scope", "admin"], 64, "has no name"),
        (["token", "create", "x", "--scope", "admin", "--for", "soon"], 64, "is no duration"),
        (["token", "create", "x", "--scope", "admin", "--until", "2020-01-01"], 64, "is over already"),
        (
            ["token", "create", "x", "--scope", "read", "--registrant", "91310000132260251X"], 64,
            "--registrant"
        ),
        (["token", "create", "0f14bc66", "--scope", "admin"], 64, "another token's id"),
        (["token", "revoke", "nobody"], 66, "no token has this name"),
        (["audit", "verify", "--noted", "12"], 64, "is no head"),
        (["audit", "list", "--since", "later"], 64, "is no time"),
    ])
    func `what is typed wrongly gives one sentence and changes nothing`(
        arguments: [String], status: Int32, words: String
    ) throws {
        try withStore { program in
            let before = try verify(program).answer["head"] as? String
            let result = try program.run(arguments)
            #expect(result.status == status, "\(result.errorText)")
            #expect(result.text.isEmpty && result.errorText.contains(words), "\(result.errorText)")
            #expect(result.errorText.split(separator: "\n").count == 1)
            #expect(try verify(program).answer["head"] as? String == before)
        }
    }

    @Test func `two tokens never have one name`() throws {
        try withStore { program in
            _ = try create(program, "erp", ["--scope", "coordinate"])
            let again = try program("token", "create", "erp", "--scope", "admin")
            #expect(again.status == 65 && again.errorText.contains("another token has this name"))
        }
    }

    @Test func `everything that somebody changes is in the trail, and what changes nothing is not`() throws {
        try withStore { program in
            let file = program.folder.appending(path: "one.csv").path
            try program("import", file, "--registrant", "local:check")
            try program("import", file, "--registrant", "local:other", "--dry-run")
            _ = try program.file(
                "Alerts/rules/one.yaml",
                "rules: [{name: one, metric: single_source, op: '==', value: 1, severity: info, summary: {zh: 一, en: one}}]\n"
            )
            _ = try program.file("Alerts/channels.yaml", "channels: []\n")
            try #require(try program("run").status == 0)
            let alert = try #require(try program.list("alerts", "list").first?["fingerprint"] as? String)
            for arguments in [
                ["alerts", "ack", alert, "--owner", "li"], ["alerts", "unack", alert, "--owner", "li"],
                [
                    "alerts", "silence", "--match", "rule=one", "--for", "2h", "--reason", "drill", "--owner",
                    "li",
                ],
            ] {
                try #require(try program.run(arguments).status == 0)
            }
            let silence = try #require(try program.list("alerts", "silences").first?["id"] as? String)
            try #require(try program("alerts", "unsilence", silence).status == 0)
            _ = try create(program, "erp", ["--scope", "admin"])
            try #require(try program("token", "revoke", "erp").status == 0)
            let trail = try program.list("audit", "list")
            #expect(
                trail.map { $0["action"] as? String } == [
                    "token-revoke", "token-create", "unsilence", "silence", "unacknowledge", "acknowledge",
                    "import",
                ])
            #expect(Set(trail.map { $0["actor"] as? String }) == ["cli:\(NSUserName())"])
            #expect(trail.last?["subject"] as? String == "local:check")
            #expect(try program.list("audit", "list", "--action", "silence").count == 1)
            #expect(try program.list("audit", "list", "--actor", "daemon").isEmpty)
            let found = try verify(program)
            #expect(found.status == 0 && found.answer["entries"] as? Int == 7)
        }
    }

    @Test func `an entry that is changed, removed, or added by hand is found`() throws {
        for (sql, place) in [
            ("UPDATE trail SET actor = 'nobody' WHERE number = 2", 2),
            ("UPDATE trail SET made_at = made_at + 1 WHERE number = 3", 3),
            ("UPDATE trail SET detail = replace(detail, 'b', 'c') WHERE number = 3", 3),
            ("DELETE FROM trail WHERE number = 1", 1), ("DELETE FROM trail WHERE number = 2", 2),
            (
                "INSERT INTO trail SELECT 5, made_at, actor, action, subject, detail, chain FROM trail WHERE number = 4",
                5
            ),
            ("UPDATE trail SET number = 9 WHERE number = 4", 4),
        ] {
            try withStore { program in
                for name in ["a", "b", "c"] { _ = try create(program, name, ["--scope", "admin"]) }
                try #require(try verify(program).status == 0)
                #expect(
                    try sqlite(program, sql).errorText.contains("only added to") == !sql.hasPrefix("INSERT"))
                let broken = try sqlite(
                    program,
                    "DROP TRIGGER trail_stays; DROP TRIGGER trail_grows; "
                        + (sql.hasPrefix("INSERT") ? "" : sql))
                try #require(broken.status == 0, "\(broken.errorText)")
                let found = try verify(program)
                #expect(found.status == 65, "\(sql)")
                #expect(found.answer["broken_at"] as? Int == place, "\(sql)")
                #expect(try program.list("audit", "list").count >= 2, "\(sql)")
            }
        }
    }

    @Test func `a noted head shows a trail that was cut or written anew`() throws {
        try withStore { program in
            for name in ["a", "b"] { _ = try create(program, name, ["--scope", "admin"]) }
            let noted = try #require(try verify(program).answer["head"] as? String)
            _ = try create(program, "c", ["--scope", "admin"])
            #expect(try verify(program, "--noted", noted).status == 0)
            _ = try sqlite(program, "DROP TRIGGER trail_grows; DELETE FROM trail WHERE number >= 3")
            #expect(try verify(program).status == 0)
            let cut = try verify(program, "--noted", noted)
            #expect(cut.status == 65 && cut.answer["broken_at"] as? Int == 3)
            _ = try create(program, "d", ["--scope", "admin"])
            let anew = try verify(program, "--noted", noted)
            #expect(anew.status == 65 && anew.answer["broken_at"] as? Int == 3)
        }
    }
}
