internal import SupplyModel

/// One alert in the words of Prometheus: labels that name it, annotations that explain it, a start and an end.
///
/// Labels are the alert's own with `alertname` and `severity`; `industry` is an annotation, because it may change while
/// the alert stands and labels are what Alertmanager knows an alert by. For the same reason all that is told of a request for
/// help is one alert, but that it is late, which is another; both end with the request. What an owner is asked about it is one alert a
/// question, which ends with the answer too.
struct PrometheusAlert {
    /// Bytes of a label's or an annotation's value.
    static let valueLimit = 4_096

    var labels: [String: String]
    var annotations: [String: String]
    var startsAt: String
    /// nil while it goes on.
    var endsAt: String?
    var fingerprint: String

    /// `state`: `firing`, `resolved`, `acknowledged`; what else there is, a trial for one, is over at once.
    init(_ alert: AlertFacts, state: String, told: String, language: Language) {
        var labels = alert.labels ?? [:]
        labels["industry"] = nil
        labels["alertname"] = alert.rule ?? "tierwatch"
        labels["severity"] = alert.severity
        self.labels = labels.mapValues(Self.plain)
        var annotations = [
            "summary": alert.summary.text(in: language), "summary_zh": alert.summary.zh,
            "summary_en": alert.summary.en, "industry": alert.industry ?? "",
        ]
        annotations["value"] = alert.value.map { "\($0)" }
        annotations["threshold"] = alert.threshold.map { "\($0)" }
        self.annotations = annotations.filter { !$0.value.isEmpty }.mapValues(Self.plain)
        startsAt = alert.startsAt ?? told
        let isOpen = state == "firing" || state == "acknowledged" && alert.endsAt == nil
        endsAt = isOpen ? nil : alert.endsAt ?? told
        fingerprint = alert.fingerprint
    }

    /// The name of what is told of a request.
    private static let requestName = "aid.request"

    /// What is told of a request.
    private init(
        _ sentence: String, request: String, isOverdue: Bool, _ message: AlertMessage, fingerprint: String
    ) {
        let name = message.question == nil ? Self.requestName : AlertMessage.questionType
        self.init(
            sentence, type: isOverdue ? AlertMessage.overdueType : name, told: message.timestamp,
            fingerprint: fingerprint)
        labels["request"] = Self.plain(request)
        labels["question"] = message.question.map(Self.plain)
        if isOverdue { labels["severity"] = Severity.warning.rawValue }
        endsAt = message.isRequestOver ? message.timestamp : nil
    }

    /// A sentence that is no alert's, under the name of its type.
    init(_ sentence: String, type: String, told: String, fingerprint: String) {
        labels = ["alertname": Self.plain(type), "severity": Severity.info.rawValue]
        annotations = ["summary": Self.plain(sentence)]
        startsAt = told
        endsAt = nil
        self.fingerprint = fingerprint
    }

    /// Every alert of a message, also of one that cannot be read.
    static func all(_ message: OutboxMessage, language: Language, at time: Timestamp) -> [PrometheusAlert] {
        guard let told = AlertMessage(message.body) else {
            let sentence = MessageWords.unreadable(id: message.id, byteCount: message.body.count)
            return [
                PrometheusAlert(
                    sentence, type: "tierwatch", told: time.description, fingerprint: message.fingerprint)
            ]
        }
        return switch told.content {
        case .alert(let alert):
            [PrometheusAlert(alert, state: told.state, told: told.timestamp, language: language)]
        case .alerts(let group):
            group.alerts.map { alert in
                let state = alert.state ?? group.status
                return PrometheusAlert(alert, state: state, told: told.timestamp, language: language)
            }
        case .notice(let summary): notices(summary.text(in: language), told, message.fingerprint)
        }
    }

    private static func notices(
        _ sentence: String, _ told: AlertMessage, _ fingerprint: String
    ) -> [PrometheusAlert] {
        guard let request = told.request else {
            return [
                PrometheusAlert(
                    sentence, type: told.type, told: told.timestamp, fingerprint: fingerprint)
            ]
        }
        let isRequestEnd = told.isRequestOver && told.question == nil
        return (isRequestEnd ? [false, true] : [told.isOverdue]).map {
            PrometheusAlert(
                sentence, request: request, isOverdue: $0, told, fingerprint: fingerprint)
        }
    }

    private static func plain(_ text: String) -> String { Cut.bytes(ConsoleLine.visible(text), valueLimit) }
}
