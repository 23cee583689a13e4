internal import Foundation
internal import GRDB
public import SupplyModel

/// The outbox: messages are claimed with a lease and an epoch, so a crash loses none and a late result changes nothing.
///
/// A crash between a receiver's answer and the record of it sends the message again under the same id: at least once.
extension Store {
    /// Messages that one channel gets of a claim, so that a slow one leaves room for the others.
    public static let claimsPerChannel = 64
    /// The same of all claims together.
    static let underWayPerChannel = 128

    func queue(_ messages: [OutboxEntry], at now: Timestamp, in db: Database) throws {
        try queue(OutboxEntries(messages), at: now, in: db)
    }

    /// Queues messages in their order; one that was queued before is left as it is.
    ///
    /// An older state of the same alert for the same channel that nobody has begun to send is superseded: who hears both
    /// hears the old one for nothing. Messages that tell of several alerts supersede nothing and are not superseded.
    func queue(_ messages: OutboxEntries, at now: Timestamp, in db: Database) throws {
        var number = try Int64.fetchOne(db, sql: "SELECT MAX(number) FROM outbox") ?? 0
        let insertion = """
            INSERT INTO outbox (id, number, channel, fingerprint, kind, weight, body, state, created_at, next_at)
            VALUES (?1, ?2, ?3, ?4, \(Schema.kind("?5")), \(Schema.queuedWeight("?5")), ?6, 'waiting', ?7, ?7)
            ON CONFLICT (id) DO NOTHING
            """
        let superseding = """
            UPDATE outbox SET state = 'superseded', replaced_by = ?1
            WHERE channel = ?2 AND fingerprint = ?3 AND number < ?4 AND \(Schema.isOpen("state"))
                AND state = 'waiting' AND kind IN (\(Schema.alertKinds), \(Schema.heartbeatKind))
                AND (SELECT kind FROM outbox WHERE id = ?1) IN (\(Schema.alertKinds), \(Schema.heartbeatKind))
            """
        let insert = try BulkStatement(cached: insertion, db)
        let supersede = try BulkStatement(cached: superseding, db)
        try messages.forEach { message in
            if let life = message.endOf, try !Self.isOwed(message, endOf: life, in: db) { return }
            number += 1
            insert.bind(message.id, at: 0)
            insert.bind(number, at: 1)
            insert.bind(message.channel, at: 2)
            insert.bind(message.fingerprint, at: 3)
            insert.bind(String(decoding: message.body, as: UTF8.self), at: 4)
            insert.bind(message.body, at: 5)
            insert.bind(now.milliseconds, at: 6)
            try insert.run()
            guard db.changesCount == 1 else { return }
            supersede.bind(message.id, at: 0)
            supersede.bind(message.channel, at: 1)
            supersede.bind(message.fingerprint, at: 2)
            supersede.bind(number, at: 3)
            try supersede.run()
        }
    }

    /// Whether the end of a life is still news to a channel: it did not hear of it from a group, nor since then that a later life fires.
    private static func isOwed(_ end: OutboxEntry, endOf life: AlertLife, in db: Database) throws -> Bool {
        if try !end.isOfGroup && isToldByGroup(life, to: end.channel, in: db) { return false }
        guard end.isOfGroup || end.needsBeginning else { return true }
        let newest = try newestWord(of: life.fingerprint, to: end.channel, in: db)
        if let newest, newest.isFiring, let start = newest.startsAt, start != life.startsAt { return false }
        return end.isOfGroup || newest?.isFiring == true
    }

