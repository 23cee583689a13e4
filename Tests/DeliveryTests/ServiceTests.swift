import Delivery
import Foundation
import SupplyModel
import TestSupport
import Testing

/// What every service does alike, whatever it says.
@Suite(.receiver) struct ServiceTests {
    @Test(arguments: ServiceCase.all)
    func `the service takes what begins, what ends, what somebody looks after, and what comes later`(
        service: ServiceCase
    ) async throws {
        let bodies = try [
            Bodies.alert(), Bodies.alert(.resolved), Bodies.alert(type: "alert.acknowledged"),
            Bodies.alert(type: "channel.test"), Bodies.group(), Bodies.group(firing: []),
            Bodies.group(omitted: 7, type: "alert.digest"), Bodies.heartbeat,
        ]
        for body in bodies {
            let attempt = try await report(message(body), to: service.channel())
            #expect(attempt.verdict == .delivered, "\(String(decoding: body, as: UTF8.self))")
        }
    }

    /// The webhook is sent it too, but its receiver asks for JSON.
    @Test(arguments: ServiceCase.all.filter { $0.service != .webhook }, ["", "x", "{}", "[1]"])
    func `a body that is no message is told all the same`(service: ServiceCase, body: String) async throws {
        #expect(try await report(message(Array(body.utf8)), to: service.channel()).verdict == .delivered)
    }

    @Test(
        arguments: ServiceCase.all,
        [
            ("500", "HTTP 500"), ("429", "HTTP 429"), ("redirect", "redirects are not followed"),
        ])
    func `a fault that may pass is tried again`(service: ServiceCase, fault: (String, String)) async throws {
        let channel = try service.channel(query: "&fault=\(fault.0)")
        let attempt = try await report(message(Bodies.alert()), to: channel)
        #expect(attempt.verdict.retryReason?.contains(fault.1) == true, "\(attempt.verdict)")
    }

    @Test(arguments: ServiceCase.all)
    func `a service that asks for time gets it, and the schedule where that is longer`(
        service: ServiceCase
    ) async throws {
        let before = wallClock()
        let attempt = try await report(message(Bodies.alert()), to: service.channel(query: "&fault=429"))
        guard case .retry(let at, let reason) = attempt.verdict else {
            Issue.record("\(attempt.verdict)")
            return
        }
        #expect(at >= before.adding(seconds: 5) && at <= wallClock().adding(seconds: 5))
        #expect(reason.contains("429"))
    }

    @Test(arguments: ServiceCase.all, ["hang", "drip", "reset"])
    func `a service that does not come to an end has not taken the message`(
        service: ServiceCase, fault: String
    ) async throws {
        let channel = try service.channel(query: "&fault=\(fault)")
        let attempt = try await report(message(Bodies.alert()), to: channel, totalSeconds: 1)
        #expect(attempt.verdict.retryReason?.contains("no full answer in time") == true)
    }

    @Test(arguments: ServiceCase.all)
    func `of an endless answer the first bytes are enough to judge by`(service: ServiceCase) async throws {
        let attempt = try await report(message(Bodies.alert()), to: service.channel(query: "&fault=endless"))
        // Some say all by their status, which came; the others' words are none of theirs.
        let saysByStatus = !service.service.isChat || service.service == .teams
        #expect((attempt.verdict == .delivered) == saysByStatus, "\(attempt.verdict)")
        #expect((attempt.answer ?? "").utf16.count <= 300)
    }

    @Test(arguments: ServiceCase.all)
    func `the machine itself is refused unless it is allowed`(service: ServiceCase) async throws {
        let channel = try service.channel(query: "&mark=guard-\(service.service.rawValue)", allow: [])
        let attempt = try await report(message(Bodies.alert()), to: channel)
        #expect(attempt.verdict.retryReason?.contains("not a public one") == true)
        #expect(
            try !Receiver.current.requests().contains {
                $0.path.hasSuffix("guard-\(service.service.rawValue)")
            })
    }

    @Test(arguments: ServiceCase.all)
    func `a closed port, a name that nobody has, a bad certificate and a reset are told apart`(
        service: ServiceCase
    ) async throws {
        let port = try PythonServer.freePort()
        let closed = try service.channel(at: "http://127.0.0.1:\(port)/secretpath")
        let nameless = try service.channel(at: "https://nobody.invalid/secretpath")
        let reasons = try await [
            report(message(Bodies.alert()), to: closed), report(message(Bodies.alert()), to: nameless),
            FaultServer.tls.run { server, _ in
                let url = server.url("/secretpath", scheme: "https")
                return try await report(message(Bodies.alert()), to: service.channel(at: url))
            },
            FaultServer.reset.run { server, _ in
                let url = server.url("/secretpath")
                return try await report(message(Bodies.alert()), to: service.channel(at: url))
            },
        ].map { $0.verdict.retryReason ?? "" }
        #expect(reasons[0].contains("cannot connect"))
        #expect(reasons[1].contains("cannot be resolved"))
        #expect(reasons[2].contains("self-signed certificate"))
        #expect(reasons[3].contains("the connection ended"))
        #expect(!reasons.joined().contains("secretpath"))
    }

    @Test(arguments: ServiceCase.all)
    func `the longest names still fit`(service: ServiceCase) async throws {
        let name = String(repeating: "长江三角洲🏭", count: 2_000)
        let labels: Labels = ["firm": name, "region": "\u{202E}@all\u{7}"]
        let body = try Bodies.alert(
            zh: name, en: name, rule: String(repeating: "规", count: 64), labels: labels)
        #expect(try await report(message(body), to: service.channel()).verdict == .delivered)
        let group = Bodies.group(firing: Array(repeating: .warning, count: 200), summary: "长江三角洲🏭产业链供应链")
        #expect(try await report(message(group), to: service.channel()).verdict == .delivered)
    }

    @Test(arguments: ServiceCase.all)
    func `what is sent again is the same message`(service: ServiceCase) async throws {
        let mark = "again-\(service.service.rawValue)"
        for _ in 0..<2 {
            _ = try await report(message(Bodies.alert()), to: service.channel(query: "&mark=\(mark)"))
        }
        // DingTalk's signature is in the query, after the mark.
        let sent = try Receiver.current.requests(count: 2) {
            $0.hasSuffix(mark) || $0.contains("\(mark)&")
        }
        try #require(sent.count == 2)
        if service.service != .feishu { #expect(sent[0].req == sent[1].req) }
        #expect(sent[0].header("webhook-id") == sent[1].header("webhook-id"))
    }
}
