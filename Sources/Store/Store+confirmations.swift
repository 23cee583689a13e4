internal import GRDB
public import SupplyModel

extension Store {
    /// Notes that what stands of a registrant's declarations of supplies still holds, of one supplier or of all.
    ///
    /// The declarations stay as they are, with their age; only their validity begins anew. Those that the registrant made under
    /// invitations are among them.
    ///
    /// - Returns: how many that are; where there are none, nothing is noted.
    /// - Throws: `StoreError`; then nothing was noted.
    public func confirm(_ registrant: FirmID, supplier: FirmID? = nil, now: Timestamp) throws -> Int {
        try write { db in
            let count =
                try Int.fetchOne(
                    db, sql: Self.standingCount,
                    arguments: [registrant.description, supplier?.description]) ?? 0
            guard count > 0 else { return 0 }
            try db.execute(
                sql: """
                    INSERT INTO confirmation (registrant, supplier, made_at)
                    SELECT key, (SELECT key FROM firm WHERE identity = ?2), ?3
                    FROM registrant WHERE identity = ?1
                    """, arguments: [registrant.description, supplier?.description, now.milliseconds])
            var detail = ["confirmed": String(count)]
            detail["supplier"] = supplier?.description
            try note(.confirm, registrant.description, detail, at: now, in: db)
            return count
        }
    }

    /// The number of the newest confirmation that counts in a view, 0 before the first: as long as it stands, none was added.
    public func lastConfirmation(of view: RegisterView = .all) throws(StoreError) -> Int64 {
        try read { db in
            guard let registrant = view.registrant else {
                return try Int64.fetchOne(db, sql: "SELECT MAX(number) FROM confirmation") ?? 0
            }
            return try Int64.fetchOne(
                db,
                sql:
                    "SELECT MAX(number) FROM confirmation WHERE registrant IN \(OwnDeclarations.registrants)",
                arguments: [registrant.description]) ?? 0
        }
    }

    /// Active supplies and backups among a registrant's newest declarations.
    private static let standingCount = """
        SELECT COUNT(*) FROM declaration AS d
        WHERE d.registrant IN (SELECT key FROM registrant WHERE identity = ?1) AND d.status < 2
            AND (?2 IS NULL OR d.supplier = (SELECT key FROM firm WHERE identity = ?2))
            AND d.revision = (
                SELECT MAX(q.revision) FROM declaration AS q WHERE q.supplier = d.supplier AND q.region = d.region
                    AND q.buyer = d.buyer AND q.product = d.product AND q.registrant = d.registrant)
        """
}
