/// The SQL that finds what only all staged rows together show.
extension Staging {
    /// Where it is written down.
    static let createJudged = """
        DROP TABLE IF EXISTS temp.repeated;
        CREATE TEMP TABLE repeated (
            number INTEGER PRIMARY KEY, supplier INTEGER NOT NULL, place INTEGER NOT NULL, buyer INTEGER NOT NULL,
            product INTEGER NOT NULL
        );
        DROP TABLE IF EXISTS temp.share_sum;
        CREATE TEMP TABLE share_sum (
            buyer INTEGER NOT NULL, product INTEGER NOT NULL, total REAL NOT NULL, line INTEGER NOT NULL,
            PRIMARY KEY (buyer, product)
        ) WITHOUT ROWID;
        """

    /// Writes down the supplies that several rows name.
    static let findRepeated = """
        INSERT INTO temp.repeated (supplier, place, buyer, product)
        SELECT supplier, place, buyer, product FROM temp.staged
        GROUP BY supplier, place, buyer, product HAVING COUNT(*) > 1
        """

    /// The same where an end is a merged firm, each end as the firm that it counts as; by the first line.
    static let findRepeatedOfKin = """
        DELETE FROM temp.repeated;
        INSERT INTO temp.repeated (supplier, place, buyer, product)
        SELECT \(root("supplier")), place, \(root("buyer")), product FROM temp.staged
        WHERE supplier IN (SELECT firm FROM temp.kin) OR buyer IN (SELECT firm FROM temp.kin)
        GROUP BY 1, 2, 3, 4 HAVING COUNT(*) > 1 ORDER BY MIN(line)
        """

    static let repeated = "SELECT supplier, place, buyer, product FROM temp.repeated ORDER BY number"

    /// Which staged rows are of a supply; parameters: its four keys.
    static let sameSupply = "supplier = ?1 AND place = ?2 AND buyer = ?3 AND product = ?4"

    /// The same under any identity of its ends.
    static let sameSupplyOfKin = """
        supplier IN (\(kin("?1"))) AND place = ?2 AND buyer IN (\(kin("?3"))) AND product = ?4
        """

    /// One staged row; parameters 5 to 9: its four keys and its line.
    static let oneRow = "supplier = ?5 AND place = ?6 AND buyer = ?7 AND product = ?8 AND line = ?9"

    /// Keys, line and some columns of the staged rows of a supply, by line; a word that is not written is the one that it means.
    static func repeatedRows(_ columns: [String], _ condition: String) -> String {
        let fallbacks = Dictionary(uniqueKeysWithValues: supplyColumns.map { ($0.name, $0.fallback) })
        let values = columns.map { name in "COALESCE(\(name), \(fallbacks[name] ?? "NULL"))" }
        return """
            SELECT supplier, place, buyer, product, line, \(values.joined(separator: ", ")) FROM temp.staged
            WHERE \(condition) ORDER BY line
            """
    }

    /// Writes down the sum of each buyer's product whose shares are more than 1, with its first line.
    ///
    /// `hasKin`: whether firms count as one.
    static func sumShares(hasKin: Bool) -> String {
        """
        INSERT INTO temp.share_sum (buyer, product, total, line)
        SELECT \(buyer(hasKin)), s.product, SUM(s.share), MIN(s.line) FROM temp.staged AS s
        WHERE COALESCE(s.status, 0) = 0 AND s.share IS NOT NULL
        GROUP BY 1, 2 HAVING SUM(s.share) > 1 + \(RegisterLoader.shareTolerance)
        """
    }

    /// Line and sum of those that are rounding.
    static let roundedShares = """
        SELECT line, total FROM temp.share_sum WHERE total <= \(RegisterLoader.roundedLimit)
        ORDER BY buyer, product LIMIT \(ImportReport.warningLimit)
        """

    static let hasHeavyShares =
        "SELECT EXISTS (SELECT 1 FROM temp.share_sum WHERE total > \(RegisterLoader.roundedLimit))"

    /// Buyer, product, sum, line and share of each row of those that are too much, each row by one look-up; a buyer's product is
    /// in one place.
    static func heavyShares(hasKin: Bool) -> String {
        """
        SELECT h.buyer, h.product, h.total, s.line, s.share FROM temp.staged AS s CROSS JOIN temp.share_sum AS h
        WHERE COALESCE(s.status, 0) = 0 AND \(isHeavy(hasKin))
        ORDER BY h.buyer, h.product, s.line
        """
    }

    static func removeHeavyShares(hasKin: Bool) -> String {
        """
        DELETE FROM temp.staged AS s WHERE COALESCE(s.status, 0) = 0
            AND EXISTS (SELECT 1 FROM temp.share_sum AS h WHERE \(isHeavy(hasKin)))
        """
    }

    private static func isHeavy(_ hasKin: Bool) -> String {
        "h.buyer = \(buyer(hasKin)) AND h.product = s.product AND h.total > \(RegisterLoader.roundedLimit)"
    }

    private static func buyer(_ hasKin: Bool) -> String { hasKin ? root("s.buyer") : "s.buyer" }
}
