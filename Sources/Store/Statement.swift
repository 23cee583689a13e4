internal import GRDB
internal import GRDBSQLite

/// A prepared statement whose values are bound by C calls: what bulk loads and scans use.
///
/// GRDB prepares it and owns it; only the per-row work goes past its argument types, which cost more than SQLite itself.
/// Columns and parameters are counted from 0.
struct BulkStatement {
    private let statement: Statement
    private let database: Database
    /// The statement's own, kept beside it: it is asked for with every value.
    private let handle: OpaquePointer

    init(_ database: Database, _ sql: String) throws {
        self.database = database
        statement = try database.makeStatement(sql: sql)
        handle = statement.sqliteStatement
    }

    /// The same, prepared once in the life of the connection; a transaction holds it once at a time.
    init(cached sql: String, _ database: Database) throws {
        self.database = database
        statement = try database.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
    }

    func bind(_ value: Int64?, at index: Int) {
        if let value {
            sqlite3_bind_int64(handle, Int32(index + 1), value)
        } else {
            sqlite3_bind_null(handle, Int32(index + 1))
        }
    }

    func bind(_ value: Double?, at index: Int) {
        if let value {
            sqlite3_bind_double(handle, Int32(index + 1), value)
        } else {
            sqlite3_bind_null(handle, Int32(index + 1))
        }
    }

    func bind(_ text: String?, at index: Int) {
        guard var text else {
            sqlite3_bind_null(handle, Int32(index + 1))
            return
        }
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                _ = sqlite3_bind_text(
                    handle, Int32(index + 1), characters.baseAddress, Int32(characters.count), copied)
            }
        }
    }

    func bind(_ bytes: [UInt8], at index: Int) {
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        bytes.withUnsafeBytes {
            _ = sqlite3_bind_blob64(handle, Int32(index + 1), $0.baseAddress, UInt64($0.count), copied)
        }
    }

    /// Runs a statement that gives no rows, and makes it ready for the next values.
    func run() throws {
        let code = sqlite3_step(handle)
        sqlite3_reset(handle)
        guard code == SQLITE_DONE else { throw failure(code) }
    }

    /// Steps to the next row.
    ///
    /// - Returns: false at the end; the statement is then ready to run again.
    func next() throws -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        sqlite3_reset(handle)
        guard code == SQLITE_DONE else { throw failure(code) }
        return false
    }

    /// Ends a scan before its end.
    func reset() { sqlite3_reset(handle) }

    func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

    func integer(_ column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }

    func double(_ column: Int) -> Double? {
        isNull(column) ? nil : sqlite3_column_double(handle, Int32(column))
    }

    func text(_ column: Int) -> String? {
        guard let bytes = sqlite3_column_text(handle, Int32(column)) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    func bytes(_ column: Int) -> [UInt8] {
        guard let bytes = sqlite3_column_blob(handle, Int32(column)) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, Int32(column)))
        return Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }

    private func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: String(cString: sqlite3_errmsg(database.sqliteConnection)))
    }
}
