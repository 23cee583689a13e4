internal import Foundation

/// Normal forms of the texts that identify firms.
public enum IdentityText {
    /// For codes: NFKC, no spaces or hyphens, upper case.
    ///
    /// Plain upper-case text comes back as it is, at no cost.
    public static func normalised(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
        if isPlain { return text }
        let folded = text.precomposedStringWithCompatibilityMapping.uppercased()
        return String(folded.unicodeScalars.filter { !dropped.contains($0) })
    }

    /// For names: NFKC, trimmed, each run of white space one space.
    public static func normalisedName(_ text: String) -> String {
        let folded = text.utf8.allSatisfy { $0 < 128 } ? text : text.precomposedStringWithCompatibilityMapping
        return folded.split(whereSeparator: \.isWhitespace).joined(separator: " ")
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
        guard text.contains(where: { $0 == "E" || $0 == "e" }), text.contains("+") || text.contains(".")
        else {
            return false
        }
        return Double(text) != nil
    }

    private static let dropped: Set<UnicodeScalar> = {
        var set: Set<UnicodeScalar> = [
            "-", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2212}", "\u{FEFF}",
        ]
        set.formUnion([" ", "\t", "\n", "\r", "\u{200B}"])
        return set
    }()
}
