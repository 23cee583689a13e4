internal import GRDB

/// Numbers for texts: finds the key of a text in one table, or adds it.
///
/// Keeps the texts seen last in memory, up to a limit, so that memory does not grow with the file.
struct KeyTable {
    private let find: BulkStatement
    private let insert: BulkStatement
    private var known: [String: Int64] = [:]

    /// Texts kept in memory, each of some 100 bytes.
    static let limit = 150_000

    /// `column`: the text column of `table`, unique.
    init(_ database: Database, table: String, column: String) throws {
        find = try BulkStatement(database, "SELECT key FROM \(table) WHERE \(column) = ?")
        insert = try BulkStatement(database, "INSERT INTO \(table) (\(column)) VALUES (?) RETURNING key")
        known.reserveCapacity(1_024)
    }

    mutating func key(of text: String) throws -> Int64 {
        if let key = known[text] { return key }
        if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
        find.bind(text, at: 0)
        var key: Int64?
        if try find.next() {
            key = find.integer(0)
            find.reset()
        }
        if key == nil {
            insert.bind(text, at: 0)
            while try insert.next() { key = insert.integer(0) }
        }
        guard let key else { throw DatabaseError(message: "no key was given to \(text)") }
        known[text] = key
        return key
    }
}
