/// The row of a sheet that is being read: what is open around the next event, and its cells so far.
///
/// A value of its own, so that each event looks at it once: as fields of the class that listens, each would be guarded.
struct SheetRow {
    /// What is open around the next event.
    private enum Place { case outside, table, row, cell, value, inline }

    private(set) var record = Record(bytes: [])
    /// Rows so far that the sheet hides, and the first of them.
    private(set) var hiddenRows = (count: 0, first: 0)
    /// Cells merged downward, as far as they are told of.
    private(set) var merges: [MergedRange] = []

    private let part: String
    private let strings: SharedTexts
    private let dateStyles: [Bool]
    private let epoch: DateEpoch
    private var place = Place.outside
    private var item = StringItem()
    /// Elements that are open and count for nothing.
    private var skipped = 0
    private var kind = CellKind.number
    private var style = 0
    /// The column of the cell that is open, 0-based; -1 before the first of a row.
    private var column = -1
    private var value: [UInt8] = []
    private var textBytes = 0

    /// `part`: the name of the sheet's file, for faults.
    init(_ workbook: Workbook, part: String) {
        self.part = part
        strings = workbook.strings
        dateStyles = workbook.dateStyles
        epoch = workbook.epoch
        record.line = 0
    }

    /// Whether a row may stand next.
    var takesRows: Bool { place == .table && skipped == 0 }

    mutating func begin(_ name: XMLName, _ attributes: XMLAttributes) throws(IntakeFault) {
        guard skipped == 0 else {
            skipped += 1
            return
        }
        switch place {
        case .outside:
            if name("sheetData") { place = .table }
            if name("mergeCell") { keepMerge(attributes) }
        case .table where name("row"): try beginRow(attributes)
        case .row where name("c"): try beginCell(attributes)
        case .cell where name("v"): place = .value
        case .cell where name("is"):
            place = .inline
            item = StringItem()
        case .inline: item.begin(name)
        default: skipped += 1
        }
    }

    /// Whether a row with cells ended.
    mutating func end(_ name: XMLName) throws(IntakeFault) -> Bool {
        guard skipped == 0 else {
            skipped -= 1
            return false
        }
        switch place {
        case .outside: break
        case .table: place = .outside
        case .row:
            place = .table
            return !record.cells.isEmpty
        case .cell:
            place = .row
            try endCell()
        case .value: place = .cell
        case .inline:
            if name("is") { place = .cell } else { item.end() }
        }
        return false
    }

    mutating func take(_ text: UnsafeBufferPointer<UInt8>) throws(IntakeFault) {
        guard skipped == 0, place == .value || (place == .inline && item.takesText) else { return }
        guard value.count + text.count <= WorkbookLimits.stringBytes else { throw .workbook(.longText) }
        value += text
    }

    private mutating func beginRow(_ attributes: XMLAttributes) throws(IntakeFault) {
        place = .row
        var number: Int? = record.line + 1
        if let text = attributes.value("r") { number = CellAddress.number(text) }
        guard let number, number <= WorkbookLimits.rows else {
            throw .workbook(.badAddress(PartName.shown(attributes.text("r") ?? "\(record.line + 1)")))
        }
        guard number > record.line else { throw .workbook(.rowsOutOfOrder) }
        beginRow(number, isHidden: attributes.flag("hidden"))
    }

    private mutating func beginRow(_ number: Int, isHidden: Bool) {
        record.line = number
        record.cells.removeAll(keepingCapacity: true)
        record.bytes.removeAll(keepingCapacity: true)
        column = -1
        guard isHidden else { return }
        hiddenRows = (hiddenRows.count + 1, hiddenRows.count == 0 ? number : hiddenRows.first)
    }

    private mutating func beginCell(_ attributes: XMLAttributes) throws(IntakeFault) {
        place = .cell
        value.removeAll(keepingCapacity: true)
        var address: Int? = column + 1
        if let text = attributes.value("r") {
            let cell = CellAddress(text)
            address = cell?.row == record.line ? cell?.column : nil
        }
        guard let address, address < WorkbookLimits.columns else {
            throw .workbook(.badAddress(PartName.shown(attributes.text("r") ?? "\(column + 2)")))
        }
        guard address > column else { throw .workbook(.rowsOutOfOrder) }
        column = address
        style = attributes.value("s").flatMap(CellAddress.digits) ?? 0
        kind = .number
        if let type = attributes.value("t") {
            kind = CellKind(UInt8(bitPattern: type[0]), isOnly: type[0] != 0 && type[1] == 0)
        }
    }

    private mutating func endCell() throws(IntakeFault) {
        // It steps aside because the cell borrows it, and with it this row.
        var written: [UInt8] = []
        swap(&written, &value)
        try put(written.span)
        swap(&written, &value)
    }

    /// Takes a row that was found without the parser, and that comes after the last one.
    mutating func take(_ plain: borrowing PlainRow, of text: Span<UInt8>) throws(IntakeFault) {
        beginRow(plain.number, isHidden: plain.isHidden)
        for index in plain.cells.indices {
            let cell = plain.cells[index]
            (column, style, kind) = (cell.column, cell.style, cell.kind)
            try put(text.extracting(cell.text))
        }
    }

    /// Puts the cell into the record, and empty ones for those that the row left out before it.
    private mutating func put(_ written: Span<UInt8>) throws(IntakeFault) {
        guard !written.isEmpty else { return }
        guard column < IntakeLimits.columns else { throw .tooManyColumns }
        let start = record.bytes.count
        try append(written)
        guard record.bytes.count <= IntakeLimits.recordBytes else { throw .recordTooLong }
        textBytes += record.bytes.count - start
        guard textBytes <= WorkbookLimits.inflatedBytes else {
            throw .workbook(.inflatesTooFar(part: part))
        }
        while record.cells.count < column { record.cells.append(Record.Cell(range: start..<start)) }
        record.cells.append(Record.Cell(range: start..<record.bytes.count))
    }

    private mutating func append(_ written: Span<UInt8>) throws(IntakeFault) {
        switch kind {
        case .shared:
            guard let index = SheetNumber.index(written) else {
                throw .workbook(.noSuchString(PartName.shown(CellText.raw(written))))
            }
            try strings.append(index, to: &record.bytes)
        case .text:
            let start = record.bytes.count
            written.withUnsafeBufferPointer { record.bytes.append(contentsOf: $0) }
            EscapedText.decode(&record.bytes, from: start)
        case .flag:
            let isTrue = written.count == 1 && written[0] == UInt8(ascii: "1")
            record.bytes += Array((isTrue ? "true" : "false").utf8)
        case .number where dateStyles.indices.contains(style) && dateStyles[style]:
            let text = CellText.raw(written)
            record.bytes += Array((SheetNumber.date(text, epoch) ?? text).utf8)
        case .number where SheetNumber.isPlain(written):
            written.withUnsafeBufferPointer { record.bytes.append(contentsOf: $0) }
        case .number: record.bytes += Array(SheetNumber.text(CellText.raw(written)).utf8)
        }
    }

    private mutating func keepMerge(_ attributes: XMLAttributes) {
        guard merges.count < WorkbookLimits.merges,
            let range = attributes.text("ref").flatMap(MergedRange.init),
            range.rows.count > 1
        else { return }
        merges.append(range)
    }
}
