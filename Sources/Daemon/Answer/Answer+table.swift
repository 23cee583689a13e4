public import SupplyModel

/// Answers as a person reads them: aligned columns under headings in the reader's language.
extension Answer {
    /// Cells wider than this are cut, in terminal columns; the last of a row is not.
    static let cellWidthLimit = 60
    /// Columns that are whole however wide they are: what stands there is typed into another command.
    private static let wholeColumns: Set<String> = ["id", "digest_id", "fallback_id", "replaced_by"]

    /// The answer in a format.
    public func rendered(as format: AnswerFormat, in language: Language) -> String {
        switch format {
        case .json: json()
        case .csv: csv()
        case .table where !page.isEmpty: Answer(page).lines(language) + footer
        case .table: (isList ? blocks(language) : lines(language)) + footer
        }
    }

    func table(_ language: Language) -> String {
        if records.isEmpty { return Self.none(language) + "\n" }
        let shown = columns.filter { column in
            isShown(column) && records.contains { $0.contains { $0.name == column } }
        }
        var rows = [shown.map { heading($0, language) }]
        for record in records {
            rows.append(
                shown.map { column in
                    let isWhole = column == shown.last || Self.wholeColumns.contains(column)
                    let limit = isWhole ? Int.max : Self.cellWidthLimit
                    guard let value = TableWords.shown(column, of: record, language) else { return "" }
                    return Self.shown(value, limit)
                })
        }
        let isNumeric = shown.map { column in
            records.allSatisfy { record in
                record.first { $0.name == column }.map { $0.value.isNumber } ?? true
            }
        }
        return Self.aligned(rows, rightAligned: isNumeric)
    }

    /// One thing: a name and a value a line, its lists of records as tables below.
    private func lines(_ language: Language) -> String {
        let record = records.first ?? []
        let fields = record.filter { isShown($0.name) }
        let names = fields.map { heading($0.name, language, ofRecords: $0.value.hasRecords) }
        let width = names.map(terminalWidth).max() ?? 0
        var text = ""
        var tables = ""
        for (field, name) in zip(fields, names) {
            if case .list(let values) = field.value, field.value.hasRecords {
                tables += "\n\(name)\n" + nested(values).table(language)
            } else {
                let value = TableWords.shown(field.name, of: record, language) ?? field.value
                let shown = value.isEmptyList ? Self.none(language) : Self.shown(value, .max)
                text += Self.padded(name, width) + "  " + shown + "\n"
            }
        }
        return text + tables
    }

    /// One of its lists of records, as an answer of its own.
    func nested(_ values: [Value]) -> Answer {
        let records = values.map { value -> [Field] in
            if case .record(let fields) = value { fields } else { [] }
        }
        // The fullest record knows the order best.
        let fullest = records.max { $0.count < $1.count } ?? []
        var columns = fullest.map(\.name)
        for field in records.joined() where !columns.contains(field.name) {
            columns.append(field.name)
        }
        var nested = Answer(columns: columns, records: records)
        nested.hiddenInTable = hiddenInTable
        nested.hiddenInSheet = hiddenInSheet
        nested.chineseHeadings = chineseHeadings
        return nested
    }

    private func isShown(_ column: String) -> Bool {
        !hiddenInTable.contains(column) && column != TableWords.ending
    }

    private func heading(_ column: String, _ language: Language, ofRecords: Bool = false) -> String {
        (language == .zh ? chineseHeadings[column] : nil)
            ?? Headings.text(column, language, ofRecords: ofRecords)
    }

    private static func aligned(_ rows: [[String]], rightAligned: [Bool]) -> String {
        var widths = [Int](repeating: 0, count: rightAligned.count)
        for row in rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], terminalWidth(cell)) }
        }
        var text = ""
        for (line, row) in rows.enumerated() {
            let cells = row.enumerated().map { index, cell in
                let isLast = index == row.count - 1
                if rightAligned[index] {
                    return String(repeating: " ", count: widths[index] - terminalWidth(cell)) + cell
                }
                return isLast ? cell : padded(cell, widths[index])
            }
            text += cells.joined(separator: "  ") + "\n"
            if line == 0 {
                text += widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ") + "\n"
            }
        }
        return text
    }

    /// A value as a cell: a figure as people read it, control characters taken out, cut to a width.
    static func shown(_ value: Value, _ limit: Int) -> String {
        if case .number(let number) = value { return figure(number) }
        let text = printable(brief(value))
        guard terminalWidth(text) > limit else { return text }
        var cut = ""
        var width = 0
        for character in text {
            width += terminalWidth(String(character))
            if width > limit - 1 { break }
            cut.append(character)
        }
        return cut + "…"
    }

    /// A value as a cell; of firms in a list, such as a product's suppliers, each by its name and share.
    private static func brief(_ value: Value) -> String {
        guard case .list(let values) = value else { return plain(value) }
        return values.map { one in
            guard case .record(let fields) = one,
                let name = fields.first(where: { $0.name == "name" }) ?? fields.first
            else { return plain(one) }
            let share = fields.first { $0.name == "share" }.map { " " + shown($0.value, .max) }
            return plain(name.value) + (share ?? "")
        }.joined(separator: "; ")
    }

    /// A text on one line, whatever control characters it holds, and in its own order: what turns the direction of a line is
    /// a space too.
    static func printable(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: " "
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// What stands for a list without entries.
    static func none(_ language: Language) -> String { language == .zh ? "（无）" : "(none)" }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - terminalWidth(text)))
    }
}

extension Answer.Value {
    var isNumber: Bool {
        if case .number = self { true } else { false }
    }

    /// Whether it is a list of records.
    var hasRecords: Bool {
        if case .list(let values) = self { values.contains(where: \.isRecord) } else { false }
    }

    var isEmptyList: Bool {
        if case .list(let values) = self { values.isEmpty } else { false }
    }
}

/// Columns of a terminal that a text takes: Chinese characters and full-width forms take two.
///
/// Source: Unicode Standard Annex 11, the ranges of East Asian Wide and Fullwidth.
func terminalWidth(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
        switch scalar.value {
        case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: width
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            width + 2
        default: width + 1
        }
    }
}
