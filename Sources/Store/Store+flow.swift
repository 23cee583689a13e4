internal import GRDB
public import SupplyModel

/// What is known of a channel's traffic now.
public struct ChannelTraffic: Equatable, Sendable {
    public var flow = ChannelFlow()
    /// Messages that are still to arrive.
    public var waitingCount = 0
    public var oldestWaiting: Timestamp?

    /// That of a channel which has had none.
    public init() {}
}

/// The state of each channel's traffic, and the way to its fallback.
extension Store {
    /// Messages of one channel that are handed to its fallback at a time.
    static let fallbackLimit = 1_000

    /// The traffic of every channel that has had any.
    public func traffic() throws(StoreError) -> [String: ChannelTraffic] {
        try read { db in
            var traffic: [String: ChannelTraffic] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT * FROM channel_flow") {
                traffic[row["channel"], default: ChannelTraffic()].flow = Self.flow(row)
            }
            let counts = try Row.fetchAll(
                db,
                sql: """
                    SELECT channel, COUNT(*) AS count, MIN(created_at) AS oldest FROM outbox AS m
                    WHERE \(Schema.isOpen("state"))
                        AND NOT EXISTS (SELECT 1 FROM outbox WHERE digest_id = m.id)
                    GROUP BY channel
                    """)
            for row in counts {
                var one = traffic[row["channel"]] ?? ChannelTraffic()
                one.waitingCount = row["count"]
                one.oldestWaiting = Timestamp(milliseconds: row["oldest"])
                traffic[row["channel"]] = one
            }
            return traffic
        }
    }

    static func flow(of channel: String, in db: Database) throws -> ChannelFlow {
        let statement = try db.cachedStatement(sql: "SELECT * FROM channel_flow WHERE channel = ?")
        let row = try Row.fetchOne(statement, arguments: [channel])
        return row.map(flow) ?? ChannelFlow()
    }

    /// Keeps a channel's state where it changed; once it answers again, what waits for it is due at once.
    static func keep(
        _ flow: ChannelFlow, of channel: String, before: ChannelFlow, now: Timestamp, in db: Database
    ) throws {
        guard flow != before else { return }
        try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO channel_flow (channel, tokens, filled_at, throttled_until, throttled_at, breaker,
                    since, until, openings, window_start, window_count, window_failures, last_error)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                channel, flow.tokens, flow.filledAt?.milliseconds, flow.throttledUntil?.milliseconds,
                flow.throttledAt?.milliseconds,
                flow.breaker.rawValue, flow.since?.milliseconds, flow.until?.milliseconds, flow.openings,
                flow.windowStart?.milliseconds, flow.windowCount, flow.windowFailures, flow.lastError,
            ])
        guard before.breaker != .closed, flow.breaker == .closed else { return }
        try db.execute(
            sql: """
                UPDATE outbox SET next_at = ?1 WHERE channel = ?2 AND \(Schema.isOpen("state"))
                    AND state = 'waiting' AND next_at > ?1
                """,
            arguments: [now.milliseconds, channel])
    }

    private static func flow(_ row: Row) -> ChannelFlow {
        func time(_ name: String) -> Timestamp? {
            (row[name] as Int64?).map { Timestamp(milliseconds: $0) }
        }
        var flow = ChannelFlow()
        flow.tokens = row["tokens"]
        flow.filledAt = time("filled_at")
        flow.throttledUntil = time("throttled_until")
        flow.throttledAt = time("throttled_at")
        flow.breaker = ChannelFlow.Breaker(rawValue: row["breaker"]) ?? .closed
        flow.since = time("since")
        flow.until = time("until")
        flow.openings = row["openings"]
        flow.windowStart = time("window_start")
        flow.windowCount = row["window_count"]
        flow.windowFailures = row["window_failures"]
        flow.lastError = row["last_error"]
        return flow
    }

    /// Hands a channel's messages that wait for too long to its fallback too.
    static func copyOverdue(
        of channel: String, to fallback: Channel.Fallback, now: Timestamp, in db: Database
    ) throws {
        let ids = try String.fetchAll(
            db,
            sql: """
                SELECT id FROM outbox WHERE channel = ? AND \(Schema.isOpen("state"))
                    AND state = 'waiting' AND fallback_id IS NULL AND created_at <= ?
                    AND kind <> \(Schema.heartbeatKind)
                ORDER BY number LIMIT ?
                """,
            arguments: [
                channel, now.adding(seconds: -fallback.afterSeconds).milliseconds, Self.fallbackLimit,
            ])
        for id in ids { try copy(id, to: fallback.channel, now: now, in: db) }
    }

    /// Tells the end of an alert also where its beginning was told in the channel's place.
    static func copyEnd(_ id: String, now: Timestamp, in db: Database) throws {
        let channel = try String.fetchOne(
            db,
            sql: """
                SELECT f.channel FROM outbox AS m
                JOIN outbox AS b ON b.fingerprint = m.fingerprint AND b.channel = m.channel AND b.number < m.number
                JOIN outbox AS f ON f.id = b.fallback_id
                WHERE m.id = ? AND m.kind = 'alert.resolved' AND b.kind = 'alert.firing' AND NOT EXISTS (
                    SELECT 1 FROM outbox AS e WHERE e.fingerprint = m.fingerprint AND e.channel = m.channel
                        AND e.kind = 'alert.resolved' AND e.number > b.number AND e.number < m.number)
                ORDER BY b.number DESC LIMIT 1
                """,
            arguments: [id])
        if let channel { try copy(id, to: channel, now: now, in: db) }
    }

    /// Queues the same message for another channel, once, under an id made of both.
    ///
    /// Not one that a newer state of its alert follows, which would be told in the wrong order; nor a sign of life, whose
    /// absence is what it says. Where the other channel is told the same anyway, that is the message.
    static func copy(_ id: String, to channel: String, now: Timestamp, in db: Database) throws {
        let isFollowed = "n.channel = m.channel AND n.fingerprint = m.fingerprint AND n.number > m.number"
        let source = try Row.fetchOne(
            db,
            sql: """
                SELECT fingerprint, body FROM outbox AS m WHERE id = ? AND fallback_id IS NULL
                    AND kind <> \(Schema.heartbeatKind)
                    AND NOT EXISTS (SELECT 1 FROM outbox AS n WHERE \(isFollowed) AND m.kind IN (\(Schema.alertKinds))
                        AND n.kind IN (\(Schema.alertKinds)))
                """,
            arguments: [id])
        guard let source else { return }
        let told = try String.fetchOne(
            db,
            sql: """
                SELECT id FROM outbox WHERE fingerprint = ? AND channel = ? AND body = ?
                    AND state NOT IN ('failed', 'superseded')
                """,
            arguments: [source["fingerprint"], channel, source["body"]])
        let copy = told ?? "\(id)_via_\(channel)"
        if told == nil {
            try db.execute(
                sql: """
                    INSERT INTO outbox (id, number, channel, fingerprint, kind, weight, body, state, created_at, next_at)
                    SELECT ?1, (SELECT MAX(number) + 1 FROM outbox), ?2, fingerprint, kind, weight, body, 'waiting', ?3, ?3
                    FROM outbox WHERE id = ?4 ON CONFLICT (id) DO NOTHING
                    """,
                arguments: [copy, channel, now.milliseconds, id])
        }
        try db.execute(
            sql: "UPDATE outbox SET fallback_id = ? WHERE id = ?", arguments: [copy, id])
    }
}
