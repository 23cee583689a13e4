internal import Foundation
internal import SupplyModel

/// PagerDuty's Events API v2: an event that triggers, acknowledges or resolves; 202 says that it is queued there.
///
/// An alert's fingerprint, its group's name, a request's id, or a question about one is the event's `dedup_key`, so that a repeat changes the same incident
/// and an end finds it. What ends without having been told there is dropped by the service. A routing key that is
/// well formed and nobody's is answered 202 all the same: only a test message that arrives shows that it is right.
struct PagerDuty: ServiceAdapter {
    static let keyLength = 32
    static let summaryLimit = 1_024
    static let dedupLimit = 255
    /// Bytes of the words among the details; an event may have 512 kB.
    static let textLimit = 64_000
    static let sourceLimit = 200

    func check(_ recipient: Recipient) throws(ChannelFault) {
        let key = recipient.secret ?? ""
        let isKey = key.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        }
        guard isKey, key.utf8.count == Self.keyLength else {
            throw .badRoutingKey(channel: recipient.channel)
        }
    }

    func request(
        _ message: OutboxMessage, to recipient: Recipient, at time: Timestamp
    ) throws(ChannelFault) -> HTTPRequest {
        try check(recipient)
        let told = AlertMessage(message.body)
        let action = Self.action(told)
        var event: [String: Any] = [
            "routing_key": recipient.secret ?? "", "event_action": action, "client": "tierwatch",
            "dedup_key": Cut.units(told?.subject ?? message.id, Self.dedupLimit),
        ]
        if action == "trigger" {
            let text = MessageText(
                message.body, id: message.id, language: recipient.language, texts: recipient.texts)
            event["payload"] = Self.payload(told, text, texts: recipient.texts)
        }
        return recipient.post(JSONBytes.of(event))
    }

    private static func action(_ message: AlertMessage?) -> String {
        if message?.isRequestOver ?? false { return "resolve" }
        return switch message?.state {
        case "resolved": "resolve"
        case "acknowledged": "acknowledge"
        default: "trigger"
        }
    }

    private static func payload(
        _ message: AlertMessage?, _ text: MessageText, texts: ChannelTexts?
    ) -> [String: Any] {
        // A title of the channel's own says it all; a plain one only names the rule.
        let words = texts?.title == nil && !text.isList ? "\(text.title) \(text.sentence)" : text.title
        var details: [String: Any] = ["text": text.body(within: textLimit, .bytes)]
        for fact in text.facts { details[fact.name] = fact.value }
        var payload: [String: Any] = [
            "summary": Cut.units(words, summaryLimit), "source": "tierwatch", "severity": text.severity,
        ]
        if let message { payload["timestamp"] = message.timestamp }
        if case .alert(let alert) = message?.content {
            let labels = alert.labels ?? [:]
            if let name = labels["firm"] ?? labels["supplier"] {
                payload["source"] = Cut.units(SafeText.of(name), sourceLimit)
            }
            if let rule = alert.rule { payload["class"] = SafeText.of(rule) }
            if let industry = alert.industry { payload["group"] = SafeText.of(industry) }
            details["labels"] = labels.mapValues(SafeText.of)
            if let metric = alert.metric { details["metric"] = SafeText.of(metric) }
            if let value = alert.value { details["value"] = value }
            if let threshold = alert.threshold { details["threshold"] = threshold }
        }
        if case .alerts(let group) = message?.content { payload["class"] = SafeText.of(group.route) }
        payload["custom_details"] = details
        return payload
    }

    func judge(_ response: HTTPResponse) -> Judgement? {
        guard response.status == 400 else { return nil }
        let answer = SafeText.of(String(decoding: response.body.prefix(SafeText.partLimit), as: UTF8.self))
        return answer.contains("routing_key")
            ? .misconfigured("PagerDuty does not know the routing key; check it")
            : .permanent("PagerDuty refuses the event: \(answer)")
    }
}
