internal import Digest
internal import Intake
internal import Store
public import SupplyModel

/// Brings the answers of a survey to the store: a file is all or nothing, and one that was read adds nothing again.
public struct StatusImporter: Sendable {
    private let inquiry: Inquiry
    private let now: Timestamp

    /// Part of a file's digest: raised whenever the same bytes would be read differently.
    static let readingVersion = 1

    public init(_ inquiry: Inquiry, now: Timestamp) {
        self.inquiry = inquiry
        self.now = now
    }

    /// Takes one file.
    ///
    /// `time` is that of rows that name none; nil for now. `sheet` is the one of a workbook that is meant; nil for the one with
    /// the best header. `isDryRun` does everything but keep the result.
    ///
    /// - Throws: `IntakeError` where the file cannot be read, `StatusFault`, `ImportFault`, `StoreError`.
    public func load(
        _ path: String, registrant: FirmID, time: String? = nil, sheet: String? = nil, isDryRun: Bool = false
    ) throws -> ImportSummary {
        let usual = try time.map(StatusDesk.time) ?? now
        guard usual <= now else { throw StatusFault.future(usual, now: now) }
        var summary = ImportSummary()
        summary.files = 1
        let table: StatusTable
        do throws(IntakeError) {
            table = try StatusReader(
                path: path, registrant: registrant, gazetteer: inquiry.gazetteer, sheet: sheet
            ).read()
        } catch {
            guard error.fault.category == .badData else { throw error }
            summary.problems.append(error.problem)
            return summary
        }
        let reports = try reports(of: table, path, registrant, usual, &summary)
        summary.warnings = table.warnings + Self.notes(of: table, path)
        guard summary.problems.isEmpty, !isDryRun else {
            if summary.problems.isEmpty { summary.accepted = reports.count }
            return summary
        }
        let digest =
            "\(Self.readingVersion)-\(time ?? "")-\(sheet ?? "")-\(try SHA256.hexDigest(ofFile: path))"
        let kept = try inquiry.store.add(reports, ofFile: digest, by: registrant, now: now)
        summary.accepted = kept.added
        summary.unchanged = kept.unchanged
        if kept.added == 0, kept.unchanged > 0 {
            summary.warnings.append(
                Self.note(
                    path, "nothing_new",
                    "all of it is known already; if the same answers were given again, say when with --at"))
        }
        return summary
    }

    /// The reports that the rows make; every row that cannot be one has its problem in the summary.
    private func reports(
        of table: StatusTable, _ path: String, _ registrant: FirmID, _ usual: Timestamp,
        _ summary: inout ImportSummary
    ) throws -> [StatusReport] {
        let check = StatusCheck(inquiry, try inquiry.store.network(view: inquiry.view), now: now)
        for refusal in table.refusals { summary.problems += refusal.problems }
        try Self.checkCount(summary, path)
        summary.rejected = table.refusals.count
        var reports: [StatusReport] = []
        var lines: [Subject: Int] = [:]
        for row in table.rows {
            do {
                let firm = try check.firm(id: row.id, name: row.name, registrant: registrant)
                let report = StatusReport(row, of: firm, at: row.time ?? usual, by: registrant)
                try check.check(report)
                let subject = Subject(firm: firm, region: report.region, time: report.time)
                if let first = lines.updateValue(row.line, forKey: subject) {
                    throw RowFault.twice(line: first)
                }
                reports.append(report)
            } catch {
                summary.rejected += 1
                summary.problems.append(Self.problem(error, row, path))
                try Self.checkCount(summary, path)
            }
        }
        summary.problems.sort { $0.line < $1.line }
        return reports
    }

    /// - Throws: `ImportFault.tooManyProblems`
    private static func checkCount(_ summary: ImportSummary, _ path: String) throws(ImportFault) {
        guard summary.problems.count <= ImportReport.problemLimit else { throw .tooManyProblems(file: path) }
    }

    /// What a row is about.
    private struct Subject: Hashable {
        var firm: FirmID
        var region: RegionCode?
        var time: Timestamp
    }

    private enum RowFault: Error { case twice(line: Int) }

    private static func problem(_ error: any Error, _ row: StatusRow, _ path: String) -> Problem {
        let firm = row.id?.description ?? row.name ?? ""
        func problem(_ column: RegisterColumn?, _ code: String, _ value: String, _ message: String) -> Problem
        {
            Problem(
                file: path, line: row.line, column: column?.rawValue ?? "", code: code, value: value,
                message: message)
        }
        switch error {
        case let fault as StatusFault:
            let isTime = if case .noSite = fault { false } else { true }
            return problem(isTime ? .time : .region, fault.code, "", fault.description)
        case let fault as QueryFault:
            let isAmbiguous = if case .ambiguousName = fault { true } else { false }
            return problem(
                row.id == nil ? .name : .id, isAmbiguous ? "ambiguous_name" : "unknown_firm", firm, "\(fault)"
            )
        case RowFault.twice(let line):
            return problem(
                nil, "duplicate_row", firm,
                "line \(line) is about the same firm, place and time; keep one of them")
        default: return problem(nil, "failed", firm, "\(error)")
        }
    }

    private static func note(_ path: String, _ code: String, _ message: String) -> Problem {
        Problem(file: path, line: 0, column: "", code: code, value: "", message: message)
    }

    private static func notes(of table: StatusTable, _ path: String) -> [Problem] {
        var notes: [Problem] = []
        if table.unanswered > 0 {
            notes.append(
                note(
                    path, "unanswered",
                    English.counted(
                        table.unanswered, one: "row has no answer yet and was left out; ask again",
                        many: "rows have no answer yet and were left out; ask again"))
            )
        }
        return notes
    }
}

extension StatusReport {
    fileprivate init(_ row: StatusRow, of firm: FirmID, at time: Timestamp, by registrant: FirmID) {
        self.init(
            firm: firm, region: row.region, time: time, registrant: registrant,
            operatingRate: row.operatingRate)
        staff = row.staff
        stockDays = row.stockDays
        logistics = row.logistics
        note = row.note
    }
}
