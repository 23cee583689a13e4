/// Something wrong in a file, named so that its owner can mend it.
public struct Problem: Hashable, Codable, Sendable {
    public var file: String
    /// The sheet of a workbook; nil for text.
    public var sheet: String?
    /// 1-based; 0 for the file as a whole.
    public var line: Int
    /// The English name of the column; empty for the row or file as a whole.
    public var column: String
    /// A stable word for machines, such as `bad_check` or `unknown_region`.
    public var code: String
    /// What stood there, cut to `valueLimit` characters.
    public var value: String
    /// What is wrong and what to do, one sentence.
    public var message: String

    /// Characters of `value` that are kept.
    public static let valueLimit = 80

    public init(
        file: String, sheet: String? = nil, line: Int, column: String, code: String, value: String,
        message: String
    ) {
        self.file = file
        self.sheet = sheet
        self.line = line
        self.column = column
        self.code = code
        self.value = value.count > Self.valueLimit ? String(value.prefix(Self.valueLimit)) + "…" : value
        self.message = message
    }

    /// Where to look: `list.csv:12`, `list.xlsx[Sheet1]:12`, or the file alone.
    public var place: String {
        file + (sheet.map { "[\($0)]" } ?? "") + (line > 0 ? ":\(line)" : "")
    }
}
