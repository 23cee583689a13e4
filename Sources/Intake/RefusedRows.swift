public import Foundation

extension RegisterReader {
    /// Writes the rows that were refused to a CSV that Excel opens: the cells as they were read, and `reason`.
    ///
    /// Cells that a spreadsheet would run (`=`, `+`, `-`, `@` first) begin with an apostrophe, numbers do not. The
    /// file is read again from its start; `reasons` are by line.
    ///
    /// - Throws: `IntakeError`; what stood at `url` before is replaced only when all is written.
    public func copyRefused(reasons: [Int: String], to url: URL) throws(IntakeError) {
        let file = try InputFile(path: path)
        var records = try Self.records(of: file)
        let found = try HeaderSearch.find(in: &records, path: path)
        let output = try CSVOutput(replacing: url)
        try output.write(found.cells + ["reason"])
        while try records.next(delimiter: found.delimiter) {
            guard let reason = reasons[records.line] else { continue }
            var cells = records.cells.map { records.text($0) }
            while cells.count < found.cells.count { cells.append("") }
            try output.write(cells + [reason])
        }
        try output.finish()
    }
}
