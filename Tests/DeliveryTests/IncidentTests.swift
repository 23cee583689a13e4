import Delivery
import Foundation
import SupplyModel
import TestSupport
import Testing

/// What PagerDuty, Alertmanager and their kind are told, field by field.
@Suite(.receiver) struct IncidentTests {
    private static let pagerduty = ServiceCase.machines[2]
    private static let alertmanager = ServiceCase.machines[3]
    private static let webhook = ServiceCase.machines[4]

    /// What the receiver was sent for a body, as JSON.
    private func sent(
        _ body: [UInt8], to service: ServiceCase, texts: ChannelTexts? = nil
    ) async throws -> Any {
        let name = UUID().uuidString
        let channel = try service.channel(query: "&mark=\(name)", language: .en, texts: texts)
        #expect(try await report(message(body), to: channel).verdict == .delivered)
        let request = try #require(try Receiver.current.requests(marked: name).first)
        return try JSONSerialization.jsonObject(with: Data(request.req.utf8))
    }

    private func instant(_ value: Any?) -> Timestamp? { (value as? String).flatMap { Timestamp($0) } }

    private func event(_ body: [UInt8], texts: ChannelTexts? = nil) async throws -> [String: Any] {
        try #require(try await sent(body, to: Self.pagerduty, texts: texts) as? [String: Any])
    }

    @Test func `an alert triggers, is acknowledged and resolves one incident`() async throws {
        let events = try await [
            event(Bodies.alert()), event(Bodies.alert(type: "alert.acknowledged")),
            event(Bodies.alert(.resolved)),
        ]
        #expect(events.map { $0["event_action"] as? String } == ["trigger", "acknowledge", "resolve"])
        #expect(Set(events.map { $0["dedup_key"] as? String }) == ["00c0ffee00c0ffee"])
        let payload = try #require(events[0]["payload"] as? [String: Any])
        #expect(payload["summary"] as? String == "[CRITICAL] single a stops")
        #expect(payload["severity"] as? String == "critical")
        #expect(payload["source"] as? String == "local:b")
        #expect(payload["class"] as? String == "single")
        let details = try #require(payload["custom_details"] as? [String: Any])
        #expect(details["value"] as? Double == 0.52 && details["threshold"] as? Double == 0.4)
        #expect(events[2]["payload"] == nil)
    }

