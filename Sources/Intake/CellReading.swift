internal import SupplyModel

/// What a cell says.
enum CellReading<Value> {
    /// Nothing is written; a merged cell above may stand for it.
    case blank
    /// A mark such as `—` or `无` says that there is nothing.
    case none
    case value(Value)
    case fault(CellFault)

    /// The value; nil in every other case.
    var value: Value? {
        if case .value(let value) = self { return value }
        return nil
    }

    var isBlank: Bool {
        if case .blank = self { return true }
        return false
    }

    /// Whether nothing is written, or a mark for nothing.
    var isEmpty: Bool {
        switch self {
        case .blank, .none: true
        case .value, .fault: false
        }
    }

    var isFault: Bool {
        if case .fault = self { return true }
        return false
    }
}

/// Why a cell was refused.
struct CellFault: Hashable {
    /// A stable word for machines.
    var code: String
    /// What is wrong and what to do.
    var message: String

    init(_ code: String, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// The normal form of what cells say.
enum CellText {
    /// NFKC (full-width forms become plain), trimmed, each run of white space one space.
    ///
    /// The apostrophe that quotes off a formula's sign in a CSV is no part of the text.
    static func normalised(_ cell: Span<UInt8>) -> String {
        let text = IdentityText.normalisedName(raw(cell))
        guard text.utf8.first == UInt8(ascii: "'"), let sign = text.unicodeScalars.dropFirst().first,
            quotedSigns.contains(sign)
        else { return text }
        return String(text.unicodeScalars.dropFirst())
    }

    /// The cell as it stands.
    static func raw(_ cell: Span<UInt8>) -> String {
        cell.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    /// The cell for a message: control characters, which a terminal would obey, are replaced.
    static func shown(_ cell: Span<UInt8>) -> String {
        let start = cell.extracting(first: min(cell.count, shownBytes))
        return String(
            String.UnicodeScalarView(raw(start).unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
    }

    /// Whether the character is one of C0 or C1, which no name has.
    static func isControl(_ character: Unicode.Scalar) -> Bool {
        character.value < 0x20 || (0x7F..<0xA0).contains(character.value)
    }

    /// Whether a text has one, told by its bytes: those of C1 are `C2` and one below `A0`.
    static func hasControl(_ text: String) -> Bool {
        let bytes = text.utf8.span
        var before: UInt8 = 0
        for position in bytes.indices {
            let byte = bytes[position]
            if byte < 0x20 || byte == 0x7F || (before == 0xC2 && byte < 0xA0) { return true }
            before = byte
        }
        return false
    }

    /// Whether normalised text is a mark for nothing.
    static func isMark(_ text: String) -> Bool {
        guard text.utf8.count <= markLimitBytes, let first = text.utf8.first, markStarts.contains(first)
        else { return false }
        return marks.contains(text.lowercased())
    }

    /// Why normalised text that a formula left where it failed is no value; nil for other text.
    ///
    /// `#N/A` is not among them: it is a mark for nothing.
    static func formulaFault(_ text: String) -> CellFault? {
        guard text.utf8.first == UInt8(ascii: "#"), formulaErrors.contains(text.uppercased()) else {
            return nil
        }
        return CellFault("failed_formula", "a formula failed here; correct it, or write its value")
    }

    private static let quotedSigns: Set<Unicode.Scalar> = ["=", "+", "-", "@"]
    private static let formulaErrors: Set<String> = [
        "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BUSY!",
        "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA",
    ]
    private static let shownBytes = 400
    private static let markLimitBytes = 12
    private static let marks: Set<String> = [
        "-", "--", "—", "——", "–", "−", "无", "/", "//", "\\", "n/a", "#n/a", "na", "n.a.", "null", "暂无",
    ]
    /// The bytes that marks begin with, in either case.
    private static let markStarts = Set(marks.flatMap { [$0, $0.uppercased()] }.compactMap(\.utf8.first))
}
