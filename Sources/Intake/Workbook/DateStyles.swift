/// Which of a workbook's cell styles show a number as a date or a time.
final class DateStyles: XMLHandler {
    private var formats: [Int: Bool] = [:]
    /// By cell style.
    private(set) var styles: [Bool] = []
    private var isInStyles = false

    /// Reads the part; without one there are no styles.
    init(_ part: ZipPart?) throws(IntakeFault) {
        if let part { try XMLReader(part).run(into: self) }
    }

    func begin(_ name: XMLName, _ attributes: XMLAttributes) throws(IntakeFault) {
        if name("cellXfs") { isInStyles = true }
        guard formats.count + styles.count < WorkbookLimits.styles else { throw .workbook(.tooManyParts) }
        if name("numFmt"), let id = attributes.text("numFmtId").flatMap({ Int($0) }) {
            formats[id] = Self.isDate(format: attributes.text("formatCode") ?? "")
        } else if isInStyles, name("xf") {
            let id = attributes.text("numFmtId").flatMap { Int($0) } ?? 0
            styles.append(formats[id] ?? Self.isDate(builtIn: id))
        }
    }

    func end(_ name: XMLName) {
        if name("cellXfs") { isInStyles = false }
    }

    func take(_ text: UnsafeBufferPointer<UInt8>) {}

    /// The numbers of formats that every program knows, those of East Asian languages among them.
    static func isDate(builtIn id: Int) -> Bool {
        [14...22, 27...36, 45...47, 50...58].contains { $0.contains(id) }
    }

    /// Characters of a format code that are looked at; no spreadsheet writes longer ones.
    private static let formatCharacters = 255

    /// Whether a format code has a letter of dates outside of its literal text.
    static func isDate(format: String) -> Bool {
        var isQuoted = false
        var bracket: String?
        var skipsNext = false
        for character in format.prefix(formatCharacters).lowercased() {
            if skipsNext {
                skipsNext = false
            } else if isQuoted {
                isQuoted = character != "\""
            } else if let inside = bracket {
                bracket = character == "]" ? nil : inside + String(character)
                if bracket == nil, !inside.isEmpty, inside.allSatisfy({ "hms".contains($0) }) { return true }
            } else {
                switch character {
                case "\"": isQuoted = true
                case "[": bracket = ""
                case "\\", "_", "*": skipsNext = true
                case ";": return false
                case "y", "m", "d", "h", "s": return true
                default: break
                }
            }
        }
        return false
    }
}
