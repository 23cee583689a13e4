public import SupplyModel

/// One answer of a survey, checked by itself: whether the firm is known and the time is past is for whoever knows.
public struct StatusRow: Equatable, Sendable {
    /// 1-based line of the file on which the row starts.
    public var line: Int
    /// The code that is written, or else the name.
    public var id: FirmID?
    public var name: String?
    public var region: RegionCode?
    public var time: Timestamp?
    public var operatingRate: Double
    public var staff: Int?
    public var stockDays: Double?
    public var logistics: String?
    public var note: String?
}

/// What a file of answers says.
public struct StatusTable: Sendable {
    public var rows: [StatusRow] = []
    /// Lines that were refused, each with its problems.
    public var refusals: [(line: Int, problems: [Problem])] = []
    public var warnings: [Problem] = []
    /// Rows of firms that have not answered: every cell of an answer is empty.
    public var unanswered = 0
    /// The sheet that was read; nil of a text.
    public var sheet: String?
}

/// Reads the answers of a survey in CSV or XLSX, under the rules of registers: encodings, delimiters, titles, units and marks.
///
/// What it leaves out: rows above never fill a blank cell, for a merged answer would speak for firms that gave none.
public struct StatusReader: Sendable {
    public let path: String
    /// Who asks: the codes that are no public codes are this registrant's.
    public let registrant: FirmID
    /// The sheet of a workbook that is meant; nil for the one with the best header.
    public let sheet: String?
    private let gazetteer: Gazetteer

    public init(path: String, registrant: FirmID, gazetteer: Gazetteer, sheet: String? = nil) {
        self.sheet = sheet
        self.path = path
        self.registrant = registrant
        self.gazetteer = gazetteer
    }

    /// Reads the whole file.
    ///
    /// - Throws: `IntakeError` where the file as a whole is refused.
    public func read() throws(IntakeError) -> StatusTable {
        switch try RegisterTable(path: path, sheet: sheet, kinds: [.status]) {
        case .text(var records, let found, let totalBytes):
            return try read(&records, found.reading, totalBytes)
        case .sheet(let found):
            var records = found.records
            var header = found.header.reading
            header.header.sheet = records.sheet.name
            var table = try read(&records, header, records.totalBytes)
            table.warnings += found.notes + records.notes(header, file: path)
            return table
        }
    }

    private func read<Records: RecordSource>(
        _ records: inout Records, _ header: HeaderReading, _ totalBytes: Int
    ) throws(IntakeError) -> StatusTable {
        let sheet = header.header.sheet
        let shape = RecordShape(columnCount: header.columnCount, codePosition: header.positions[.id])
        let cells = CellReader(registrant: registrant, gazetteer: gazetteer, fileBytes: totalBytes)
        var reader = StatusRowReader(header, cells: cells)
        var notes = RowNotes(file: path, sheet: sheet)
        var table = StatusTable()
        table.sheet = sheet
        if let note = header.header.unknownNote(file: path) { table.warnings.append(note) }
        var hasRows = false
        while try records.next() {
            guard shape.kind(records.record) == .data else { continue }
            hasRows = true
            guard reader.isAnswered(records.record) else {
                table.unanswered += 1
                continue
            }
            guard table.rows.count + table.refusals.count < IntakeLimits.statusRows else {
                throw IntakeError(
                    path: path, sheet: sheet, line: records.record.line,
                    fault: .tooManyRows(limit: IntakeLimits.statusRows))
            }
            notes.begin(line: records.record.line)
            // Cells beside the table shift nothing in a sheet, where each has its own address.
            if sheet == nil, let fault = shape.fault(records.record) { notes.refuse(nil, fault, value: "") }
            if let row = reader.read(records.record, &notes) { table.rows.append(row) }
            table.warnings += notes.warnings
            if notes.isRefused { table.refusals.append((records.record.line, notes.problems)) }
        }
        guard hasRows else {
            throw IntakeError(path: path, sheet: sheet, line: header.header.line, fault: .noRows)
        }
        return table
    }
}

/// Reads the rows of a table of answers.
private struct StatusRowReader {
    private var cells: CellReader
    private let id, name, region, time, operatingRate, staff, stockDays, logistics, note: ColumnPlace

    init(_ header: HeaderReading, cells: CellReader) {
        self.cells = cells
        id = ColumnPlace(.id, in: header)
        name = ColumnPlace(.name, in: header)
        region = ColumnPlace(.region, in: header)
        time = ColumnPlace(.time, in: header)
        operatingRate = ColumnPlace(.operatingRate, in: header)
        staff = ColumnPlace(.staff, in: header)
        stockDays = ColumnPlace(.stockDays, in: header)
        logistics = ColumnPlace(.logistics, in: header)
        note = ColumnPlace(.note, in: header)
    }

    /// Whether any cell of an answer is filled.
    func isAnswered(_ record: borrowing Record) -> Bool {
        for place in [operatingRate, staff, stockDays, logistics, note, time] {
            if let position = place.position, !record.isBlank(position) { return true }
        }
        return false
    }

    /// The row that the record holds; nil, with the reasons in the notes, where it cannot be taken.
    mutating func read(_ record: borrowing Record, _ notes: inout RowNotes) -> StatusRow? {
        let text = record.bytes.span
        let idReading = cells.firm(text.extracting(record.range(id.position)), .id, &notes)
        let firm = id.value(of: idReading, in: record, &notes)
        let nameReading = cells.text(text.extracting(record.range(name.position)))
        let knownName = name.value(of: nameReading, in: record, &notes)
        if idReading.isEmpty, nameReading.isEmpty {
            let fault = IdentityFault.empty
            notes.refuse(.id, CellFault(fault.code, fault.sentence), value: "")
        }
        let regionReading = cells.region(text.extracting(record.range(region.position)), .region, &notes)
        let place = region.value(of: regionReading, in: record, &notes)
        let timeReading = TimeCell.read(text.extracting(record.range(time.position)))
        let moment = time.value(of: timeReading, in: record, &notes)
        let rate = operatingRate.number(.rate, in: record, &notes)
        if rate == nil, !notes.isRefused { notes.refuse(.operatingRate, .missing(.operatingRate), value: "") }
        let people = staff.number(.people, in: record, &notes)
        let days = stockDays.number(.days, in: record, &notes)
        let ways = cells.text(text.extracting(record.range(logistics.position)))
        let words = cells.text(text.extracting(record.range(note.position)))
        let knownWays = logistics.value(of: ways, in: record, &notes)
        let knownWords = note.value(of: words, in: record, &notes)
        guard let rate, !notes.isRefused else { return nil }
        return StatusRow(
            line: record.line, id: firm, name: knownName, region: place, time: moment, operatingRate: rate,
            staff: people.map { Int($0) }, stockDays: days, logistics: knownWays, note: knownWords)
    }
}
