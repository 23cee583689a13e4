internal import Export

extension Answer {
    /// The answer as CSV with the JSON names as header; lists are joined by `; `.
    ///
    /// Text that a spreadsheet would run as a formula is quoted off with an apostrophe.
    func csv() -> String {
        var lines = [columns.joined(separator: ",")]
        for record in records {
            let cells = columns.map { column in
                record.first { $0.name == column }.map { Self.cell($0.value) } ?? ""
            }
            lines.append(cells.joined(separator: ","))
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private static func cell(_ value: Value) -> String {
        if case .number(let number) = value { return numeral(number) }
        return CSVText.quoted(plain(value))
    }

    /// A value as the text of one cell.
    static func plain(_ value: Value) -> String {
        switch value {
        case .text(let text): text
        case .number(let number): numeral(number)
        case .flag(let flag): flag ? "true" : "false"
        case .list(let values): values.map(plain).joined(separator: "; ")
        case .record(let fields): fields.map { "\($0.name)=\(plain($0.value))" }.joined(separator: " ")
        }
    }
}
