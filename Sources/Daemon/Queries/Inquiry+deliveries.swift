public import Store
public import SupplyModel

/// Which messages are sent again.
public struct ReplayChoice: Sendable {
    public var id: String?
    public var channel: String?
    /// RFC 3339, or a date for its beginning.
    public var since: String?
    /// Those that arrived too.
    public var all = false

    public init() {}
}

/// Which messages are listed; all of it must fit.
public struct DeliveryChoice: Sendable {
    public var state: DeliveryState?
    public var channel: String?
    /// RFC 3339, or a date for its beginning.
    public var since: String?
    /// The first characters of an id.
    public var id: String?
    /// The first digits of a fingerprint.
    public var fingerprint: String?

    public init() {}
}

extension Inquiry {
    /// Deliveries, newest first.
    public func deliveries(_ choice: DeliveryChoice = DeliveryChoice()) throws -> Answer {
        try requireAll("deliveries")
        var filter = DeliveryFilter()
        filter.state = choice.state
        filter.channel = choice.channel
        filter.since = try choice.since.map { try DeskInput.time($0, isStart: true) }
        filter.idPrefix = choice.id
        filter.fingerprintPrefix = choice.fingerprint
        var answer = Answer(
            columns: Self.deliveryColumns,
            records: try store.deliveries(filter, limit: DeliveryRecord.listLimit).map(Self.record))
        answer.hiddenInTable = Self.linkColumns
        return answer
    }

    /// One message: what it says, and every attempt with what was answered and decided.
    public func delivery(_ id: String) throws -> Answer {
        try requireAll("deliveries")
        guard let found = try store.delivery(id: id) else { throw QueryFault.unknownDelivery(id) }
        let attempts = found.attempts.map { Answer.Value.record(Self.fields(of: $0)) }
        return Answer(
            Self.record(found.record) + [
                Answer.Field("created_at", .text(found.record.createdAt.description)),
                Answer.Field("body", .text(String(decoding: found.body, as: UTF8.self))),
                Answer.Field("history", .list(attempts)),
            ])
    }

    /// Puts messages back to be sent again under their old ids; `isTrial` only lists them.
    public func replay(_ choice: ReplayChoice, isTrial: Bool, now: Timestamp) throws -> Answer {
        try requireAll("deliveries")
        guard choice.id != nil || choice.channel != nil || choice.since != nil else {
            throw UsageFault("nothing is named; say which messages with --id, --channel or --since")
        }
        var filter = ReplayFilter()
        filter.id = choice.id
        filter.channel = choice.channel
        filter.since = try choice.since.map { try DeskInput.time($0, isStart: true) }
        filter.includesDelivered = choice.all || choice.id != nil
        if let id = choice.id, try store.delivery(id: id) == nil { throw QueryFault.unknownDelivery(id) }
        let found = try store.replayable(filter)
        let count = isTrial ? 0 : try store.replay(filter, now: now)
        return Answer([
            Answer.Field("found", .number(Double(found.count))),
            Answer.Field("replayed", .number(Double(count))),
            Answer.Field("deliveries", .list(found.map { .record(Self.record($0)) })),
        ])
    }

    private static let deliveryColumns = [
        "id", "channel", "fingerprint", "state", "attempts", "next_at", "last_error", "delivered_at",
        "replaced_by", "digest_id", "fallback_id",
    ]
    private static let linkColumns: Set<String> = ["replaced_by", "digest_id", "fallback_id"]

    static func fields(of one: AttemptRecord) -> [Answer.Field] {
        Answer.Field.number("number", one.number)
            + [
                Answer.Field("time", .text(one.time.description)),
                Answer.Field("seconds", .number(one.durationSeconds)),
                Answer.Field("decision", .text(one.decision)),
            ] + Answer.Field.number("status", one.status.map(Double.init))
            + Answer.Field.text("answer", one.answer) + Answer.Field.text("reason", one.reason)
            + Answer.Field.text("next_at", one.nextAt?.description)
    }

    static func record(_ one: DeliveryRecord) -> [Answer.Field] {
        [
            Answer.Field("id", .text(one.id)), Answer.Field("channel", .text(one.channel)),
            Answer.Field("fingerprint", .text(one.fingerprint)), Answer.Field("state", .text(one.state)),
            Answer.Field("attempts", .number(Double(one.attempts))),
        ] + Answer.Field.text("next_at", one.nextAt?.description)
            + Answer.Field.text("last_error", one.lastError)
            + Answer.Field.text("delivered_at", one.deliveredAt?.description)
            + Answer.Field.text("replaced_by", one.replacedBy) + Answer.Field.text("digest_id", one.digestID)
            + Answer.Field.text("fallback_id", one.fallbackID)
    }
}

extension DeliveryRecord {
    /// Deliveries that one answer lists.
    static let listLimit = 10_000
}
