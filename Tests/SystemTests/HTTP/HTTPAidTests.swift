import Foundation
import TestSupport
import Testing

/// The ledger of requests for help over HTTP: what is read of it, and the steps that tokens take.
@Suite struct HTTPAidTests {
    /// A daemon whose ledger has two drafts, HB-…-0001 to Jiangsu and HB-…-0002 to Zhejiang.
    static func withDrafts(_ body: (HTTPDaemon) throws -> Void) throws {
        try AidSystemTests.withChain { program in
            _ = try program.file("Alerts/channels.yaml", "channels: []\n")
            try AidSystemTests.stop(program, "local:t:B", "local:t:C")
            guard try program("run").status == 0 else { throw Program.Failure(text: "no run") }
            try body(try HTTPDaemon(program))
        }
    }

    private func step(_ daemon: HTTPDaemon, _ json: String, of request: String = "1") throws -> HTTPAnswer {
        try daemon.ask("POST", "/aid/\(request)/steps", json: json)
    }

    private static func value(_ data: Data) throws -> NSObject {
        try #require(try JSONSerialization.jsonObject(with: data) as? NSObject)
    }

    @Test func `the ledger, a request and the report are those that the command line shows`() throws {
        try Self.withDrafts { daemon in
            #expect(try step(daemon, #"{"action": "register"}"#).status == 200)
            let month = String(Date().addingTimeInterval(28_800).formatted(.iso8601).prefix(7))
            let questions: [(place: String, command: [String])] = [
                ("/aid", ["list"]), ("/aid?all=true&lang=zh", ["list", "--all", "--lang", "zh"]),
                ("/aid?to=" + encoded("浙江"), ["list", "--to", "浙江"]),
                ("/aid?from=310000&state=draft", ["list", "--from", "310000", "--state", "draft"]),
                ("/aid?overdue=true", ["list", "--overdue"]),
                ("/aid?firm=" + encoded("甲厂"), ["list", "--firm", "甲厂"]),
                ("/aid?all=true&at=2022-04-01", ["list", "--all", "--at", "2022-04-01"]),
                ("/aid/1", ["show", "1"]), ("/aid/report", ["report"]),
                ("/aid/report?month=\(month)&lang=zh", ["report", "--month", month, "--lang", "zh"]),
                ("/aid/report?month=2022-04", ["report", "--month", "2022-04"]),
            ]
            for (place, command) in questions {
                let answer = try daemon.ask("GET", place)
                let commanded = try daemon.program.run(["aid"] + command + ["--format", "json"])
                #expect(answer.status == 200 && commanded.status == 0, "\(place): \(answer.text)")
                #expect(try Self.value(answer.body) == Self.value(commanded.output), "\(place)")
            }
            #expect(try daemon.ask("GET", "/aid").list.count == 2)
            #expect(try daemon.ask("GET", "/aid/report").list.last?["letters"] as? Int == 1)
        }
    }

