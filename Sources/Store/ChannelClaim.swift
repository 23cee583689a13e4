internal import Foundation
internal import GRDB
internal import SupplyModel

/// The claim of one channel's due messages within a transaction: what may leave alone, and what leaves as one digest.
struct ChannelClaim {
    let channel: String
    let owner: String
    let leaseUntil: Timestamp
    let now: Timestamp
    let policy: FlowPolicy

    static let digestKind = "alert.digest"
    /// A lease may seem longer by so much where a clock is only set right.
    static let leaseMarginSeconds = 60.0

    /// Channels with messages that are still to arrive, each found by one step of the index.
    static func channels(in db: Database) throws -> [String] {
        let statement = try db.cachedStatement(
            sql: """
                WITH RECURSIVE found (channel) AS (
                    SELECT MIN(channel) FROM outbox WHERE \(Schema.isOpen("state"))
                    UNION ALL
                    SELECT (SELECT MIN(channel) FROM outbox
                        WHERE \(Schema.isOpen("state")) AND channel > found.channel)
                    FROM found WHERE found.channel IS NOT NULL)
                SELECT channel FROM found WHERE channel IS NOT NULL
                """)
        return try String.fetchAll(statement)
    }

    /// A message that is due.
    private struct Due {
        var number: Int64
        var weight: Int
        var isFiring: Bool
        /// Whether it tells the state of one alert, which a digest can tell too.
        var isAlert: Bool
        /// One that was under way may have arrived: it goes out again under its own id.
        var isUntold: Bool

        var isMergeable: Bool { isAlert && weight < 3 && isUntold }
        var severity: Severity { weight >= 2 ? .critical : weight == 1 ? .warning : .info }
    }

    /// Claims at most so many messages besides a digest.
    func take(atMost share: Int, in db: Database) throws -> [(number: Int64, message: OutboxMessage)] {
        let before = try Store.flow(of: channel, in: db)
        var flow = before
        let sending = try sendingCount(in: db)
        let admission = policy.admit(channel, &flow, sending, now)
        let share = max(0, min(share, Store.underWayPerChannel - sending))
        let isHeldUp = flow.breaker != .closed || flow.throttledUntil.map { $0 > now } ?? false
        if isHeldUp, let fallback = policy.fallback(channel) {
            try Store.copyOverdue(of: channel, to: fallback, now: now, in: db)
        }
        var claimed: [(number: Int64, message: OutboxMessage)] = []
        if admission.requests > 0 {
            let limit = admission.merges ? admission.requests + policy.mergeLimit : admission.requests
            let due = try due(limit: admission.merges ? limit : min(limit, share), in: db)
            if admission.merges, due.count > admission.requests {
                let choice = policy.choose(due.map(\.isMergeable), admission.requests)
                for index in choice.alone { claimed.append(try claim(due[index], in: db)) }
                if !choice.merged.isEmpty {
                    claimed.append(try merge(choice.merged.map { due[$0] }, in: db))
                }
            } else {
                for one in due.prefix(share) { claimed.append(try claim(one, in: db)) }
            }
        }
        if claimed.isEmpty, before.filledAt.map({ $0 <= now }) ?? true {
            // Tokens that nobody took can be counted again from where they were.
            flow.tokens = before.tokens
            flow.filledAt = before.filledAt
        }
        flow.spend(claimed.count)
        try Store.keep(flow, of: channel, before: before, now: now, in: db)
        return claimed
    }

