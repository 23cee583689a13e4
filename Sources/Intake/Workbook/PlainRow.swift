/// What the text of a cell means.
enum CellKind {
    case number, shared, flag, text

    /// By the first byte of the type's name and whether it is the only one.
    init(_ first: UInt8, isOnly: Bool) {
        switch first {
        case UInt8(ascii: "n") where isOnly: self = .number
        case UInt8(ascii: "s") where isOnly: self = .shared
        case UInt8(ascii: "b") where isOnly: self = .flag
        default: self = .text
        }
    }
}

/// A row of a sheet that is written as spreadsheets write most of theirs, found without an XML parser.
///
///     <row r="2" spans="1:12"><c r="A2" s="1" t="s"><v>13</v></c><c r="B2"/></row>
///
/// Of a workbook's import, to parse such rows by all the rules of XML took as long as to store them. What is found here
/// says the same to every parser: no space between the tags, no attribute twice, all characters of ASCII, one byte each.
/// Formulas, texts that stand in their cell, references to characters, comments, whatever else and whatever is wrong is
/// `.other`: expat takes it, and it alone finds faults.
struct PlainRow {
    struct Cell {
        /// 0-based, and larger than that of the cell before.
        var column = -1
        var style = 0
        var kind = CellKind.number
        /// Of the scanned text; empty where the cell is only formatted.
        var text = 0..<0
    }

    enum Outcome {
        /// The row ends before `next`.
        case complete(next: Int)
        /// So far as the text goes the row is a plain one.
        case incomplete
        case other
    }

    /// 1-based.
    private(set) var number = 0
    private(set) var isHidden = false
    private(set) var cells: ContiguousArray<Cell> = []
    /// Names of the attributes of the row's tag.
    private var names: ContiguousArray<Range<Int>> = []

    /// Looks for a plain row that begins at a position; only a complete one leaves anything to look at.
    ///
    /// - Complexity: O(length of the row), no allocation once `cells` has grown.
    mutating func scan(_ text: Span<UInt8>, from start: Int) -> Outcome {
        var position = start
        cells.removeAll(keepingCapacity: true)
        guard scanTag(text, &position), scanCells(text, &position) else {
            return position < text.count ? .other : .incomplete
        }
        return .complete(next: position)
    }

    /// Where the first row that ends in a text ends, by what most parsers would take for its end.
    static func end(in text: Span<UInt8>, from start: Int) -> Int? {
        var position = start
        while position < text.count {
            if text[position] == UInt8(ascii: "<") {
                var next = position
                if pass("</row>", text, &next) { return next }
            }
            position += 1
        }
        return nil
    }

    /// Passes the row's own tag; like all below it is false where the text differs, at the byte that does.
    private mutating func scanTag(_ text: Span<UInt8>, _ position: inout Int) -> Bool {
        (number, isHidden) = (0, false)
        names.removeAll(keepingCapacity: true)
        guard Self.pass("<row", text, &position) else { return false }
        while Self.byte(text, position) == .space {
            position += 1
            let letter = Self.byte(text, position)
            let name = Self.run(text, &position, of: Self.isOfName)
            guard Self.isLetter(letter), names.count < Self.attributeLimit, !isKnown(name, text),
                Self.pass("=\"", text, &position)
            else { return false }
            names.append(name)
            let value = Self.run(text, &position, of: Self.isPlain)
            guard Self.pass("\"", text, &position) else { return false }
            if Self.equal(text, name, "r") {
                var first = value.lowerBound
                guard let found = Self.digits(text, &first), first == value.upperBound else { return false }
                number = found
            } else if Self.equal(text, name, "hidden") {
                isHidden = Self.equal(text, value, "1") || Self.equal(text, value, "true")
            }
        }
        return number > 0 && Self.pass(">", text, &position)
    }

    private mutating func scanCells(_ text: Span<UInt8>, _ position: inout Int) -> Bool {
        while Self.byte(text, position + 1) != UInt8(ascii: "/") {
            guard scanCell(text, &position) else { return false }
        }
        return Self.pass("</row>", text, &position)
    }

