internal import GRDB
public import SupplyModel

extension Store {
    /// Who declares that somebody supplies a firm first-hand or, where asked, at any tier, active or backup, by what stood at an instant, nil
    /// for now; who first said so of anybody comes first.
    ///
    /// `buyer`: every identity under which the firm may have been declared. How long somebody has spoken for it counts from the first that he
    /// ever said of it, also where that was corrected or ended since: else a corrected place would make him a newcomer. What an invited
    /// supplier declares is its inviter's. One look-up in an index for each identity and registrant; at any tier all declarations are read.
    public func firstHand(
        of buyer: [FirmID], orAtAnyTier isAnyTier: Bool = false, at time: Timestamp? = nil
    ) throws(StoreError) -> [FirmID] {
        try read { db in
            let last = try Int64.fetchOne(
                db, sql: "SELECT MAX(number) FROM revision WHERE ?1 IS NULL OR made_at <= ?1",
                arguments: [time?.milliseconds])
            let find = try db.makeStatement(sql: declaringQuery(isAnyTier ? "" : "AND tier = 1"))
            var since: [FirmID: Int64] = [:]
            var standing: Set<FirmID> = []
            for identity in buyer {
                for row in try Row.fetchAll(find, arguments: [identity.description, last ?? 0]) {
                    let owner = FirmID(checked: row["owner"])
                    since[owner] = min(since[owner] ?? .max, row["since"])
                    if row["stands"] { standing.insert(owner) }
                }
            }
            return standing.sorted { (since[$0] ?? .max, $0) < (since[$1] ?? .max, $1) }
        }
    }
}

private func declaringQuery(_ tier: String) -> String {
    """
    SELECT CASE WHEN g.inviter = '' THEN g.identity ELSE g.inviter END AS owner, f.since,
        EXISTS (
            SELECT 1 FROM declaration AS d
            WHERE d.buyer = f.buyer \(tier) AND d.registrant = f.registrant AND d.status IN (0, 1)
                AND d.revision = (
                    SELECT MAX(q.revision) FROM declaration AS q
                    WHERE q.supplier = d.supplier AND q.region = d.region AND q.buyer = d.buyer
                        AND q.product = d.product AND q.registrant = d.registrant AND q.revision <= ?2)) AS stands
    FROM (
        SELECT buyer, registrant, MIN(revision) AS since FROM declaration
        WHERE buyer = (SELECT key FROM firm WHERE identity = ?1) \(tier) AND revision <= ?2
        GROUP BY buyer, registrant) AS f JOIN registrant AS g ON g.key = f.registrant
    """
}