    private func sendingCount(in db: Database) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(
                sql: "SELECT COUNT(*) FROM outbox WHERE channel = ? AND state = 'sending' AND lease_until > ?"
            ),
            arguments: [channel, now.milliseconds]) ?? 0
    }

    /// Messages whose time has come; also those that were made or last tried later than now, or are held for longer than
    /// anybody holds one, for the clock was set back since.
    private func due(limit: Int, in db: Database) throws -> [Due] {
        let statement = try BulkStatement(
            cached: """
                SELECT m.number, m.weight, m.kind = 'alert.firing' AS is_firing,
                    (m.kind = 'alert.firing' OR m.kind = '\(Schema.resolvedKind)') AS is_alert,
                    m.state = 'waiting' AS is_untold
                FROM outbox AS m
                WHERE m.channel = ?1 AND \(Schema.isOpen("m.state"))
                    AND ((m.state = 'waiting'
                            AND (m.next_at <= ?2 OR (m.attempts = 0 AND m.created_at > ?2)
                                OR (SELECT made_at FROM attempt WHERE message = m.id
                                    ORDER BY number DESC LIMIT 1) > ?2))
                        OR (m.state = 'sending' AND (m.lease_until <= ?2 OR m.lease_until > ?4)))
                    AND NOT EXISTS (
                        SELECT 1 FROM outbox AS e WHERE e.channel = m.channel
                            AND e.fingerprint = m.fingerprint AND e.number < m.number
                            AND \(Schema.isOpen("e.state")))
                ORDER BY m.weight DESC, m.number LIMIT ?3
                """, db)
        statement.bind(channel, at: 0)
        statement.bind(now.milliseconds, at: 1)
        statement.bind(Int64(limit), at: 2)
        statement.bind(leaseUntil.adding(seconds: Self.leaseMarginSeconds).milliseconds, at: 3)
        var due: [Due] = []
        while try statement.next() {
            due.append(
                Due(
                    number: statement.integer(0), weight: Int(statement.integer(1)),
                    isFiring: statement.integer(2) != 0, isAlert: statement.integer(3) != 0,
                    isUntold: statement.integer(4) != 0))
        }
        return due
    }

    private func claim(_ due: Due, in db: Database) throws -> (number: Int64, message: OutboxMessage) {
        // Not by RETURNING, which builds a table for every row that it returns.
        let reading = try BulkStatement(
            cached: "SELECT id, fingerprint, body, attempts, epoch FROM outbox WHERE number = ?", db)
        reading.bind(due.number, at: 0)
        guard try reading.next(), let id = reading.text(0), let fingerprint = reading.text(1) else {
            throw DatabaseError(message: "a message went away within one transaction")
        }
        let message = OutboxMessage(
            id: id, channel: channel, fingerprint: fingerprint, body: reading.bytes(2),
            attempts: Int(reading.integer(3)), epoch: reading.integer(4) + 1)
        reading.reset()
        let claiming = try BulkStatement(
            cached:
                "UPDATE outbox SET state = 'sending', epoch = ?, owner = ?, lease_until = ? WHERE number = ?",
            db)
        claiming.bind(message.epoch, at: 0)
        claiming.bind(owner, at: 1)
        claiming.bind(leaseUntil.milliseconds, at: 2)
        claiming.bind(due.number, at: 3)
        try claiming.run()
        return (due.number, message)
    }

    /// Makes one message of many and claims it; they wait for what becomes of it.
    private func merge(_ all: [Due], in db: Database) throws -> (number: Int64, message: OutboxMessage) {
        let fingerprint = alertFingerprint(rule: "overflow", labels: ["channel": channel])
        let number = 1 + (try Int64.fetchOne(db, sql: "SELECT MAX(number) FROM outbox") ?? 0)
        // The time is part of it: a number that a power cut took back must not name another digest.
        let id = "digest_\(now.milliseconds)_\(number)_\(channel)"
        let body = policy.digest(try overflow(all, in: db), now)
        try db.execute(
            sql: """
                INSERT INTO outbox (id, number, channel, fingerprint, kind, weight, body, state, epoch, owner,
                    created_at, next_at, lease_until)
                VALUES (?1, ?2, ?3, ?4, ?5, 3, ?6, 'sending', 1, ?7, ?8, ?8, ?9)
                """,
            arguments: [
                id, number, channel, fingerprint, Self.digestKind, Data(body), owner, now.milliseconds,
                leaseUntil.milliseconds,
            ])
        for one in all {
            try db.execute(
                sql: "UPDATE outbox SET state = 'merged', digest_id = ? WHERE number = ?",
                arguments: [id, one.number]
            )
        }
        let message = OutboxMessage(
            id: id, channel: channel, fingerprint: fingerprint, body: body, attempts: 0, epoch: 1)
        return (number, message)
    }

    /// Worst first, then newest; figures stay the digits that were queued, for SQLite copies the text of the JSON.
    private func overflow(_ all: [Due], in db: Database) throws -> Overflow {
        let sorted = all.sorted { ($0.weight, $0.number) > ($1.weight, $1.number) }
        let alerts = try sorted.prefix(policy.alertLimit).map { one in
            let data = try String.fetchOne(
                db,
                sql: """
                    SELECT json_set(json_extract(CAST(body AS TEXT), '$.data'), '$.state', ?)
                    FROM outbox WHERE number = ?
                    """,
                arguments: [one.isFiring ? "firing" : "resolved", one.number])
            return Overflow.Item(severity: one.severity, data: data ?? "{}")
        }
        var omitted: [Severity: Int] = [:]
        for one in sorted.dropFirst(policy.alertLimit) { omitted[one.severity, default: 0] += 1 }
        let firing = all.filter(\.isFiring).count
        return Overflow(
            channel: channel, firing: firing, resolved: all.count - firing, omitted: omitted, alerts: alerts)
    }
}
