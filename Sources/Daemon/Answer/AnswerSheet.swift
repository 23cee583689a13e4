internal import Export
internal import SupplyModel

/// An answer, or one of its lists, as a sheet that a person reads: the headings and words of tables, and figures that are numbers.
struct AnswerSheet: Equatable {
    var name: String
    /// Lines above the table, which a CSV does not have.
    var notes: [String] = []
    /// The headings, then a line for each record.
    var lines: [[ExportCell]]
}

extension Answer {
    /// Columns of a terminal that the longest cell would take: fewer characters than a workbook's cell holds.
    private static let sheetCellLimit = 32_000

    /// The records as a sheet; each column is there, whether a record has it or not.
    func sheet(named name: String, in language: Language) -> AnswerSheet {
        let shown = columns.filter { !hiddenInSheet.contains($0) }
        let headings = shown.map { ExportCell.text(Headings.text($0, language)) }
        let lines = records.map { record in
            shown.map { column in
                record.first { $0.name == column }.map { Self.sheetCell($0, language) } ?? .empty
            }
        }
        return AnswerSheet(name: name, lines: [headings] + lines)
    }

    /// One thing as sheets: what it says of itself, a name and a value a line, then each of its lists of records.
    func sheets(
        named name: String, in language: Language
    ) -> (first: AnswerSheet, others: [AnswerSheet]) {
        var first = AnswerSheet(name: name, lines: [])
        first.lines.append(["what", "value"].map { .text(Headings.text($0, language)) })
        var others: [AnswerSheet] = []
        for field in records.first ?? [] where !hiddenInSheet.contains(field.name) {
            let heading = Headings.text(field.name, language, ofRecords: field.value.hasRecords)
            if case .list(let values) = field.value, field.value.hasRecords {
                others.append(nested(values).sheet(named: heading, in: language))
            } else {
                first.lines.append([.text(heading), Self.sheetCell(field, language)])
            }
        }
        return (first, others)
    }

    private static func sheetCell(_ field: Field, _ language: Language) -> ExportCell {
        if case .number(let number) = field.value { return .figure(rounded(number)) }
        if field.value.isEmptyList { return .text(none(language)) }
        return .text(shown(TableWords.shown(field.value, in: field.name, language), sheetCellLimit))
    }
}

extension OutputFile {
    /// Writes sheets into a workbook; of a CSV, which has one table, the first.
    func write(_ first: AnswerSheet, _ others: [AnswerSheet] = []) throws(ExportError) {
        guard ending == .xlsx else {
            let table = try CSVTable(path: path)
            for line in first.lines { try table.write(line) }
            return try table.finish()
        }
        let book = try XLSXTable(path: path, sheet: first.name, below: first.notes)
        for line in first.lines { try book.write(line) }
        for sheet in others {
            try book.begin(sheet.name, below: sheet.notes)
            for line in sheet.lines { try book.write(line) }
        }
        try book.finish()
    }
}
