internal import Foundation
internal import GRDB
public import SupplyModel

/// What the watcher asks of the store about Tierwatch itself.
extension Store {
    /// Signs of life that are kept of a channel; older ones are forgotten.
    public static let heartbeatLimit = 1_000

    /// When the newest monitoring run was kept; nil before the first.
    public func lastRunAt() throws(StoreError) -> Timestamp? {
        try read { db in
            try Int64.fetchOne(
                db, sql: "SELECT made_at FROM run WHERE is_watch = 0 ORDER BY number DESC LIMIT 1"
            ).map(Timestamp.init(milliseconds:))
        }
    }

    /// When the newest look of the watcher was kept.
    public func lastWatchAt() throws(StoreError) -> Timestamp? {
        try read { db in
            try Int64.fetchOne(
                db, sql: "SELECT made_at FROM run WHERE is_watch = 1 ORDER BY number DESC LIMIT 1"
            ).map(Timestamp.init(milliseconds:))
        }
    }

    /// Alerts of which channels were told, or are to be, that something is wrong.
    public func activeCount() throws(StoreError) -> Int {
        let states = AlertState.allCases.filter(\.isActive).map { "'\($0.rawValue)'" }
        return try read { db in
            try Int.fetchOne(
                db, sql: "SELECT COUNT(*) FROM alert WHERE state IN (\(states.joined(separator: ", ")))") ?? 0
        }
    }

    /// Whether a channel was told, or is to be, that an alert fires: by this message, by a group, or by its newest word.
    ///
    /// Of an alert that was opened again the newest word may be of the time before.
    public func isTold(_ alert: Alert, by id: String, to channel: String) throws(StoreError) -> Bool {
        try read { db in
            let life = AlertLife(alert)
            let isQueued = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM outbox WHERE id = ?)", arguments: [id])
            if try isQueued == true || Self.isToldByGroup(life, to: channel, in: db) { return true }
            guard alert.course.reopenedCount == 0 else { return false }
            return try Self.newestWord(of: alert.fingerprint, to: channel, in: db)?.isFiring(life) ?? false
        }
    }

    /// When a channel's newest sign of life was queued; nil before the first.
    public func lastHeartbeat(_ heartbeat: Heartbeat) throws(StoreError) -> Timestamp? {
        try read { db in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT created_at FROM outbox WHERE fingerprint = ? AND channel = ?
                    ORDER BY number DESC LIMIT 1
                    """,
                arguments: [heartbeat.fingerprint, heartbeat.channel]
            ).map(Timestamp.init(milliseconds:))
        }
    }

    /// Queues a sign of life, in place of one that still waits, and forgets the oldest.
    public func beat(_ heartbeat: Heartbeat, body: [UInt8], now: Timestamp) throws {
        let entry = OutboxEntry(
            id: "heartbeat_\(now.milliseconds)_\(heartbeat.channel)", channel: heartbeat.channel,
            fingerprint: heartbeat.fingerprint, body: body)
        try write { db in
            try queue([entry], at: now, in: db)
            let old = """
                fingerprint = ?1 AND channel = ?2 AND NOT \(Schema.isOpen("state")) AND number < (
                    SELECT number FROM outbox WHERE fingerprint = ?1 AND channel = ?2
                    ORDER BY number DESC LIMIT 1 OFFSET \(Self.heartbeatLimit))
                """
            for table in [
                "DELETE FROM attempt WHERE message IN (SELECT id FROM outbox WHERE \(old))",
                "DELETE FROM outbox WHERE \(old)",
            ] {
                try db.execute(sql: table, arguments: [heartbeat.fingerprint, heartbeat.channel])
            }
        }
    }
}
