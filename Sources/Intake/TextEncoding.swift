/// How the text of a register is encoded: its mark, else strict UTF-8, else GB18030 as Windows saves it.
enum TextEncoding: Equatable {
    case utf8, gb18030, utf16LittleEndian, utf16BigEndian

    /// The encoding's name for iconv and for people.
    var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .gb18030: "GB18030"
        case .utf16LittleEndian: "UTF-16LE"
        case .utf16BigEndian: "UTF-16BE"
        }
    }

    /// Wide characters of UTF-8 before the first fault that prove a file to be damaged UTF-8: text in GB18030 does not
    /// look like so many of them by chance.
    private static let provingCharacters = 16

    /// Reads the file once to tell its encoding; it is left at its start.
    ///
    /// A line longer than a record may be ends the reading at once.
    static func detect(_ file: InputFile) throws(IntakeError) -> TextEncoding {
        var chunk = [UInt8](repeating: 0, count: IntakeLimits.chunkBytes)
        var scan = UTF8Scan()
        var offset = 0
        var lineBytes = 0
        var isMarked = false
        while true {
            let count = try file.read(into: &chunk, from: 0, limit: chunk.count)
            if offset == 0 {
                guard count > 0 else { throw IntakeError(path: file.path, fault: .empty) }
                if let known = encoding(ofMark: chunk.prefix(min(count, 3))) {
                    guard known == .utf8 else {
                        try file.seek(to: 0)
                        return known
                    }
                    isMarked = true
                }
            }
            if count == 0 { break }
            if let bad = scan.check(chunk.span.extracting(first: count)) {
                guard isMarked || scan.wideCharacters >= provingCharacters else {
                    try file.seek(to: 0)
                    return .gb18030
                }
                let line = try lineNumber(in: file, at: offset + bad)
                throw IntakeError(path: file.path, line: line, fault: .badEncoding("UTF-8"))
            }
            let tail = bytesAfterLastLineEnd(chunk, count)
            lineBytes = tail < count ? tail : lineBytes + count
            offset += count
            guard lineBytes <= IntakeLimits.recordBytes else {
                let line = try lineNumber(in: file, at: offset)
                throw IntakeError(path: file.path, line: line, fault: .recordTooLong)
            }
        }
        guard scan.missingBytes == 0 || (scan.wideCharacters == 0 && !isMarked) else {
            throw IntakeError(path: file.path, line: try lineNumber(in: file, at: offset), fault: .truncated)
        }
        try file.seek(to: 0)
        return scan.missingBytes == 0 ? .utf8 : .gb18030
    }

    private static func encoding(ofMark start: ArraySlice<UInt8>) -> TextEncoding? {
        if start.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
        if start.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
        return start.starts(with: [0xEF, 0xBB, 0xBF]) ? .utf8 : nil
    }

    private static func bytesAfterLastLineEnd(_ bytes: [UInt8], _ count: Int) -> Int {
        var position = count
        while position > 0, bytes[position - 1] != UInt8.lineFeed, bytes[position - 1] != UInt8.carriageReturn
        {
            position -= 1
        }
        return count - position
    }

    /// The line that a byte of the file is on, found by reading the file again.
    private static func lineNumber(in file: InputFile, at offset: Int) throws(IntakeError) -> Int {
        var chunk = [UInt8](repeating: 0, count: IntakeLimits.chunkBytes)
        var counter = LineCounter()
        var rest = offset
        try file.seek(to: 0)
        while rest > 0 {
            let count = try file.read(into: &chunk, from: 0, limit: min(rest, chunk.count))
            guard count > 0 else { break }
            counter.count(chunk.span.extracting(first: count))
            rest -= count
        }
        return counter.lines + 1
    }
}

/// Counts line ends, be they LF, CR or both.
struct LineCounter {
    private(set) var lines = 0
    private var followsReturn = false

    mutating func count(_ bytes: Span<UInt8>) {
        for position in bytes.indices {
            let byte = bytes[position]
            if byte == .carriageReturn || (byte == .lineFeed && !followsReturn) { lines += 1 }
            followsReturn = byte == .carriageReturn
        }
    }
}

extension UInt8 {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let quote = UInt8(ascii: "\"")
    static let comma = UInt8(ascii: ",")
    static let semicolon = UInt8(ascii: ";")
}
