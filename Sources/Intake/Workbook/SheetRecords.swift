/// The rows of one sheet as records, one at a time: a row is read, handed out, and forgotten.
///
/// Cells carry their text as a CSV of the same table would have it: shared and inline texts, numbers as written, dates
/// by their style, `true` and `false`, and of a formula the value that it had when the workbook was saved. A cell that
/// is only formatted is no cell. What it does not do: compute formulas, or follow links out of the workbook.
final class SheetRecords: RecordSource, XMLHandler {
    let sheet: WorkbookIndex.Sheet
    /// Looked at six times a cell, and not guarded: only the reader calls, on one thread, one event after the other.
    @exclusivity(unchecked) private var row: SheetRow
    private let path: String
    private let part: ZipPart
    private let bytes: SheetBytes
    private let reader: XMLReader

    init(_ sheet: WorkbookIndex.Sheet, of workbook: Workbook) throws(IntakeFault) {
        self.sheet = sheet
        path = workbook.path
        row = SheetRow(workbook, part: sheet.part)
        part = try workbook.archive.part(sheet.part)
        bytes = SheetBytes(part)
        reader = try XMLReader(bytes)
    }

    var record: Record { row.record }
    var bytesRead: Int { part.bytesRead }
    var totalBytes: Int { part.totalBytes }
    /// Rows so far that the sheet hides, and the first of them.
    var hiddenRows: (count: Int, first: Int) { row.hiddenRows }
    /// Cells merged downward, as far as they are told of.
    var merges: [MergedRange] { row.merges }

    func next() throws(IntakeError) -> Bool {
        do throws(IntakeFault) {
            return try nextRow()
        } catch {
            throw IntakeError(path: path, sheet: sheet.name, line: row.record.line, fault: error)
        }
    }

    private func nextRow() throws(IntakeFault) -> Bool {
        while true {
            if row.takesRows, reader.isIdle, try bytes.take(into: &row) {
                if row.record.cells.isEmpty { continue }
                return true
            }
            switch try reader.advance(into: self) {
            case .paused: return true
            case .hungry: continue
            case .atEnd: return false
            }
        }
    }

    func begin(_ name: XMLName, _ attributes: XMLAttributes) throws(IntakeFault) {
        try row.begin(name, attributes)
    }

    func end(_ name: XMLName) throws(IntakeFault) {
        if try row.end(name) { reader.pause() }
    }

    func take(_ text: UnsafeBufferPointer<UInt8>) throws(IntakeFault) { try row.take(text) }
}
