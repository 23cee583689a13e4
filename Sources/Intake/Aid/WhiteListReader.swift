public import SupplyModel

/// What a file says of a white list.
public struct WhiteListTable: Sendable {
    /// Each firm once.
    public var rows: [WhiteListRow] = []
    public var columns: Set<RegisterColumn> = []
    /// Why rows were refused, and how many.
    public var problems: [Problem] = []
    public var refusedCount = 0
    public var warnings: [Problem] = []
}

/// Reads a white list in CSV or XLSX, under the rules of registers: encodings, delimiters, titles and marks.
///
/// Its firms need be in no register. One without a public code is known by its name, as one of the issuer's. Rows above never fill
/// a blank cell: what a merged cell says of one firm nobody says of the next.
public struct WhiteListReader: Sendable {
    public let path: String
    /// Who issued the list; a province or a city.
    public let issuer: RegionCode
    /// The sheet of a workbook that is meant; nil for the one with the best header.
    public let sheet: String?
    private let gazetteer: Gazetteer

    public init(path: String, issuer: RegionCode, gazetteer: Gazetteer, sheet: String? = nil) {
        self.path = path
        self.issuer = issuer
        self.gazetteer = gazetteer
        self.sheet = sheet
    }

    /// Reads the whole file.
    ///
    /// - Throws: `IntakeError` where the file as a whole is refused.
    public func read() throws(IntakeError) -> WhiteListTable {
        switch try RegisterTable(path: path, sheet: sheet, kinds: [.whitelist]) {
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
    ) throws(IntakeError) -> WhiteListTable {
        let sheet = header.header.sheet
        let shape = RecordShape(columnCount: header.columnCount, codePosition: header.positions[.id])
        let cells = CellReader(
            registrant: WhiteList.authority(issuer), gazetteer: gazetteer, fileBytes: totalBytes)
        var reader = WhiteListRowReader(header, cells: cells)
        var notes = RowNotes(file: path, sheet: sheet)
        var table = WhiteListTable()
        table.columns = header.header.columns
        if let note = header.header.unknownNote(file: path) { table.warnings.append(note) }
        var lines: [FirmID: Int] = [:]
        var hasRows = false
        while try records.next() {
            guard shape.kind(records.record) == .data else { continue }
            hasRows = true
            guard table.rows.count + table.refusedCount < IntakeLimits.whiteListRows else {
                throw IntakeError(
                    path: path, sheet: sheet, line: records.record.line,
                    fault: .tooManyRows(limit: IntakeLimits.whiteListRows))
            }
            notes.begin(line: records.record.line)
            // Cells beside the table shift nothing in a sheet, where each has its own address.
            if sheet == nil, let fault = shape.fault(records.record) { notes.refuse(nil, fault, value: "") }
            if let row = reader.read(records.record, &notes) {
                if let first = lines.updateValue(row.line, forKey: row.entry.firm) {
                    let message = "line \(first) names the same firm; keep one of them"
                    notes.refuse(
                        .id, CellFault("duplicate_id", message), value: row.entry.firm.description)
                } else {
                    table.rows.append(row)
                }
            }
            table.warnings += notes.warnings
            if notes.isRefused {
                table.refusedCount += 1
                table.problems += notes.problems
            }
        }
        guard hasRows else {
            throw IntakeError(path: path, sheet: sheet, line: header.header.line, fault: .noRows)
        }
        return table
    }
}

/// Reads the rows of a white list.
private struct WhiteListRowReader {
    private var cells: CellReader
    private let id, name, region, industry, products, tier, recommendedBy, contact, removed: ColumnPlace

    init(_ header: HeaderReading, cells: CellReader) {
        self.cells = cells
        id = ColumnPlace(.id, in: header)
        name = ColumnPlace(.name, in: header)
        region = ColumnPlace(.region, in: header)
        industry = ColumnPlace(.industry, in: header)
        products = ColumnPlace(.products, in: header)
        tier = ColumnPlace(.tier, in: header)
        recommendedBy = ColumnPlace(.recommendedBy, in: header)
        contact = ColumnPlace(.contact, in: header)
        removed = ColumnPlace(.removed, in: header)
    }

