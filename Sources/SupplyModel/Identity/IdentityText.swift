internal import Foundation

/// Normal forms of the texts that identify firms.
public enum IdentityText {
    /// For codes: NFKC, no spaces, hyphens or invisible marks, upper case.
    ///
    /// Plain upper-case text comes back as it is, at no cost.
    public static func normalised(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
        if isPlain { return text }
        let folded = text.precomposedStringWithCompatibilityMapping.uppercased()
        return String(folded.unicodeScalars.filter { !dropped.contains($0) })
    }

    /// For names: NFKC, trimmed, without invisible marks, each run of white space one space.
    ///
    /// A plain name comes back as it is, at no cost.
    public static func normalisedName(_ text: String) -> String {
        if isPlainName(text) { return text }
        var folded = text
        if !text.utf8.allSatisfy({ $0 < 128 }) {
            folded = text.precomposedStringWithCompatibilityMapping
            folded.unicodeScalars.removeAll { invisible.contains($0) }
        }
        return folded.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Whether the text is in the normal form of names by its bytes alone: visible ASCII and the Chinese characters
    /// U+4E00 to U+9FFF, none of which NFKC changes, and single spaces between them.
    static func isPlainName(_ text: String) -> Bool {
        let bytes = text.utf8.span
        var wideBytes = 0
        var isAfterSpace = true
        for position in bytes.indices {
            let byte = bytes[position]
            if wideBytes > 0 {
                if wideBytes == 3, byte < 0xB8 { return false }
                wideBytes = wideBytes == 1 ? 0 : 1
                continue
            }
            switch byte {
            case 0x21...0x7E: isAfterSpace = false
            case 0x20 where !isAfterSpace: isAfterSpace = true
            case 0xE4: (wideBytes, isAfterSpace) = (3, false)
            case 0xE5...0xE9: (wideBytes, isAfterSpace) = (2, false)
            default: return false
            }
        }
        return !isAfterSpace || text.isEmpty
    }

    /// The reason why text of the wrong length is no code, most telling first.
    static func lengthFault(_ bytes: [UInt8], text: String) -> IdentityFault {
        if bytes.isEmpty { return .empty }
        if looksScientific(text) { return .scientificNotation }
        let isNumber = bytes.allSatisfy { (48...57).contains($0) }
        return isNumber && bytes.count == 15 ? .oldRegistrationNumber : .badLength(text.count)
    }

    /// Whether the text is a number with an exponent, such as `9.13101E+17`.
    public static func looksScientific(_ text: String) -> Bool {
        let signs = text.utf8
        guard signs.contains(UInt8(ascii: "E")) || signs.contains(UInt8(ascii: "e")),
            signs.contains(UInt8(ascii: "+")) || signs.contains(UInt8(ascii: "."))
        else { return false }
        return Double(text) != nil
    }

    /// Marks of no width that no writing needs, and those that turn the direction of a line.
    ///
    /// Two names that differ in them look the same, or like a third. The joiners U+200C and U+200D stay, for some writings need them.
    private static let invisible: Set<UnicodeScalar> = [
        "\u{200B}", "\u{2060}", "\u{FEFF}", "\u{200E}", "\u{200F}", "\u{202A}", "\u{202B}",
        "\u{202C}", "\u{202D}", "\u{202E}", "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}",
    ]

    private static let dropped = invisible.union([
        "-", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2212}", " ", "\t", "\n", "\r",
    ])
}
