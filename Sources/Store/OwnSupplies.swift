internal import GRDB

/// Every supply that some registrants ever named, as a temporary table in the order of the register.
///
/// It is found by what their revisions name: no row of anybody else's is read on the way, so neither what is found nor the time that it
/// takes follows from what others declared.
enum OwnSupplies {
    /// Fills `temp.own_supply` anew.
    static func gather(of registrants: [Int64], in database: Database) throws {
        let listed = registrants.map(String.init).joined(separator: ",")
        try gather(
            "SELECT number, registrant FROM revision WHERE registrant IN (\(listed)) AND kind = 'supplies'",
            in: database)
    }

    /// Fills `temp.own_supply` anew with what one revision declares.
    static func gather(ofRevision revision: Int64, in database: Database) throws {
        try gather("SELECT number, registrant FROM revision WHERE number = \(revision)", in: database)
    }

    private static func gather(_ wanted: String, in database: Database) throws {
        try database.execute(sql: create)
        let revisions = try BulkStatement(database, wanted)
        let parts = try BulkStatement(database, "SELECT keys FROM declared WHERE revision = ?")
        let insert = try BulkStatement(
            database, "INSERT INTO temp.own_supply VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        while try revisions.next() {
            parts.bind(revisions.integer(0), at: 0)
            insert.bind(revisions.integer(1), at: 4)
            while try parts.next() {
                let numbers = DeclaredKeys.numbers(parts.bytes(0))
                for first in stride(from: 0, to: numbers.count - numbers.count % 4, by: 4) {
                    for index in 0..<4 { insert.bind(Int64(numbers[first + index]), at: index) }
                    try insert.run()
                }
            }
        }
    }

    private static let create = """
        DROP TABLE IF EXISTS temp.own_supply;
        CREATE TEMP TABLE own_supply (
            supplier INTEGER NOT NULL, region INTEGER NOT NULL, buyer INTEGER NOT NULL, product INTEGER NOT NULL,
            registrant INTEGER NOT NULL, PRIMARY KEY (supplier, region, buyer, product, registrant)
        ) WITHOUT ROWID;
        """

    /// The newest declaration `p` of each of them, one look-up each; other conditions may follow.
    static let newest = """
        temp.own_supply AS w CROSS JOIN main.declaration AS p
        WHERE p.supplier = w.supplier AND p.region = w.region AND p.buyer = w.buyer AND p.product = w.product
            AND p.registrant = w.registrant AND p.revision = (
                SELECT MAX(q.revision) FROM main.declaration AS q
                WHERE q.supplier = w.supplier AND q.region = w.region AND q.buyer = w.buyer
                    AND q.product = w.product AND q.registrant = w.registrant)
        """
}
