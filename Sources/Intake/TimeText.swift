public import SupplyModel

/// Times as people write them: RFC 3339, or a date of China with or without hour and minute.
public enum TimeText {
    /// What to do instead, after the text in quotes.
    public static let advice =
        "is no time; write RFC 3339, such as 2026-01-31T12:00:00+08:00, or a date such as 2026-01-31, 2026/1/31 or 2026年1月31日"

    /// Reads `2026-01-31`, `2026/1/31 9:30`, `2026年1月31日`, `20260131`, or RFC 3339; nil for anything else.
    ///
    /// A date alone means its first moment: a day that has begun never lies ahead.
    public static func time(_ text: String) -> Timestamp? {
        let plain = IdentityText.normalisedName(text)
        if let time = Timestamp(plain) { return time }
        let marked = plain.replacing("年", with: "-").replacing("月", with: "-").replacing("日", with: " ")
        let parts = marked.replacing("/", with: "-").replacing(".", with: "-")
            .split(separator: " ", omittingEmptySubsequences: true)
        guard let first = parts.first, parts.count <= 2, let date = date(first),
            let hours = hours(parts.count == 2 ? parts[1] : "0:00")
        else { return nil }
        return Timestamp("\(date)T\(hours)+08:00")
    }

    /// Reads a time at which something ends: a date without an hour means the end of its day.
    public static func end(_ text: String) -> Timestamp? {
        time(text + " 23:59:59")?.adding(seconds: 1) ?? time(text)
    }

    private static func date(_ text: Substring) -> String? {
        let isCompact = text.utf8.count == 8 && !text.contains("-")
        let fields =
            isCompact
            ? [text.prefix(4), text.dropFirst(4).prefix(2), text.suffix(2)]
            : text.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.count == 3, fields[0].utf8.count == 4 else { return nil }
        return padded(fields).map { $0.joined(separator: "-") }
    }

    private static func hours(_ text: Substring) -> String? {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 2 || fields.count == 3 else { return nil }
        return padded(fields + (fields.count == 2 ? ["00"] : [])).map { $0.joined(separator: ":") }
    }

    /// The fields with two digits at least; nil where one is no number.
    private static func padded(_ fields: [Substring]) -> [String]? {
        let texts = fields.map { ($0.utf8.count == 1 ? "0" : "") + $0 }
        return texts.allSatisfy { $0.utf8.count >= 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }
            ? texts : nil
    }
}

/// What a cell in a column of times says.
enum TimeCell {
    static func read(_ cell: Span<UInt8>) -> CellReading<Timestamp> {
        if cell.isEmpty { return .blank }
        guard cell.count <= limitBytes else { return .fault(fault) }
        let text = CellText.normalised(cell)
        if text.isEmpty { return .blank }
        if CellText.isMark(text) { return .none }
        return TimeText.time(text).map { .value($0) } ?? .fault(fault)
    }

    /// A time at which something ends: a date without an hour means the end of its day.
    static func end(_ cell: Span<UInt8>) -> CellReading<Timestamp> {
        let text = CellText.normalised(cell.extracting(first: min(cell.count, limitBytes)))
        if let last = TimeText.end(text) { return .value(last) }
        return read(cell)
    }

    private static let limitBytes = 100
    private static let fault = CellFault("bad_time", "this \(TimeText.advice)")
}
