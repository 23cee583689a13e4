internal import GRDB
public import SupplyModel

/// Splits of suppliers' output that somebody chose.
extension Store {
    /// Splits that one answer lists.
    public static let allocationLimit = 10_000

    /// Keeps a split with its parts and a word in the trail.
    ///
    /// - Returns: the same with its number.
    public func keep(_ split: ChosenSplit) throws -> ChosenSplit {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO allocation (made_at, supplier, product, remaining, days, rule, author, reason)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    split.time.milliseconds, split.supplier.description, split.product, split.remaining,
                    split.days, split.rule, split.author, split.reason,
                ])
            var kept = split
            kept.number = db.lastInsertedRowID
            let add = try db.makeStatement(
                sql: "INSERT INTO allocation_part (allocation, firm, fraction, lost_days) VALUES (?, ?, ?, ?)"
            )
            for part in split.parts {
                try add.execute(
                    arguments: [kept.number, part.firm.description, part.fraction, part.lostDays])
            }
            let detail = [
                "number": "\(kept.number)", "rule": split.rule, "author": split.author,
                "reason": split.reason,
                "product": split.product ?? "",
            ]
            try note(.allocate, split.supplier.description, detail, at: split.time, in: db)
            return kept
        }
    }

    /// Splits made by an instant, newest first: all, or those of a supplier known by one of these identities; nil for now.
    public func allocations(
        of supplier: [FirmID]? = nil, at time: Timestamp? = nil
    ) throws(StoreError) -> [ChosenSplit] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT * FROM allocation WHERE ?1 IS NULL OR made_at <= ?1 ORDER BY number DESC",
                arguments: [time?.milliseconds])
            let parts = try db.makeStatement(
                sql:
                    "SELECT firm, fraction, lost_days FROM allocation_part WHERE allocation = ? ORDER BY firm"
            )
            let wanted = supplier.map(Set.init)
            return try rows.lazy.filter { row in
                wanted?.contains(FirmID(checked: row["supplier"])) ?? true
            }.prefix(Self.allocationLimit).map { row in
                var split = ChosenSplit(
                    time: Timestamp(milliseconds: row["made_at"]), supplier: FirmID(checked: row["supplier"]),
                    product: row["product"], remaining: row["remaining"], days: row["days"],
                    rule: row["rule"], author: row["author"], reason: row["reason"],
                    parts: try Row.fetchAll(parts, arguments: [row["number"] as Int64]).map {
                        ChosenSplit.Part(
                            firm: FirmID(checked: $0["firm"]), fraction: $0["fraction"],
                            lostDays: $0["lost_days"])
                    })
                split.number = row["number"]
                return split
            }
        }
    }
}
