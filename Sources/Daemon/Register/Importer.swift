internal import Digest
internal import Foundation
internal import Intake
public import Store
public import SupplyModel

/// How files are taken into the register.
public struct ImportOptions: Sendable {
    public var isPartial = false
    public var replaces = false
    public var sumsDuplicates = false
    /// Whether whoever sends the files can ask for that, and so is told of it.
    public var offersSums = false
    public var isDryRun = false
    /// Whether nothing of what others declared may show in the summary: for whoever sees one registrant's declarations alone.
    public var isPrivate = false
    /// The invitation under which the registrant declares; nil where it does so on its own.
    var invitation: Invitation?
    /// The sheet of a workbook that is meant; nil for the one with the best header.
    public var sheet: String?

    public init() {}
}

/// What became of all files of one import.
public struct ImportSummary: Sendable {
    /// Files that were read.
    public var files = 0
    public var accepted = 0
    public var unchanged = 0
    public var rejected = 0
    public var withdrawn = 0
    public var problems: [Problem] = []
    public var warnings: [Problem] = []
    /// Files of refused rows that were written beside their sources.
    public var refusedFiles: [String] = []

    mutating func add(_ report: ImportReport) {
        files += 1
        accepted += report.accepted
        unchanged += report.unchanged
        rejected += report.rejected
        withdrawn += report.withdrawn
        problems += report.problems
        warnings += report.warnings
    }
}

/// Brings files to the register: reads them, hands their rows to the store, and writes the refused ones beside them.
///
/// Each file is a transaction of its own. What it does not do: decide what a cell or a row means.
public struct Importer: Sendable {
    private let store: Store
    private let gazetteer: Gazetteer

    /// Part of a file's digest: raised whenever the same bytes would be read differently.
    static let readingVersion = 3

    public init(store: Store, gazetteer: Gazetteer) {
        self.store = store
        self.gazetteer = gazetteer
    }

    /// Takes files, and the registers in folders, in the order of `RegisterFolder`.
    ///
    /// `progress` is told the file and how far it is read, 0...1, and may throw to stop: nothing of that file is kept.
    public func load(
        _ paths: [String], registrant: FirmID, options: ImportOptions,
        now: @escaping @Sendable () -> Timestamp,
        progress: (_ file: String, _ part: Double) throws -> Void
    ) throws -> ImportSummary {
        var summary = ImportSummary()
        let files = try RegisterFolder.files(of: paths, registrant: registrant, gazetteer: gazetteer)
        guard !options.replaces || files.count == 1 else {
            throw UsageFault(
                "--replace withdraws what a file no longer has, so it takes one file at a time, not \(files.count)"
            )
        }
        for path in files {
            do {
                try load(path, registrant, options, now, progress, &summary)
            } catch let error as IntakeError where error.fault.category == .badData {
                summary.files += 1
                summary.problems.append(error.problem)
            }
        }
        return summary
    }

    /// Takes one file that its sender calls otherwise; nothing is written beside it.
    ///
    /// `firstLine`: what the first line is called; 0 where the rows below the header are counted.
    /// `progress` is told how far it is read, 0...1, and may throw to stop: nothing is kept then.
    func take(
        _ path: String, named name: String, firstLine: Int, registrant: FirmID, options: ImportOptions,
        now: @escaping @Sendable () -> Timestamp, progress: (_ part: Double) throws -> Void
    ) throws -> ImportSummary {
        var summary = ImportSummary()
        do {
            let source = RegisterReader(
                path: path, registrant: registrant, gazetteer: gazetteer, sheet: options.sheet,
                isOnlyBuyer: options.invitation != nil, firstLine: firstLine)
            summary.add(try report(source, called: name, options, now, progress: progress))
        } catch let error as IntakeError where error.fault.category == .badData {
            summary.files += 1
            summary.problems.append(error.problem)
        }
        func renamed(_ problem: Problem) -> Problem {
            var problem = problem
            problem.file = name
            return problem
        }
        summary.problems = summary.problems.map(renamed)
        summary.warnings = summary.warnings.map(renamed)
        return summary
    }

    private func load(
        _ path: String, _ registrant: FirmID, _ options: ImportOptions,
        _ now: @escaping @Sendable () -> Timestamp,
        _ progress: (_ file: String, _ part: Double) throws -> Void, _ summary: inout ImportSummary
    ) throws {
        let reader = RegisterReader(
            path: path, registrant: registrant, gazetteer: gazetteer, sheet: options.sheet,
            isOnlyBuyer: options.invitation != nil)
        let report = try report(reader, called: path, options, now) { try progress(path, $0) }
        summary.add(report)
        if options.isPartial, !options.isDryRun, !report.refusedLines.isEmpty {
            do {
                summary.refusedFiles.append(try writeRefused(report, of: reader))
            } catch let error as IntakeError {
                summary.problems.append(error.problem)
            }
        }
    }

    private func report(
        _ reader: RegisterReader, called name: String, _ options: ImportOptions,
        _ now: @escaping @Sendable () -> Timestamp, progress: (_ part: Double) throws -> Void
    ) throws -> ImportReport {
        var request = ImportRequest(
            registrant: reader.registrant, file: name, digest: digest(reader.path, options), now: now())
        request.clock = now
        request.isPartial = options.isPartial
        request.replaces = options.replaces
        request.sumsDuplicates = options.sumsDuplicates
        request.offersSums = options.offersSums
        request.isDryRun = options.isDryRun
        request.isPrivate = options.isPrivate
        request.invitation = options.invitation
        var invited = options.invitation.map { InvitedRows($0, file: name) }
        return try store.load(request) { loader in
            try RowPipe.read(reader) { batch, part in
                if let header = batch.header {
                    try invited?.begin(header)
                    try loader.begin(header)
                }
                for row in batch.supplies {
                    if let problem = invited?.problem(of: row) {
                        try loader.refuse(line: row.line, problems: [problem])
                    } else {
                        try loader.take(row)
                    }
                }
                for row in batch.firms { try loader.take(row) }
                for refusal in batch.refusals {
                    try loader.refuse(line: refusal.line, problems: refusal.problems)
                }
                for warning in batch.warnings { loader.warn(warning) }
                try progress(part)
            }
        }
    }

    /// Names the bytes of a file and everything that decides what they mean.
    private func digest(_ path: String, _ options: ImportOptions) -> String {
        let flags = [options.replaces, options.sumsDuplicates].map { $0 ? "1" : "0" }.joined()
        // A file that cannot be read has no digest; reading it for its rows says why.
        guard let bytes = try? SHA256.hexDigest(ofFile: path) else { return "" }
        let sheet = options.sheet.map { "-\($0)" } ?? ""
        let invitation = options.invitation.map { "-\($0.id)" } ?? ""
        return "\(Self.readingVersion)-\(flags)-\(bytes)\(sheet)\(invitation)"
    }

    private func writeRefused(_ report: ImportReport, of reader: RegisterReader) throws -> String {
        let source = URL(filePath: reader.path)
        // A workbook and a CSV of one name may lie beside each other.
        let isCSV = source.pathExtension.lowercased() == "csv"
        let name = (isCSV ? source.deletingPathExtension() : source).lastPathComponent + ".refused.csv"
        let target = source.deletingLastPathComponent().appending(path: name)
        try reader.copyRefused(reasons: report.refusedLines, to: target)
        return target.path
    }
}
