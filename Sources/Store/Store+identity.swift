internal import GRDB
public import SupplyModel

extension Store {
    /// Decisions that one answer lists.
    public static let decisionLimit = 100_000

    /// Keeps what somebody decided about two firms, as a revision of the register.
    ///
    /// Both firms are in the register.
    /// - Throws: `MergeFault<FirmID>`, `StoreError`; then nothing was changed.
    public func decide(
        _ verdict: IdentityVerdict, _ firm: FirmID, _ other: FirmID, author: String, reason: String,
        now: Timestamp
    ) throws -> IdentityDecision {
        try write { db in
            try Self.book(in: db, at: nil).check(verdict, firm, other)
            let newest = try Int64.fetchOne(db, sql: "SELECT MAX(made_at) FROM revision") ?? 0
            let time = max(now, Timestamp(milliseconds: newest))
            try db.execute(
                sql: """
                    INSERT INTO revision (registrant, made_at, kind, file, digest, row_count)
                    VALUES (NULL, ?, 'identity', '', '', 0)
                    """, arguments: [time.milliseconds])
            let decision = IdentityDecision(
                revision: db.lastInsertedRowID, verdict: verdict, firm: firm, other: other, author: author,
                reason: reason, time: time)
            try db.execute(
                sql: """
                    INSERT INTO identity_decision (revision, verdict, firm, other, author, reason)
                    VALUES (?, ?, (SELECT key FROM firm WHERE identity = ?),
                        (SELECT key FROM firm WHERE identity = ?), ?, ?)
                    """,
                arguments: [
                    decision.revision, verdict.rawValue, firm.description, other.description, author, reason,
                ])
            let detail = [
                "other": other.description, "author": author, "reason": reason,
                "revision": "\(decision.revision)",
            ]
            try note(Self.action(verdict), firm.description, detail, at: time, in: db)
            return decision
        }
    }

    /// Every decision made by then, newest first; nil for now.
    public func decisions(at time: Timestamp? = nil) throws(StoreError) -> [IdentityDecision] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT d.revision, d.verdict, f.identity AS firm, o.identity AS other, d.author, d.reason, r.made_at
                    FROM identity_decision AS d JOIN revision AS r ON r.number = d.revision
                        JOIN firm AS f ON f.key = d.firm JOIN firm AS o ON o.key = d.other
                    WHERE ?1 IS NULL OR r.made_at <= ?1 ORDER BY d.revision DESC LIMIT ?2
                    """, arguments: [time?.milliseconds, Self.decisionLimit]
            ).map { row in
                IdentityDecision(
                    revision: row["revision"], verdict: IdentityVerdict(rawValue: row["verdict"]) ?? .open,
                    firm: FirmID(checked: row["firm"]), other: FirmID(checked: row["other"]),
                    author: row["author"], reason: row["reason"],
                    time: Timestamp(milliseconds: row["made_at"]))
            }
        }
    }

    /// What was decided by an instant, ready to be asked; nil for now.
    public func mergeBook(at time: Timestamp? = nil) throws(StoreError) -> MergeBook<FirmID> {
        try read { db in try Self.book(in: db, at: time) }
    }

    private static func book(in db: Database, at time: Timestamp?) throws -> MergeBook<FirmID> {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT d.verdict, f.identity AS firm, o.identity AS other
                FROM identity_decision AS d JOIN revision AS r ON r.number = d.revision
                    JOIN firm AS f ON f.key = d.firm JOIN firm AS o ON o.key = d.other
                WHERE ?1 IS NULL OR r.made_at <= ?1 ORDER BY d.revision
                """, arguments: [time?.milliseconds])
        var book = MergeBook<FirmID>()
        while let row = try rows.next() {
            guard let verdict = IdentityVerdict(rawValue: row["verdict"]) else { continue }
            try book.take(verdict, FirmID(checked: row["firm"]), FirmID(checked: row["other"]))
        }
        return book
    }

    private static func action(_ verdict: IdentityVerdict) -> TrailAction {
        switch verdict {
        case .same: .mergeFirms
        case .different: .splitFirms
        case .open: .reopenFirms
        }
    }
}
