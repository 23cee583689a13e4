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
    /// `identities`: under which it was declared; `time`: only those that were made by then; nil for all. A registrant's view has its own alone, with their revisions counted as
    /// its own.
    public func provenance(
        of identities: [FirmID], at time: Timestamp? = nil, view: RegisterView = .all, limit: Int
    ) throws(StoreError) -> [Provenance] {
        try read { db in
            if let registrant = view.registrant {
                return try Self.provenance(
                    of: identities, in: OwnDeclarations(db, of: registrant, at: time), limit, db)
            }
            let marks = Array(repeating: "?", count: identities.count).joined(separator: ", ")
            let texts = identities.map(\.description)
            let rows = try Row.fetchAll(
                db,
                sql: Self.provenanceColumns + """
                    WHERE (d.supplier IN (SELECT key FROM firm WHERE identity IN (\(marks)))
                            OR d.buyer IN (SELECT key FROM firm WHERE identity IN (\(marks))))
                        AND r.made_at <= ?
                    ORDER BY d.revision DESC, d.line LIMIT ?
                    """,
                arguments: StatementArguments(texts + texts) + [time?.milliseconds ?? .max, limit])
            return rows.map(Self.provenance)
        }
    }

    private static let provenanceColumns = """
        SELECT s.identity AS supplier, b.identity AS buyer, p.name AS product, g.identity AS registrant,
            r.file, d.line, d.revision, r.made_at, d.status
        FROM declaration AS d JOIN firm AS s ON s.key = d.supplier JOIN firm AS b ON b.key = d.buyer
        JOIN product AS p ON p.key = d.product JOIN registrant AS g ON g.key = d.registrant
        JOIN revision AS r ON r.number = d.revision
        """ + " "

    private static func provenance(_ row: Row) -> Provenance {
        let status: Int = row["status"]
        return Provenance(
            supplier: FirmID(checked: row["supplier"]), buyer: FirmID(checked: row["buyer"]),
            product: row["product"], registrant: FirmID(checked: row["registrant"]), file: row["file"],
            line: row["line"], revision: row["revision"], time: Timestamp(milliseconds: row["made_at"]),
            status: ["active", "backup", "ended", "withdrawn"][status & 3])
    }

    /// The same of what one registrant may see, looked up key by key.
    private static func provenance(
        of identities: [FirmID], in own: OwnDeclarations, _ limit: Int, _ db: Database
    ) throws -> [Provenance] {
        let keys = Set(
            try identities.compactMap { firm in
                try Int64.fetchOne(
                    db, sql: "SELECT key FROM firm WHERE identity = ?", arguments: [firm.description])
            })
        let find = try db.makeStatement(
            sql: provenanceColumns + """
                WHERE d.supplier = ? AND d.region = ? AND d.buyer = ? AND d.product = ? AND d.registrant = ?
                    AND d.revision <= ?
                """)
        let numbers = own.times.keys.sorted()
        let counted = Dictionary(uniqueKeysWithValues: zip(numbers, Int64(1)...))
        var found: [Provenance] = []
        for one in own.supplies where keys.contains(one.supplier) || keys.contains(one.buyer) {
            let rows = try Row.fetchAll(
                find,
                arguments: [
                    one.supplier, one.region, one.buyer, one.product, one.registrant, own.lastRevision,
                ])
            found += rows.map { row in
                var told = provenance(row)
                told.revision = counted[told.revision] ?? 0
                return told
            }
        }
        // Rows that a replacing file withdrew have no line of it.
        found.sort {
            ($1.revision, $0.line, $0.supplier, $0.buyer, $0.product)
                < ($0.revision, $1.line, $1.supplier, $1.buyer, $1.product)
        }
        return Array(found.prefix(limit))
    }
}
