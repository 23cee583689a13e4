internal import Alerting
internal import Resilience
internal import Store
public import SupplyModel

extension Inquiry {
    /// Changes of a figure that one answer shows.
    static let valueLimit = 50

    /// Why an alert stands where it stands, and who was told: the rule, its figure over time and what makes it, what mutes
    /// it, its groups, and every attempt at every message.
    ///
    /// `folder`: that of the rules in force; where it cannot be read, what stems from it is left out and named.
    public func why(_ prefix: String, folder: String, now: Timestamp) throws -> Answer {
        let alert = try newestLife(prefix)
        var warnings: [String] = []
        let content: Watchbook.Content
        do {
            content = try Watchbook.load(folder)
        } catch {
            warnings.append(
                "the rules, channels or routes of \(folder) have faults; see tierwatch rules check")
            content = Watchbook.Content(rules: [], channels: [])
        }
        let open = try store.monitoringState().open
        let muting = try Dispatching(content, store: store, now: now).muting(active: open)
        let groups = try store.groups().filter { $0.members.contains { $0.life == AlertLife(alert) } }
        let answers = try store.acknowledgements(of: alert)
        var answer = Answer(
            alertRecord(alert)
                + [
                    Answer.Field("cause", .text(alert.course.cause.rawValue)),
                    Answer.Field("metric", .text(alert.metric.rawValue)),
                ] + Self.course(alert.course)
                + Answer.Field.text(
                    "condition", content.rules.first { $0.name == alert.rule }.map(Self.condition))
                + Answer.Field.text("muted_by", alert.state == .resolved ? nil : muted(alert, by: muting))
                + (answers.last.map { Self.fields(of: $0, at: now) } ?? [])
                + [Answer.Field("values", .list(try values(of: alert)))] + explanation(of: alert)
                + [
                    Answer.Field("transitions", .list(try transitions(of: alert))),
                    Answer.Field("groups", .list(groups.map { Self.record($0, alert) })),
                    Answer.Field("deliveries", .list(try attempts(alert, groups: groups.map(\.key)))),
                ])
        answer.hiddenInTable = ["labels", "firms", "chain", "request"]
        if groups.isEmpty { answer.hiddenInTable.insert("groups") }
        answer.warnings = warnings
        return answer
    }

    private static func course(_ course: AlertCourse) -> [Answer.Field] {
        let reopened = course.reopenedCount
        return Answer.Field.number("reopened", reopened > 0 ? Double(reopened) : nil)
            + Answer.Field.number("flap_score", course.flapScore > 0 ? course.flapScore : nil)
    }

    private static func condition(_ rule: Rule) -> String {
        "\(rule.metric.rawValue) \(rule.op.rawValue) \(Answer.numeral(rule.value))"
            + (rule.clear == rule.value ? "" : ", clear \(Answer.numeral(rule.clear))")
            + (rule.pendingFor == .none ? "" : ", for \(rule.pendingFor)")
            + (rule.keepFiringFor == .none ? "" : ", keep_firing_for \(rule.keepFiringFor)")
    }

    /// What mutes an alert, in words.
    private func muted(_ alert: Alert, by muting: Muting) -> String? {
        if let silence = muting.silence(over: alert) {
            return language == .zh
                ? "静默 \(silence.id)：\(silence.author)，\(silence.reason)，至 \(silence.endsAt)"
                : "silence \(silence.id): \(silence.author), \(silence.reason), until \(silence.endsAt)"
        }
        switch (muting.cause(for: alert), language) {
        case (.maintenance(let name), .zh): return "维护 \(name)"
        case (.inhibition(let fingerprint), .zh): return "预警 \(fingerprint)"
        case (let cause, _): return cause?.description
        }
    }

    private func values(of alert: Alert) throws -> [Answer.Value] {
        try store.values(of: alert.metric, labels: alert.labels, limit: Self.valueLimit).map { one in
            .record(
                Answer.Field.number("run", Int(one.run)) + [Answer.Field("time", .text(one.time.description))]
                    + Answer.Field.number("value", one.value))
        }
    }

    func transitions(of alert: Alert) throws -> [Answer.Value] {
        try store.transitions(of: alert).map { one in
            .record(
                [
                    Answer.Field("time", .text(one.time.description)),
                    Answer.Field("state", .text(one.state)), Answer.Field("value", .number(one.value)),
                ] + Answer.Field.text("cause", one.cause?.rawValue))
        }
    }

    private static func record(_ group: AlertGroup, _ alert: Alert) -> Answer.Value {
        let member = group.members.first { $0.life == AlertLife(alert) }
        let labels = group.labels.pairs.map { Answer.Field($0.name, .text($0.value)) }
        return .record(
            [
                Answer.Field("group", .text(group.key)), Answer.Field("route", .text(group.route)),
                Answer.Field("shared", .record(labels)),
                Answer.Field("alerts", .number(Double(group.members.count))),
            ] + Answer.Field.text("told_at", member?.toldAt?.description)
                + Answer.Field.text("next_at", group.nextAt?.description)
                + Answer.Field.text("escalates_at", member?.escalatesAt?.description)
                + [Answer.Field("escalated", .flag(member?.isEscalated ?? false))])
    }

    /// Every attempt at every message about the alert or a group of it, with what was sent, answered and decided.
    private func attempts(_ alert: Alert, groups: [String]) throws -> [Answer.Value] {
        var records: [Answer.Value] = []
        for subject in [alert.fingerprint] + groups {
            let sent = try store.deliveries(fingerprint: subject, limit: Self.deliveryLimit)
            for one in sent.reversed() where one.createdAt >= alert.startsAt {
                guard let found = try store.delivery(id: one.id) else { continue }
                let head =
                    [Answer.Field("id", .text(one.id)), Answer.Field("channel", .text(one.channel))]
                let request = Answer.Field("request", .text(String(decoding: found.body, as: UTF8.self)))
                if found.attempts.isEmpty {
                    let digest = Answer.Field.text("digest_id", one.digestID)
                    records.append(
                        .record(head + [Answer.Field("decision", .text(one.state))] + digest + [request]))
                }
                records += found.attempts.map { .record(head + Self.fields(of: $0) + [request]) }
            }
        }
        return records
    }

    /// Messages of one subject that one answer goes into.
    private static let deliveryLimit = 100
}
