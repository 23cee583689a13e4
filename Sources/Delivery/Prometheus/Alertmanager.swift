internal import Foundation
internal import SupplyModel

/// Alertmanager's API v2: a list of alerts, posted to `/api/v2/alerts`; its status is its answer.
///
/// Alertmanager ends what is not sent again within its `resolve_timeout`. We tell a start once and the end ourselves,
/// so a firing alert, and a request for help, is given an end that lies far away, which the true one then takes the place
/// of. What is neither, a heartbeat for one, has no end and passes by that time-out.
struct Alertmanager: ServiceAdapter {
    /// From the message until a firing alert would end by itself.
    static let openSeconds = 365 * 86_400.0

    func request(
        _ message: OutboxMessage, to recipient: Recipient, at time: Timestamp
    ) throws(ChannelFault) -> HTTPRequest {
        let told = AlertMessage(message.body)
        let passes = if case .notice = told?.content { told?.request == nil } else { false }
        // From the message's own time, so that a repeat is the same.
        let begun = told.flatMap { Timestamp($0.timestamp) } ?? time
        let list = PrometheusAlert.all(message, language: recipient.language, at: time).map { alert in
            var fields: [String: Any] = [
                "labels": alert.labels, "annotations": alert.annotations, "startsAt": alert.startsAt,
            ]
            if let end = alert.endsAt {
                fields["endsAt"] = end
            } else if !passes {
                fields["endsAt"] = begun.adding(seconds: Self.openSeconds).description
            }
            return fields
        }
        return recipient.post(JSONBytes.of(list))
    }
}
