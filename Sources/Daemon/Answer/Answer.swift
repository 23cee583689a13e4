/// What a command answers: one record or a list of them, in the order of its columns, not yet rendered.
public struct Answer: Sendable {
    /// One value of a record.
    ///
    /// A figure that is not defined is left out of its record, never null.
    public indirect enum Value: Equatable, Sendable {
        case text(String)
        case number(Double)
        case flag(Bool)
        case list([Value])
        case record([Field])
    }

    /// A value under its JSON name.
    public struct Field: Equatable, Sendable {
        public var name: String
        public var value: Value

        public init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// Column names, in order, for tables and CSV; records may leave some out.
    public var columns: [String]
    public var records: [[Field]]
    /// Columns that a table leaves out for its reader's sake; JSON and CSV have all.
    public var hiddenInTable: Set<String> = []
    /// Columns that a sheet for people leaves out: it has room for more than a table.
    public var hiddenInSheet: Set<String> = []
    /// Columns by which a table falls into blocks, each under a line of these columns' values; none for one table.
    public var blockColumns: [String] = []
    /// What a table shows in place of the records: one thing with lists; none for the records themselves.
    public var page: [Field] = []
    /// Columns that are called otherwise here than elsewhere, in Chinese.
    public var chineseHeadings: [String: String] = [:]
    /// Lines below a table.
    public var footnotes: [String] = []
    /// What is told beside the answer, on standard error, whatever its format.
    public var warnings: [String] = []
    /// Whether the answer is a list even where it has one record.
    public var isList: Bool

    /// A list of records.
    public init(columns: [String], records: [[Field]]) {
        self.columns = columns
        self.records = records
        isList = true
    }

    /// One thing.
    public init(_ record: [Field]) {
        columns = record.map(\.name)
        records = [record]
        isList = false
    }
}

extension Answer.Field {
    /// A field of text, or nothing where there is none.
    static func text(_ name: String, _ text: String?) -> [Answer.Field] {
        text.map { [Answer.Field(name, .text($0))] } ?? []
    }

    /// A field of a number, or nothing where there is none that is finite.
    static func number(_ name: String, _ number: Double?) -> [Answer.Field] {
        guard let number, number.isFinite else { return [] }
        return [Answer.Field(name, .number(number))]
    }

    /// A field of a whole number.
    static func number(_ name: String, _ number: Int) -> [Answer.Field] {
        [Answer.Field(name, .number(Double(number)))]
    }
}

/// How an answer is shown.
public enum AnswerFormat: String, CaseIterable, Sendable { case table, json, csv }
