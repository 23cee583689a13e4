internal import SupplyModel

/// Tables that fall into blocks, and what stands below a table.
extension Answer {
    /// The records as one table, or as one for each run of equal values in the columns of blocks.
    func blocks(_ language: Language) -> String {
        guard !blockColumns.isEmpty, !records.isEmpty else { return table(language) }
        var text = ""
        var rest = records[...]
        while let first = rest.first {
            let heading = heading(of: first, language)
            let block = rest.prefix { self.heading(of: $0, language) == heading }
            rest = rest.dropFirst(block.count)
            var part = Answer(columns: columns, records: Array(block))
            part.hiddenInTable = hiddenInTable.union(blockColumns)
            part.chineseHeadings = chineseHeadings
            text += (text.isEmpty ? "" : "\n") + heading + "\n" + part.table(language)
        }
        return text
    }

    /// The footnotes below a blank line; nothing where there are none.
    var footer: String { footnotes.isEmpty ? "" : "\n" + footnotes.map { $0 + "\n" }.joined() }

    private func heading(of record: [Field], _ language: Language) -> String {
        let parts = blockColumns.compactMap { column in record.first { $0.name == column } }
        return parts.map { Self.shown(TableWords.shown($0.value, in: $0.name, language), .max) }.joined(
            separator: "  ")
    }
}