    /// Whether a channel hears of an alert by a group, or because of one.
    static func isToldByGroup(_ life: AlertLife, to channel: String, in db: Database) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM group_member WHERE fingerprint = ? AND starts_at = ?
                        AND instr(',' || told_to || ',' || told_alone_to || ',', ',' || ? || ',') > 0)
                    """),
            arguments: [life.fingerprint, life.startsAt.milliseconds, channel]) ?? false
    }

    /// A message that is of one alert alone.
    struct Word {
        var isFiring: Bool
        /// Of the life that it is about; nil where it does not say.
        var startsAt: Timestamp?

        func isFiring(_ life: AlertLife) -> Bool { isFiring && startsAt == life.startsAt }
    }

    /// The newest to a channel about an alert; nil where there is none.
    static func newestWord(of fingerprint: String, to channel: String, in db: Database) throws -> Word? {
        try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT kind, json_extract(CAST(body AS TEXT), '$.data.starts_at') AS starts_at FROM outbox
                    WHERE fingerprint = ? AND channel = ? AND kind IN (\(Schema.alertKinds))
                    ORDER BY number DESC LIMIT 1
                    """), arguments: [fingerprint, channel]
        ).map { row in
            Word(
                isFiring: row["kind"] == "alert.firing",
                startsAt: (row["starts_at"] as String?).flatMap(Timestamp.init))
        }
    }

    /// Claims messages that are due: of each channel as many as it may be sent, criticals first, at most one of each
    /// alert, so that their order is kept.
    ///
    /// `owner`: who claims; `release` takes back what a dead owner held.
    /// `leaseSeconds`: after this the message may be claimed again. A claim that a power cut undoes is made again.
    /// `now` is asked once no other transaction is waited for: an older time would be too kind a measure of what a channel
    /// was sent of late.
    public func claim(
        limit: Int, owner: String, leaseSeconds: Double, now clock: @autoclosure () -> Timestamp,
        policy: FlowPolicy = .unlimited
    ) throws -> [OutboxMessage] {
        try writeSoon { db in
            let now = clock()
            let channels = try ChannelClaim.channels(in: db)
            var claimed: [(number: Int64, message: OutboxMessage)] = []
            for (index, channel) in channels.enumerated() where claimed.count < limit {
                let claim = ChannelClaim(
                    channel: channel, owner: owner,
                    leaseUntil: now.adding(seconds: leaseSeconds), now: now,
                    policy: policy)
                let others = channels.count - index - 1
                let share = min(Self.claimsPerChannel, max(1, limit - claimed.count - others))
                claimed += try claim.take(atMost: share, in: db)
            }
            return claimed.sorted { $0.number < $1.number }.map(\.message)
        }
    }

    /// Records what attempts came to, and what they say of their channels, as one transaction.
    ///
    /// A message claimed anew since is left alone. What a digest merged arrives, waits or fails with it.
    ///
    /// - Returns: the channels whose breaker changed, as they are now.
    @discardableResult
    public func record(
        _ results: [(message: OutboxMessage, attempt: DeliveryAttempt)], now: Timestamp,
        policy: FlowPolicy = .unlimited
    ) throws -> [(channel: String, flow: ChannelFlow)] {
        try write { db in
            var signs: [String: [(ChannelSign, String?)]] = [:]
            for (message, attempt) in results {
                let outcome = Outcome(attempt.verdict, now: now)
                guard let kind = try Self.settle(message, outcome, now: now, in: db) else { continue }
                try Self.note(
                    attempt, of: message.id, state: outcome.state, nextAt: outcome.nextAt,
                    reason: outcome.reason, now: now, in: db)
                signs[message.channel, default: []].append((attempt.sign, outcome.reason))
                if outcome.state == "delivered", kind == Schema.resolvedKind {
                    try Self.copyEnd(message.id, now: now, in: db)
                }
                if outcome.state == "failed", let fallback = policy.fallback(message.channel) {
                    try Self.copy(message.id, to: fallback.channel, now: now, in: db)
                }
            }
            var changed: [(channel: String, flow: ChannelFlow)] = []
            for (channel, signs) in signs.sorted(by: { $0.key < $1.key }) {
                let before = try Self.flow(of: channel, in: db)
                var flow = before
                for (sign, reason) in signs { policy.note(&flow, sign, reason, now) }
                try Self.keep(flow, of: channel, before: before, now: now, in: db)
                if flow.breaker != before.breaker { changed.append((channel, flow)) }
            }
            return changed
        }
    }

    /// An attempt's verdict in the outbox's words.
    private struct Outcome {
        var state = "waiting"
        var nextAt: Int64
        var reason: String?

        init(_ verdict: DeliveryVerdict, now: Timestamp) {
            nextAt = now.milliseconds
            switch verdict {
            case .delivered: state = "delivered"
            case .failed(let why):
                state = "failed"
                reason = why
            case .retry(let at, let why):
                nextAt = at.milliseconds
                reason = why
            }
        }
    }

    /// Moves a message and what it merges on, and says its kind; nil where it is held under another epoch by now.
    private static func settle(
        _ message: OutboxMessage, _ outcome: Outcome, now: Timestamp, in db: Database
    ) throws -> String? {
        let deliveredAt = outcome.state == "delivered" ? now.milliseconds : nil
        let reading = try BulkStatement(
            cached: "SELECT number, kind FROM outbox WHERE id = ? AND epoch = ? AND state = 'sending'", db)
        reading.bind(message.id, at: 0)
        reading.bind(message.epoch, at: 1)
        guard try reading.next(), let kind = reading.text(1) else { return nil }
        let number = reading.integer(0)
        reading.reset()
        let settling = try BulkStatement(
            cached: """
                UPDATE outbox SET state = ?, attempts = attempts + 1, next_at = ?, last_error = ?,
                    delivered_at = ?, owner = NULL, lease_until = NULL
                WHERE number = ?
                """, db)
        settling.bind(outcome.state, at: 0)
        settling.bind(outcome.nextAt, at: 1)
        settling.bind(outcome.reason, at: 2)
        settling.bind(deliveredAt, at: 3)
        settling.bind(number, at: 4)
        try settling.run()
        guard kind == ChannelClaim.digestKind else { return kind }
        try db.execute(
            sql: """
                UPDATE outbox SET state = ?, attempts = attempts + 1, next_at = ?, last_error = ?, delivered_at = ?
                WHERE digest_id = ? AND state = 'merged'
                """,
            arguments: [
                outcome.state == "waiting" ? "merged" : outcome.state, outcome.nextAt, outcome.reason,
                deliveredAt, message.id,
            ])
        return kind
    }

    /// Who holds messages now.
    public func owners() throws(StoreError) -> [String] {
        try read { db in
            try String.fetchAll(
                db, sql: "SELECT DISTINCT owner FROM outbox WHERE state = 'sending' AND owner IS NOT NULL")
        }
    }

    /// Puts back messages that were claimed and not attempted; one claimed anew since is left alone.
    public func release(_ messages: [OutboxMessage]) throws {
        try write { db in
            let statement = try db.cachedStatement(
                sql: """
                    UPDATE outbox SET state = 'waiting', owner = NULL, lease_until = NULL
                    WHERE id = ? AND epoch = ? AND state = 'sending'
                    """)
            for message in messages { try statement.execute(arguments: [message.id, message.epoch]) }
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
}
