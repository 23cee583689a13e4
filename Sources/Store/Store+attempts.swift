internal import Foundation
internal import GRDB
public import SupplyModel

/// One attempt as it was kept.
public struct AttemptRecord: Equatable, Sendable {
    /// 1 for the first of its message.
    public var number: Int
    public var time: Timestamp
    public var durationSeconds: Double
    /// `delivered`, `retry` or `failed`.
    public var decision: String
    public var reason: String?
    public var nextAt: Timestamp?
    public var status: Int?
    public var answer: String?
}

/// Which messages are to be sent again.
public struct ReplayFilter: Sendable {
    /// A message's id, or nil for all; only by its id is one sent again that was superseded or went out in a digest.
    public var id: String?
    public var channel: String?
    /// Messages made at this time or later.
    public var since: Timestamp?
    /// Those that arrived too; else only those that failed for good.
    public var includesDelivered = false

    public init() {}
}

extension Store {
    /// Messages that one replay sends again at most.
    public static let replayLimit = 100_000
    /// Messages of a replay that the trail names.
    static let notedLimit = 20

    /// A message of the outbox with its body and every attempt, oldest first; nil where there is none of this id.
    public func delivery(
        id: String
    ) throws(StoreError) -> (record: DeliveryRecord, body: [UInt8], attempts: [AttemptRecord])? {
        try read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM outbox WHERE id = ?", arguments: [id])
            else {
                return nil
            }
            let attempts = try Row.fetchAll(
                db, sql: "SELECT * FROM attempt WHERE message = ? ORDER BY number", arguments: [id])
            let body: Data = row["body"]
            return (DeliveryRecord(row), Array(body), attempts.map(AttemptRecord.init))
        }
    }

    /// Messages that a replay would send again, oldest first.
    ///
    /// A state of an alert that a newer one follows, which arrived or is on its way, is sent again only where it is asked for: the
    /// channel would take for the newest word what is long over.
    public func replayable(_ filter: ReplayFilter) throws(StoreError) -> [DeliveryRecord] {
        try read { db in try Self.replayable(filter, in: db).map { DeliveryRecord($0) } }
    }

    /// Puts messages back under their old ids, due at once, as if they had never been attempted; what was attempted stays on
    /// record.
    ///
    /// - Returns: how many.
    public func replay(_ filter: ReplayFilter, now: Timestamp) throws -> Int {
        try write { db in
            let rows = try Self.replayable(filter, in: db)
            for row in rows {
                try db.execute(
                    sql: """
                        UPDATE outbox SET state = 'waiting', attempts = 0, next_at = ?, last_error = NULL,
                            delivered_at = NULL, replaced_by = NULL, digest_id = NULL
                        WHERE id = ?
                        """,
                    arguments: [now.milliseconds, row["id"] as String])
                try db.execute(
                    sql: """
                        UPDATE outbox SET state = 'merged', attempts = 0, next_at = ?, last_error = NULL
                        WHERE digest_id = ? AND state = 'failed'
                        """,
                    arguments: [now.milliseconds, row["id"] as String])
            }
            guard !rows.isEmpty else { return 0 }
            let ids = rows.prefix(Self.notedLimit).map { $0["id"] as String }.joined(separator: " ")
            try note(
                .replay, filter.id ?? filter.channel ?? "*", ["messages": "\(rows.count)", "first": ids],
                at: now, in: db)
            return rows.count
        }
    }

    private static func replayable(_ filter: ReplayFilter, in db: Database) throws -> [Row] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM outbox AS m
                WHERE (state = 'failed' OR (?1 AND state = 'delivered') OR (?2 IS NOT NULL AND state = 'superseded'))
                    AND (id = ?2 OR (?2 IS NULL AND digest_id IS NULL))
                    AND (channel = ?3 OR ?3 IS NULL) AND (created_at >= ?4 OR ?4 IS NULL)
                    AND (?1 OR ?2 IS NOT NULL OR NOT EXISTS (
                        SELECT 1 FROM outbox AS n WHERE n.fingerprint = m.fingerprint AND n.channel = m.channel
                            AND n.number > m.number AND m.kind IN (\(Schema.alertKinds))
                            AND n.kind IN (\(Schema.alertKinds)) AND n.state <> 'failed'))
                ORDER BY number LIMIT ?5
                """,
            arguments: [
                filter.includesDelivered, filter.id, filter.channel, filter.since?.milliseconds, replayLimit,
            ])
    }

    static func note(
        _ attempt: DeliveryAttempt, of message: String, state: String, nextAt: Int64, reason: String?,
        now: Timestamp, in db: Database
    ) throws {
        let statement = try BulkStatement(
            cached: """
                INSERT INTO attempt (message, number, made_at, duration, decision, reason, next_at, status, answer)
                VALUES (?1, (SELECT COALESCE(MAX(number), 0) + 1 FROM attempt WHERE message = ?1),
                    ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                """, db)
        statement.bind(message, at: 0)
        statement.bind(now.milliseconds, at: 1)
        statement.bind(attempt.durationSeconds, at: 2)
        statement.bind(state == "waiting" ? "retry" : state, at: 3)
        statement.bind(reason, at: 4)
        statement.bind(state == "waiting" ? nextAt : nil, at: 5)
        statement.bind(attempt.status.map(Int64.init), at: 6)
        statement.bind(attempt.answer, at: 7)
        try statement.run()
    }
}

extension AttemptRecord {
    init(_ row: Row) {
        number = row["number"]
        time = Timestamp(milliseconds: row["made_at"])
        durationSeconds = row["duration"]
        decision = row["decision"]
        reason = row["reason"]
        nextAt = (row["next_at"] as Int64?).map { Timestamp(milliseconds: $0) }
        status = row["status"]
        answer = row["answer"]
    }
}
