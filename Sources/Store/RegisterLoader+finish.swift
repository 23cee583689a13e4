internal import Foundation
internal import GRDB
internal import SupplyModel

/// What is done once every row is staged.
extension RegisterLoader {
    /// Shares of one product may sum to this much; what is above 1 is rounding.
    static let shareLimit = 1.05
    static let shareTolerance = 1e-12
    /// Two registrants disagree when a figure differs by more than this part of the larger.
    static let conflictPart = 0.1

    /// Judges the staged rows together and merges the good ones.
    mutating func finish() throws -> ImportReport {
        guard let header else { return report }
        let isSupplies = header.kind == .supplies
        if isSupplies {
            try judgeDuplicates()
            try judgeMergedDuplicates()
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

    /// Refuses, adds up or drops rows that name the same supply more than once.
    private mutating func judgeDuplicates() throws {
        let keys = try Row.fetchAll(
            database,
            sql: """
                SELECT supplier, place, buyer, product FROM temp.staged
                GROUP BY supplier, place, buyer, product HAVING COUNT(*) > 1
                """)
        for key in keys {
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM temp.staged
                    WHERE supplier = ? AND place = ? AND buyer = ? AND product = ? ORDER BY line
                    """,
                arguments: [key["supplier"], key["place"], key["buyer"], key["product"]])
            try judge(sameSupply: rows)
        }
    }

    mutating func judge(sameSupply rows: [Row]) throws {
        guard let first = rows.first, let last = rows.last else { return }
        func differing(_ columns: [String]) -> String? {
            rows.lazy.compactMap { row in
                columns.first { Self.shown($0, in: row) != Self.shown($0, in: first) }
            }.first
        }
        let word = differing(["tier", "industry", "importance", "status"])
        if request.sumsDuplicates, word == nil {
            try add(up: rows, into: last)
        } else if let column = word ?? differing(Staging.figures.map(\.name)) {
            let advice = word == nil && request.offersSums ? ", or add them with --sum-duplicates" : ""
            let message =
                "lines \(Self.lines(rows)) name the same supplier, region, buyer and product with a different"
                + " \(column); keep one of them\(advice)\(Self.mergedNote(rows))"
            for row in rows {
                try refuse(
                    line: row["line"], column: RegisterColumn(rawValue: column), code: "duplicate_supply",
                    value: Self.shown(column, in: row), message)
            }
            try remove(rows[...])
        } else {
            report.unchanged += rows.count - 1
            try remove(rows.dropLast())
        }
    }

    /// Puts the sums of values and of shares into the last of some rows, and takes the others away.
    private mutating func add(up rows: [Row], into last: Row) throws {
        let values = rows.compactMap { $0["annual_value"] as Double? }
        let shares = rows.compactMap { $0["share"] as Double? }
        let share = shares.reduce(0, +)
        let isRounding = share <= Self.shareLimit + Self.shareTolerance
        try remove(rows.dropLast())
        try database.execute(
            sql: "UPDATE temp.staged SET annual_value = ?, share = ? WHERE \(Self.oneRow)",
            arguments: StatementArguments([
                values.isEmpty ? nil : values.reduce(0, +),
                shares.isEmpty ? nil : isRounding ? min(1, share) : share,
            ]) + Self.place(of: last))
        report.accepted += rows.count - 1
    }

    /// A staged cell in the words of a file; an empty word is the one that it means.
    private static func shown(_ column: String, in row: Row) -> String {
        switch column {
        case "importance":
            let raw: UInt8? = row[column]
            return (raw.flatMap { Importance(rawValue: $0) } ?? .essential).name
        case "status":
            let raw: UInt8? = row[column]
            return (raw.flatMap { SupplyStatus(rawValue: $0) } ?? .active).name
        case "industry":
            let raw: Int64 = row[column]
            return industry(raw).rawValue
        default:
            let number: Double? = row[column]
            return number.map { String(format: "%.15g", $0) } ?? ""
        }
    }

    /// Refuses the rows of products whose shares sum to more than rounding explains.
    private mutating func judgeShares() throws {
        let buyer = merged.isEmpty ? "buyer" : Staging.root("buyer")
        let groups = try Row.fetchAll(
            database,
            sql: """
                SELECT \(buyer) AS buyer_root, product, SUM(share) AS total, MIN(line) AS line FROM temp.staged
                WHERE COALESCE(status, 0) = 0 AND share IS NOT NULL
                GROUP BY buyer_root, product HAVING SUM(share) > 1 + \(Self.shareTolerance)
                """)
        for group in groups {
            let total: Double = group["total"]
            let percent = String(format: "%g", (total * 1_000).rounded() / 10)
            guard total > Self.shareLimit + Self.shareTolerance else {
                report.warn(
                    problem(
                        line: group["line"], column: .share, code: "shares_rounded", value: "\(percent)%",
                        "the shares of this product sum to \(percent)%; they are taken as rounded and divided by it"
                    ))
                continue
            }
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM temp.staged WHERE \(buyer) = ? AND product = ? AND COALESCE(status, 0) = 0
                    ORDER BY line
                    """,
                arguments: [group["buyer_root"], group["product"]])
            for row in rows {
                try refuse(
                    line: row["line"], column: .share, code: "shares_above_one",
                    value: Self.shown("share", in: row),
                    "the shares of this buyer's product sum to \(percent)% (lines \(Self.lines(rows)));"
                        + " correct them so that they sum to 100% at most")
            }
            try remove(rows[...])
        }
    }

    /// Lines that a problem names.
    private static let namedLineLimit = 20

    private static func lines(_ rows: [Row]) -> String {
        let named = rows.prefix(namedLineLimit).map { "\($0["line"] as Int)" }.joined(separator: ", ")
        return rows.count > namedLineLimit ? named + " …" : named
    }

    private func remove(_ rows: ArraySlice<Row>) throws {
        for row in rows {
            try database.execute(
                sql: "DELETE FROM temp.staged WHERE \(Self.oneRow)", arguments: Self.place(of: row))
        }
    }

    static let oneRow = "supplier = ? AND place = ? AND buyer = ? AND product = ? AND line = ?"

    private static func place(of row: Row) -> StatementArguments {
        [row["supplier"], row["place"], row["buyer"], row["product"], row["line"]]
    }

    /// Warns of figures that another registrant gives differently.
    private mutating func reportConflicts() throws {
        let others = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM registrant") ?? 0
        guard others > 1 else { return }
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT d.line, g.identity, d.annual_value, d.share,
                    COALESCE(ABS(d.annual_value - o.annual_value)
                        > \(Self.conflictPart) * MAX(d.annual_value, o.annual_value), 0) AS is_value
                FROM declaration AS d JOIN declaration AS o ON o.supplier = d.supplier AND o.region = d.region
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
