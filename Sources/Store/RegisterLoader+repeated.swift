internal import GRDB
internal import SupplyModel

/// Rows that name the same supply more than once.
///
/// The rows of one supply may be the whole file. They are read one by one, in order of their lines, and of them all only the first,
/// the last and what they sum to is held; where they contradict each other they are read again for their problems.
extension RegisterLoader {
    /// Refuses, adds up or drops rows that repeat a supply.
    mutating func judgeRepeated() throws {
        try database.execute(sql: Staging.findRepeated)
        try judgeFound(Staging.sameSupply)
        guard !merged.isEmpty else { return }
        try database.execute(sql: Staging.findRepeatedOfKin)
        try judgeFound(Staging.sameSupplyOfKin)
    }

    /// `condition`: which staged rows are of a supply that was written down, its four keys being parameters 1 to 4.
    private mutating func judgeFound(_ condition: String) throws {
        let supplies = try BulkStatement(database, Staging.repeated)
        let statements = try RepeatStatements(database, condition)
        while try supplies.next() {
            statements.bind((0..<4).map(supplies.integer))
            try judge(statements)
        }
    }

    private mutating func judge(_ statements: RepeatStatements) throws {
        let rows = statements.rows
        guard try rows.next() else { return }
        var seen = RepeatedRows(rows)
        while try rows.next() { seen.take(rows) }
        if request.sumsDuplicates, seen.word == nil {
            try statements.removeAll(but: seen.last)
            try add(up: seen, statements)
        } else if let column = seen.word ?? seen.figure {
            let advice = seen.word == nil && request.offersSums ? ", or add them with --sum-duplicates" : ""
            let names =
                seen.hasNames
                ? "; they name firms that were decided to be one, see `tierwatch firms decisions`" : ""
            let message =
                "lines \(seen.lines.text) name the same supplier, region, buyer and product with a different"
                + " \(RepeatedRows.columns[column]); keep one of them\(advice)\(names)"
            while try rows.next() {
                try refuse(
                    line: Int(rows.integer(4)),
                    column: RegisterColumn(rawValue: RepeatedRows.columns[column]),
                    code: "duplicate_supply", value: RepeatedRows.shown(column, rows), message)
            }
            try statements.removeAll()
        } else {
            report.unchanged += seen.count - 1
            try statements.removeAll(but: seen.last)
        }
    }

    /// Puts the sums of values and of shares into the row that is left.
    private mutating func add(up seen: RepeatedRows, _ statements: RepeatStatements) throws {
        let isRounding = seen.share ?? 0 <= Self.roundedLimit
        try statements.set(value: seen.value, share: isRounding ? seen.share.map { min(1, $0) } : seen.share)
        report.accepted += seen.count - 1
    }
}

/// The statements about the staged rows of one supply; its keys are bound once for all of them.
private struct RepeatStatements {
    /// Keys and line, then `RepeatedRows.columns`, by line.
    let rows: BulkStatement
    private let removal: BulkStatement
    private let removalOfOthers: BulkStatement
    private let sum: BulkStatement

    init(_ database: Database, _ condition: String) throws {
        rows = try BulkStatement(database, Staging.repeatedRows(RepeatedRows.columns, condition))
        removal = try BulkStatement(database, "DELETE FROM temp.staged WHERE \(condition)")
        removalOfOthers = try BulkStatement(
            database, "DELETE FROM temp.staged WHERE \(condition) AND NOT (\(Staging.oneRow))")
        sum = try BulkStatement(
            database, "UPDATE temp.staged SET annual_value = ?5, share = ?6 WHERE \(condition)")
    }

    func bind(_ keys: [Int64]) {
        for (index, key) in keys.enumerated() {
            for statement in [rows, removal, removalOfOthers, sum] { statement.bind(key, at: index) }
        }
    }

    func removeAll() throws { try removal.run() }

    /// `row`: its four keys and its line.
    func removeAll(but row: [Int64]) throws {
        for (index, key) in row.enumerated() { removalOfOthers.bind(key, at: 4 + index) }
        try removalOfOthers.run()
    }

    /// Gives the rows that are left these figures.
    func set(value: Double?, share: Double?) throws {
        sum.bind(value, at: 4)
        sum.bind(share, at: 5)
        try sum.run()
    }
}

/// What the rows of one supply say, taken one at a time.
private struct RepeatedRows {
    /// What is compared: words first, then figures.
    static let columns = ["tier", "industry", "importance", "status"] + Staging.figures.map(\.name)
    private static let wordCount = 4
    private static let keyCount = 5
    private static let valueColumn = columns.firstIndex(of: "annual_value")
    private static let shareColumn = columns.firstIndex(of: "share")

    private(set) var count = 0
    /// Keys and line of the newest row that was taken.
    private(set) var last: [Int64] = []
    /// The first column in which a row differs from the first one.
    private(set) var word: Int?
    private(set) var figure: Int?
    /// Sums; nil where no row has any.
    private(set) var value: Double?
    private(set) var share: Double?
    private(set) var lines = NamedLines()
    /// Whether firms are named under several identities.
    private(set) var hasNames = false
    private let names: [Int64]
    private let words: [Int64]
    private let figures: [Double?]

    init(_ rows: BulkStatement) {
        names = [rows.integer(0), rows.integer(2)]
        words = (0..<Self.wordCount).map { rows.integer(Self.keyCount + $0) }
        figures = (Self.wordCount..<Self.columns.count).map { rows.double(Self.keyCount + $0) }
        take(rows)
    }

    mutating func take(_ rows: BulkStatement) {
        count += 1
        last = (0..<Self.keyCount).map(rows.integer)
        lines.add(Int(rows.integer(4)))
        if rows.integer(0) != names[0] || rows.integer(2) != names[1] { hasNames = true }
        for column in 0..<Self.wordCount where word == nil {
            if rows.integer(Self.keyCount + column) != words[column] { word = column }
        }
        for column in Self.wordCount..<Self.columns.count {
            let figure = rows.double(Self.keyCount + column)
            if self.figure == nil, !Self.isSame(figure, figures[column - Self.wordCount]) {
                self.figure = column
            }
            guard let figure else { continue }
            if column == Self.valueColumn { value = (value ?? 0) + figure }
            if column == Self.shareColumn { share = (share ?? 0) + figure }
        }
    }

    /// Whether a file shows two figures alike.
    private static func isSame(_ one: Double?, _ other: Double?) -> Bool {
        one == other || RegisterLoader.shown(one) == RegisterLoader.shown(other)
    }

    /// The cell of a column in the words of a file; an empty word is the one that it means.
    static func shown(_ column: Int, _ rows: BulkStatement) -> String {
        let place = keyCount + column
        let raw = UInt8(truncatingIfNeeded: rows.integer(place))
        return switch columns[column] {
        case "importance": (Importance(rawValue: raw) ?? .essential).name
        case "status": (SupplyStatus(rawValue: raw) ?? .active).name
        case "industry": RegisterLoader.industry(rows.integer(place)).rawValue
        default: RegisterLoader.shown(rows.double(place))
        }
    }
}
