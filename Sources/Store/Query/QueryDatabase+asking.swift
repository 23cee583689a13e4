internal import GRDBSQLite
internal import SupplyModel

/// One row that a query gave: a figure, and what it is about.
public struct QueryRow: Equatable, Sendable {
    public var value: Double
    /// By label; a label whose column is NULL is left out.
    public var labels: [String: String]

    public init(value: Double, labels: [String: String]) {
        self.value = value
        self.labels = labels
    }
}

/// How long and how much a query may take.
public struct QueryLimits: Sendable {
    public var seconds: Double
    public var rowCount: Int

    /// What rules are given.
    public static let usual = QueryLimits(seconds: 10, rowCount: 100_000)

    public init(seconds: Double, rowCount: Int) {
        self.seconds = seconds
        self.rowCount = rowCount
    }
}

/// Queries under guard: only reading of the four tables, only functions that compute, within limits.
extension QueryDatabase {
    /// The column of the figure.
    static let valueColumn = "value"
    /// Bytes of one label.
    static let labelLimitBytes = 1_000
    /// Steps of SQLite's machine between two looks at the clock.
    static let stepsBetweenLooks: Int32 = 10_000

    /// The labels that a query's columns name, without asking it.
    public func labels(of query: String) throws(QueryRefusal) -> [String] {
        try guarded(until: nil) { () throws(QueryRefusal) in
            let statement = try prepare(query)
            defer { sqlite3_finalize(statement) }
            return try columns(of: statement).compactMap { $0 == Self.valueColumn ? nil : $0 }
        }
    }

    /// The rows of a query; a row without a value is no figure and is left out.
    public func rows(of query: String, _ limits: QueryLimits = .usual) throws(QueryRefusal) -> [QueryRow] {
        let deadline = ContinuousClock.now + .seconds(limits.seconds)
        return try guarded(until: deadline) { () throws(QueryRefusal) in
            let statement = try prepare(query)
            defer { sqlite3_finalize(statement) }
            let names = try columns(of: statement)
            var rows: [QueryRow] = []
            while true {
                let code = sqlite3_step(statement)
                if code == SQLITE_INTERRUPT { throw .tooLong(seconds: limits.seconds) }
                if code == SQLITE_DONE { return rows }
                guard code == SQLITE_ROW else { throw failure() }
                guard rows.count < limits.rowCount else { throw .tooManyRows(limits.rowCount) }
                if let row = try Self.row(statement, names) { rows.append(row) }
            }
        }
    }

