public import SupplyModel

/// Reads a register in CSV: its rows, checked, to a sink, in constant memory.
///
/// The file is read twice: once to tell its encoding, once for its rows. It knows nothing of other files or of what
/// is stored, so it does not see that two rows contradict each other.
public struct RegisterReader: Sendable {
    public let path: String
    /// The firm whose suppliers these are: the buyer of tier-1 rows that name none.
    public let registrant: FirmID
    private let gazetteer: Gazetteer

    public init(path: String, registrant: FirmID, gazetteer: Gazetteer) {
        self.path = path
        self.registrant = registrant
        self.gazetteer = gazetteer
    }

    /// Hands every row to the sink; `progress` is told, now and then, how many bytes of all were read.
    ///
    /// - Throws: `IntakeError` where the file as a whole is refused, and what the sink throws.
    public func read<Sink: RegisterSink>(
        into sink: inout Sink, progress: (_ bytesRead: Int, _ totalBytes: Int) throws -> Void = { _, _ in }
    ) throws {
        let file = try InputFile(path: path)
        var records = try Self.records(of: file)
        let found = try HeaderSearch.find(in: &records, path: path)
        let header = found.reading
        try sink.begin(header.header)
        let isSupplies = header.header.kind == .supplies
        let code = header.positions[isSupplies ? .supplierID : .id]
        let shape = RecordShape(columnCount: header.columnCount, codePosition: code)
        let cells = CellReader(registrant: registrant, gazetteer: gazetteer, fileBytes: file.sizeBytes)
        var supplies = isSupplies ? SupplyRowReader(header, cells: cells) : nil
        var firms = isSupplies ? nil : FirmRowReader(header, cells: cells)
        var notes = RowNotes(file: path)
        var hasRows = false
        var told = 0
        while try records.next(delimiter: found.delimiter) {
            if records.bytesRead != told {
                told = records.bytesRead
                try progress(told, file.sizeBytes)
            }
            guard shape.kind(records) == .data else { continue }
            hasRows = true
            notes.begin(line: records.line)
            if let fault = shape.fault(records) { notes.refuse(nil, fault, value: "") }
            if let row = supplies?.read(records, &notes) { try sink.take(row) }
            if let row = firms?.read(records, &notes) { try sink.take(row) }
            for warning in notes.warnings { sink.warn(warning) }
            if notes.isRefused { try sink.refuse(line: records.line, problems: notes.problems) }
        }
        guard hasRows else { throw IntakeError(path: path, line: header.header.line, fault: .noRows) }
    }

    /// The records of a file, in the encoding that it is found to have.
    static func records(of file: InputFile) throws(IntakeError) -> RecordSplitter {
        guard !file.path.lowercased().hasSuffix(".xlsx") else {
            throw IntakeError(path: file.path, fault: .spreadsheet)
        }
        let encoding = try TextEncoding.detect(file)
        return RecordSplitter(try TextSource(file: file, encoding: encoding))
    }
}
