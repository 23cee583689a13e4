internal import Foundation
internal import GRDB
public import SupplyModel

/// One row of the outbox, as `deliveries list` shows it.
public struct DeliveryRecord: Equatable, Sendable {
    public var id: String
    public var channel: String
    public var fingerprint: String
    /// `waiting`, `sending`, `delivered` or `failed`.
    public var state: String
    public var attempts: Int
    /// When the next attempt is due; nil once delivered or failed.
    public var nextAt: Timestamp?
    public var lastError: String?
    public var createdAt: Timestamp
    public var deliveredAt: Timestamp?
}

/// The outbox: messages are claimed with a lease and an epoch, so a crash loses none and a late result changes nothing.
///
/// A crash between a receiver's answer and the record of it sends the message again under the same id: at least once.
extension Store {
    /// Messages that one channel gets of a claim, so that a slow one leaves room for the others.
    static let claimsPerChannel = 16

    /// Queues messages in their order; one that was queued before is left as it is.
    func queue(_ messages: [OutboxEntry], at now: Timestamp, in db: Database) throws {
        var number = try Int64.fetchOne(db, sql: "SELECT MAX(number) FROM outbox") ?? 0
        for message in messages {
            number += 1
            try db.execute(
                sql: """
                    INSERT INTO outbox (id, number, channel, fingerprint, body, state, created_at, next_at)
                    VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?) ON CONFLICT (id) DO NOTHING
                    """,
                arguments: [
                    message.id, number, message.channel, message.fingerprint, Data(message.body),
                    now.milliseconds,
                    now.milliseconds,
                ])
        }
    }

    /// Claims messages that are due, oldest first, at most one a channel and alert, so that their order is kept.
    ///
    /// `owner`: who claims; `release` takes back what a dead owner held.
    /// `leaseSeconds`: after this the message may be claimed again.
    public func claim(
        limit: Int, owner: String, leaseSeconds: Double, now: Timestamp
    ) throws -> [OutboxMessage] {
        try write { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    UPDATE outbox SET state = 'sending', epoch = epoch + 1, owner = ?1, lease_until = ?2
                    WHERE id IN (
                        SELECT id FROM (
                        SELECT m.id, m.number,
                            ROW_NUMBER() OVER (PARTITION BY m.channel ORDER BY m.number) AS place
                        FROM outbox AS m
                        WHERE ((m.state = 'waiting' AND m.next_at <= ?3)
                                OR (m.state = 'sending' AND m.lease_until <= ?3))
                            AND NOT EXISTS (
                                SELECT 1 FROM outbox AS e WHERE e.channel = m.channel
                                    AND e.fingerprint = m.fingerprint AND e.number < m.number
                                    AND e.state IN ('waiting', 'sending')))
                        WHERE place <= ?5 ORDER BY number LIMIT ?4)
                    RETURNING id, number, channel, fingerprint, body, attempts, epoch
                    """,
                arguments: [
                    owner, now.adding(seconds: leaseSeconds).milliseconds, now.milliseconds, limit,
                    Self.claimsPerChannel,
                ])
            let messages = rows.map { row in
                let body: Data = row["body"]
                return (
                    row["number"] as Int64,
                    OutboxMessage(
                        id: row["id"], channel: row["channel"], fingerprint: row["fingerprint"],
                        body: Array(body),
                        attempts: row["attempts"], epoch: row["epoch"])
                )
            }
            return messages.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Records what attempts came to, as one transaction.
    ///
    /// A message claimed anew since is left alone.
    public func record(
        _ results: [(message: OutboxMessage, attempt: DeliveryAttempt)], now: Timestamp
    ) throws {
        try write { db in
            for (message, attempt) in results {
                var state = "waiting"
                var next = now.milliseconds
                var reason: String?
                switch attempt.verdict {
                case .delivered: state = "delivered"
                case .failed(let why):
                    state = "failed"
                    reason = why
                case .retry(let at, let why):
                    next = at.milliseconds
                    reason = why
                }
                try db.execute(
                    sql: """
                        UPDATE outbox SET state = ?, attempts = attempts + 1, next_at = ?, last_error = ?,
                            delivered_at = ?, owner = NULL, lease_until = NULL
                        WHERE id = ? AND epoch = ? AND state = 'sending'
                        """,
                    arguments: [
                        state, next, reason, state == "delivered" ? now.milliseconds : nil, message.id,
                        message.epoch,
                    ])
                guard db.changesCount == 1 else { continue }
                try Self.note(
                    attempt, of: message.id, state: state, nextAt: next, reason: reason, now: now, in: db)
            }
        }
    }

    /// Who holds messages now.
    public func owners() throws(StoreError) -> [String] {
        try read { db in
            try String.fetchAll(
                db, sql: "SELECT DISTINCT owner FROM outbox WHERE state = 'sending' AND owner IS NOT NULL")
        }
    }

    /// Takes back what an owner holds that is known to be gone; its messages are due at once.
    public func release(owner: String) throws {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET state = 'waiting', owner = NULL, lease_until = NULL
                    WHERE state = 'sending' AND owner = ?
                    """,
                arguments: [owner])
        }
    }

    /// Messages that are not delivered yet and will be tried again.
    public func waitingCount() throws(StoreError) -> Int {
        try read { db in
            try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'sending')")
                ?? 0
        }
    }

    /// Deliveries, newest first: of one alert, or of all.
    public func deliveries(
        fingerprint: String? = nil, limit: Int
    ) throws(StoreError) -> [DeliveryRecord] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql:
                    "SELECT * FROM outbox WHERE fingerprint = ?1 OR ?1 IS NULL ORDER BY number DESC LIMIT ?2",
                arguments: [fingerprint, limit])
            return rows.map { DeliveryRecord($0) }
        }
    }
}

extension DeliveryRecord {
    init(_ row: Row) {
        id = row["id"]
        channel = row["channel"]
        fingerprint = row["fingerprint"]
        state = row["state"]
        attempts = row["attempts"]
        let isOpen = ["waiting", "sending"].contains(row["state"] as String)
        nextAt = isOpen ? Timestamp(milliseconds: row["next_at"]) : nil
        lastError = row["last_error"]
        createdAt = Timestamp(milliseconds: row["created_at"])
        deliveredAt = (row["delivered_at"] as Int64?).map(Timestamp.init(milliseconds:))
    }
}
