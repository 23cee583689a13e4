internal import SupplyModel

/// The temporary tables of an import, and the SQL that merges them into the register.
///
/// The merge is one statement, made from the columns that the file has: a column that it lacks leaves the registrant's
/// older value, an empty cell of one that it has clears it.
enum Staging {
    static let create = """
        DROP TABLE IF EXISTS temp.staged;
        DROP TABLE IF EXISTS temp.staged_firm;
        CREATE TEMP TABLE staged (
            supplier INTEGER NOT NULL, place INTEGER NOT NULL, buyer INTEGER NOT NULL, product INTEGER NOT NULL,
            line INTEGER NOT NULL, region INTEGER NOT NULL, tier INTEGER NOT NULL, industry INTEGER NOT NULL,
            importance INTEGER, status INTEGER, annual_value REAL, share REAL, inventory_days REAL,
            recovery_days REAL, lead_time_days REAL, spare_capacity REAL, bring_up_days REAL, supplier_name TEXT,
            buyer_name TEXT, prior_supplier INTEGER, prior_buyer INTEGER, prior_revision INTEGER,
            PRIMARY KEY (supplier, place, buyer, product, line)
        ) WITHOUT ROWID;
        CREATE TEMP TABLE staged_firm (
            firm INTEGER PRIMARY KEY, line INTEGER NOT NULL, name TEXT, region INTEGER, industry INTEGER,
            revenue REAL, recovery_days REAL, whitelisted INTEGER, contact TEXT, former_names TEXT,
            short_name TEXT, address TEXT, prior_firm INTEGER, prior_revision INTEGER
        );
        """

    static let insertSupply = insert(
        "INSERT INTO temp.staged",
        ["supplier", "place", "buyer", "product", "line", "region"] + supplyColumns.map(\.name))

    /// Takes a row straight into the register, with the columns that its file has; parameters as `insertSupply`, then
    /// revision and registrant.
    static func insertDirectly(_ header: Set<RegisterColumn>) -> String {
        let columns = supplyColumns.enumerated().filter {
            header.contains($1.source) || $1.fallback != "NULL"
        }
        let values = columns.map { index, column in
            column.fallback == "NULL" ? "?\(index + 7)" : "COALESCE(?\(index + 7), \(column.fallback))"
        }
        return """
            INSERT INTO declaration (
                supplier, region, buyer, product, registrant, revision, line, \(columns.map(\.element.name).joined(separator: ", ")))
            VALUES (?1, ?2, ?3, ?4, ?21, ?20, ?5, \(values.joined(separator: ", ")))
            """
    }

    static let insertFirm = insert(
        "INSERT OR REPLACE INTO temp.staged_firm", ["firm", "line"] + firmColumns.map(\.name))

    private static func insert(_ words: String, _ columns: [String]) -> String {
        let values = Array(repeating: "?", count: columns.count).joined(separator: ", ")
        return "\(words) (\(columns.joined(separator: ", "))) VALUES (\(values))"
    }

    /// A value column of a table, the register's column that fills it, and what stands where nothing was ever said.
    struct Column {
        var name: String
        var source: RegisterColumn
        var fallback: String
    }

    static let figures: [Column] = [
        Column(name: "annual_value", source: .annualValue, fallback: "NULL"),
        Column(name: "share", source: .share, fallback: "NULL"),
        Column(name: "inventory_days", source: .inventoryDays, fallback: "NULL"),
        Column(name: "recovery_days", source: .recoveryDays, fallback: "NULL"),
        Column(name: "lead_time_days", source: .leadTimeDays, fallback: "NULL"),
        Column(name: "spare_capacity", source: .spareCapacity, fallback: "NULL"),
        Column(name: "bring_up_days", source: .bringUpDays, fallback: "NULL"),
    ]
    static let supplyColumns: [Column] =
        [
            Column(name: "tier", source: .tier, fallback: "NULL"),
            Column(name: "industry", source: .industry, fallback: "NULL"),
            Column(name: "importance", source: .importance, fallback: "2"),
            Column(name: "status", source: .status, fallback: "0"),
        ] + figures + [
            Column(name: "supplier_name", source: .supplierName, fallback: "NULL"),
            Column(name: "buyer_name", source: .buyerName, fallback: "NULL"),
        ]
    static let firmColumns: [Column] = [
        Column(name: "name", source: .name, fallback: "NULL"),
        Column(name: "region", source: .region, fallback: "NULL"),
        Column(name: "industry", source: .industry, fallback: "NULL"),
        Column(name: "revenue", source: .revenue, fallback: "NULL"),
        Column(name: "recovery_days", source: .recoveryDays, fallback: "NULL"),
        Column(name: "whitelisted", source: .whitelisted, fallback: "NULL"),
        Column(name: "contact", source: .contact, fallback: "NULL"),
        Column(name: "former_names", source: .formerNames, fallback: "NULL"),
        Column(name: "short_name", source: .shortName, fallback: "NULL"),
        Column(name: "address", source: .address, fallback: "NULL"),
    ]

