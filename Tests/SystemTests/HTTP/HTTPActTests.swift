import Foundation
import TestSupport
import Testing

/// What is done over HTTP, and what of it is told to who listens.
@Suite struct HTTPActTests {
    /// A stream of events, as far as it has come.
    private final class Events {
        private let wire: Wire

        init(_ daemon: HTTPDaemon) throws {
            wire = try Wire(daemon.port)
            let token = daemon.token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
            wire.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\(token)\r\n")
        }

        /// Reads until an event of this name whose data has some text in it has come.
        func wait(_ name: String, _ text: String) -> Bool {
            wire.read { _ in all.contains { $0.name == name && $0.data.contains(text) } }
        }

        /// What has come so far, in order.
        var all: [(name: String, data: String)] {
            wire.text.components(separatedBy: "event: ").dropFirst().compactMap { text in
                let lines = text.components(separatedBy: "\n")
                guard lines.count >= 3, lines[1].hasPrefix("data: ") else { return nil }
                return (lines[0], String(lines[1].dropFirst(6)))
            }
        }

        var head: String { wire.text }
        func readToEnd() -> Bool { wire.readToEnd() }
    }

    @Test func `an alert is taken and given back, and whoever comes second learns of it`() throws {
        try HTTPDaemon.run { daemon in
            let alert = try #require(try daemon.waitForAlerts().first?["fingerprint"] as? String)
            let place = "/alerts/\(alert)/acknowledgement"
            let taken = try daemon.ask(
                "PUT", place, json: #"{"owner": "li", "note": "calling", "for": "4h"}"#)
            #expect(try taken.status == 200 && (taken.object["acknowledged_by"] as? String) == "li")
            let second = try daemon.ask("PUT", place, json: #"{"owner": "wang"}"#)
            #expect(second.status == 409 && second.code == "held" && second.text.contains("li took"))
            #expect(second.text.contains("add 'seen' as 1"), "\(second.text)")
            let ahead = try daemon.ask("PUT", place, json: #"{"owner": "wang", "seen": 9}"#)
            #expect(ahead.status == 409 && ahead.code == "no_such_version")
            #expect(try daemon.ask("GET", "/alerts").list.first?["acknowledged_by"] as? String == "li")
            let released = try daemon.ask("DELETE", place + "?owner=li&note=done")
            #expect(try released.status == 200 && (released.object["acknowledged_by"]) == nil)
            #expect(try daemon.ask("DELETE", place).code == "not_taken")
            let shown = try daemon.ask("GET", "/alerts/\(alert)").object
            #expect((shown["acknowledgements"] as? [[String: Any]])?.count == 2)
            for (body, code, field) in [
                (#"{"for": "soon"}"#, "bad_request", "'for'"),
                (#"{"until": "2020-01-01"}"#, "bad_request", "'until'"),
                (#"{"owner": " "}"#, "bad_request", "'owner'"), (#"{"for": 4}"#, "bad_field", "'for'"),
            ] {
                let answer = try daemon.ask("PUT", place, json: body)
                #expect(answer.status == 400 && answer.code == code, "\(body): \(answer.text)")
                #expect(answer.text.contains(field), "\(answer.text)")
            }
        }
    }

    @Test func `a silence is tried, made and ended`() throws {
        try HTTPDaemon.run { daemon in
            _ = try daemon.waitForAlerts()
            let wish = #"{"matchers": ["rule=one"], "author": "li", "reason": "drill", "for": "2h""#
            let trial = try daemon.ask("POST", "/silences", json: wish + #", "dry_run": true}"#)
            #expect(try trial.status == 200 && (trial.object["open_alerts"] as? Int) == 1)
            #expect(try trial.object["id"] == nil && daemon.ask("GET", "/silences").list.isEmpty)
            let made = try daemon.ask("POST", "/silences", json: wish + "}")
            let id = try #require(try made.object["id"] as? String)
            #expect(try made.status == 201 && (daemon.ask("GET", "/silences").list.count) == 1)
            #expect(try daemon.ask("GET", "/alerts").list.first?["silenced_by"] as? String == id)
            #expect(try daemon.ask("DELETE", "/silences/\(id)").object["state"] as? String == "over")
            #expect(try daemon.ask("DELETE", "/silences/\(id)").code == "silence_over")
            #expect(try daemon.ask("GET", "/silences?all=true").list.count == 1)
            let everything = try daemon.ask(
                "POST", "/silences", json: #"{"matchers": ["rule=/.*/"], "reason": "x", "for": "1h"}"#)
            #expect(everything.status == 400 && everything.code == "bad_request")
        }
    }

    @Test func `a report is kept once`() throws {
        try HTTPDaemon.run { daemon in
            let report =
                #"{"firm": "甲", "operating_rate": 0.4, "time": "2026-01-05T08:00:00+08:00", "registrant": "local:check"}"#
            let made = try daemon.ask("POST", "/status-reports", json: report)
            #expect(try made.status == 201 && (made.object["kept"] as? Bool) == true)
            let again = try daemon.ask("POST", "/status-reports", json: report)
            #expect(try again.status == 200 && (again.object["kept"] as? Bool) == false)
            #expect(try daemon.ask("GET", "/status-reports").list.count == 1)
            for (field, status, code) in [
                (#""time": "2999-01-01""#, 400, "in_future"), (#""time": "soon""#, 400, "bad_time"),
                (#""region": "440300""#, 404, "no_such_site"), (#""staff": -1"#, 400, "bad_field"),
            ] {
                let body = #"{"firm": "甲", "operating_rate": 0.4, "registrant": "local:check", \#(field)}"#
                let answer = try daemon.ask("POST", "/status-reports", json: body)
                #expect(answer.status == status && answer.code == code, "\(field): \(answer.text)")
            }
        }
    }

    @Test func `what somebody sent cannot break or swell the sentence that names it`() throws {
        try HTTPDaemon.run { daemon in
            let alert = try #require(try daemon.waitForAlerts().first?["fingerprint"] as? String)
            let text =
                String(repeating: "x", count: 30) + #"\n\u001b[2J\u0085"#
                + String(repeating: "y", count: 9_000)
            let report = #""operating_rate": 1, "registrant": "local:check""#
            let silence = #""reason": "drill", "for": "2h""#
            for (method, place, body) in [
                ("POST", "/what-if", #"{"\#(text)": 1}"#),
                ("POST", "/what-if", #"{"firms": ["\#(text)"]}"#),
                ("POST", "/what-if", #"{"firms": ["local:\#(text)"]}"#),
                ("POST", "/what-if", #"{"regions": ["\#(text)"]}"#),
                ("POST", "/status-reports", #"{"firm": "\#(text)", \#(report)}"#),
                ("POST", "/status-reports", #"{"firm": "甲", "time": "\#(text)", \#(report)}"#),
                ("POST", "/silences", #"{"matchers": ["\#(text)"], \#(silence)}"#),
                ("POST", "/silences", #"{"matchers": ["\#(text)=1"], \#(silence)}"#),
                ("POST", "/silences", #"{"matchers": ["rule=/(\#(text)/"], \#(silence)}"#),
                ("POST", "/silences", #"{"matchers": ["rule=one"], "replaces": "\#(text)", \#(silence)}"#),
                ("PUT", "/alerts/\(alert)/acknowledgement", #"{"for": "\#(text)"}"#),
                ("PUT", "/alerts/\(alert)/acknowledgement", #"{"until": "\#(text)"}"#),
                ("PUT", "/alerts/\(encoded("a\n\u{1B}"))/acknowledgement", "{}"),
                ("GET", "/firms?\(encoded("a\n\u{1B}"))=1", ""),
            ] {
                let answer = try daemon.ask(method, place, json: body)
                let detail = try #require(try answer.object["detail"] as? String)
                #expect((400..<500).contains(answer.status), "\(body.prefix(30)): \(answer.text)")
                #expect(detail.count < 700, "\(body.prefix(30)): \(detail.count)")
                #expect(
                    !detail.unicodeScalars.contains { $0.properties.generalCategory == .control },
                    "\(body.prefix(30)): \(detail.debugDescription)")
            }
        }
    }

    @Test func `a stream begins with open alerts, tells what changes, and ends with its token`() throws {
        try HTTPDaemon.run { daemon in
            let alert = try #require(try daemon.waitForAlerts().first?["fingerprint"] as? String)
            daemon.token = try daemon.makeToken("desk", "--scope", "admin")
            let events = try Events(daemon)
            #expect(events.wait("alert", alert))
            #expect(
                events.head.contains("HTTP/1.1 200") && events.head.lowercased().contains("text/event-stream")
            )
            #expect(events.all.prefix(2).map(\.name) == ["run", "alert"])
            let taken = try daemon.ask("PUT", "/alerts/\(alert)/acknowledgement", json: #"{"owner": "li"}"#)
            #expect(taken.status == 200)
            #expect(events.wait("alert", #""acknowledged_by": "li""#))
            let second = BadInputTests.header + ",乙,320500,,1,auto,板,1,\n"
            #expect(try daemon.upload("registrant=local:check", Data(second.utf8)).status == 201)
            #expect(events.wait("end", alert))
            #expect(events.all.filter { $0.name == "run" }.count > 1)
            #expect(try daemon.program("token", "revoke", "desk").status == 0)
            #expect(events.readToEnd())
        }
    }

    @Test func `a stream ends with the daemon, which does not wait for it`() throws {
        try HTTPDaemon.run { daemon in
            _ = try daemon.waitForAlerts()
            let events = try Events(daemon)
            #expect(events.wait("alert", "fingerprint"))
            daemon.background.signal(SIGTERM)
            #expect(events.readToEnd())
            #expect(daemon.background.end() == 0)
        }
    }
}
