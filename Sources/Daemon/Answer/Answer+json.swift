extension Answer {
    /// The answer as JSON text: an array of a list, an object of one thing; names and values as the contract gives them.
    func json() -> String {
        guard isList else { return Self.json(.record(records.first ?? []), indent: "") + "\n" }
        if records.isEmpty { return "[]\n" }
        let lines = records.map { "  " + Self.json(.record($0), indent: nil) }
        return "[\n" + lines.joined(separator: ",\n") + "\n]\n"
    }

    /// Each record as JSON on one line.
    var jsonRecords: [String] { records.map { Self.json(.record($0), indent: nil) } }

    /// One value.
    ///
    /// With an indent its outermost record is spread over lines; nested ones stay on one.
    private static func json(_ value: Value, indent: String?) -> String {
        switch value {
        case .text(let text): return quoted(text)
        case .number(let number): return numeral(number)
        case .flag(let flag): return flag ? "true" : "false"
        case .list(let values):
            let parts = values.map { json($0, indent: nil) }
            guard let indent, parts.count > 1, values.contains(where: \.isRecord) else {
                return "[" + parts.joined(separator: ", ") + "]"
            }
            let lines = parts.map { "\(indent)    \($0)" }.joined(separator: ",\n")
            return "[\n\(lines)\n\(indent)  ]"
        case .record(let fields):
            guard let indent else {
                let parts = fields.map { quoted($0.name) + ": " + json($0.value, indent: nil) }
                return "{" + parts.joined(separator: ", ") + "}"
            }
            let lines = fields.map { "\(indent)  " + quoted($0.name) + ": " + json($0.value, indent: indent) }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        }
    }

    /// The shortest decimal that reads back as the same number; whole numbers without a point.
    static func numeral(_ number: Double) -> String {
        if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
        return "\(number)"
    }

    private static func quoted(_ text: String) -> String {
        var result: [UInt8] = [UInt8(ascii: "\"")]
        let digits = Array("0123456789abcdef".utf8)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
            case 10: result += Array("\\n".utf8)
            case 0..<32, 127:
                result += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: result.append(byte)
            }
        }
        result.append(UInt8(ascii: "\""))
        return String(decoding: result, as: UTF8.self)
    }
}

extension Answer.Value {
    var isRecord: Bool {
        if case .record = self { true } else { false }
    }
}
