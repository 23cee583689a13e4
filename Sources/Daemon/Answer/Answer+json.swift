extension Answer {
    /// The answer as JSON text: an array of a list, an object of one thing; names and values as the contract gives them.
    func json() -> String {
        guard isList else { return Self.json(records.first ?? [], indent: "") + "\n" }
        if records.isEmpty { return "[]\n" }
        let lines = records.map { "  " + Self.json($0, indent: nil) }
        return "[\n" + lines.joined(separator: ",\n") + "\n]\n"
    }

    /// Each record as JSON on one line.
    var jsonRecords: [String] { records.map { Self.json($0, indent: nil) } }

    private static func json(_ record: [Field], indent: String?) -> String {
        var text = ""
        write(.record(record), indent: indent, to: &text)
        return text
    }

    /// Appends one value.
    ///
    /// With an indent its outermost record is spread over lines; nested ones stay on one.
    private static func write(_ value: Value, indent: String?, to text: inout String) {
        switch value {
        case .text(let words): write(quoted: words, to: &text)
        case .number(let number): text += numeral(number)
        case .flag(let flag): text += flag ? "true" : "false"
        case .list(let values):
            let lines = values.count > 1 && values.contains(where: \.isRecord) ? indent : nil
            text += "["
            for (place, value) in values.enumerated() {
                write(before: "    ", isFirst: place == 0, lines: lines, to: &text)
                write(value, indent: nil, to: &text)
            }
            if let lines { text += "\n\(lines)  " }
            text += "]"
        case .record(let fields):
            text += "{"
            for (place, field) in fields.enumerated() {
                write(before: "  ", isFirst: place == 0, lines: indent, to: &text)
                write(quoted: field.name, to: &text)
                text += ": "
                write(field.value, indent: indent, to: &text)
            }
            if let indent { text += "\n\(indent)" }
            text += "}"
        }
    }

    /// Appends what stands before an element: a new line under `lines`, and so much farther in, or nothing but a comma.
    private static func write(before distance: String, isFirst: Bool, lines: String?, to text: inout String) {
        if !isFirst { text += lines == nil ? ", " : "," }
        if let lines { text += "\n\(lines)\(distance)" }
    }

    /// The shortest decimal that reads back as the same number; whole numbers without a point.
    static func numeral(_ number: Double) -> String {
        if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
        return "\(number)"
    }

    private static func write(quoted words: String, to text: inout String) {
        text += "\""
        if words.utf8.contains(where: isEscaped) {
            text += escaped(words)
        } else {
            text += words
        }
        text += "\""
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 32 || byte == 127 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func escaped(_ words: String) -> String {
        var result: [UInt8] = []
        let digits = Array("0123456789abcdef".utf8)
        for byte in words.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
            case 10: result += Array("\\n".utf8)
            case _ where isEscaped(byte):
                result += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension Answer.Value {
    var isRecord: Bool {
        if case .record = self { true } else { false }
    }
}
