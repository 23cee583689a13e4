public import Foundation

extension RegisterReader {
    /// Writes the rows that were refused to a CSV that Excel opens: the cells as they were read, and `reason`.
    ///
    /// Cells that a spreadsheet would run (`=`, `+`, `-`, `@` first) begin with an apostrophe, numbers do not. The
    /// file is read again from its start; `reasons` are by line.
    ///
    /// - Throws: `IntakeError`; what stood at `url` before is replaced only when all is written.
    public func copyRefused(reasons: [Int: String], to url: URL) throws(IntakeError) {
        switch try RegisterTable(path: path, sheet: sheet) {
        case .text(var records, let found, _): try copy(&records, found.cells, width: .max, reasons, to: url)
        case .sheet(let found):
            var records = found.records
            // What stands beside the table of a sheet belongs to none of its columns.
            try copy(&records, found.header.cells, width: found.header.cells.count, reasons, to: url)
        }
    }

    private func copy<Records: RecordSource>(
        _ records: inout Records, _ header: [String], width: Int, _ reasons: [Int: String], to url: URL
    ) throws(IntakeError) {
        let output = try CSVOutput(replacing: url)
        try output.write(header + ["reason"])
        while try records.next() {
            guard let reason = reasons[records.record.line] else { continue }
            var cells = records.record.cells.prefix(width).map { records.record.text($0) }
            while cells.count < header.count { cells.append("") }
            try output.write(cells + [reason])
        }
        try output.finish()
    }
}
