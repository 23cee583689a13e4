internal import GRDB

/// Numbers for texts: finds the key of a text in one table, or adds it.
///
/// While few are asked each is looked up, so that a small file costs the same beside a register of any size. Then a table that fits is
/// read into memory once, so that a text not found there is known to be new; of a larger one the texts seen last are kept, so that
/// memory does not grow with the file.
struct KeyTable {
    private let database: Database
    private let table: String
    private let column: String
    private let find: BulkStatement
    private let insert: BulkStatement
    private var known = TextKeys()
    /// Whether `known` is the whole table.
    private var isWhole = false
    /// Texts that may be looked up before the table is read.
    private var lookupsLeft = Self.fewLimit
    private var nextKey: Int64

    /// Texts that are looked up one by one.
    static let fewLimit = 4_096

    /// `column` is the text column of `table`, unique.
    init(_ database: Database, table: String, column: String) throws {
        self.database = database
        self.table = table
        self.column = column
        find = try BulkStatement(database, "SELECT key FROM \(table) WHERE \(column) = ?")
        insert = try BulkStatement(database, "INSERT INTO \(table) (key, \(column)) VALUES (?, ?)")
        nextKey = (try Int64.fetchOne(database, sql: "SELECT MAX(key) FROM \(table)") ?? 0) + 1
    }

    private mutating func readWhole() throws {
        isWhole = true
        known.removeAll()
        let all = try BulkStatement(database, "SELECT key, \(column) FROM \(table)")
        while try all.next() {
            if known.isFull {
                forget()
                all.reset()
                break
            }
            known.add(all.integer(0), of: all.text(1) ?? "")
        }
    }

    mutating func key(of text: String) throws -> Int64 {
        if let key = known.key(of: text) { return key }
        lookupsLeft -= 1
        if lookupsLeft == 0 {
            try readWhole()
            if let key = known.key(of: text) { return key }
        }
        let key = try stored(text) ?? added(text)
        if known.isFull { forget() }
        known.add(key, of: text)
        return key
    }

    private mutating func forget() {
        known.removeAll()
        isWhole = false
    }

    private func stored(_ text: String) throws -> Int64? {
        if isWhole { return nil }
        find.bind(text, at: 0)
        defer { find.reset() }
        return try find.next() ? find.integer(0) : nil
    }

    private mutating func added(_ text: String) throws -> Int64 {
        let key = nextKey
        insert.bind(key, at: 0)
        insert.bind(text, at: 1)
        try insert.run()
        nextKey += 1
        return key
    }
}
