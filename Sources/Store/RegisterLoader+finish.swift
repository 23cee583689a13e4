internal import GRDB
internal import SupplyModel

/// What is done once every row is staged.
extension RegisterLoader {
    /// Two registrants disagree when a figure differs by more than this part of the larger.
    static let conflictPart = 0.1

    /// Judges the staged rows together and merges the good ones.
    mutating func finish() throws -> ImportReport {
        guard let header else { return report }
        let isSupplies = header.kind == .supplies
        if isSupplies {
            try judgeRepeated()
            if header.columns.contains(.share) { try judgeShares() }
        }
        let table = isSupplies ? "staged" : "staged_firm"
        let changed: Int
        if let directRows {
            changed = directRows
        } else {
            let count = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM temp.\(table)") ?? 0
            changed = try merge(header, count: count)
            report.unchanged += count - changed
        }
        try declared?.finish()
        report.accepted += changed
        if isSupplies, request.replaces, report.rejected == 0 {
            try OwnSupplies.gather(of: [registrantKey], in: database)
            try database.execute(sql: Staging.withdraw, arguments: [registrantKey, revision])
            report.withdrawn = database.changesCount
        }
        if changed == 0 && report.withdrawn == 0 {
            try database.execute(sql: "DELETE FROM declared WHERE revision = ?", arguments: [revision])
            try database.execute(sql: "DELETE FROM revision WHERE number = ?", arguments: [revision])
            return report
        }
        try database.execute(
            sql: "UPDATE revision SET row_count = ?, digest = ? WHERE number = ?",
            arguments: [
                report.accepted + report.unchanged, report.problems.isEmpty ? request.digest : "", revision,
            ])
        if isSupplies, !request.isPrivate { try reportConflicts() }
        return report
    }

    /// Puts the staged rows, of which there are `count`, into the register; gives how many were new or changed something.
    ///
    /// What was noted row by row is what is inserted, unless rows were refused or dropped since. To have the insertion itself tell its
    /// rows takes as long as another half of it, and is done where they are not known before.
    private mutating func merge(_ header: RegisterHeader, count: Int) throws -> Int {
        let isSupplies = header.kind == .supplies
        let hasKin = !merged.isEmpty
        if hasKin {
            try database.execute(
                sql: isSupplies ? Staging.findPriorSupplies : Staging.findPriorFirms,
                arguments: [registrantKey])
        }
        let merge =
            isSupplies
            ? Staging.mergeSupplies(header.columns, isFirst: isFirst, hasKin: hasKin)
            : Staging.mergeFirms(header.columns, isFirst: isFirst, hasKin: hasKin)
        if isFirst, declared?.count == count {
            try database.execute(sql: merge, arguments: [registrantKey, revision])
            return database.changesCount
        }
        try declared?.clear()
        let keys = isSupplies ? "supplier, region, buyer, product" : "firm"
        return try insert(merge + " RETURNING \(keys)", isSupplies: isSupplies)
    }

    /// Runs a merge that tells its rows, and notes them; gives how many there are.
    private mutating func insert(_ merge: String, isSupplies: Bool) throws -> Int {
        let rows = try BulkStatement(database, merge)
        rows.bind(registrantKey, at: 0)
        rows.bind(revision, at: 1)
        var count = 0
        while try rows.next() {
            count += 1
            if isSupplies {
                try declared?.note(
                    supplier: rows.integer(0), region: rows.integer(1), buyer: rows.integer(2),
                    product: rows.integer(3))
            } else {
                try declared?.note(firm: rows.integer(0))
            }
        }
        return count
    }

    /// Opens the revision that the file makes; its counts are set once they are known.
    func newRevision(_ header: RegisterHeader) throws -> Int64 {
        // The inviter sees where a declaration comes from: an invited supplier's file names are not for it.
        let file =
            request.invitation.map { "invitation \($0.id)" } ?? header.sheet.map { "\(request.file)[\($0)]" }
            ?? request.file
        try database.execute(
            sql: """
                INSERT INTO revision (registrant, made_at, kind, file, digest, row_count, invitation)
                VALUES (?, ?, ?, ?, '', 0, ?)
                """,
            arguments: [
                registrantKey, request.now.milliseconds, header.kind.rawValue, file, request.invitation?.id,
            ])
        return database.lastInsertedRowID
    }

    /// Whether the registrant declared nothing of this kind before.
    func hasNoneBefore() throws -> Bool {
        try Int.fetchOne(
            database, sql: "SELECT 1 FROM revision WHERE registrant = ? AND kind = ? AND number < ? LIMIT 1",
            arguments: [registrantKey, header?.kind.rawValue, revision]) == nil
    }

    /// Supplies of a file up to which each is looked up; of more, all declarations are read once, in their order.
    static let fewSupplies = 20_000

    /// Warns of figures that another registrant gives differently.
    private mutating func reportConflicts() throws {
        let others = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM registrant") ?? 0
        guard others > 1, let declared else { return }
        let areFew = declared.count <= Self.fewSupplies
        if areFew { try OwnSupplies.gather(ofRevision: revision, in: database) }
        let told =
            areFew
            ? """
            temp.own_supply AS w CROSS JOIN declaration AS d ON d.supplier = w.supplier AND d.region = w.region
                AND d.buyer = w.buyer AND d.product = w.product AND d.registrant = w.registrant
            """ : "declaration AS d"
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT d.line, g.identity, d.annual_value, d.share,
                    COALESCE(ABS(d.annual_value - o.annual_value)
                        > \(Self.conflictPart) * MAX(d.annual_value, o.annual_value), 0) AS is_value
                FROM \(told) CROSS JOIN declaration AS o ON o.supplier = d.supplier AND o.region = d.region
                    AND o.buyer = d.buyer AND o.product = d.product AND o.registrant <> d.registrant
                JOIN registrant AS g ON g.key = o.registrant
                WHERE d.revision = ?1 AND d.status = 0 AND o.status = 0 AND o.revision = (
                    SELECT MAX(q.revision) FROM declaration AS q WHERE q.supplier = o.supplier
                        AND q.region = o.region AND q.buyer = o.buyer AND q.product = o.product
                        AND q.registrant = o.registrant)
                    AND (ABS(d.annual_value - o.annual_value)
                            > \(Self.conflictPart) * MAX(d.annual_value, o.annual_value)
                        OR ABS(d.share - o.share) > \(Self.conflictPart) * MAX(d.share, o.share))
                LIMIT \(ImportReport.warningLimit)
                """,
            arguments: [revision])
        while let row = try rows.next() {
            let isValue: Bool = row["is_value"]
            let figure: Double? = row[isValue ? "annual_value" : "share"]
            report.warn(
                problem(
                    line: row["line"], column: isValue ? .annualValue : .share, code: "conflict",
                    value: figure.map { "\($0)" } ?? "",
                    "\(row["identity"] as String) declares this supply with a figure that differs by more than 10%;"
                        + " the newest declaration, this one, stands"))
        }
    }
}
