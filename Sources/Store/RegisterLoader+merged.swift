internal import GRDB
internal import SupplyModel

/// Rows of one file that name a firm under several identities that were decided to be one.
extension RegisterLoader {
    /// Fills the temporary table that says who counts as whom.
    func stageKin() throws {
        try database.execute(sql: Staging.createKin)
        let insert = try BulkStatement(database, Staging.insertKin)
        for group in merged.groups {
            for member in group.members {
                insert.bind(member, at: 0)
                insert.bind(group.root, at: 1)
                insert.bind(group.decided, at: 2)
                try insert.run()
            }
        }
    }

    /// Whether two keys count as one firm.
    func isSelfSupply(_ supplier: Int64, _ buyer: Int64) -> Bool {
        !merged.isEmpty && merged.root(of: supplier) == merged.root(of: buyer)
    }

    /// A supply whose two ends may have been named under other identities.
    private struct Supply: Hashable {
        var supplier: Int64
        var place: Int64
        var buyer: Int64
        var product: Int64
    }

    /// Treats rows that name the same supply under several identities as rows that repeat it.
    mutating func judgeMergedDuplicates() throws {
        guard !merged.isEmpty else { return }
        var lines: [Supply: [(own: Supply, line: Int64)]] = [:]
        let rows = try BulkStatement(database, Staging.mergedSupplies)
        while try rows.next() {
            let supply = Supply(
                supplier: rows.integer(0), place: rows.integer(1), buyer: rows.integer(2),
                product: rows.integer(3))
            var own = supply
            own.supplier = rows.integer(4)
            own.buyer = rows.integer(5)
            lines[supply, default: []].append((own, rows.integer(6)))
        }
        let repeated = lines.values.filter { $0.count > 1 }.sorted { $0[0].line < $1[0].line }
        for names in repeated {
            let rows = try names.compactMap { name in
                try Row.fetchOne(
                    database, sql: "SELECT * FROM temp.staged WHERE \(Self.oneRow)",
                    arguments: [
                        name.own.supplier, name.own.place, name.own.buyer, name.own.product, name.line,
                    ])
            }
            try judge(sameSupply: rows)
        }
    }

    /// What a sentence about repeated rows says where they name a firm under several identities.
    static func mergedNote(_ rows: [Row]) -> String {
        let names = Set(rows.map { "\($0["supplier"] as Int64) \($0["buyer"] as Int64)" })
        return names.count > 1
            ? "; they name firms that were decided to be one, see `tierwatch firms decisions`" : ""
    }
}
