internal import GRDB
public import SupplyModel

/// One registrant's standing word that a firm supplies somebody, or could.
public struct SupplyNaming: Equatable, Sendable {
    /// By the identity that it is declared under.
    public var supplier: FirmID
    /// Where it makes the product; `unknown` where the declaration leaves that to the firm's own region.
    public var region: RegionCode
    public var buyer: FirmID
    public var product: String
    public var tier: Int
    /// Who says so; what an invited supplier declares is its inviter's.
    public var owner: FirmID
}

extension Store {
    /// Who names firms as suppliers, active or backup, by what stood at an instant; nil for now.
    ///
    /// `suppliers`: of each every identity under which it may have been declared. One look-up by key for each identity.
    ///
    /// - Returns: in their order.
    public func namings(
        of suppliers: [[FirmID]], at time: Timestamp? = nil
    ) throws(StoreError) -> [[SupplyNaming]] {
        try read { db in
            let last = try Int64.fetchOne(
                db, sql: "SELECT MAX(number) FROM revision WHERE ?1 IS NULL OR made_at <= ?1",
                arguments: [time?.milliseconds])
            let find = try db.makeStatement(
                sql: """
                    SELECT d.region, b.identity AS buyer, p.name AS product, d.tier,
                        \(Schema.owner) AS owner
                    FROM declaration AS d JOIN firm AS b ON b.key = d.buyer JOIN product AS p ON p.key = d.product
                        JOIN registrant AS g ON g.key = d.registrant
                    WHERE d.supplier = (SELECT key FROM firm WHERE identity = ?1) AND d.status IN (0, 1)
                        AND d.revision = (
                            SELECT MAX(q.revision) FROM declaration AS q
                            WHERE q.supplier = d.supplier AND q.region = d.region AND q.buyer = d.buyer
                                AND q.product = d.product AND q.registrant = d.registrant AND q.revision <= ?2)
                    """)
            return try suppliers.map { identities in
                try identities.flatMap { supplier in
                    try Row.fetchAll(find, arguments: [supplier.description, last ?? 0]).map { row in
                        SupplyNaming(
                            supplier: supplier, region: RegionCode(raw: row["region"]),
                            buyer: FirmID(checked: row["buyer"]), product: row["product"], tier: row["tier"],
                            owner: FirmID(checked: row["owner"]))
                    }
                }
            }
        }
    }
}
