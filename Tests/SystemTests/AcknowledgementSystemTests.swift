import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct AcknowledgementSystemTests {
    /// A program with two firing alerts, and the fingerprint of one.
    private func withAlert(_ body: (Program, String) throws -> Void) throws {
        try Program.inFolder { program in
            try Scenario.install(in: program)
            _ = try program.file("Alerts/channels.yaml", "channels: [{name: console, type: console}]\n")
            #expect(try program("run").status == 0)
            let fingerprint = try #require(program.list("alerts").first?["fingerprint"] as? String)
            try body(program, fingerprint)
        }
    }

    private func shown(_ program: Program, _ fingerprint: String) throws -> [String: Any] {
        try #require(program.json("alerts", "show", fingerprint) as? [String: Any])
    }

    @Test func `whoever takes an alert is named until they give it back, and it keeps firing`() throws {
        try withAlert { program, fingerprint in
            let taken = try program(
                "alerts", "ack", fingerprint, "--owner", "王芳", "--note", "已致电", "--for", "4h")
            #expect(taken.status == 0, "\(taken.errorText)")
            let listed = try #require(
                program.list("alerts").first { $0["fingerprint"] as? String == fingerprint })
            #expect(listed["acknowledged_by"] as? String == "王芳")
            #expect(listed["state"] as? String == "firing")
            #expect(try program("run").status == 0)
            #expect(try program("alerts", "unack", fingerprint, "--owner", "王芳").status == 0)
            let after = try shown(program, fingerprint)
            #expect(after["acknowledged_by"] == nil)
            #expect(after["state"] as? String == "firing")
            let history = try #require(after["acknowledgements"] as? [[String: Any]])
            #expect(history.map { $0["version"] as? Int } == [1, 2])
            #expect(history.first?["note"] as? String == "已致电")
        }
    }

    @Test func `somebody else's alert is taken over only on purpose`() throws {
        try withAlert { program, fingerprint in
            try program("alerts", "ack", fingerprint, "--owner", "wang")
            let refused = try program("alerts", "ack", fingerprint, "--owner", "li")
            #expect(refused.status == 65)
            #expect(refused.errorText.contains("wang took this alert"), "\(refused.errorText)")
            #expect(try shown(program, fingerprint)["acknowledged_by"] as? String == "wang")
            #expect(try program("alerts", "ack", fingerprint, "--owner", "li", "--seen", "1").status == 0)
            #expect(try shown(program, fingerprint)["acknowledged_by"] as? String == "li")
        }
    }

    @Test func `of commands that answer at once exactly one is heard`() throws {
        try withAlert { program, fingerprint in
            let statuses = Mutex<[Int32]>([])
            DispatchQueue.concurrentPerform(iterations: 4) { number in
                let result = try? program(
                    "alerts", "ack", fingerprint, "--owner", "person \(number)", "--seen", "0")
                statuses.withLock { $0.append(result?.status ?? -1) }
            }
            #expect(statuses.withLock { $0.sorted() } == [0, 65, 65, 65])
            let history = try shown(program, fingerprint)["acknowledgements"] as? [Any]
            #expect(history?.count == 1)
        }
    }

    @Test(arguments: [
        (["--owner", ""], 64, "--owner NAME"),
        (["--owner", "a", "--for", "soon"], 64, "'soon' is no duration"),
        (["--owner", "a", "--for", "0s"], 64, "'0s' is no duration"),
        (["--owner", "a", "--for", "1h", "--until", "2999-01-01"], 64, "keep one of them"),
        (["--owner", "a", "--until", "2020-01-01"], 64, "is over already"),
        (["--owner", "a", "--until", "tomorrow"], 64, "is no time"),
        (["--owner", "a", "--seen", "7"], 64, "version 7 is not there yet"),
        (["--owner", String(repeating: "长", count: 101)], 64, "longer than 100 characters"),
    ])
    func `a wrong answer is refused in one sentence and changes nothing`(
        flags: [String], status: Int, sentence: String
    ) throws {
        try withAlert { program, fingerprint in
            let result = try program.run(["alerts", "ack", fingerprint] + flags)
            #expect(result.status == status)
            #expect(result.errorText.contains(sentence), "\(result.errorText)")
            #expect((try shown(program, fingerprint)["acknowledgements"] as? [Any])?.isEmpty == true)
        }
    }

    @Test func `control characters of a note reach no terminal`() throws {
        try withAlert { program, fingerprint in
            try program("alerts", "ack", fingerprint, "--owner", "a\u{1B}[31m", "--note", "b\u{202E}\nc")
            let text = try program("alerts", "show", fingerprint).text
            #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
            #expect(text.contains("b  c"))
        }
    }
}
