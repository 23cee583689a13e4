public import SupplyModel

/// Reads a register in CSV or XLSX: its rows, checked, to a sink, in constant memory.
///
/// A text is read twice: once to tell its encoding, once for its rows. Of a workbook the texts that cells share are held,
/// its rows are not. It knows nothing of other files or of what is stored, so it does not see that two rows contradict
/// each other.
public struct RegisterReader: Sendable {
    public let path: String
    /// The firm whose suppliers these are: the buyer of tier-1 rows that name none.
    public let registrant: FirmID
    /// The sheet of a workbook that is meant; nil for the one with the best header.
    public let sheet: String?
    /// Whether the registrant is the buyer of every row that names none, whatever its tier.
    public let isOnlyBuyer: Bool
    /// What the first line of a text is called: 0 where its header is none of its sender's lines.
    private let firstLine: Int
    private let rowLimit: Int
    private let gazetteer: Gazetteer

    public init(
        path: String, registrant: FirmID, gazetteer: Gazetteer, sheet: String? = nil,
        isOnlyBuyer: Bool = false, firstLine: Int = 1, rowLimit: Int = IntakeLimits.registerRows
    ) {
        self.rowLimit = rowLimit
        self.isOnlyBuyer = isOnlyBuyer
        self.firstLine = firstLine
        self.path = path
        self.registrant = registrant
        self.gazetteer = gazetteer
        self.sheet = sheet
    }

    /// Hands every row to the sink; `progress` is told, now and then, how many bytes of all were read.
    ///
    /// - Throws: `IntakeError` where the file as a whole is refused, and what the sink throws.
    public func read<Sink: RegisterSink>(
        into sink: inout Sink, progress: (_ bytesRead: Int, _ totalBytes: Int) throws -> Void = { _, _ in }
    ) throws {
        switch try RegisterTable(path: path, sheet: sheet, firstLine: firstLine) {
        case .text(var records, let found, let totalBytes):
            try refuseOther(found)
            try read(&records, found.reading, totalBytes, into: &sink, progress)
        case .sheet(let found):
            let sheet = found.records
            try refuseOther(found.header, sheet: sheet.sheet.name)
            var header = found.header.reading
            header.header.sheet = sheet.sheet.name
            let totalBytes = sheet.totalBytes
            var records = SheetAhead(sheet)
            defer { records.stop() }
            try read(&records, header, totalBytes, into: &sink, progress)
            records.stop()
            for note in found.notes + sheet.notes(header, file: path) { sink.warn(note) }
        }
    }

    /// Refuses a table of firms that holds the answers of a survey, events, or a white list: read as firms it would lose what it says,
    /// and its names and places would stand in the register.
    private func refuseOther(_ found: HeaderSearch.Found, sheet: String? = nil) throws(IntakeError) {
        let header = found.reading.header
        guard header.kind == .firms else { return }
        let faults: [(kind: RegisterKind, marks: Set<RegisterColumn>, fault: IntakeFault)] = [
            (.status, [.operatingRate], .survey), (.events, [.start], .event(.events)),
            (.whitelist, [.recommendedBy, .removed], .whiteList),
        ]
        for (kind, marks, fault) in faults {
            let reading = try HeaderReading(cells: found.cells, line: header.line, path: path, kinds: [kind])
            guard let reading, reading.missing.isEmpty, !marks.isDisjoint(with: reading.header.columns) else {
                continue
            }
            throw IntakeError(path: path, sheet: sheet, line: header.line, fault: fault)
        }
    }

    private func read<Records: RecordSource, Sink: RegisterSink>(
        _ records: inout Records, _ header: HeaderReading, _ totalBytes: Int, into sink: inout Sink,
        _ progress: (_ bytesRead: Int, _ totalBytes: Int) throws -> Void
    ) throws {
        try sink.begin(header.header)
        if let note = header.header.unknownNote(file: path) { sink.warn(note) }
        let isSupplies = header.header.kind == .supplies
        let code = header.positions[isSupplies ? .supplierID : .id]
        let isText = header.header.sheet == nil
        let shape = RecordShape(columnCount: header.columnCount, codePosition: code)
        let cells = CellReader(registrant: registrant, gazetteer: gazetteer, fileBytes: totalBytes)
        var supplies = isSupplies ? SupplyRowReader(header, cells: cells, isOnlyBuyer: isOnlyBuyer) : nil
        var firms = isSupplies ? nil : FirmRowReader(header, cells: cells)
        var notes = RowNotes(file: path, sheet: header.header.sheet)
        var rowCount = 0
        var told = 0
        while try records.next() {
            if records.bytesRead != told {
                told = records.bytesRead
                try progress(told, totalBytes)
            }
            let record = records.record
            guard shape.kind(record) == .data else { continue }
            rowCount += 1
            guard rowCount <= rowLimit else {
                throw IntakeError(
                    path: path, sheet: header.header.sheet, line: record.line,
                    fault: .tooManyRows(limit: rowLimit))
            }
            notes.begin(line: record.line)
            // Cells beside the table shift nothing in a sheet, where each has its own address.
            if isText, let fault = shape.fault(record) { notes.refuse(nil, fault, value: "") }
            if let row = supplies?.read(record, &notes) { try sink.take(row) }
            if let row = firms?.read(record, &notes) { try sink.take(row) }
            for warning in notes.warnings { sink.warn(warning) }
            if notes.isRefused { try sink.refuse(line: record.line, problems: notes.problems) }
        }
        guard rowCount > 0 else {
            throw IntakeError(
                path: path, sheet: header.header.sheet, line: header.header.line, fault: .noRows)
        }
    }
}

/// The table of a file, opened and left behind its header.
enum RegisterTable {
    case text(RecordSplitter, HeaderSearch.Found, totalBytes: Int)
    case sheet(SheetSearch.Found)

    var found: HeaderSearch.Found {
        switch self {
        case .text(_, let found, _): found
        case .sheet(let found): found.header
        }
    }

    /// - Throws: why the file has no table of one of these kinds that can be read.
    init(
        path: String, sheet: String?, kinds: [RegisterKind] = RegisterKind.registers, firstLine: Int = 1
    ) throws(IntakeError) {
        let file = try InputFile(path: path)
        if try Workbook.isWorkbook(file) {
            self = .sheet(try SheetSearch.find(in: Workbook(file), named: sheet, kinds: kinds))
            return
        }
        if let sheet { throw IntakeError(path: path, fault: .workbook(.notSheets(PartName.shown(sheet)))) }
        let encoding = try TextEncoding.detect(file)
        var records = RecordSplitter(
            try TextSource(file: file, encoding: encoding), firstLine: firstLine)
        let found = try HeaderSearch.find(in: &records, path: path, kinds: kinds)
        self = .text(records, found, totalBytes: file.sizeBytes)
    }
}
