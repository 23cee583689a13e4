/// Finds the cells of one record in a buffer (RFC 4180).
///
/// A quote opens a cell only where the cell begins; elsewhere it is a character like others, as in `5" pipe`.
/// Spaces after a closing quote are left out.
struct RecordScan {
    /// How a scan ended; lines count from the record's first.
    enum Outcome {
        /// The next record begins at `next`; without a line end the record may have been cut off.
        case complete(next: Int, lines: Int, isCutOff: Bool)
        /// The buffer ends within the record; inside quotes, with the line where these opened.
        case incomplete(quoteLines: Int?)
        case fault(IntakeFault, lines: Int)
    }

    let delimiter: UInt8
    /// Whether no text comes after the buffer.
    let isAtEnd: Bool

    /// Scans the record that begins at `start`, which lies inside the text.
    ///
    /// - Complexity: O(length of the record), no allocation once `cells` has grown.
    func scan(
        _ text: Span<UInt8>, from start: Int, into cells: inout ContiguousArray<Record.Cell>
    ) -> Outcome {
        let end = text.count
        let highest = max(delimiter, .carriageReturn)
        var position = start
        var lines = 0
        while true {
            guard cells.count < IntakeLimits.columns else { return .fault(.tooManyColumns, lines: 0) }
            if position < end, text[position] == .quote {
                let opened = lines
                guard let cell = quoted(text, from: position + 1, lines: &lines) else {
                    return isAtEnd ? .fault(.openQuote, lines: opened) : .incomplete(quoteLines: opened)
                }
                cells.append(cell)
                position = cell.range.upperBound + 1
                while position < end, text[position] == .space { position += 1 }
            } else {
                let first = position
                while position < end {
                    let byte = text[position]
                    if byte <= highest, byte == delimiter || byte == .lineFeed || byte == .carriageReturn {
                        break
                    }
                    position += 1
                }
                cells.append(Record.Cell(range: first..<position))
            }
            guard position < end else {
                return isAtEnd
                    ? .complete(next: end, lines: lines, isCutOff: true) : .incomplete(quoteLines: nil)
            }
            switch text[position] {
            case delimiter: position += 1
            case .lineFeed: return .complete(next: position + 1, lines: lines + 1, isCutOff: false)
            case .carriageReturn:
                guard position + 1 < end || isAtEnd else { return .incomplete(quoteLines: nil) }
                let isPair = position + 1 < end && text[position + 1] == .lineFeed
                return .complete(next: position + (isPair ? 2 : 1), lines: lines + 1, isCutOff: false)
            default: return .fault(.textAfterQuote, lines: lines)
            }
        }
    }

    /// The cell up to its closing quote; nil where the buffer ends before it is certain which quote closes.
    private func quoted(_ text: Span<UInt8>, from start: Int, lines: inout Int) -> Record.Cell? {
        var position = start
        var hasDoubledQuotes = false
        while position < text.count {
            let byte = text[position]
            if byte == .quote {
                guard position + 1 < text.count else { return isAtEnd ? cell() : nil }
                guard text[position + 1] == .quote else { return cell() }
                hasDoubledQuotes = true
                position += 2
                continue
            }
            let followsReturn = position > start && text[position - 1] == .carriageReturn
            if byte == .carriageReturn || (byte == .lineFeed && !followsReturn) { lines += 1 }
            position += 1
        }
        return nil

        func cell() -> Record.Cell {
            Record.Cell(range: start..<position, hasDoubledQuotes: hasDoubledQuotes)
        }
    }
}
