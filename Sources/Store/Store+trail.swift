internal import Digest
internal import Foundation
internal import GRDB
public import SupplyModel

/// What a walk along the trail found.
public struct TrailCheck: Equatable, Sendable {
    public var entryCount = 0
    /// The chain of the newest entry, 64 hexadecimal digits; zeros where there is none.
    public var head: String
    /// The first entry that does not follow from the one before; nil where all do.
    public var brokenAt: Int64?
}

/// The trail of everything that people and their programs changed: added to within the same transaction, never changed.
///
/// Each entry's chain is SHA-256 over the chain before it and the entry, each field with its length before it. Who can write the
/// file can write a new trail from the first entry on: a head that was noted elsewhere shows it.
extension Store {
    /// Entries that one answer lists.
    public static let trailLimit = 100_000

    /// Adds an act of this store's actor.
    ///
    /// `detail`: short texts by name.
    func note(
        _ action: TrailAction, _ subject: String, _ detail: [String: String], at time: Timestamp,
        in db: Database
    ) throws {
        let last = try Row.fetchOne(db, sql: "SELECT number, chain FROM trail ORDER BY number DESC LIMIT 1")
        // SQLite gives a text back up to its first NUL: what is hashed is to be what is kept.
        let (actor, subject) = (Self.whole(actor), Self.whole(subject))
        let before: [UInt8] = last.map { Array($0["chain"] as Data) } ?? Self.emptyChain
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var entry = TrailEntry(
            number: (last?["number"] ?? 0) + 1, time: time, actor: actor, action: action.rawValue,
            subject: subject,
            detail: String(decoding: try encoder.encode(detail), as: UTF8.self), chain: "")
        let chain = try Self.chain(after: before, entry)
        entry.chain = hexadecimal(chain)
        try db.execute(
            sql: """
                INSERT INTO trail (number, made_at, actor, action, subject, detail, chain)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                entry.number, time.milliseconds, actor, action.rawValue, subject, entry.detail, Data(chain),
            ])
    }

    private static func whole(_ text: String) -> String { text.replacing("\0", with: "\u{FFFD}") }

    /// Adds looks of others.
    public func noteLooks(_ looks: [TrailLook]) throws {
        guard !looks.isEmpty else { return }
        try write { db in
            for look in looks {
                try acting(as: look.actor).note(
                    .look, look.target, ["count": "\(look.count)"], at: look.time, in: db)
            }
        }
    }

    /// Adds a look of this store's actor.
    public func noteLook(_ target: String, at time: Timestamp) throws {
        try noteLooks([TrailLook(actor: actor, target: target, time: time, count: 1)])
    }

    /// Walks along the whole trail.
    ///
    /// `noted`: an entry and the chain that it had once; where it has another now, the trail is broken there.
    public func checkTrail(noted: (number: Int64, chain: String)? = nil) throws -> TrailCheck {
        try read { db in
            var before = Self.emptyChain
            var check = TrailCheck(head: hexadecimal(before))
            let rows = try Row.fetchCursor(db, sql: "SELECT * FROM trail ORDER BY number")
            while let row = try rows.next() {
                let number = Int64(check.entryCount) + 1
                let chain = Array(row["chain"] as Data)
                let entry = Self.entry(row)
                guard entry.number == number, try Self.chain(after: before, entry) == chain else {
                    check.brokenAt = number
                    return check
                }
                if let noted, noted.number == number, noted.chain != hexadecimal(chain) {
                    check.brokenAt = number
                    return check
                }
                check.entryCount += 1
                before = chain
                check.head = hexadecimal(chain)
            }
            // What was noted is no longer there.
            if let noted, noted.number > Int64(check.entryCount) {
                check.brokenAt = Int64(check.entryCount) + 1
            }
            return check
        }
    }

    /// Entries, newest first: all, or those of an actor or an action, since a time.
    public func trail(
        actor: String? = nil, action: TrailAction? = nil, since: Timestamp? = nil, limit: Int
    ) throws(StoreError) -> [TrailEntry] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM trail WHERE (?1 IS NULL OR actor = ?1) AND (?2 IS NULL OR action = ?2)
                        AND (?3 IS NULL OR made_at >= ?3)
                    ORDER BY number DESC LIMIT ?4
                    """,
                arguments: [actor, action?.rawValue, since?.milliseconds, limit]
            ).map(Self.entry)
        }
    }

    private static let emptyChain = [UInt8](repeating: 0, count: SHA256.byteCount)

    private static func entry(_ row: Row) -> TrailEntry {
        TrailEntry(
            number: row["number"], time: Timestamp(milliseconds: row["made_at"]), actor: row["actor"],
            action: row["action"], subject: row["subject"], detail: row["detail"],
            chain: hexadecimal(Array(row["chain"] as Data)))
    }

    private static func chain(after before: [UInt8], _ entry: TrailEntry) throws(DigestError) -> [UInt8] {
        let fields = [
            "\(entry.number)", "\(entry.time.milliseconds)", entry.actor, entry.action,
            entry.subject,
            entry.detail,
        ]
        var hash = try SHA256()
        try hash.update(before)
        for field in fields {
            let length = UInt64(field.utf8.count)
            try hash.update((0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) })
            try hash.update(field.utf8)
        }
        return try hash.finish()
    }
}