    @Test func `the ledger comes in pages with tags, which change with each step`() throws {
        try Self.withDrafts { daemon in
            let first = try daemon.ask("GET", "/aid?limit=1")
            #expect(try first.list.count == 1 && first["tierwatch-total-count"] == "2")
            let next = try #require(first.next)
            #expect(try daemon.ask("GET", next).list.first?["counterpart"] as? String == "330000")
            let shown = try daemon.ask("GET", "/aid/1")
            let tag = try #require(shown["etag"])
            #expect(try daemon.ask("GET", "/aid/1", ["If-None-Match": tag]).status == 304)
            #expect(try daemon.program("aid", "register", "1", "--by", "王").status == 0)
            #expect(
                try Waiting.until { try daemon.ask("GET", "/aid/1", ["If-None-Match": tag]).status == 200 })
            #expect(try daemon.ask("GET", next).code == "list_changed")
        }
    }

    @Test func `a request goes its whole way over HTTP, each step in the name of its token`() throws {
        try Self.withDrafts { daemon in
            var texts: [String: String] = [:]
            for name in ["shanghai", "jiangsu"] {
                texts[name] = try daemon.makeToken(name, "--scope", "coordinate")
            }
            let way: [(by: String, json: String, state: String)] = [
                ("shanghai", #"{"action": "register", "deadline": "36h", "seen": 1}"#, "registered"),
                ("jiangsu", #"{"action": "assign", "handler": " 赵 ", "seen": 2}"#, "assigned"),
                ("jiangsu", #"{"action": "start"}"#, "in_progress"),
                ("jiangsu", #"{"action": "answer", "outcome": "solved", "note": "已复工"}"#, "answered"),
                ("shanghai", #"{"action": "close", "seen": 5}"#, "closed"),
            ]
            for (by, json, state) in way {
                daemon.token = texts[by]
                let answer = try step(daemon, json)
                #expect(
                    try answer.status == 200 && answer.object["state"] as? String == state, "\(answer.text)")
                #expect(try daemon.ask("GET", "/aid/1").body == answer.body, "\(json)")
            }
            let steps = try #require(try daemon.ask("GET", "/aid/1").object["steps"] as? [[String: Any]])
            #expect(
                steps.map { $0["by"] as? String } == [
                    "rule:standstill", "token:shanghai", "token:jiangsu", "token:jiangsu", "token:jiangsu",
                    "token:shanghai",
                ])
            #expect(steps[2]["handler"] as? String == "赵" && steps[4]["note"] as? String == "已复工")
            let entries = try daemon.program.list("audit", "list", "--actor", "token:jiangsu")
            #expect(entries.filter { ($0["action"] as? String) == "aid" }.count == 3, "\(entries)")
            #expect(try daemon.ask("GET", "/aid").list.map { $0["state"] as? String } == ["draft"])
            #expect(try daemon.program("audit", "verify").status == 0)
        }
    }

    private static let tooLong = #"{"action": "return", "note": "\#(String(repeating: "长", count: 1_001))"}"#
    private static let refusals: [(request: String, json: String, status: Int, code: String, says: String)] =
        [
            ("1", #"{"action": "close"}"#, 409, "not_possible", "assign it first"),
            ("1", #"{"action": "register"}"#, 409, "not_possible", "registered"),
            ("1", #"{"action": "assign", "handler": "赵", "seen": 1}"#, 409, "changed", "'seen' as 2"),
            ("1", #"{"action": "assign", "handler": "赵", "seen": 9}"#, 409, "no_such_version", "2"),
            ("1", #"{"action": "assign"}"#, 400, "bad_request", "'handler'"),
            ("1", #"{"action": "assign", "handler": " "}"#, 400, "bad_request", "'handler'"),
            ("1", #"{"action": "return"}"#, 400, "bad_request", "'note'"),
            (
                "1", #"{"action": "assign", "handler": "赵", "deadline": "2020-01-01"}"#, 400, "bad_time",
                "'deadline'"
            ),
            (
                "1", #"{"action": "assign", "handler": "赵", "deadline": "soon"}"#, 400, "bad_time",
                "'deadline'"
            ),
            ("1", #"{"action": "assign", "handler": "赵", "deadline": "0s"}"#, 400, "bad_time", "'deadline'"),
            ("1", #"{"action": "start", "outcome": "solved"}"#, 400, "bad_field", "'outcome'"),
            (
                "1", #"{"action": "answer", "outcome": "perhaps"}"#, 400, "bad_field",
                "solved, partly, refused"
            ),
            ("1", #"{"action": "escalate"}"#, 400, "bad_field", "'action'"),
            ("1", #"{"action": "draft"}"#, 400, "bad_field", "'action'"),
            ("1", #"{"note": "x"}"#, 400, "bad_field", "'action'"), ("1", "[]", 400, "bad_json", "JSON"),
            ("1", #"{"action": "start", "by": "王"}"#, 400, "bad_field", "'by'"),
            (
                "1", tooLong, 400,
                "bad_request", "note"
            ),
            ("99", #"{"action": "start"}"#, 404, "unknown_request", "aid?all=true"),
            ("answers", #"{"action": "start"}"#, 404, "unknown_request", "answers"),
        ]

    @Test func `what cannot be done says what stands in the way, and leaves the request as it was`() throws {
        try Self.withDrafts { daemon in
            #expect(try step(daemon, #"{"action": "register"}"#).status == 200)
            let before = try daemon.ask("GET", "/aid/1").body
            for (request, json, status, code, says) in Self.refusals {
                let answer = try step(daemon, json, of: request)
                #expect(answer.status == status && answer.code == code, "\(json): \(answer.text)")
                #expect(answer.text.contains(says), "\(json): \(answer.text)")
            }
            #expect(try daemon.ask("GET", "/aid/1").body == before)
            #expect(try step(daemon, #"{"action": "assign", "handler": "赵"}"#).status == 200)
            let taken = try step(daemon, #"{"action": "assign", "handler": "孙"}"#)
            #expect(taken.status == 409 && taken.code == "handled" && taken.text.contains("'seen' as 3"))
            for (place, status, code) in [
                ("/aid/99", 404, "unknown_request"), ("/aid?state=lost", 400, "bad_parameter"),
                ("/aid?to=" + encoded("火星"), 400, "bad_region"), ("/aid?firm=x", 404, "unknown_firm"),
                ("/aid/report?month=2022-13", 400, "bad_time"), ("/aid?at=soon", 400, "bad_time"),
                ("/aid/report?month=2022-4", 400, "bad_time"),
            ] {
                let answer = try daemon.ask("GET", place)
                #expect(answer.status == status && answer.code == code, "\(place): \(answer.text)")
            }
            for name in ["If-Match", "Idempotency-Key"] {
                let answer = try daemon.ask(
                    "POST", "/aid/1/steps", [name: "\"1\""], json: #"{"action": "start"}"#)
                #expect(answer.status == 400 && answer.code == "not_heeded", "\(answer.text)")
            }
            let later = #"{"action": "assign", "handler": "赵", "deadline": "9d", "seen": 3}"#
            #expect(try step(daemon, later).status == 200)
            #expect(try step(daemon, later).code == "changed")
            let wrong = try daemon.ask("POST", "/aid/report", json: "{}")
            #expect(wrong.status == 405 && wrong["allow"] == "GET, HEAD")
        }
    }

    @Test func `a step is taken by the policy in force, though its file has been broken since`() throws {
        try Self.withDrafts { daemon in
            _ = try daemon.program.file("Alerts/aid.yaml", "deadlines: {resume: soon}\n")
            #expect(try daemon.program("aid", "register", "1").status == 78)
            #expect(try step(daemon, #"{"action": "register"}"#).status == 200)
            let before = try daemon.ask("GET", "/breaches")
            _ = try daemon.program.file("Alerts/rules/standstill.yaml", "rules: [{name: broken}]\n")
            #expect(try daemon.program("alerts", "breaches").status == 78)
            let after = try daemon.ask("GET", "/breaches")
            #expect(after.status == 200 && after.body == before.body, "\(after.text)")
        }
    }

    /// How long after a request the daemon is killed: before it is read, in its transaction, and after.
    static let killedAfterMicroseconds: [UInt32] = [0, 1_000, 3_000, 6_000, 12_000, 25_000, 50_000]

    @Test
    func `a daemon killed at any step leaves it whole or not there, and whoever asks again takes it once`()
        throws
    {
        try Self.withDrafts { daemon in
            let way: [(action: String, more: String)] = [
                ("register", ""), ("assign", #", "handler": "赵""#), ("start", ""),
                ("answer", #", "outcome": "solved""#), ("close", ""), ("reopen", #", "note": "未到货""#),
            ]
            var expected = ["draft"]
            func steps() throws -> [String] {
                let request = try daemon.program.json("aid", "show", "1") as? [String: Any]
                return (request?["steps"] as? [[String: Any]] ?? []).compactMap { $0["action"] as? String }
            }
            for (action, more) in way {
                let json = #"{"action": "\#(action)", "seen": \#(expected.count)\#(more)}"#
                for delay in Self.killedAfterMicroseconds {
                    let status = try daemon.askAndKill(after: delay, "/aid/1/steps", json: json)
                    let found = try steps()
                    let isTaken = found == expected + [action]
                    #expect(isTaken || found == expected, "\(action): \(found)")
                    #expect(isTaken || status != 200, "\(action): answered, and not there")
                    if isTaken { break }
                }
                let isTaken = try steps().count > expected.count
                let again = try daemon.ask("POST", "/aid/1/steps", json: json)
                #expect(again.status == (isTaken ? 409 : 200), "\(again.text)")
                expected.append(action)
                #expect(try steps() == expected)
            }
            #expect(try daemon.program("audit", "verify").status == 0)
        }
    }
}
