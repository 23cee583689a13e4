/// One record of a register: its cells are places in a buffer, so nothing is copied.
struct Record {
    /// A cell's place in the buffer, without its quotes.
    struct Cell {
        var range: Range<Int>
        /// Whether quotes inside are still written twice.
        var hasDoubledQuotes = false
    }

    /// The text around the record; only the ranges of `cells` mean anything.
    var bytes: [UInt8]
    var cells: ContiguousArray<Cell> = []
    /// The line that the record begins on, or the row of its sheet, 1-based.
    var line = 1
    /// Whether the text ended with this record, without a line end.
    var isCutOff = false

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

    /// The place of a cell in the buffer; empty where the record has no such cell.
    func range(_ position: Int?) -> Range<Int> {
        guard let position, position < cells.count else { return 0..<0 }
        return cells[position].range
    }

    /// Whether the cell has nothing but white space.
    func isBlank(_ position: Int) -> Bool {
        let text = bytes.span.extracting(range(position))
        guard let first = text.indices.first(where: { text[$0] > .space }) else { return true }
        return text[first] > 0x7F && CellText.normalised(text).isEmpty
    }
}

/// What hands out records one after the other: text parted by delimiters, or the rows of a sheet.
protocol RecordSource {
    /// The record that `next` went to.
    var record: Record { get }
    /// Bytes of the file, or of the sheet inside it, that were taken so far.
    var bytesRead: Int { get }

    /// Goes to the next record; false after the last one.
    mutating func next() throws(IntakeError) -> Bool
}
