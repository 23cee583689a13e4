/// A strict UTF-8 check over chunks: eight ASCII bytes at a time, everything else by the table of well-formed sequences.
///
/// Source: The Unicode Standard, table 3-7.
struct UTF8Scan {
    /// Characters of more than one byte that were complete.
    private(set) var wideCharacters = 0
    /// Continuation bytes that the last character still needs.
    private(set) var missingBytes = 0
    /// Bounds of the next continuation byte.
    private var low: UInt8 = 0x80
    private var high: UInt8 = 0xBF

    /// Checks the next chunk; gives the position of the first byte that is not UTF-8, or nil.
    mutating func check(_ bytes: Span<UInt8>) -> Int? {
        let words = bytes.bytes
        var position = 0
        let count = bytes.count
        while position < count {
            if missingBytes == 0 {
                while position + 8 <= count,
                    words.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
                        & 0x8080_8080_8080_8080
                        == 0
                { position += 8 }
                guard position < count else { break }
            }
            guard take(bytes[position]) else { return position }
            position += 1
        }
        return nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        if missingBytes > 0 {
            guard byte >= low, byte <= high else { return false }
            (low, high) = (0x80, 0xBF)
            missingBytes -= 1
            if missingBytes == 0 { wideCharacters += 1 }
            return true
        }
        switch byte {
        case 0x00...0x7F: break
        case 0xC2...0xDF: missingBytes = 1
        case 0xE0: (missingBytes, low) = (2, 0xA0)
        case 0xED: (missingBytes, high) = (2, 0x9F)
        case 0xE1...0xEF: missingBytes = 2
        case 0xF0: (missingBytes, low) = (3, 0x90)
        case 0xF4: (missingBytes, high) = (3, 0x8F)
        case 0xF1...0xF3: missingBytes = 3
        default: return false
        }
        return true
    }
}
