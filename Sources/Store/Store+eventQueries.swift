internal import GRDB
public import SupplyModel

extension Store {
    /// Events that one answer lists, and reports of one event.
    public static let eventLimit = 10_000

    /// The newest report of each event that was known at an instant, those that were told last first.
    public func events(at now: Timestamp) throws(StoreError) -> [KnownEvent] {
        try read { db in
            try KnownEvent.fetch(
                db, "WHERE place = 1 ORDER BY told_at DESC, number DESC LIMIT ?2",
                [now.milliseconds, Self.eventLimit])
        }
    }

    /// The events that an instant finds still to come or going on.
    public func standingEvents(at now: Timestamp) throws(StoreError) -> [KnownEvent] {
        try read { db in
            try KnownEvent.fetch(
                db,
                """
                WHERE place = 1 AND ending IS NULL
                    AND EXISTS (SELECT 1 FROM event_hit AS h WHERE h.report = number AND h.ends_at > ?1)
                ORDER BY number
                """, [now.milliseconds])
        }
    }

    /// The event that a text names: by its id, the id of a word about it, or a part of its id or title that no other has.
    ///
    /// - Throws: `EventFault`, `StoreError`
    public func event(named text: String, at now: Timestamp) throws -> KnownEvent {
        try read { db in try Self.event(named: text, at: now, in: db) }.get()
    }

    /// Everything that was said of an event and known at an instant, newest first.
    public func eventReports(of event: String, at now: Timestamp) throws(StoreError) -> [KnownEvent] {
        try read { db in
            try KnownEvent.fetch(
                db, "WHERE event = ?2 ORDER BY told_at DESC, number DESC LIMIT ?3",
                [now.milliseconds, event, Self.eventLimit])
        }
    }

    static func event(
        named text: String, at now: Timestamp, in db: Database
    ) throws -> Result<KnownEvent, EventFault> {
        let exact = try String.fetchOne(
            db, sql: "SELECT event FROM event_name WHERE id = ?", arguments: [text])
        var ids = exact.map { [$0] } ?? []
        if ids.isEmpty, !text.isEmpty {
            ids = try KnownEvent.fetch(
                db,
                "WHERE place = 1 AND (instr(event, ?2) > 0 OR instr(title, ?2) > 0) ORDER BY event LIMIT ?3",
                [now.milliseconds, text, shownIDs]
            ).map(\.event)
        }
        guard ids.count <= 1 else { return .failure(.ambiguous(text, ids: ids)) }
        guard let id = ids.first else { return .failure(.unknown(text)) }
        let found = try KnownEvent.fetch(db, "WHERE place = 1 AND event = ?2", [now.milliseconds, id])
        return found.first.map { .success($0) } ?? .failure(.unknown(text))
    }

    /// Ids that a fault names.
    private static let shownIDs = 5
}

extension KnownEvent {
    /// Reports known at the first argument, each with its place among those of its event, the newest being 1.
    static func fetch(
        _ db: Database, _ rest: String, _ arguments: [(any DatabaseValueConvertible)?]
    ) throws -> [KnownEvent] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM (
                    SELECT r.*, ROW_NUMBER() OVER (
                        PARTITION BY event ORDER BY told_at DESC, number DESC) AS place
                    FROM event_report AS r WHERE made_at <= ?1
                ) AS ranked \(rest)
                """, arguments: StatementArguments(arguments))
        return try rows.map { try KnownEvent($0, in: db) }
    }

    /// The report of an event that stands.
    static func standing(of event: String, in db: Database) throws -> KnownEvent? {
        try one(db, "WHERE event = ? ORDER BY told_at DESC, number DESC LIMIT 1", [event])
    }

    /// The newest report of an event that is no person's.
    static func lastTold(of event: String, in db: Database) throws -> KnownEvent? {
        try one(
            db, "WHERE event = ? AND source <> 'desk' ORDER BY told_at DESC, number DESC LIMIT 1", [event])
    }

    /// The newest report under an id of one source's.
    static func last(id: String, source: EventSource, in db: Database) throws -> KnownEvent? {
        try one(
            db,
            """
            WHERE id = ? AND source = ? AND ending IS NOT 'merged'
            ORDER BY told_at DESC, number DESC LIMIT 1
            """, [id, source.rawValue])
    }

    private static func one(
        _ db: Database, _ rest: String, _ arguments: [(any DatabaseValueConvertible)?]
    ) throws -> KnownEvent? {
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM event_report \(rest)", arguments: StatementArguments(arguments))
        return try row.map { try KnownEvent($0, in: db) }
    }

    private init(_ row: Row, in db: Database) throws {
        let number: Int64 = row["number"]
        let hits = try Row.fetchAll(
            db, sql: "SELECT * FROM event_hit WHERE report = ?", arguments: [number]
        ).map {
            EventHit(
                region: RegionCode(raw: UInt32(truncatingIfNeeded: $0["region"] as Int64)),
                startsAt: Timestamp(milliseconds: $0["starts_at"]),
                endsAt: Timestamp(milliseconds: $0["ends_at"]), loss: $0["loss"])
        }
        var report = EventReport(
            id: row["id"], source: EventSource(rawValue: row["source"]) ?? .desk,
            toldAt: Timestamp(milliseconds: row["told_at"]), title: row["title"], hits: hits)
        report.kind = row["kind"]
        report.severity = (row["severity"] as String?).flatMap(EventSeverity.init(rawValue:))
        report.ending = (row["ending"] as String?).flatMap(EventEnding.init(rawValue:))
        report.note = row["note"]
        self.init(
            event: row["event"], number: number, madeAt: Timestamp(milliseconds: row["made_at"]),
            report: report)
    }
}