    private func prepare(_ query: String) throws(QueryRefusal) -> OpaquePointer {
        var text = query
        let prepared = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                Result { () throws(QueryRefusal) in try prepare(characters) }
            }
        }
        return try prepared.get()
    }

    private func prepare(_ query: UnsafeBufferPointer<CChar>) throws(QueryRefusal) -> OpaquePointer {
        guard let start = query.baseAddress else { throw .notOneStatement }
        var statement: OpaquePointer?
        var tail: UnsafePointer<CChar>?
        guard sqlite3_prepare_v2(handle, start, Int32(query.count), &statement, &tail) == SQLITE_OK else {
            throw failure()
        }
        guard let statement else { throw .notOneStatement }
        var second: OpaquePointer?
        let rest = tail ?? start + query.count
        let restCount = Int32(start + query.count - rest)
        let isRead = sqlite3_prepare_v2(handle, rest, restCount, &second, nil) == SQLITE_OK
        let isOne = isRead && second == nil && sqlite3_column_count(statement) > 0
        let hasParameters = sqlite3_bind_parameter_count(statement) > 0
        sqlite3_finalize(second)
        if isOne, !hasParameters { return statement }
        sqlite3_finalize(statement)
        throw isOne ? .hasParameters : .notOneStatement
    }

    private func columns(of statement: OpaquePointer) throws(QueryRefusal) -> [String] {
        var names: [String] = []
        for index in 0..<sqlite3_column_count(statement) {
            let name = sqlite3_column_name(statement, index).map { String(cString: $0) } ?? ""
            guard name == Self.valueColumn || Self.labels.contains(name) else {
                throw .unknownColumn(name, known: Self.labels)
            }
            guard !names.contains(name) else { throw .repeatedColumn(name) }
            names.append(name)
        }
        guard names.contains(Self.valueColumn) else { throw .noValue }
        return names
    }

    private static func row(_ statement: OpaquePointer, _ names: [String]) throws(QueryRefusal) -> QueryRow? {
        var value: Double?
        var labels: [String: String] = [:]
        for (index, name) in names.enumerated() {
            let index = Int32(index)
            let kind = sqlite3_column_type(statement, index)
            if kind == SQLITE_NULL { continue }
            let text = Self.text(statement, index)
            guard name == valueColumn else {
                guard text.utf8.count <= labelLimitBytes else {
                    throw .labelTooLong(name, limitBytes: labelLimitBytes)
                }
                labels[name] = text
                continue
            }
            let number = sqlite3_column_double(statement, index)
            guard kind == SQLITE_INTEGER || kind == SQLITE_FLOAT, number.isFinite else {
                throw .notANumber(String(text.prefix(80)))
            }
            value = number
        }
        return value.map { QueryRow(value: $0, labels: labels) }
    }

    /// A whole number without a point, so that a tier is `1`.
    private static func text(_ statement: OpaquePointer, _ index: Int32) -> String {
        if sqlite3_column_type(statement, index) == SQLITE_FLOAT {
            let number = sqlite3_column_double(statement, index)
            if let whole = Int64(exactly: number) { return String(whole) }
        }
        guard let bytes = sqlite3_column_text(statement, index) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, index))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// Runs a body while only reading is allowed, and ends its statements at the deadline.
    private func guarded<T>(
        until deadline: ContinuousClock.Instant?, _ body: () throws(QueryRefusal) -> T
    ) throws(QueryRefusal) -> T {
        let watch = Deadline(deadline)
        return try withExtendedLifetime(watch) { () throws(QueryRefusal) in
            sqlite3_set_authorizer(
                handle,
                { _, action, first, second, _, _ in
                    isAllowed(action, first, second) ? SQLITE_OK : SQLITE_DENY
                }, nil)
            sqlite3_progress_handler(
                handle, Self.stepsBetweenLooks,
                { Unmanaged<Deadline>.fromOpaque($0.unsafelyUnwrapped).takeUnretainedValue().isOver ? 1 : 0 },
                Unmanaged.passUnretained(watch).toOpaque())
            defer {
                sqlite3_set_authorizer(handle, nil, nil)
                sqlite3_progress_handler(handle, 0, nil, nil)
            }
            return try body()
        }
    }
}

/// When a query must be over.
private final class Deadline {
    private let instant: ContinuousClock.Instant?

    init(_ instant: ContinuousClock.Instant?) { self.instant = instant }

    var isOver: Bool { instant.map { ContinuousClock.now >= $0 } ?? false }
}

/// Whether a query may do something; `first` and `second` name what, as SQLite's authorizer gives them.
private func isAllowed(
    _ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?
) -> Bool {
    switch action {
    case SQLITE_SELECT, SQLITE_RECURSIVE: return true
    case SQLITE_FUNCTION: return functions.contains(second.map { String(cString: $0).lowercased() } ?? "")
    case SQLITE_READ:
        let table = first.map { String(cString: $0) } ?? ""
        // Of a table of the query's own (WITH) SQLite asks only where no column of it is read.
        let readsNothing = second.map { $0.pointee == 0 } ?? true
        return QueryDatabase.tableNames.contains(table) || (readsNothing && !table.hasPrefix("sqlite_"))
    default: return false
    }
}

/// Functions that compute from their arguments alone.
private let functions: Set<String> = [
    "abs", "avg", "ceil", "ceiling", "coalesce", "count", "cume_dist", "dense_rank", "exp", "first_value",
    "floor",
    "glob", "group_concat", "ifnull", "iif", "instr", "lag", "last_value", "lead", "length", "like", "ln",
    "log",
    "log10", "log2", "lower", "ltrim", "max", "min", "mod", "nth_value", "ntile", "nullif", "percent_rank",
    "pow",
    "power", "rank", "replace", "round", "row_number", "rtrim", "sign", "sqrt", "string_agg", "substr",
    "substring", "sum", "total", "trim", "trunc", "unicode", "upper",
]
