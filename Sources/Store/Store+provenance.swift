internal import GRDB
public import SupplyModel

/// Where a declaration came from.
public struct Provenance: Equatable, Sendable {
    public var supplier: FirmID
    public var buyer: FirmID
    public var product: String
    public var registrant: FirmID
    public var file: String
    public var line: Int
    public var revision: Int64
    public var time: Timestamp
    /// `active`, `backup`, `ended`, or `withdrawn` where a replacing file no longer had it.
    public var status: String
}

extension Store {
    /// Every declaration that names a firm as supplier or buyer, newest first.
    ///
    /// `time`: only those that were made by then; nil for all.
    public func provenance(
        of firm: FirmID, at time: Timestamp? = nil, limit: Int
    ) throws(StoreError) -> [Provenance] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT s.identity AS supplier, b.identity AS buyer, p.name AS product, g.identity AS registrant,
                        r.file, d.line, d.revision, r.made_at, d.status
                    FROM declaration AS d JOIN firm AS s ON s.key = d.supplier JOIN firm AS b ON b.key = d.buyer
                    JOIN product AS p ON p.key = d.product JOIN registrant AS g ON g.key = d.registrant
                    JOIN revision AS r ON r.number = d.revision
                    WHERE (d.supplier = (SELECT key FROM firm WHERE identity = ?1)
                            OR d.buyer = (SELECT key FROM firm WHERE identity = ?1))
                        AND (?3 IS NULL OR r.made_at <= ?3)
                    ORDER BY d.revision DESC, d.line LIMIT ?2
                    """,
                arguments: [firm.description, limit, time?.milliseconds])
            return rows.map { row in
                let status: Int = row["status"]
                return Provenance(
                    supplier: FirmID(checked: row["supplier"]), buyer: FirmID(checked: row["buyer"]),
                    product: row["product"], registrant: FirmID(checked: row["registrant"]),
                    file: row["file"],
                    line: row["line"], revision: row["revision"],
                    time: Timestamp(milliseconds: row["made_at"]),
                    status: ["active", "backup", "ended", "withdrawn"][status & 3])
            }
        }
    }
}