    /// The row that the record holds; nil, with the reasons in the notes, where it cannot be taken.
    mutating func read(_ record: borrowing Record, _ notes: inout RowNotes) -> WhiteListRow? {
        let text = record.bytes.span
        let idReading = cells.firm(text.extracting(record.range(id.position)), .id, &notes)
        let nameReading = cells.name(text.extracting(record.range(name.position)))
        let knownName = name.value(of: nameReading, in: record, &notes)
        var firm = id.value(of: idReading, in: record, &notes)
        if idReading.isEmpty {
            firm = knownName.map { IdentityCell.named($0, registrant: cells.registrant) }
            let fault = IdentityFault.empty
            if nameReading.isEmpty { notes.refuse(.id, CellFault(fault.code, fault.sentence), value: "") }
        }
        let regionReading = cells.region(text.extracting(record.range(region.position)), .region, &notes)
        let place = region.value(of: regionReading, in: record, &notes)
        let flag = Words.read(
            text.extracting(record.range(removed.position)), Words.flags, code: "bad_flag")
        let isRemoved = removed.value(of: flag, in: record, &notes) ?? false
        let tierReading = cells.tier(text.extracting(record.range(tier.position)))
        let knownTier = tier.value(of: tierReading, in: record, &notes)
        let byReading = cells.text(text.extracting(record.range(recommendedBy.position)))
        let recommender = recommendedBy.value(of: byReading, in: record, &notes)
        let contactReading = cells.text(text.extracting(record.range(contact.position)))
        let knownContact = contact.value(of: contactReading, in: record, &notes)
        let sort = readIndustry(record, &notes)
        let made = readProducts(record, &notes)
        guard let firm, !notes.isRefused else { return nil }
        var entry = WhiteListEntry(firm: firm, name: knownName)
        entry.region = place
        entry.industry = sort
        entry.products = made
        entry.tier = knownTier
        entry.recommendedBy = recommender
        entry.contact = knownContact
        return WhiteListRow(line: record.line, entry: entry, isRemoved: isRemoved)
    }

    /// Lists are of every industry: one that is not known here counts as another, and is told once.
    private mutating func readIndustry(_ record: borrowing Record, _ notes: inout RowNotes) -> Industry? {
        let cell = record.bytes.span.extracting(record.range(industry.position))
        let reading = cells.industry(cell)
        guard case .fault(let fault) = reading, fault.code == "bad_industry" else {
            return industry.value(of: reading, in: record, &notes)
        }
        guard industry.value(of: TextCell.read(cell), in: record, &notes) != nil else { return nil }
        notes.warn(
            .industry, CellFault("other_industry", "this industry is kept as other 其他"),
            value: industry.shown(in: record))
        return .other
    }

    private func readProducts(_ record: borrowing Record, _ notes: inout RowNotes) -> [String] {
        let cell = record.bytes.span.extracting(record.range(products.position))
        guard cell.count <= ProductList.limitBytes else {
            let message = "the products take more than \(ProductList.limitBytes) bytes; name the main ones"
            notes.refuse(.products, CellFault("too_long", message), value: products.shown(in: record))
            return []
        }
        let text = CellText.normalised(cell)
        if text.isEmpty || CellText.isMark(text) { return [] }
        let named = ProductList.products(in: text)
        if named.count > ProductList.limit {
            let message = "there are more than \(ProductList.limit) products; name the main ones"
            notes.refuse(.products, CellFault("too_many", message), value: products.shown(in: record))
        }
        if let fault = named.lazy.compactMap({ TextCell.fault(in: $0) }).first {
            notes.refuse(.products, fault, value: products.shown(in: record))
        }
        return named
    }
}
