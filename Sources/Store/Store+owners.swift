internal import GRDB
public import SupplyModel

/// A standing declaration, as it is looked up: who supplies what to whom, and when that was said.
public struct StandingSupply: Sendable {
    /// Every identity under which the supplier may have been declared, and the buyer.
    public var supplier: [FirmID]
    public var buyer: [FirmID]
    public var product: String
    public var time: Timestamp

    public init(supplier: [FirmID], buyer: [FirmID], product: String, time: Timestamp) {
        self.supplier = supplier
        self.buyer = buyer
        self.product = product
        self.time = time
    }
}

extension Store {
    /// Who made each of these declarations, in their order; nil where the store does not have it, or the view does not.
    ///
    /// One look-up by key for each pair of identities.
    public func owners(
        of supplies: [StandingSupply], view: RegisterView = .all
    ) throws(StoreError) -> [FirmID?] {
        try read { db in
            let find = try db.makeStatement(
                sql: """
                    SELECT g.identity FROM declaration AS d JOIN revision AS r ON r.number = d.revision
                        JOIN registrant AS g ON g.key = d.registrant
                    WHERE d.supplier = (SELECT key FROM firm WHERE identity = ?1)
                        AND d.buyer = (SELECT key FROM firm WHERE identity = ?2)
                        AND d.product = (SELECT key FROM product WHERE name = ?3) AND r.made_at = ?4
                        AND (?5 IS NULL OR g.identity = ?5 OR g.inviter = ?5)
                    ORDER BY d.revision DESC LIMIT 1
                    """)
            return try supplies.map { one in
                for supplier in one.supplier {
                    for buyer in one.buyer {
                        let owner = try String.fetchOne(
                            find,
                            arguments: [
                                supplier.description, buyer.description, one.product, one.time.milliseconds,
                                view.registrant?.description,
                            ])
                        if let owner { return FirmID(checked: owner) }
                    }
                }
                return nil
            }
        }
    }
}
