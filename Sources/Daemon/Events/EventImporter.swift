internal import Digest
internal import Intake
public import Store
public import SupplyModel

/// Brings files of events to the store: a file is all or nothing, and one that was read adds nothing again.
public struct EventImporter: Sendable {
    private let store: Store
    private let gazetteer: Gazetteer
    private let assumptions: EventAssumptions

    /// Part of a file's digest: raised whenever the same bytes would be read differently.
    static let readingVersion = 1

    public init(store: Store, gazetteer: Gazetteer, assumptions: EventAssumptions) {
        self.store = store
        self.gazetteer = gazetteer
        self.assumptions = assumptions
    }

    /// Whether a file is one of events, by its name or, of a table, by its header.
    static func takes(_ path: String) -> Bool { EventFile.isMessage(path) || EventFile.isTable(path) }

    /// Takes files, each for itself; `isDryRun` does everything but keep the result.
    ///
    /// - Throws: `IntakeError` where a file cannot be read, `StoreError`.
    public func load(_ paths: [String], isDryRun: Bool = false, now: Timestamp) throws -> ImportSummary {
        var summary = ImportSummary()
        for path in paths { try load(path, isDryRun, now, &summary) }
        return summary
    }

    private func load(
        _ path: String, _ isDryRun: Bool, _ now: Timestamp, _ summary: inout ImportSummary
    ) throws {
        summary.files += 1
        let table: EventTable
        do throws(IntakeError) {
            table = try EventFile(path: path, gazetteer: gazetteer, assumptions: assumptions).read(now: now)
        } catch {
            guard error.fault.category == .badData else { throw error }
            summary.problems.append(error.problem)
            return
        }
        summary.warnings += table.warnings
        guard table.problems.isEmpty else {
            summary.rejected += table.refusedCount
            summary.problems += table.problems
            return
        }
        guard !isDryRun else {
            summary.accepted += table.reports.count
            return
        }
        let digest = try digest(path)
        let kept = try store.add(table.reports, ofFile: digest, now: now)
        summary.accepted += kept.added
        summary.unchanged += kept.unchanged
        if kept.leftOut > 0 {
            note(
                path, "out_of_reach",
                "\(kept.leftOut) earthquakes reach no city of the delta, or are too small, and were left out",
                &summary)
        }
    }

    /// Names the bytes of a file and everything that decides what they mean.
    private func digest(_ path: String) throws -> String {
        var hash = try SHA256()
        try hash.update(assumptions.text.utf8)
        let meaning = hexadecimal(try hash.finish()).prefix(8)
        return "\(Self.readingVersion)-\(meaning)-\(try SHA256.hexDigest(ofFile: path))"
    }

    private func note(
        _ path: String, _ code: String, _ message: String, _ summary: inout ImportSummary
    ) {
        summary.warnings.append(
            Problem(file: path, line: 0, column: "", code: code, value: "", message: message))
    }
}
