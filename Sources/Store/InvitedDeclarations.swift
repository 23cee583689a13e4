internal import GRDB
internal import SupplyModel

/// Finds what stands of the declarations under invitations, and takes it back.
///
/// A declaration is of the invitation under which its newest word was said.
struct InvitedDeclarations {
    private let database: Database
    private let revisions: BulkStatement
    private let parts: BulkStatement
    private let newest: BulkStatement

    init(_ database: Database) throws {
        self.database = database
        revisions = try BulkStatement(
            database, "SELECT number, registrant FROM revision WHERE invitation = ?")
        parts = try BulkStatement(database, "SELECT keys FROM declared WHERE revision = ?")
        newest = try BulkStatement(
            database,
            """
            SELECT revision, status FROM declaration
            WHERE supplier = ? AND region = ? AND buyer = ? AND product = ? AND registrant = ?
            ORDER BY revision DESC LIMIT 1
            """)
    }

    /// An invitation and those that were made under it, itself first.
    func tree(_ id: String) throws -> [String] {
        var ids = [id]
        var next = 0
        while next < ids.count {
            ids += try String.fetchAll(
                database, sql: "SELECT token FROM invitation WHERE parent = ? ORDER BY token",
                arguments: [ids[next]])
            next += 1
        }
        return ids
    }

    /// What stands under an invitation, active or as a backup, in the order of its keys.
    func standing(under invitation: String) throws -> [OwnDeclarations.Supply] {
        var found: Set<OwnDeclarations.Supply> = []
        revisions.bind(invitation, at: 0)
        while try revisions.next() {
            parts.bind(revisions.integer(0), at: 0)
            while try parts.next() {
                let numbers = DeclaredKeys.numbers(parts.bytes(0))
                for supply in OwnDeclarations.supplies(numbers, of: revisions.integer(1))
                where try stands(supply, since: revisions.integer(0)) {
                    found.insert(supply)
                }
            }
        }
        return found.sorted()
    }

    /// Whether the newest word about a supply is that of a revision, and lets it stand.
    private func stands(_ supply: OwnDeclarations.Supply, since revision: Int64) throws -> Bool {
        let keys = [supply.supplier, supply.region, supply.buyer, supply.product, supply.registrant]
        for (index, key) in keys.enumerated() { newest.bind(key, at: index) }
        defer { newest.reset() }
        return try newest.next() && newest.integer(0) == revision && newest.integer(1) < 2
    }

    /// Takes back declarations of one registrant, as a revision of its own that no invitation covers.
    func withdraw(_ supplies: [OwnDeclarations.Supply], of invitation: String, at now: Timestamp) throws {
        guard let registrant = supplies.first?.registrant else { return }
        let last = try Int64.fetchOne(database, sql: "SELECT MAX(made_at) FROM revision") ?? 0
        try database.execute(
            sql: """
                INSERT INTO revision (registrant, made_at, kind, file, digest, row_count)
                VALUES (?, ?, ?, ?, '', ?)
                """,
            arguments: [
                registrant, max(now.milliseconds, last), RegisterKind.supplies.rawValue,
                "invitation \(invitation)", supplies.count,
            ])
        let row = try BulkStatement(database, Staging.withdrawOne)
        row.bind(database.lastInsertedRowID, at: 0)
        for supply in supplies {
            let keys = [supply.supplier, supply.region, supply.buyer, supply.product, supply.registrant]
            for (index, key) in keys.enumerated() { row.bind(key, at: index + 1) }
            try row.run()
        }
    }
}
