internal import GRDB
internal import SupplyModel

/// Carries a finished report out of a transaction that is to be undone.
private struct RolledBack: Error {
    var report: ImportReport
}

extension Store {
    /// Takes one file into the register as one transaction.
    ///
    /// Unless `isPartial` is set, one refused row refuses the file. A file whose digest is that of the registrant's
    /// newest revision is not read again: every row is unchanged.
    ///
    /// `read`: hands the file's header and rows to the loader.
    /// Throws `StoreError`, `ImportFault`, or what `read` throws; nothing is kept then.
    public func load(
        _ request: ImportRequest, read: (inout RegisterLoader) throws -> Void
    ) throws -> ImportReport {
        if let count = try unchangedRows(request) {
            var report = ImportReport()
            report.unchanged = count
            return report
        }
        do {
            return try load(request, isDirectAllowed: true, read)
        } catch is NeedsStaging {
            return try load(request, isDirectAllowed: false, read)
        }
    }

    private func load(
        _ request: ImportRequest, isDirectAllowed: Bool, _ read: (inout RegisterLoader) throws -> Void
    ) throws -> ImportReport {
        do {
            return try writeBulk { db in
                var loader = try RegisterLoader(db, request, isDirectAllowed: isDirectAllowed)
                try read(&loader)
                let report = try loader.finish()
                let isRefused = !report.problems.isEmpty && !request.isPartial
                if isRefused || request.isDryRun { throw RolledBack(report: report) }
                if report.accepted + report.withdrawn > 0 {
                    try note(report, of: request, at: try Self.date(request, in: db), in: db)
                }
                return report
            }
        } catch let undone as RolledBack {
            var report = undone.report
            if !report.problems.isEmpty && !request.isPartial {
                report.accepted = 0
                report.unchanged = 0
                report.withdrawn = 0
            }
            return report
        }
    }

    /// Gives the newest revision the time at which it is kept, never one before an older revision's: who asks about an instant
    /// is to find what was kept by then, whatever began earlier or however the clock was set.
    private static func date(_ request: ImportRequest, in db: Database) throws -> Timestamp {
        let newest = try Int64.fetchOne(db, sql: "SELECT MAX(made_at) FROM revision") ?? 0
        let time = max(request.clock?() ?? request.now, Timestamp(milliseconds: newest))
        try db.execute(
            sql: "UPDATE revision SET made_at = ? WHERE number = (SELECT MAX(number) FROM revision)",
            arguments: [time.milliseconds])
        return time
    }

    private func note(
        _ report: ImportReport, of request: ImportRequest, at time: Timestamp, in db: Database
    ) throws {
        var detail = [
            "file": request.file, "digest": request.digest, "accepted": "\(report.accepted)",
            "withdrawn": "\(report.withdrawn)",
        ]
        guard let invitation = request.invitation else {
            return try note(.imported, request.registrant.description, detail, at: time, in: db)
        }
        detail["registrant"] = request.registrant.description
        try note(.useInvitation, invitation.id, detail, at: time, in: db)
    }

    /// How many rows the file has, where the registrant's newest revision was made of the very same bytes.
    private func unchangedRows(_ request: ImportRequest) throws -> Int? {
        guard !request.digest.isEmpty else { return nil }
        return try read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT r.digest, r.row_count, EXISTS (
                        SELECT 1 FROM identity_decision AS d WHERE d.revision > r.number) AS is_decided
                    FROM revision AS r JOIN registrant AS g ON g.key = r.registrant
                    WHERE g.identity = ? AND g.inviter = ? AND r.kind = (
                        SELECT kind FROM revision WHERE registrant = g.key AND digest = ? LIMIT 1)
                    ORDER BY r.number DESC LIMIT 1
                    """,
                arguments: [
                    request.registrant.description, request.invitation?.root.description ?? "",
                    request.digest,
                ])
            // What was decided since may make the same rows mean something else.
            guard let row, row["digest"] == request.digest, row["is_decided"] == false else { return nil }
            return row["row_count"]
        }
    }
}
