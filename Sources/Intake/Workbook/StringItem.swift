/// Follows one text of a workbook: plain, or runs of rich text that are joined; how characters are read aloud is skipped.
struct StringItem {
    private var isInText = false
    /// Elements that are open and count for nothing.
    private var skipped = 0

    /// Whether text belongs to the item just now.
    var takesText: Bool { isInText && skipped == 0 }

    mutating func begin(_ name: XMLName) {
        guard skipped == 0, !isInText, name("t") || name("r") else {
            skipped += 1
            return
        }
        isInText = name("t")
    }

    mutating func end() {
        if skipped > 0 { skipped -= 1 } else { isInText = false }
    }
}

/// The characters that XML cannot hold, which spreadsheets write as `_x000D_`.
enum EscapedText {
    private static let length = 7

    /// Puts the characters in place of their escapes, from a position to the end.
    static func decode(_ bytes: inout [UInt8], from start: Int) {
        guard bytes.count - start >= length, bytes[start...].contains(UInt8(ascii: "_")) else { return }
        var result: [UInt8] = []
        var position = start
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "_"), let scalar = scalar(bytes[position...]) {
                result += Array(String(Character(scalar)).utf8)
                position += length
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        bytes.replaceSubrange(start..., with: result)
    }

    private static func scalar(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let text = bytes.prefix(length)
        guard text.count == length, text.starts(with: Array("_x".utf8)), text.last == UInt8(ascii: "_") else {
            return nil
        }
        let digits = String(decoding: text.dropFirst(2).dropLast(), as: UTF8.self)
        guard digits.allSatisfy(\.isHexDigit) else { return nil }
        return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
    }
}
