/// What an import does where firms count as one: a row meets what its registrant said of the same supply under another identity.
///
/// Rows are kept under the identity that the file names, so that a merger can be undone; only what they are compared with, and what
/// a column that the file lacks leaves standing, is the newest that was said under any of them.
extension Staging {
    /// Who counts as whom, while a file is read; filled by the loader, empty where nothing is merged.
    static let createKin = """
        DROP TABLE IF EXISTS temp.kin;
        CREATE TEMP TABLE kin (firm INTEGER PRIMARY KEY, root INTEGER NOT NULL, decided INTEGER NOT NULL);
        CREATE INDEX temp.kin_by_root ON kin (root);
        """

    static let insertKin = "INSERT INTO temp.kin (firm, root, decided) VALUES (?, ?, ?)"

    /// Finds what each staged supply of a merged firm follows.
    ///
    /// Parameters: registrant.
    static let findPriorSupplies = """
        UPDATE temp.staged SET (prior_supplier, prior_buyer, prior_revision) = (
            SELECT d.supplier, d.buyer, d.revision FROM main.declaration AS d
            WHERE d.registrant = ?1 AND d.region = staged.region AND d.product = staged.product
                AND d.supplier IN (\(kin("staged.supplier"))) AND d.buyer IN (\(kin("staged.buyer")))
                AND d.revision = (
                    SELECT MAX(q.revision) FROM main.declaration AS q WHERE q.supplier = d.supplier
                        AND q.region = d.region AND q.buyer = d.buyer AND q.product = d.product
                        AND q.registrant = d.registrant)
            ORDER BY CASE d.status WHEN 3 THEN 1 ELSE 0 END, d.revision DESC, d.line DESC LIMIT 1)
        WHERE supplier IN (SELECT firm FROM temp.kin) OR buyer IN (SELECT firm FROM temp.kin)
        """

    /// The same of rows about firms.
    static let findPriorFirms = """
        UPDATE temp.staged_firm SET (prior_firm, prior_revision) = (
            SELECT d.firm, d.revision FROM main.firm_declaration AS d
            WHERE d.registrant = ?1 AND d.firm IN (\(kin("staged_firm.firm")))
            ORDER BY \(newestFirst) LIMIT 1)
        WHERE firm IN (SELECT firm FROM temp.kin)
        """

    /// What a column that a table of firms lacks leaves standing: the newest value under any identity, until a row that is newer than
    /// the decision took it over.
    static func olderOfKin(_ column: String) -> String {
        """
        CASE WHEN p.revision > COALESCE((SELECT k.decided FROM temp.kin AS k WHERE k.firm = s.firm), 0) THEN p.\(column)
            ELSE COALESCE(p.\(column), (
                SELECT d.\(column) FROM main.firm_declaration AS d
                WHERE d.registrant = ?1 AND d.firm IN (\(kin("s.firm"))) AND d.\(column) IS NOT NULL
                    AND d.revision = (
                        SELECT MAX(q.revision) FROM main.firm_declaration AS q
                        WHERE q.firm = d.firm AND q.registrant = d.registrant)
                ORDER BY \(newestFirst) LIMIT 1))
            END
        """
    }

    /// Of rows of one file that about the firm that stays goes before the others.
    private static let newestFirst = """
        d.revision DESC, \
        CASE WHEN EXISTS (SELECT 1 FROM temp.kin AS k WHERE k.firm = d.firm AND k.root = d.firm) THEN 0 ELSE 1 END, \
        d.line DESC
        """

    /// The firm that a column's firm counts as.
    static func root(_ column: String) -> String {
        "COALESCE((SELECT k.root FROM temp.kin AS k WHERE k.firm = \(column)), \(column))"
    }

    static func kin(_ firm: String) -> String {
        """
        SELECT o.firm FROM temp.kin AS f JOIN temp.kin AS o ON o.root = f.root WHERE f.firm = \(firm) \
        UNION ALL SELECT \(firm)
        """
    }
}