    /// Inserts what the staged supplies change.
    ///
    /// Parameters: registrant, revision.
    ///
    /// `isFirst`: whether the registrant never declared a supply, so that there is nothing to compare with. `hasKin`: whether what
    /// rows of merged firms follow was looked for.
    static func mergeSupplies(_ header: Set<RegisterColumn>, isFirst: Bool, hasKin: Bool) -> String {
        let key = ["supplier", "region", "buyer", "product"]
        return merge(
            table: "declaration", staged: "staged", key: key, columns: supplyColumns, header: header,
            isFirst: isFirst, kin: hasKin ? ["supplier", "buyer"] : [],
            order: "s.supplier, s.place, s.buyer, s.product")
    }

    /// Inserts what the staged firms change.
    ///
    /// Parameters: registrant, revision.
    static func mergeFirms(_ header: Set<RegisterColumn>, isFirst: Bool, hasKin: Bool) -> String {
        merge(
            table: "firm_declaration", staged: "staged_firm", key: ["firm"], columns: firmColumns,
            header: header, isFirst: isFirst, kin: hasKin ? ["firm"] : [], order: "s.firm",
            older: hasKin ? olderOfKin : { "p.\($0)" })
    }

    private static func merge(
        table: String, staged: String, key: [String], columns: [Column], header: Set<RegisterColumn>,
        isFirst: Bool, kin: [String], order: String, older: (String) -> String = { "p.\($0)" }
    ) -> String {
        // A withdrawn declaration (status 3) that comes back is active again unless the file says otherwise.
        func merged(_ column: Column) -> String {
            let fresh =
                column.fallback == "NULL"
                ? "s.\(column.name)" : "COALESCE(s.\(column.name), \(column.fallback))"
            if header.contains(column.source) { return fresh }
            if isFirst { return column.fallback }
            let older = column.name == "status" ? "NULLIF(p.status, 3)" : older(column.name)
            return column.fallback == "NULL" ? older : "COALESCE(\(older), \(column.fallback))"
        }
        let names = columns.map(\.name).joined(separator: ", ")
        let values = columns.map(merged).joined(separator: ", ")
        let keys = key.joined(separator: ", ")
        let stagedKeys = key.map { "s.\($0)" }.joined(separator: ", ")
        let insert = """
            INSERT INTO main.\(table) (\(keys), registrant, revision, line, \(names))
            SELECT \(stagedKeys), ?1, ?2, s.line, \(values) FROM temp.\(staged) AS s
            """
        if isFirst { return insert + " ORDER BY \(order)" }
        let same = key.map {
            kin.contains($0) ? "p.\($0) = COALESCE(s.prior_\($0), s.\($0))" : "p.\($0) = s.\($0)"
        }
        .joined(separator: " AND ")
        let latest = key.map { "q.\($0) = s.\($0)" }.joined(separator: " AND ")
        let newest = "(SELECT MAX(q.revision) FROM main.\(table) AS q WHERE \(latest) AND q.registrant = ?1)"
        // What was said under another identity is said anew under this one, so that it stands when they are split.
        let isChanged =
            columns.map { "p.\($0.name) IS NOT \(merged($0))" } + kin.map { "p.\($0) <> s.\($0)" }
        return insert + """
             LEFT JOIN main.\(table) AS p ON \(same) AND p.registrant = ?1
                AND p.revision = \(kin.isEmpty ? newest : "COALESCE(s.prior_revision, \(newest))")
            WHERE p.\(key[0]) IS NULL OR \(isChanged.joined(separator: " OR ")) ORDER BY \(order)
            """
    }

    /// Withdraws the registrant's standing declarations, among its `OwnSupplies`, that are not staged.
    ///
    /// Parameters: registrant, revision.
    static let withdraw =
        withdrawn(of: "?1", by: "?2") + """
            \(OwnSupplies.newest) AND p.status < 2
                AND NOT EXISTS (
                    SELECT 1 FROM temp.staged AS s
                    WHERE s.supplier = p.supplier AND s.region = p.region AND s.buyer = p.buyer
                        AND s.product = p.product)
            """

    /// Withdraws one declaration.
    ///
    /// Parameters: revision; supplier, region, buyer, product, registrant.
    static let withdrawOne =
        withdrawn(of: "?6", by: "?1") + """
            main.declaration AS p
            WHERE p.supplier = ?2 AND p.region = ?3 AND p.buyer = ?4 AND p.product = ?5 AND p.registrant = ?6
            ORDER BY p.revision DESC LIMIT 1
            """

    private static func withdrawn(of registrant: String, by revision: String) -> String {
        let names = supplyColumns.map(\.name)
        let values = names.map { $0 == "status" ? "3" : "p.\($0)" }.joined(separator: ", ")
        return """
            INSERT INTO main.declaration (
                supplier, region, buyer, product, registrant, revision, line, \(names.joined(separator: ", ")))
            SELECT p.supplier, p.region, p.buyer, p.product, \(registrant), \(revision), 0, \(values)
            FROM
            """ + " "
    }
}
