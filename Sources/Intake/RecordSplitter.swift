internal import Glibc

/// Takes a text apart into records and cells (RFC 4180), in one buffer that never grows.
///
/// The buffer holds one record of the largest size. A record that does not end in it is moved to its front and scanned
/// again from its start once more text is there; at 256 KiB a read this happens a few times a megabyte. Cells are
/// positions in the buffer, so nothing is copied; a quote written twice is made one in place.
struct RecordSplitter: RecordSource {
    /// The record in the buffer: at least one cell.
    private(set) var record: Record
    /// What parts the cells.
    var delimiter = UInt8.comma
    var bytesRead: Int { source.bytesRead }

    private var source: TextSource
    /// The bytes of the buffer that are not left yet.
    private var start = 0
    private var end = 0
    private var nextLine: Int
    /// Where the record after the loaded one begins, and on which line.
    private var following: (start: Int, line: Int)
    private var isAtEnd = false
    private var isFirst = true

    /// Free bytes that the buffer must have, so that a converted character always fits.
    private static let slackBytes = 16

    init(_ source: TextSource, firstLine: Int = 1) {
        self.source = source
        nextLine = firstLine
        following = (0, firstLine)
        record = Record(bytes: [UInt8](repeating: 0, count: IntakeLimits.recordBytes + Self.slackBytes))
    }

    mutating func next() throws(IntakeError) -> Bool {
        guard try load(delimiter: delimiter) else { return false }
        for index in record.cells.indices where record.cells[index].hasDoubledQuotes { mendQuotes(index) }
        leave()
        return true
    }

    /// Takes the record apart without leaving it, so that another delimiter can be tried; false after the last one.
    mutating func load(delimiter: UInt8) throws(IntakeError) -> Bool {
        record.line = nextLine
        while true {
            if start == end {
                if isAtEnd { return false }
                try fill()
                continue
            }
            // The cells step aside because the scan borrows the buffer, and with it this value.
            var found: ContiguousArray<Record.Cell> = []
            swap(&found, &record.cells)
            found.removeAll(keepingCapacity: true)
            let scan = RecordScan(delimiter: delimiter, isAtEnd: isAtEnd)
            let outcome = scan.scan(record.bytes.span.extracting(first: end), from: start, into: &found)
            swap(&found, &record.cells)
            switch outcome {
            case .complete(let next, let lines, let isCutOff):
                following = (next, record.line + lines)
                record.isCutOff = isCutOff
                return true
            case .fault(let fault, let lines):
                throw IntakeError(path: source.file.path, line: record.line + lines, fault: fault)
            case .incomplete(let quoteLines):
                guard end - start <= record.bytes.count - Self.slackBytes else {
                    throw IntakeError(
                        path: source.file.path, line: record.line + (quoteLines ?? 0),
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

    /// Moves what is not left yet to the front and reads on behind it.
    private mutating func fill() throws(IntakeError) {
        let left = end - start
        if start > 0, left > 0 {
            record.bytes.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return }
                memmove(base, base + start, left)
            }
        }
        (start, end) = (0, left)
        let part = try source.read(
            into: &record.bytes, from: end, limit: min(IntakeLimits.chunkBytes, record.bytes.count - end))
        if let position = nulPosition(in: end..<(end + part.count)) {
            throw fault(.nulByte, at: position)
        }
        end += part.count
        if let fault = part.fault { throw self.fault(fault, at: end) }
        isAtEnd = part.count == 0
        if isFirst, end >= 3, record.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        isFirst = false
    }

    private func nulPosition(in range: Range<Int>) -> Int? {
        record.bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return nil }
            return memchr(base + range.lowerBound, 0, range.count).map { UnsafeRawPointer($0) - base }
        }
    }

    private func fault(_ fault: IntakeFault, at position: Int) -> IntakeError {
        var counter = LineCounter()
        counter.count(record.bytes.span.extracting(start..<position))
        return IntakeError(path: source.file.path, line: nextLine + counter.lines, fault: fault)
    }

    private mutating func mendQuotes(_ index: Int) {
        let range = record.cells[index].range
        var to = range.lowerBound
        var from = range.lowerBound
        while from < range.upperBound {
            record.bytes[to] = record.bytes[from]
            from += record.bytes[from] == .quote ? 2 : 1
            to += 1
        }
        record.cells[index] = Record.Cell(range: range.lowerBound..<to)
    }
}