    private mutating func scanCell(_ text: Span<UInt8>, _ position: inout Int) -> Bool {
        var cell = Cell()
        guard Self.pass("<c", text, &position), scanAttributes(of: &cell, text, &position),
            cell.column > cells.last?.column ?? -1
        else { return false }
        if Self.byte(text, position) == UInt8(ascii: "/") {
            cells.append(cell)
            return Self.pass("/>", text, &position)
        }
        guard Self.pass("><", text, &position) else { return false }
        if Self.byte(text, position) == UInt8(ascii: "/") {
            cells.append(cell)
            return Self.pass("/c>", text, &position)
        }
        guard Self.pass("v>", text, &position) else { return false }
        cell.text = Self.run(text, &position, of: Self.isPlain)
        cells.append(cell)
        return Self.pass("</v></c>", text, &position)
    }

    private func scanAttributes(of cell: inout Cell, _ text: Span<UInt8>, _ position: inout Int) -> Bool {
        var (hasStyle, hasKind) = (false, false)
        while Self.byte(text, position) == .space {
            position += 1
            let name = Self.byte(text, position)
            guard name >= UInt8(ascii: "r"), name <= UInt8(ascii: "t") else { return false }
            position += 1
            guard Self.pass("=\"", text, &position) else { return false }
            switch name {
            case UInt8(ascii: "r"):
                guard cell.column < 0, let column = Self.column(text, &position),
                    Self.digits(text, &position) == number
                else { return false }
                cell.column = column
            case UInt8(ascii: "s"):
                guard !hasStyle, let style = Self.digits(text, &position) else { return false }
                (cell.style, hasStyle) = (style, true)
            default:
                let type = Self.run(text, &position, of: Self.isLetter)
                guard !hasKind, !type.isEmpty else { return false }
                (cell.kind, hasKind) = (CellKind(text[type.lowerBound], isOnly: type.count == 1), true)
            }
            guard Self.pass("\"", text, &position) else { return false }
        }
        return true
    }

    private func isKnown(_ name: Range<Int>, _ text: Span<UInt8>) -> Bool {
        names.contains { known in
            known.count == name.count
                && name.indices.allSatisfy { text[$0] == text[$0 - name.lowerBound + known.lowerBound] }
        }
    }

    /// More than any spreadsheet gives a row.
    private static let attributeLimit = 16
}

extension PlainRow {
    /// The byte at a position; 0, which no plain row has, behind the end.
    private static func byte(_ text: Span<UInt8>, _ position: Int) -> UInt8 {
        position < text.count ? text[position] : 0
    }

    private static func pass(_ word: StaticString, _ text: Span<UInt8>, _ position: inout Int) -> Bool {
        let wanted = word.utf8Start
        for offset in 0..<word.utf8CodeUnitCount {
            guard position < text.count, text[position] == wanted[offset] else { return false }
            position += 1
        }
        return true
    }

    private static func run(
        _ text: Span<UInt8>, _ position: inout Int, of isMember: (UInt8) -> Bool
    ) -> Range<Int> {
        let first = position
        while position < text.count, isMember(text[position]) { position += 1 }
        return first..<position
    }

    private static func equal(_ text: Span<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
        var position = range.lowerBound
        return range.count == word.utf8CodeUnitCount && pass(word, text, &position)
    }

    /// The column that letters name; nil outside of the largest sheet.
    private static func column(_ text: Span<UInt8>, _ position: inout Int) -> Int? {
        var column = 0
        while let letter = CellAddress.letter(byte(text, position)) {
            column = column * 26 + letter
            guard column <= WorkbookLimits.columns else { return nil }
            position += 1
        }
        return column > 0 ? column - 1 : nil
    }

    /// A number up to that of the last row.
    private static func digits(_ text: Span<UInt8>, _ position: inout Int) -> Int? {
        let first = position
        var number = 0
        while position < text.count, text[position] &- 48 <= 9 {
            number = number * 10 + Int(text[position] &- 48)
            guard number <= WorkbookLimits.rows else { return nil }
            position += 1
        }
        return position > first ? number : nil
    }

    /// What a name goes on with, such as `x14ac:dyDescent`; it begins with a letter.
    private static func isOfName(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte &- 48 <= 9 || byte == UInt8(ascii: ":")
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: false
        }
    }

    /// Whether a byte stands for itself in values of attributes and in text.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "<") && byte != UInt8(ascii: "&")
            && byte != UInt8(ascii: ">") && byte != .quote
    }
}
