import Foundation
import TestSupport
import Testing

/// The last line of `make test`: how many tests passed and failed.
@Suite struct CountTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var events: [String]
        var status: Int
        var line: String

        init(_ name: String, _ events: [String], status: Int = 0, line: String) {
            testDescription = name
            self.events = events
            self.status = status
            self.line = line
        }
    }

    static func known(_ id: String, _ kind: String = "function") -> String {
        #"{"kind":"test","payload":{"id":"\#(id)","kind":"\#(kind)"},"version":0}"#
    }

    static func event(_ kind: String, _ id: String, _ symbol: String = "default", text: String = "") -> String
    {
        let messages = #"[{"symbol":"\#(symbol)","text":"\#(text)"}]"#
        return
            #"{"kind":"event","payload":{"kind":"\#(kind)","messages":\#(messages),"testID":"\#(id)"},"version":0}"#
    }

    static func run(_ id: String, _ symbol: String) -> [String] {
        [known(id), event("testStarted", id), event("testEnded", id, symbol)]
    }

    static let suite = [known("S", "suite"), event("testStarted", "S"), event("testEnded", "S", "fail")]
    static let cases = [event("testCaseStarted", "S/a"), event("testCaseEnded", "S/a")]

    static let runs = [
        Case("all passed", run("S/a", "pass") + run("S/b", "passWithKnownIssue"), line: "2 passed, 0 failed"),
        Case("suites and test cases", suite + run("S/a", "pass") + cases, line: "1 passed, 0 failed"),
        Case(
            "one failed", run("S/a", "pass") + run("S/b", "fail"), status: 1, line: "1 passed, 1 failed"),
        Case(
            "a crash", run("S/a", "pass") + [known("S/b"), event("testStarted", "S/b"), #"{"kind":"#],
            status: 1, line: "1 passed, 1 failed"),
        Case("a fault of no test", run("S/a", "pass"), status: 1, line: "1 passed, 1 failed"),
        Case(
            "skipped", run("S/a", "pass") + [known("S/b"), event("testSkipped", "S/b", "skip")],
            line: "1 passed, 0 failed"),
        Case("nothing", [], line: "0 passed, 1 failed"),
    ]

    @Test(arguments: runs)
    func `tests are counted once each, and what did not end has failed`(run: Case) throws {
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "events")
            try Data(run.events.joined(separator: "\n").utf8).write(to: file)
            let result = try Command.tool("count_tests.py", [file.path, "\(run.status)"])
            #expect(result.text == run.line + "\n")
            #expect((result.status == 0) == run.line.hasSuffix(" 0 failed"))
        }
    }

    @Test func `what failed is named at the end, with the first thing that was wrong`() throws {
        let wrong = ["1 is not 2", "and more"].map { Self.event("issueRecorded", "S/b", "fail", text: $0) }
        let events =
            Self.run("S/a", "pass") + [Self.known("S/b"), Self.event("testStarted", "S/b")] + wrong
            + [Self.event("testEnded", "S/b", "fail"), Self.known("S/c"), Self.event("testStarted", "S/c")]
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "events")
            try Data(events.joined(separator: "\n").utf8).write(to: file)
            let result = try Command.tool("count_tests.py", [file.path, "1"])
            #expect(result.text == "1 passed, 2 failed\n" && result.status == 1)
            #expect(result.errorText == "S/b: 1 is not 2\nS/c: did not end\n")
        }
    }
}
