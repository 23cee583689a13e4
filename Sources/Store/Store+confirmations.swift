internal import GRDB
public import SupplyModel

extension Store {
    /// Notes that what stands of a registrant's declarations of supplies still holds, of one supplier or of all.
    ///
    /// The declarations stay as they are, with their age; only their validity begins anew. Those that the registrant made under
    /// invitations are among them, and so is what it declared of the supplier under other names that count as it.
    ///
    /// - Returns: how many that are; where there are none, nothing is noted.
    /// - Throws: `StoreError`; then nothing was noted.
    public func confirm(_ registrant: FirmID, supplier: FirmID? = nil, now: Timestamp) throws -> Int {
        try write { db in
            let count = try StandingCount(db, of: registrant).count(about: supplier)
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
}

/// Counts active supplies and backups among a registrant's newest declarations.
///
/// Where it named one supply by several identities of firms that count as one, the newest word about it counts, once.
private struct StandingCount {
    private let database: Database
    private let merged: MergedKeys
    private let rows: BulkStatement

    private struct Supply: Hashable {
        var registrant: Int64
        var supplier: Int64
        var region: Int64
        var buyer: Int64
        var product: Int64
    }

    private struct Word {
        var revision: Int64
        var line: Int64
        var stands: Bool

        func precedes(_ other: Word) -> Bool { (revision, line) < (other.revision, other.line) }
    }

    init(_ database: Database, of registrant: FirmID) throws {
        self.database = database
        merged = try MergedKeys(database, upTo: .max)
        let own = try Int64.fetchAll(
            database, sql: "SELECT key FROM registrant WHERE identity = ?",
            arguments: [registrant.description])
        try OwnSupplies.gather(of: own, in: database)
        rows = try BulkStatement(
            database,
            """
            SELECT p.supplier, p.buyer, p.registrant, p.region, p.product, p.status, p.revision, p.line
            FROM \(OwnSupplies.newest) AND (?1 IS NULL OR p.supplier = ?1)
            """)
    }

    /// Of one supplier, under all its names, or of all.
    func count(about supplier: FirmID?) throws -> Int {
        var keys: [Int64?] = [nil]
        if let supplier {
            let key = try Int64.fetchOne(
                database, sql: "SELECT key FROM firm WHERE identity = ?", arguments: [supplier.description])
            keys = key.map { merged.members(with: $0).map { Optional($0) } } ?? []
        }
        var count = 0
        var newest: [Supply: Word] = [:]
        for key in keys {
            rows.bind(key, at: 0)
            while try rows.next() {
                let word = Word(
                    revision: rows.integer(6), line: rows.integer(7), stands: rows.integer(5) < 2)
                guard merged.contains(rows.integer(0)) || merged.contains(rows.integer(1)) else {
                    count += word.stands ? 1 : 0
                    continue
                }
                let supply = Supply(
                    registrant: rows.integer(2), supplier: merged.root(of: rows.integer(0)),
                    region: rows.integer(3), buyer: merged.root(of: rows.integer(1)), product: rows.integer(4)
                )
                if newest[supply].map({ $0.precedes(word) }) ?? true { newest[supply] = word }
            }
        }
        return count + newest.values.filter(\.stands).count
    }
}
