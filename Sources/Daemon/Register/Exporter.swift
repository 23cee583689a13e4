internal import Export
internal import Store
public import SupplyModel

/// What goes out as a table.
public enum ExportedTable: String, CaseIterable, Sendable {
    /// What one registrant declares, as intake reads it again.
    case supplies, firms
    /// What is computed of, or open over, all.
    case metrics, alerts
}

/// What was written.
public struct ExportSummary: Sendable {
    /// Rows below the header.
    public var rows = 0
    public var warnings: [String] = []
}

/// Writes the register, the figures or the alerts as a table that a spreadsheet opens and intake reads again.
public struct Exporter: Sendable {
    private let store: Store
    private let inquiry: Inquiry

    public init(_ inquiry: Inquiry) {
        store = inquiry.store
        self.inquiry = inquiry
    }

    /// Writes a table to a file, or as CSV to standard output where there is none.
    ///
    /// `registrant`: whose declarations go out, where the table is of declarations.
    public func write(
        _ table: ExportedTable, of registrant: FirmID?, to file: OutputFile?, now: Timestamp
    ) throws -> ExportSummary {
        switch (table, registrant) {
        case (.metrics, _):
            return try Self.write(inquiry.metrics(MetricFilter(), now: now), sheet: table.rawValue, to: file)
        case (.alerts, _):
            return try Self.write(inquiry.alerts(AlertFilter(), now: now), sheet: table.rawValue, to: file)
        case (_, nil):
            throw UsageFault(
                "nobody is named whose \(table.rawValue) are meant; add --registrant ID (a USCC, an LEI, or"
                    + " local:NAME), or set `registrant` in tierwatch.yaml")
        case (_, let registrant?) where registrant != inquiry.view.registrant ?? registrant:
            throw QueryFault.unknownFirm(registrant.description)
        case (_, let registrant?): return try writeDeclarations(table, registrant, file)
        }
    }

    private func writeDeclarations(
        _ table: ExportedTable, _ registrant: FirmID, _ file: OutputFile?
    ) throws -> ExportSummary {
        var summary = ExportSummary()
        let writer = try Self.open(table.rawValue, file)
        if table == .supplies {
            var cells = SupplyCells()
            try writer.write(SupplyCells.header)
            try store.eachSupply(of: registrant) { row in
                try writer.write(cells.cells(of: row))
                summary.rows += 1
            }
        } else {
            try writer.write(FirmCells.header)
            try store.eachFirm(of: registrant) { row in
                try writer.write(FirmCells.cells(of: row))
                summary.rows += 1
            }
        }
        guard summary.rows > 0 else {
            throw ExportError.nothingDeclared(registrant: registrant.description, table: table.rawValue)
        }
        try writer.finish()
        return summary
    }

    /// Writes an answer as a table: a line for each record, under the names of its columns.
    static func write(_ answer: Answer, sheet: String, to file: OutputFile?) throws -> ExportSummary {
        let writer = try open(sheet, file)
        try writer.write(answer.columns.map { .text($0) })
        for record in answer.records {
            try writer.write(
                answer.columns.map { column in
                    guard let field = record.first(where: { $0.name == column }) else { return .empty }
                    if case .number(let number) = field.value { return .figure(number) }
                    return .text(Answer.plain(field.value))
                })
        }
        try writer.finish()
        return ExportSummary(rows: answer.records.count, warnings: answer.warnings)
    }

    private static func open(_ sheet: String, _ file: OutputFile?) throws(ExportError) -> any TableWriter {
        guard let file else { return try CSVTable(path: nil) }
        return try file.table(sheet)
    }
}
