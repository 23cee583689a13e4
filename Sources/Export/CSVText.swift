/// Cells as the text of a CSV.
public enum CSVText {
    /// A text in the form in which a spreadsheet shows it and runs nothing: an apostrophe goes before a formula's sign.
    public static func quoted(_ text: String) -> String {
        // By scalars: a sign with a combining mark is another Character, but the same sign to a spreadsheet.
        let isRun = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        let safe = isRun ? "'" + text : text
        guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
            return safe
        }
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in safe.unicodeScalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
    }

    /// The shortest text that reads back as the same number.
    public static func numeral(_ number: Double) -> String {
        let text = "\(number)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    static func cell(_ cell: ExportCell) -> String {
        switch cell {
        case .empty: ""
        case .text(let text): quoted(text)
        case .number(let number), .figure(let number): numeral(number)
        }
    }
}
