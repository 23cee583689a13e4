internal import Glibc

/// Takes a text apart into records and cells (RFC 4180), in one buffer that never grows.
///
/// The buffer holds one record of the largest size. A record that does not end in it is moved to its front and scanned
/// again from its start once more text is there; at 256 KiB a read this happens a few times a megabyte. Cells are
/// positions in the buffer, so nothing is copied; a quote written twice is made one in place.
struct RecordSplitter {
    /// A cell's place in the buffer, without its quotes.
    struct Cell {
        var range: Range<Int>
        /// Whether quotes inside are still written twice.
        var hasDoubledQuotes = false
    }

    /// The text around the record; only the ranges of `cells` mean anything.
    private(set) var bytes: [UInt8]
    /// The cells of the record, at least one.
    private(set) var cells: ContiguousArray<Cell> = []
    /// The line that the record begins on, 1-based.
    private(set) var line = 1
    /// Whether the text ended with this record, without a line end.
    private(set) var isCutOff = false
    /// Bytes of the file that were taken so far.
    var bytesRead: Int { source.bytesRead }

    private var source: TextSource
    /// The bytes of the buffer that are not left yet.
    private var start = 0
    private var end = 0
    private var nextLine = 1
    /// Where the record after the loaded one begins, and on which line.
    private var following = (start: 0, line: 1)
    private var isAtEnd = false
    private var isFirst = true

    /// Free bytes that the buffer must have, so that a converted character always fits.
    private static let slackBytes = 16

    init(_ source: TextSource) {
        self.source = source
        bytes = [UInt8](repeating: 0, count: IntakeLimits.recordBytes + Self.slackBytes)
    }

    /// Goes to the next record; false after the last one.
    mutating func next(delimiter: UInt8) throws(IntakeError) -> Bool {
        guard try load(delimiter: delimiter) else { return false }
        for index in cells.indices where cells[index].hasDoubledQuotes { mendQuotes(index) }
        leave()
        return true
    }

    /// Takes the record apart without leaving it, so that another delimiter can be tried; false after the last one.
    mutating func load(delimiter: UInt8) throws(IntakeError) -> Bool {
        line = nextLine
        while true {
            if start == end {
                if isAtEnd { return false }
                try fill()
                continue
            }
            // The cells step aside because the scan borrows the buffer, and with it this value.
            var found: ContiguousArray<Cell> = []
            swap(&found, &cells)
            found.removeAll(keepingCapacity: true)
            let scan = RecordScan(delimiter: delimiter, isAtEnd: isAtEnd)
            let outcome = scan.scan(bytes.span.extracting(first: end), from: start, into: &found)
            swap(&found, &cells)
            switch outcome {
            case .complete(let next, let lines, let isCutOff):
                following = (next, line + lines)
                self.isCutOff = isCutOff
                return true
            case .fault(let fault, let lines):
                throw IntakeError(path: source.file.path, line: line + lines, fault: fault)
            case .incomplete(let quoteLines):
                guard end - start <= bytes.count - Self.slackBytes else {
                    throw IntakeError(
                        path: source.file.path, line: line + (quoteLines ?? 0),
                        fault: quoteLines == nil ? .recordTooLong : .openQuote)
                }
                try fill()
            }
        }
    }

    /// Leaves the loaded record; its cells stay readable until the next one is loaded.
    mutating func leave() {
        (start, nextLine) = following
    }

    /// A cell as text.
    func text(_ cell: Cell) -> String {
        let text = bytes.withUnsafeBufferPointer {
            String(decoding: UnsafeBufferPointer(rebasing: $0[cell.range]), as: UTF8.self)
        }
        guard cell.hasDoubledQuotes else { return text }
        var isSecond = false
        let single = text.utf8.filter { byte in
            isSecond = byte == UInt8(ascii: "\"") && !isSecond
            return byte != UInt8(ascii: "\"") || isSecond
        }
        return String(decoding: Array(single), as: UTF8.self)
    }

    /// Moves what is not left yet to the front and reads on behind it.
    private mutating func fill() throws(IntakeError) {
        let left = end - start
        if start > 0, left > 0 {
            bytes.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return }
                memmove(base, base + start, left)
            }
        }
        (start, end) = (0, left)
        let part = try source.read(
            into: &bytes, from: end, limit: min(IntakeLimits.chunkBytes, bytes.count - end))
        if let position = nulPosition(in: end..<(end + part.count)) {
            throw fault(.nulByte, at: position)
        }
        end += part.count
        if let fault = part.fault { throw self.fault(fault, at: end) }
        isAtEnd = part.count == 0
        if isFirst, end >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { start = 3 }
        isFirst = false
    }

    private func nulPosition(in range: Range<Int>) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return nil }
            return memchr(base + range.lowerBound, 0, range.count).map { UnsafeRawPointer($0) - base }
        }
    }

    private func fault(_ fault: IntakeFault, at position: Int) -> IntakeError {
        var counter = LineCounter()
        counter.count(bytes.span.extracting(start..<position))
        return IntakeError(path: source.file.path, line: nextLine + counter.lines, fault: fault)
    }

    private mutating func mendQuotes(_ index: Int) {
        let range = cells[index].range
        var to = range.lowerBound
        var from = range.lowerBound
        while from < range.upperBound {
            bytes[to] = bytes[from]
            from += bytes[from] == .quote ? 2 : 1
            to += 1
        }
        cells[index] = Cell(range: range.lowerBound..<to)
    }
}
