/// The address of a cell, such as `C5`.
struct CellAddress: Equatable {
    /// 0-based.
    var column: Int
    /// 1-based.
    var row: Int

    /// Reads an address up to the end of the text; nil for one outside of the largest sheet.
    init?(_ text: UnsafePointer<CChar>) {
        var next = text
        var column = 0
        while let letter = Self.letter(UInt8(bitPattern: next.pointee)) {
            column = column * 26 + letter
            guard column <= WorkbookLimits.columns else { return nil }
            next += 1
        }
        guard column > 0, let row = Self.number(next) else { return nil }
        (self.column, self.row) = (column - 1, row)
    }

    /// A row's number, 1-based; nil outside of the largest sheet.
    static func number(_ text: UnsafePointer<CChar>) -> Int? {
        guard let number = digits(text), number > 0 else { return nil }
        return number
    }

    /// A number of digits alone, up to that of the last row.
    static func digits(_ text: UnsafePointer<CChar>) -> Int? {
        var next = text
        var number = 0
        while next.pointee != 0 {
            let digit = Int(next.pointee) - 48
            guard (0...9).contains(digit) else { return nil }
            number = number * 10 + digit
            guard number <= WorkbookLimits.rows else { return nil }
            next += 1
        }
        return next == text ? nil : number
    }

    /// What a letter counts, 1 to 26.
    static func letter(_ character: UInt8) -> Int? {
        switch character {
        case 65...90: Int(character) - 64
        case 97...122: Int(character) - 96
        default: nil
        }
    }
}

/// Cells that were merged, such as `A2:A5`; any two opposite corners name them.
struct MergedRange {
    let rows: ClosedRange<Int>
    let columns: ClosedRange<Int>
    let text: String

    init?(_ text: String) {
        let parts = text.split(separator: ":").map(String.init)
        guard parts.count == 2, let first = parts[0].withCString(CellAddress.init),
            let last = parts[1].withCString(CellAddress.init)
        else { return nil }
        rows = min(first.row, last.row)...max(first.row, last.row)
        columns = min(first.column, last.column)...max(first.column, last.column)
        self.text = text
    }
}