    @Test func `a group is one incident under the group's name`() async throws {
        let event = try await event(Bodies.group())
        #expect(event["dedup_key"] as? String == "0123456789abcdef")
        let payload = try #require(event["payload"] as? [String: Any])
        #expect(payload["summary"] as? String == "[CRITICAL] buyers: 2 firing, 1 resolved")
        let details = try #require(payload["custom_details"] as? [String: Any])
        #expect(
            details["text"] as? String
                == "- [CRITICAL] rule-1: 停产1\n- [INFO] rule-0: 停产0\n- [RESOLVED] rule-2: 停产2")
        let over = try await self.event(Bodies.group(firing: []))
        #expect(over["event_action"] as? String == "resolve")
        #expect(over["dedup_key"] as? String == "0123456789abcdef")
    }

    @Test func `an event that PagerDuty refuses is final, one of an unknown key is not`() async throws {
        let verdicts = try await FaultServer.refuse.run { server, _ in
            var verdicts: [DeliveryVerdict] = []
            for word in ["event", "key"] {
                let channel = try Self.pagerduty.channel(at: server.url("/\(word)"))
                verdicts.append(try await report(message(Bodies.alert()), to: channel).verdict)
            }
            return verdicts
        }
        #expect(verdicts[0].failure?.contains("refuses the event") == true, "\(verdicts[0])")
        #expect(verdicts[1].retryReason?.contains("routing key") == true, "\(verdicts[1])")
        #expect(!"\(verdicts)".contains(ServiceCase.routingKey))
    }

    @Test(arguments: ["", "abc", ServiceCase.routingKey + "0", "0123456789abcdef0123456789abcde!"])
    func `a routing key that is none is found before anything is sent`(key: String) async throws {
        var service = Self.pagerduty
        service.secret = key
        let attempt = try await report(message(Bodies.alert()), to: service.channel())
        #expect(attempt.verdict.retryReason?.contains("routing") == true)
        #expect(attempt.status == nil)
        if !key.isEmpty { #expect(!"\(attempt)".contains(key)) }
    }

    @Test func `Alertmanager is given labels of texts, and an end only where there is one`() async throws {
        let firing = try #require(
            try await sent(Bodies.alert(), to: Self.alertmanager) as? [[String: Any]]
        ).first
        let labels = try #require(firing?["labels"] as? [String: String])
        #expect(labels == ["alertname": "single", "severity": "critical", "firm": "local:b"])
        let notes = try #require(firing?["annotations"] as? [String: String])
        #expect(notes["summary"] == "a stops" && notes["value"] == "0.52" && notes["industry"] == "auto")
        let end = try #require(instant(firing?["endsAt"]))
        #expect(end == noon.adding(seconds: 365 * 86_400))
        let resolved = try #require(
            try await sent(Bodies.alert(.resolved), to: Self.alertmanager) as? [[String: Any]]
        ).first
        #expect(resolved?["labels"] as? [String: String] == labels)
        #expect(instant(resolved?["endsAt"]) == noon.adding(seconds: 3_600))
    }

    @Test func `a heartbeat passes by itself, a trial is over at once`() async throws {
        let beat = try #require(
            try await sent(Bodies.heartbeat, to: Self.alertmanager) as? [[String: Any]]
        ).first
        #expect(beat?["endsAt"] == nil)
        #expect((beat?["labels"] as? [String: String])?["alertname"] == "tierwatch.heartbeat")
        let trial = try #require(
            try await sent(Bodies.alert(type: "channel.test"), to: Self.alertmanager) as? [[String: Any]]
        ).first
        #expect(instant(trial?["endsAt"]) == noon)
    }

    @Test func `each request for help is an incident of its own, which its end resolves`() async throws {
        let events = try await [
            event(Bodies.aid(.register, .registered)), event(Bodies.aid(.escalate, .registered)),
            event(Bodies.aid(.close, .closed)), event(Bodies.aid(.register, .registered, number: 2)),
        ]
        #expect(
            events.map { $0["event_action"] as? String } == ["trigger", "trigger", "resolve", "trigger"])
        let keys = events.map { $0["dedup_key"] as? String }
        #expect(
            keys == ["aid:HB-2026-0001", "aid:HB-2026-0001", "aid:HB-2026-0001", "aid:HB-2026-0002"])
        let severities = events.map { ($0["payload"] as? [String: Any])?["severity"] as? String }
        #expect(severities == ["info", "warning", nil, "info"])
    }

    @Test func `Alertmanager tells requests apart, and what is late, and ends both with the request`()
        async throws
    {
        var told: [[[String: Any]]] = []
        for (action, state) in [
            (AidAction.register, AidState.registered), (.assign, .assigned), (.escalate, .assigned),
            (.drop, .dropped),
        ] {
            let list = try await sent(Bodies.aid(action, state), to: Self.alertmanager)
            told.append(try #require(list as? [[String: Any]]))
        }
        func labels(_ alert: [String: Any]) -> [String: String]? { alert["labels"] as? [String: String] }
        let open = ["alertname": "aid.request", "severity": "info", "request": "HB-2026-0001"]
        let late = ["alertname": "aid.overdue", "severity": "warning", "request": "HB-2026-0001"]
        #expect(told.map { $0.map(labels) } == [[open], [open], [late], [open, late]])
        let far = noon.adding(seconds: 365 * 86_400)
        #expect(
            told.map { $0.map { instant($0["endsAt"]) } } == [[far], [far], [far], [noon, noon]])
    }

    @Test
    func
        `each question to an owner is an incident of its own, which its answer or the request's end resolves`()
        async throws
    {
        let bodies = try [
            Bodies.consent(.asked, of: "座椅"), Bodies.consent(.asked, of: "头枕"),
            Bodies.consent(.ended, of: "座椅"), Bodies.consent(.ended, of: "头枕", isOver: true),
        ]
        var events: [[String: Any]] = []
        var alerts: [[String: Any]] = []
        for body in bodies {
            events.append(try await event(body))
            let list = try #require(try await sent(body, to: Self.alertmanager) as? [[String: Any]])
            #expect(list.count == 1)
            alerts += list
        }
        #expect(
            events.map { $0["event_action"] as? String } == ["trigger", "trigger", "resolve", "resolve"])
        let keys = events.compactMap { $0["dedup_key"] as? String }
        #expect(keys.count == 4 && keys[0] == keys[2] && keys[1] == keys[3] && keys[0] != keys[1], "\(keys)")
        #expect(keys.allSatisfy { $0.hasPrefix("aid:HB-2026-0001:") }, "\(keys)")
        let labels = alerts.compactMap { $0["labels"] as? [String: String] }
        #expect(labels.compactMap { $0["question"].map { "aid:HB-2026-0001:\($0)" } } == keys)
        #expect(
            labels.allSatisfy {
                $0["alertname"] == "aid.consent_asked" && $0["request"] == "HB-2026-0001"
            }, "\(labels)")
        let far = noon.adding(seconds: 365 * 86_400)
        #expect(alerts.map { instant($0["endsAt"]) } == [far, far, noon, noon])
    }

    @Test func `the body of an Alertmanager's webhook says what all alerts have in common`() async throws {
        let body = try #require(
            try await sent(Bodies.group(omitted: 7), to: Self.webhook) as? [String: Any])
        #expect(body["version"] as? String == "4" && body["status"] as? String == "firing")
        #expect(body["receiver"] as? String == "out" && body["groupKey"] as? String == "0123456789abcdef")
        #expect(body["truncatedAlerts"] as? Int == 7)
        #expect(body["commonLabels"] as? [String: String] == ["region": "320500"])
        #expect(body["groupLabels"] as? [String: String] == ["route": "buyers"])
        let alerts = try #require(body["alerts"] as? [[String: Any]])
        #expect(alerts.map { $0["status"] as? String } == ["firing", "firing", "resolved"])
        #expect(alerts[0]["endsAt"] as? String == "0001-01-01T00:00:00Z")
        #expect(alerts[2]["endsAt"] as? String == "2026-01-02T12:04:05+08:00")
    }

    @Test func `what is counted and not listed goes on all the same`() async throws {
        let text = String(decoding: Bodies.group(firing: [], resolved: 0, omitted: 9), as: UTF8.self)
            .replacing(
                "\"status\":\"resolved\",\"firing\":0",
                with: "\"status\":\"firing\",\"firing\":9,\"omitted_by_severity\":{\"warning\":2,\"info\":7}")
        let body = try #require(try await sent(Array(text.utf8), to: Self.webhook) as? [String: Any])
        #expect(body["status"] as? String == "firing" && body["truncatedAlerts"] as? Int == 9)
        let event = try await event(Array(text.utf8))
        #expect(event["event_action"] as? String == "trigger")
        let payload = try #require(event["payload"] as? [String: Any])
        #expect(payload["summary"] as? String == "[WARNING] buyers: 9 firing, 0 resolved")
        #expect((payload["custom_details"] as? [String: Any])?["text"] as? String == "and 9 more")
    }

    @Test func `an incident may be called by the channel's own words`() async throws {
        let texts = try ChannelTexts(
            title: MessageTemplate("{{rule}}@{{firm}}: {{value}}"),
            text: MessageTemplate("look at {{summary}}"))
        let payload = try #require(
            try await event(Bodies.alert(), texts: texts)["payload"] as? [String: Any])
        #expect(payload["summary"] as? String == "single@local:b: 0.52")
        #expect((payload["custom_details"] as? [String: Any])?["text"] as? String == "look at a stops")
    }
}
