internal import Foundation
internal import GRDB
public import SupplyModel

/// Why a silence was not ended.
public enum SilenceFault: Error, Equatable {
    /// No silence's id begins so, or several do.
    case unknown(String)
    case ambiguous(String)
    case isOver(Silence)
}

extension Store {
    /// Silences that one answer lists, and that one run heeds.
    public static let silenceLimit = 10_000

    /// Silences, those that end last first; those that are not over at an instant, or all.
    public func silences(notOverAt now: Timestamp? = nil) throws(StoreError) -> [Silence] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM silence
                    WHERE ?1 IS NULL OR (ends_at > ?1 AND (ended_at IS NULL OR ended_at > ?1))
                    ORDER BY ends_at DESC, id LIMIT ?2
                    """,
                arguments: [now?.milliseconds, Self.silenceLimit]
            ).map(Self.silence)
        }
    }

    /// Adds a silence; where it replaces one, named by the first characters of its id, that one ends now.
    ///
    /// - Throws: `SilenceFault`, `StoreError`; then nothing was changed.
    public func add(_ silence: Silence, replacing prefix: String? = nil) throws -> Silence {
        try write { db in
            var added = silence
            if let prefix { added.replaced = try end(prefix, at: silence.madeAt, in: db).id }
            try db.execute(
                sql: """
                    INSERT INTO silence (id, matchers, starts_at, ends_at, author, reason, made_at, replaced)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    added.id, String(decoding: try JSONEncoder().encode(added.matchers), as: UTF8.self),
                    added.startsAt.milliseconds, added.endsAt.milliseconds, added.author, added.reason,
                    added.madeAt.milliseconds, added.replaced,
                ])
            let detail = [
                "matchers": added.matchers.joined(separator: " "), "author": added.author,
                "reason": added.reason,
                "ends_at": added.endsAt.description,
            ]
            try note(.silence, added.id, detail, at: added.madeAt, in: db)
            return added
        }
    }

    /// Ends a silence, named by the first characters of its id; it stays in the history.
    ///
    /// - Throws: `SilenceFault`, `StoreError`; then nothing was changed.
    public func endSilence(_ prefix: String, at now: Timestamp) throws -> Silence {
        try write { db in try end(prefix, at: now, in: db) }
    }

    /// The lives that began to fire and were not told yet: fingerprint, start, and the cause.
    public func withheld() throws(StoreError) -> [(fingerprint: String, startsAt: Timestamp, cause: String)] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM withheld ORDER BY fingerprint, starts_at").map {
                ($0["fingerprint"], Timestamp(milliseconds: $0["starts_at"]), $0["cause"])
            }
        }
    }

    private func end(_ prefix: String, at now: Timestamp, in db: Database) throws -> Silence {
        let found = try Row.fetchAll(
            db, sql: "SELECT * FROM silence WHERE substr(id, 1, length(?1)) = ?1 LIMIT 2", arguments: [prefix]
        ).map(Self.silence)
        guard let silence = found.first, !prefix.isEmpty else { throw SilenceFault.unknown(prefix) }
        guard found.count == 1 || silence.id == prefix else { throw SilenceFault.ambiguous(prefix) }
        guard silence.state(at: now) != .over else { throw SilenceFault.isOver(silence) }
        try db.execute(
            sql: "UPDATE silence SET ended_at = ? WHERE id = ?", arguments: [now.milliseconds, silence.id])
        try note(.unsilence, silence.id, ["author": silence.author], at: now, in: db)
        var ended = silence
        ended.endedAt = now
        return ended
    }

    private static func silence(_ row: Row) throws -> Silence {
        let matchers: String = row["matchers"]
        return Silence(
            id: row["id"], matchers: try JSONDecoder().decode([String].self, from: Data(matchers.utf8)),
            startsAt: Timestamp(milliseconds: row["starts_at"]),
            endsAt: Timestamp(milliseconds: row["ends_at"]), author: row["author"], reason: row["reason"],
            madeAt: Timestamp(milliseconds: row["made_at"]), replaced: row["replaced"],
            endedAt: (row["ended_at"] as Int64?).map { Timestamp(milliseconds: $0) })
    }
}
