import Foundation
import TestSupport
import Testing

/// Questions that take long: they are left once nobody waits for them, and refused where they are too large.
@Suite struct HTTPWhatIfTests {
    private static let header =
        "supplier_name,supplier_region,buyer_name,tier,industry,product,annual_value,inventory_days\n"

    /// One supplier of many buyers, whose stocks shrink for years when it makes a little less: each day changes every one of them.
    private static func register(_ buyerCount: Int, tier: Int) -> String {
        header + (0..<buyerCount).map { "源,310000,厂\($0),\(tier),auto,件,1,3\n" }.joined()
    }

    private static func gauge(_ daemon: HTTPDaemon, _ name: String) throws -> String? {
        try daemon.prometheus().text.split(separator: "\n").first { $0.hasPrefix(name + " ") }
            .map { String($0.dropFirst(name.count + 1)) }
    }

    @Test func `a question whose asker goes away is left, and whoever waited is answered`() throws {
        try HTTPDaemon.run(register: Self.register(3_000, tier: 2)) { daemon in
            let body = #"{"firms": ["源"], "loss": 0.0005, "days": 3650, "until": 3650, "firm": "厂1"}"#
            var askers = try (0..<2).map { _ in
                let wire = try Wire(daemon.port)
                wire.send(
                    "POST /api/v1/what-if HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
                return wire
            }
            let running = #"tierwatch_http_work{state="running"}"#
            #expect(try Waiting.until { try Self.gauge(daemon, running) == "2" })
            let third = try Wire(daemon.port)
            let short = #"{"firms": ["源"], "firm": "厂1"}"#
            third.send(
                "POST /api/v1/what-if HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Connection: close\r\nContent-Length: \(short.utf8.count)\r\n\r\n\(short)")
            #expect(
                try Waiting.until { try Self.gauge(daemon, #"tierwatch_http_work{state="waiting"}"#) == "1" })
            #expect(askers.allSatisfy { $0.received.isEmpty })
            askers.removeAll()
            #expect(third.readToEnd() && third.text.hasPrefix("HTTP/1.1 200"), "\(third.text.prefix(300))")
            #expect(try Waiting.until { try Self.gauge(daemon, running) == "0" })
            #expect(
                try Waiting.until { try Self.gauge(daemon, "tierwatch_http_requests_left_total") == "2" })
            let answered = #"tierwatch_http_requests_total{operation="askWhatIf",status="200"}"#
            #expect(try Self.gauge(daemon, answered) == "1")
        }
    }

    @Test func `a question whose answer would be too long is refused, and says how to ask`() throws {
        try HTTPDaemon.run(register: Self.register(300, tier: 1)) { daemon in
            let large = try daemon.ask(
                "POST", "/what-if", json: #"{"firms": ["源"], "days": 5, "until": 3650}"#)
            #expect(large.status == 400 && large.code == "too_many_figures", "\(large.text)")
            #expect(large.text.contains("'firm'") && large.text.contains("'until'"))
            for (body, count) in [
                (#"{"firms": ["源"], "days": 5, "until": 30}"#, 300),
                (#"{"firms": ["源"], "days": 5, "until": 3650, "firm": "厂1"}"#, 1),
            ] {
                let answer = try daemon.ask("POST", "/what-if", json: body)
                #expect(try answer.status == 200 && answer.list.count == count, "\(answer.text.prefix(300))")
            }
        }
    }
}
