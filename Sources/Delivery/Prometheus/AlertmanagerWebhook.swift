internal import SupplyModel

/// What receives from an Alertmanager: the body of its webhook, version 4; its status is its answer.
struct AlertmanagerWebhook: ServiceAdapter {
    /// What Alertmanager writes for the end of an alert that goes on.
    static let noEnd = "0001-01-01T00:00:00Z"

    func request(
        _ message: OutboxMessage, to recipient: Recipient, at time: Timestamp
    ) throws(ChannelFault) -> HTTPRequest {
        let alerts = PrometheusAlert.all(message, language: recipient.language, at: time)
        let told = AlertMessage(message.body)
        var route = ""
        var omitted = 0
        var isFiring = alerts.contains { $0.endsAt == nil }
        if case .alerts(let group) = told?.content {
            route = group.route
            omitted = max(0, group.omitted)
            isFiring = group.status == "firing"
        }
        let body: [String: Any] = [
            "version": "4", "receiver": recipient.channel, "status": isFiring ? "firing" : "resolved",
            "groupKey": told?.subject ?? message.id, "truncatedAlerts": omitted, "externalURL": "",
            "groupLabels": route.isEmpty ? [:] : ["route": route],
            "commonLabels": Self.common(alerts.map(\.labels)),
            "commonAnnotations": Self.common(alerts.map(\.annotations)),
            "alerts": alerts.map(Self.fields),
        ]
        return recipient.post(JSONBytes.of(body))
    }

    private static func fields(_ alert: PrometheusAlert) -> [String: Any] {
        [
            "status": alert.endsAt == nil ? "firing" : "resolved", "labels": alert.labels,
            "annotations": alert.annotations, "startsAt": alert.startsAt, "endsAt": alert.endsAt ?? noEnd,
            "generatorURL": "", "fingerprint": alert.fingerprint,
        ]
    }

    /// What all of them have with the same value.
    private static func common(_ all: [[String: String]]) -> [String: String] {
        guard let first = all.first else { return [:] }
        return first.filter { name, value in all.allSatisfy { $0[name] == value } }
    }
}
