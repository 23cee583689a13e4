// Queries of rules do not see the store's file at all: each run of the monitor lays out what they may read in a
// temporary database of its own, from the same network, figures and alerts that the other rules see. So a query can
// neither write nor read anything else, and what it finds fits the run.
internal import GRDBSQLite
public import SupplyModel

/// What queries of rules may read: the tables `suppliers`, `links`, `samples` and `alerts`, as Alerts/README.md describes them.
///
/// It lies in memory, or in a file that SQLite removes, and ends with this value.
public final class QueryDatabase {
    /// Bytes of any text that a query makes, and of the query itself.
    static let textLimitBytes: Int32 = 1_000_000
    static let queryLimitBytes: Int32 = 20_000

    let handle: OpaquePointer

    /// Opens an empty one.
    public init() throws(QueryRefusal) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        guard sqlite3_open_v2("", &opened, flags, nil) == SQLITE_OK, let opened else {
            sqlite3_close_v2(opened)
            throw .refused("no temporary database can be opened")
        }
        handle = opened
        try execute(Self.tables)
        for (limit, value) in [
            (SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_LENGTH, Self.textLimitBytes),
            (SQLITE_LIMIT_SQL_LENGTH, Self.queryLimitBytes), (SQLITE_LIMIT_EXPR_DEPTH, 100),
            (SQLITE_LIMIT_COMPOUND_SELECT, 50), (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200),
        ] { sqlite3_limit(handle, limit, value) }
    }

    deinit { sqlite3_close_v2(handle) }

    /// Lays out what there is to read at an instant, as one transaction.
    public func fill(
        _ network: Network, samples: [Sample], alerts: [Alert], now: Timestamp
    ) throws(QueryRefusal) {
        try execute("BEGIN")
        try fillSuppliers(network)
        try fillLinks(network.links, "active", network, now)
        try fillLinks(network.backups, "backup", network, now)
        try fillSamples(samples)
        try fillAlerts(alerts, now)
        try execute("COMMIT; ANALYZE")
    }

    private func execute(_ sql: String) throws(QueryRefusal) {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
    }

    func failure() -> QueryRefusal { .refused(String(cString: sqlite3_errmsg(handle))) }

    /// Runs an insertion once for each row of values.
    func insert(_ table: String, _ rows: some Sequence<[QueryValue]>) throws(QueryRefusal) {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        for row in rows {
            if statement == nil {
                let marks = Array(repeating: "?", count: row.count).joined(separator: ", ")
                let sql = "INSERT INTO \(table) VALUES (\(marks))"
                guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
                    throw failure()
                }
            }
            for (index, value) in row.enumerated() { value.bind(to: statement, at: Int32(index + 1)) }
            guard sqlite3_step(statement) == SQLITE_DONE else { throw failure() }
            sqlite3_reset(statement)
        }
    }
}

/// A value on its way into a table.
enum QueryValue {
    case text(String?)
    case number(Double?)

    static func flag(_ flag: Bool) -> QueryValue { .number(flag ? 1 : 0) }

    func bind(to statement: OpaquePointer?, at index: Int32) {
        switch self {
        case .text(let text?):
            let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            sqlite3_bind_text(statement, index, text, Int32(text.utf8.count), copied)
        case .number(let number?): sqlite3_bind_double(statement, index, number)
        case .text(nil), .number(nil): sqlite3_bind_null(statement, index)
        }
    }
}
