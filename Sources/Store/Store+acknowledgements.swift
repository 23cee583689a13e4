internal import GRDB
public import SupplyModel

/// Why nobody was heard; nothing was changed.
public enum AcknowledgementFault: Error, Equatable {
    /// The alert was answered in between; the newest answer.
    case overtaken(by: Acknowledgement)
    /// The alert is resolved, or its pending life ended.
    case notOpen
}

/// An alert's life is told by its fingerprint and start; who looks after it is kept beside it, append-only.
extension Store {
    /// All that was said of an alert's life, oldest first.
    public func acknowledgements(of alert: Alert) throws(StoreError) -> [Acknowledgement] {
        try read { db in try Self.acknowledgements(of: alert, in: db) }
    }

    /// The newest word on each alert that is open, by fingerprint.
    public func openAcknowledgements() throws(StoreError) -> [String: Acknowledgement] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT k.* FROM acknowledgement AS k JOIN alert AS a
                        ON a.fingerprint = k.fingerprint AND a.starts_at = k.starts_at
                    WHERE a.state <> 'resolved' ORDER BY k.version
                    """)
            return Dictionary(
                rows.map { ($0["fingerprint"] as String, Self.acknowledgement($0)) },
                uniquingKeysWith: { _, newer in newer })
        }
    }

    /// The open lives of alerts that somebody looks after at an instant.
    public func takenLives(at now: Timestamp) throws(StoreError) -> Set<AlertLife> {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT k.fingerprint, k.starts_at FROM acknowledgement AS k JOIN alert AS a
                        ON a.fingerprint = k.fingerprint AND a.starts_at = k.starts_at
                    WHERE a.state <> 'resolved' AND k.is_taken AND (k.expires_at IS NULL OR k.expires_at > ?)
                        AND NOT EXISTS (
                            SELECT 1 FROM acknowledgement AS n WHERE n.fingerprint = k.fingerprint
                                AND n.starts_at = k.starts_at AND n.version > k.version)
                    """,
                arguments: [now.milliseconds])
            return Set(
                rows.map {
                    AlertLife(
                        fingerprint: $0["fingerprint"], startsAt: Timestamp(milliseconds: $0["starts_at"]))
                })
        }
    }

    /// Adds a word on an alert's life, if `entry.version` is still the next one, and queues `messages` for the channels among
    /// them that were told of this life.
    ///
    /// - Throws: `AcknowledgementFault`, `StoreError`; then nothing was changed.
    public func acknowledge(
        _ alert: Alert, _ entry: Acknowledgement, messages: [OutboxEntry] = []
    ) throws {
        try write { db in
            let newest = try Self.acknowledgements(of: alert, in: db).last
            if let newest, newest.version >= entry.version {
                throw AcknowledgementFault.overtaken(by: newest)
            }
            let state = try String.fetchOne(
                db, sql: "SELECT state FROM alert WHERE fingerprint = ? AND starts_at = ?",
                arguments: [alert.fingerprint, alert.startsAt.milliseconds])
            guard let state, state != AlertState.resolved.rawValue else { throw AcknowledgementFault.notOpen }
            try db.execute(
                sql: """
                    INSERT INTO acknowledgement
                        (fingerprint, starts_at, version, is_taken, owner, note, made_at, expires_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    alert.fingerprint, alert.startsAt.milliseconds, entry.version, entry.isTaken, entry.owner,
                    entry.note, entry.time.milliseconds, entry.expiresAt?.milliseconds,
                ])
            let told = try String.fetchSet(
                db,
                sql: """
                    SELECT channel FROM outbox
                    WHERE fingerprint = ? AND created_at >= ? AND kind = 'alert.firing'
                    """,
                arguments: [alert.fingerprint, alert.startsAt.milliseconds])
            try queue(messages.filter { told.contains($0.channel) }, at: entry.time, in: db)
            try note(
                entry.isTaken ? .acknowledge : .unacknowledge, alert.fingerprint,
                ["owner": entry.owner, "note": entry.note, "version": "\(entry.version)"], at: entry.time,
                in: db)
        }
    }

    private static func acknowledgements(of alert: Alert, in db: Database) throws -> [Acknowledgement] {
        try Row.fetchAll(
            db,
            sql: "SELECT * FROM acknowledgement WHERE fingerprint = ? AND starts_at = ? ORDER BY version",
            arguments: [alert.fingerprint, alert.startsAt.milliseconds]
        ).map(acknowledgement)
    }

    private static func acknowledgement(_ row: Row) -> Acknowledgement {
        Acknowledgement(
            version: row["version"], isTaken: row["is_taken"], owner: row["owner"], note: row["note"],
            time: Timestamp(milliseconds: row["made_at"]),
            expiresAt: (row["expires_at"] as Int64?).map { Timestamp(milliseconds: $0) })
    }
}
