internal import Alerting
internal import Store
public import SupplyModel

/// Which alerts are listed.
public struct AlertFilter: Sendable {
    /// All that are not resolved where nil.
    public var states: Set<AlertState>?
    public var severities: Set<Severity>?
    /// Part of a rule's name.
    public var rule: String?
    public var firm: String?

    /// Alerts that one answer lists.
    public static let limit = 100_000

    public init() {}
}

extension Inquiry {
    /// Alerts, worst and newest first.
    public func alerts(_ filter: AlertFilter, now: Timestamp) throws -> Answer {
        try requireAll("alerts")
        let alerts = try alerts(in: filter.states ?? AlertState.open)
        let firm = try filter.firm.map { text in
            let network = try network()
            return network.firms[Int(try self.firm(text, in: network))].id.description
        }
        let shown = alerts.filter { alert in
            (filter.severities?.contains(alert.severity) ?? true)
                && (filter.rule.map { alert.rule.contains($0) } ?? true)
                && (firm.map { alert.labels["firm"] == $0 } ?? true)
        }
        // Who has taken an alert and what silences it is asked about now alone.
        let answers = time == nil ? try store.openAcknowledgements() : [:]
        let muting = Muting(time == nil ? try store.silences(notOverAt: now) : [], at: now)
        let sorted = shown.sorted {
            ($1.severity, $1.startsAt, $0.fingerprint) < ($0.severity, $0.startsAt, $1.fingerprint)
        }
        var answer = Answer(
            columns: [
                "fingerprint", "severity", "state", "rule", "value", "threshold", "starts_at", "ends_at",
                "labels", "summary", "acknowledged_by", "acknowledged_until", "acknowledgement_version",
                "silenced_by",
            ],
            records: sorted.map { alert in
                let newest = alert.state == .resolved ? nil : answers[alert.fingerprint]
                let silence = alert.state == .resolved ? nil : muting.silence(over: alert)
                return alertRecord(alert) + (newest.map { Self.fields(of: $0, at: now) } ?? [])
                    + Answer.Field.text("silenced_by", silence?.id)
            })
        answer.hiddenInTable = ["labels", "acknowledged_until", "acknowledgement_version"]
        let used = Set(answer.records.joined().map(\.name))
        answer.hiddenInTable.formUnion(Set(["acknowledged_by", "silenced_by"]).subtracting(used))
        return answer
    }

    /// The alerts in some states, as they stand or stood.
    func alerts(in states: Set<AlertState>) throws(StoreError) -> [Alert] {
        guard let time else { return try store.alerts(in: states, limit: AlertFilter.limit) }
        return try store.alerts(in: states, at: time, limit: AlertFilter.limit)
    }

    /// Lives of alerts that a prefix may find.
    static let lifeLimit = 1_000

    /// The newest life of the alert whose fingerprint begins so.
    func newestLife(_ prefix: String) throws -> Alert {
        try requireAll("alerts")
        let isDigits = !prefix.isEmpty && prefix.allSatisfy(\.isHexDigit)
        let lives = isDigits ? try store.alerts(fingerprint: prefix.lowercased(), limit: Self.lifeLimit) : []
        guard let alert = lives.first else { throw QueryFault.unknownAlert(prefix) }
        guard lives.allSatisfy({ $0.fingerprint == alert.fingerprint }) else {
            throw QueryFault.ambiguousAlert(prefix)
        }
        return alert
    }

    /// One alert: its newest life, with every change, every answer and every delivery.
    public func alert(_ prefix: String, now: Timestamp) throws -> Answer {
        let alert = try newestLife(prefix)
        let answers = try store.acknowledgements(of: alert)
        let deliveries = try store.deliveries(
            fingerprint: alert.fingerprint, limit: DeliveryRecord.listLimit)
        let silence = Muting(try store.silences(notOverAt: now), at: now).silence(over: alert)
        return Answer(
            alertRecord(alert)
                + Answer.Field.text("silenced_by", alert.state == .resolved ? nil : silence?.id)
                + (answers.last.map { Self.fields(of: $0, at: now) } ?? []) + [
                    Answer.Field("metric", .text(alert.metric.rawValue)),
                    Answer.Field("industry", .text(alert.industry?.rawValue ?? "")),
                    Answer.Field("provinces", .list(alert.provinces.map { .text($0.description) })),
                    Answer.Field("mutual_aid", .flag(alert.isMutualAid)),
                    Answer.Field("summary_zh", .text(alert.summary.zh)),
                    Answer.Field("summary_en", .text(alert.summary.en)),
                    Answer.Field("transitions", .list(try transitions(of: alert))),
                    Answer.Field("acknowledgements", .list(answers.map { .record(Self.record($0)) })),
                    Answer.Field("deliveries", .list(deliveries.map { .record(Self.record($0)) })),
                ])
    }

    func alertRecord(_ alert: Alert) -> [Answer.Field] {
        let labels = alert.labels.pairs.map { Answer.Field($0.name, .text($0.value)) }
        return [
            Answer.Field("fingerprint", .text(alert.fingerprint)), Answer.Field("rule", .text(alert.rule)),
            Answer.Field("severity", .text(alert.severity.rawValue)),
            Answer.Field("state", .text(alert.state.rawValue)), Answer.Field("labels", .record(labels)),
            Answer.Field("value", .number(alert.value)), Answer.Field("threshold", .number(alert.threshold)),
            Answer.Field("starts_at", .text(alert.startsAt.description)),
        ] + Answer.Field.text("ends_at", alert.endsAt?.description)
            + [Answer.Field("summary", .text(language == .zh ? alert.summary.zh : alert.summary.en))]
    }

    /// Who looks after an alert, where anybody does at this instant, and the version to answer to.
    static func fields(of newest: Acknowledgement, at now: Timestamp) -> [Answer.Field] {
        let version = Answer.Field("acknowledgement_version", .number(Double(newest.version)))
        guard newest.holds(at: now) else { return [version] }
        return [Answer.Field("acknowledged_by", .text(newest.owner))]
            + Answer.Field.text("acknowledged_until", newest.expiresAt?.description) + [version]
    }

    private static func record(_ one: Acknowledgement) -> [Answer.Field] {
        [
            Answer.Field("version", .number(Double(one.version))),
            Answer.Field("taken", .flag(one.isTaken)), Answer.Field("owner", .text(one.owner)),
            Answer.Field("note", .text(one.note)), Answer.Field("time", .text(one.time.description)),
        ] + Answer.Field.text("expires_at", one.expiresAt?.description)
    }
}
