internal import Glibc

/// The bytes of a sheet on their way from its part to the XML parser; rows that are plain leave them before it.
///
/// What is left is a document still, because whole elements are taken out of it, and none of them has a line end that the
/// parser would count. The parser is given no more than up to the end of a row at a time, so that the next may be plain.
final class SheetBytes: XMLBytes {
    private let part: ZipPart
    private var buffer = [UInt8](repeating: 0, count: WorkbookLimits.chunkBytes)
    /// The bytes of the buffer that nobody took yet.
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    /// Whether the sheet's bytes are characters of ASCII where they look so; in UTF-16 two of them are one character.
    private var isASCII: Bool?
    private var plain = PlainRow()

    init(_ part: ZipPart) { self.part = part }

    /// Gives the parser the next bytes, up to the end of a row; none at the end.
    func read(into bytes: UnsafeMutableRawPointer, limit: Int) throws(IntakeFault) -> Int {
        if start == end { try fill() }
        let rowEnd = PlainRow.end(in: buffer.span.extracting(first: end), from: start) ?? end
        let count = min(limit, rowEnd - start)
        buffer.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            bytes.copyMemory(from: base + start, byteCount: count)
        }
        start += count
        return count
    }

    /// Hands the next row over where it is plain; false where it is the parser's.
    ///
    /// To be asked where a row may stand alone, with nothing left at the parser.
    func take(into row: inout SheetRow) throws(IntakeFault) -> Bool {
        guard isASCII ?? false else { return false }
        while true {
            switch plain.scan(buffer.span.extracting(first: end), from: start) {
            case .complete(let next):
                guard plain.number > row.record.line else { return false }
                start = next
                // Held while the row reads it, because nobody else may change a class in between.
                let bytes = buffer
                try row.take(plain, of: bytes.span)
                return true
            case .other: return false
            case .incomplete:
                guard !isAtEnd, end - start < buffer.count else { return false }
            }
            try fill()
        }
    }

    func malformed(_ reason: String) -> IntakeFault { part.malformed(reason) }
    var doctype: IntakeFault { part.doctype }

    /// Whether a document begins with a tag in one byte a character, as its parser tells it too.
    private static func beginsInASCII(_ text: Span<UInt8>) -> Bool {
        let isMarked = text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF
        let first = isMarked ? 3 : 0
        return text.count >= first + 2 && text[first] == UInt8(ascii: "<") && text[first + 1] != 0
    }

    /// Moves what nobody took to the front and unpacks on behind it.
    private func fill() throws(IntakeFault) {
        let left = end - start
        let count = try buffer.withUnsafeMutableBufferPointer { (bytes) throws(IntakeFault) -> Int in
            guard let base = bytes.baseAddress else { return 0 }
            memmove(base, base + start, left)
            return try part.read(into: base + left, limit: bytes.count - left)
        }
        (start, end, isAtEnd) = (0, left + count, count == 0)
        if isASCII == nil { isASCII = Self.beginsInASCII(buffer.span.extracting(first: end)) }
    }
}
