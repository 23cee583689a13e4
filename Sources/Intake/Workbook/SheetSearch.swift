internal import SupplyModel

/// Finds the table of a workbook: the sheet of a name, or the one whose header knows most columns.
enum SheetSearch {
    /// A sheet, left behind its header.
    struct Found {
        var records: SheetRecords
        var header: HeaderSearch.Found
        /// What is told of the sheets that were not read.
        var notes: [Problem]
    }

    /// What the search for a header in one sheet ended with.
    private enum Outcome {
        case complete(SheetRecords, HeaderSearch.Found)
        case refused(IntakeError)
        /// The sheet has nothing like a header.
        case nothing
    }

    /// Searches the sheets in their order, hidden ones last; of two equal headers the first stands.
    ///
    /// - Throws: that there is no such sheet or no header, or that the best one lacks required columns.
    static func find(
        in workbook: Workbook, named name: String?, kinds: [RegisterKind]
    ) throws(IntakeError) -> Found {
        var best: (records: SheetRecords, header: HeaderSearch.Found)?
        var refusal: IntakeError?
        var notes: [Problem] = []
        for sheet in try candidates(workbook, name) {
            switch try search(sheet, workbook, kinds) {
            case .complete(let records, let header):
                guard let first = best else {
                    best = (records, header)
                    continue
                }
                let isBetter = header.reading.positions.count > first.header.reading.positions.count
                if isBetter { best = (records, header) }
                notes.append(unread(isBetter ? first.records.sheet : sheet, workbook))
            case .refused(let error):
                refusal = refusal ?? error
                notes.append(unread(sheet, workbook, because: error.fault.sentence))
            case .nothing: break
            }
        }
        guard let best else {
            throw refusal ?? IntakeError(path: workbook.path, sheet: name, fault: .noHeader(of: kinds))
        }
        return Found(records: best.records, header: best.header, notes: notes)
    }

    private static func candidates(
        _ workbook: Workbook, _ name: String?
    ) throws(IntakeError) -> [WorkbookIndex.Sheet] {
        guard let name else {
            return workbook.sheets.filter { !$0.isHidden } + workbook.sheets.filter(\.isHidden)
        }
        guard let sheet = workbook.sheets.first(where: { $0.name == name }) else {
            let known = workbook.sheets.prefix(namedSheets).map { PartName.shown($0.name) }
            throw IntakeError(
                path: workbook.path, fault: .workbook(.noSuchSheet(PartName.shown(name), known: known)))
        }
        return [sheet]
    }

    private static func search(
        _ sheet: WorkbookIndex.Sheet, _ workbook: Workbook, _ kinds: [RegisterKind]
    ) throws(IntakeError) -> Outcome {
        let records: SheetRecords
        do throws(IntakeFault) {
            records = try SheetRecords(sheet, of: workbook)
        } catch {
            throw IntakeError(path: workbook.path, sheet: sheet.name, fault: error)
        }
        var incomplete: HeaderReading?
        while try records.next(), records.record.line <= IntakeLimits.titleRows + 1 {
            let cells = records.record.cells.map { records.record.text($0) }
            do throws(IntakeError) {
                guard
                    let reading = try HeaderReading(
                        cells: cells, line: records.record.line, path: workbook.path, kinds: kinds)
                else { continue }
                if reading.missing.isEmpty {
                    return .complete(
                        records, HeaderSearch.Found(reading: reading, delimiter: 0, cells: cells))
                }
                incomplete = incomplete ?? reading
            } catch {
                var error = error
                error.sheet = sheet.name
                return .refused(error)
            }
        }
        guard let incomplete else { return .nothing }
        return .refused(
            IntakeError(
                path: workbook.path, sheet: sheet.name, line: incomplete.header.line,
                fault: incomplete.lacking))
    }

    private static func unread(
        _ sheet: WorkbookIndex.Sheet, _ workbook: Workbook, because reason: String? = nil
    ) -> Problem {
        let what =
            reason.map { "this sheet was not read: \($0)" } ?? "this sheet holds a table too and was not read"
        return Problem(
            file: workbook.path, sheet: sheet.name, line: 0, column: "", code: "other_sheet", value: "",
            message: what + "; to read it, name it as the sheet that is meant")
    }

    /// Sheets that a fault names.
    private static let namedSheets = 20
}

extension SheetRecords {
    /// What is told of a sheet that was read: that it hides something, and merged cells that give their value once.
    func notes(_ header: HeaderReading, file: String) -> [Problem] {
        func note(
            _ line: Int, _ column: RegisterColumn?, _ code: String, _ value: String, _ message: String
        )
            -> Problem
        {
            Problem(
                file: file, sheet: sheet.name, line: line, column: column?.rawValue ?? "", code: code,
                value: value, message: message)
        }
        var notes: [Problem] = []
        if sheet.isHidden {
            notes.append(note(0, nil, "hidden_sheet", "", "the sheet is hidden; it was read all the same"))
        }
        if hiddenRows.count > 0 {
            let message = "hidden rows: \(hiddenRows.count), this one first; they were read all the same"
            notes.append(note(hiddenRows.first, nil, "hidden_rows", "", message))
        }
        for range in merges where range.rows.lowerBound > header.header.line {
            let covered = header.positions.filter { range.columns.contains($0.value) }
            for column in covered.keys.sorted(by: { $0.rawValue < $1.rawValue })
            where !column.fillsDownward(in: header.header.kind) {
                let message =
                    "the cells are merged, and only the first row has their value; write it into each row"
                notes.append(note(range.rows.lowerBound, column, "merged_cells", range.text, message))
            }
        }
        return notes
    }
}

extension RegisterColumn {
    /// Whether a blank cell of the column takes the value above it.
    fileprivate func fillsDownward(in kind: RegisterKind) -> Bool {
        let filling: Set<RegisterColumn> = [
            .supplierID, .supplierName, .buyerID, .buyerName, .tier, .industry,
        ]
        return kind == .supplies && filling.contains(self)
    }
}
