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
}
