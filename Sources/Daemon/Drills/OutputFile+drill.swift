internal import SupplyModel

extension OutputFile {
    /// Writes what a drill found: a workbook with a sheet for each of its parts, one table of all lines, or JSON.
    public func write(drill answer: Answer, _ inquiry: Inquiry) throws {
        if ending == .json { return try write(answer.json()) }
        guard ending == .xlsx else {
            _ = try Exporter.write(answer.lines, sheet: "drill", to: self)
            return
        }
        let language = inquiry.language
        let sheets = answer.sheets(named: language == .zh ? "演练" : "drill", in: language)
        try write(sheets.first, sheets.others)
    }
}

extension Answer {
    /// One thing as lines of one table: what it says of itself in the first, then each of its lists, with its name as `part`.
    ///
    /// Lists that are empty have no line; a list of lines stays as it is.
    public var lines: Answer {
        guard !isList else { return self }
        let fields = records.first ?? []
        var lines = [[Field("part", .text("drill"))]]
        for field in fields {
            guard case .list(let values) = field.value else {
                lines[0].append(field)
                continue
            }
            for case .record(let record) in values {
                lines.append([Field("part", .text(field.name))] + record)
            }
        }
        var columns: [String] = []
        var known: Set<String> = []
        for field in lines.joined() where known.insert(field.name).inserted { columns.append(field.name) }
        var answer = Answer(columns: columns, records: lines)
        answer.warnings = warnings
        return answer
    }
}
