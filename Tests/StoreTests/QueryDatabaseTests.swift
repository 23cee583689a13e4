import Store
import SupplyModel
import Testing

@Suite struct QueryDatabaseTests {
    /// Two firms of Suzhou and one of Shanghai that supply one buyer, two figures and an alert.
    private func filled() throws -> QueryDatabase {
        var firms = ["local:a", "local:b", "local:buyer", "local:c"].map { Firm(id: FirmID(checked: $0)) }
        firms[2].name = "申江'汽车"
        let links = [(0, 320_500, 5.0), (1, 320_500, 7.0), (3, 310_000, 9.0)].map { supplier, region, value in
            Link(
                supplier: Int32(supplier), buyer: 2, product: 0, region: RegionCode(raw: UInt32(region)),
                tier: 1,
                industry: .auto, declaredAt: TestRegister.start, annualValue: value)
        }
        let network = Network(
            revision: 1, firms: firms, products: ["电池"], links: links, backups: [], leaders: [2])
        let database = try QueryDatabase()
        try database.fill(
            network, samples: [RunTests.sample(1), RunTests.sample(2)], alerts: [RunTests.alert(.firing)],
            now: TestRegister.start.adding(seconds: 86_400))
        return database
    }

    @Test func `a query gives a figure a row, with its labels`() throws {
        let rows = try filled().rows(
            of: """
                SELECT buyer AS firm, region, CAST(tier AS INTEGER) AS tier, SUM(annual_value) AS value
                FROM links WHERE status = 'active' GROUP BY buyer, region ORDER BY region -- by place
                """)
        #expect(
            rows == [
                QueryRow(value: 9, labels: ["firm": "local:buyer", "region": "310000", "tier": "1"]),
                QueryRow(value: 12, labels: ["firm": "local:buyer", "region": "320500", "tier": "1"]),
            ])
    }

    @Test(arguments: [
        ("SELECT COUNT(*) AS value FROM suppliers WHERE leading = 1 AND name = '申江''汽车'", 1.0),
        ("SELECT SUM(value) AS value FROM samples WHERE metric = 'hhi' AND product = 'p'", 3.0),
        ("SELECT value FROM alerts WHERE rule = 'r' AND state = 'firing' AND firm = 'local:b'", 1.0),
        ("SELECT MAX(age_days) AS value FROM links", 1.0),
        ("WITH x AS (SELECT 1 AS n UNION ALL SELECT 2) SELECT COUNT(*) AS value FROM x", 2.0),
        (
            "WITH RECURSIVE up(id) AS (SELECT 'local:buyer' UNION SELECT l.supplier FROM links AS l, up"
                + " WHERE l.buyer = up.id) SELECT COUNT(*) AS value FROM up", 4.0
        ),
        ("SELECT SUM(v) AS value FROM (SELECT annual_value AS v, ROW_NUMBER() OVER () FROM links);", 21.0),
    ])
    func `the tables hold the register, the figures and the alerts`(query: String, value: Double) throws {
        #expect(try filled().rows(of: query) == [QueryRow(value: value, labels: [:])])
    }

    @Test func `a row without a value is no figure, and no row is none`() throws {
        let database = try filled()
        #expect(try database.rows(of: "SELECT NULL AS value") == [])
        #expect(try database.rows(of: "SELECT value FROM samples WHERE metric = 'none'") == [])
    }

    @Test(arguments: [
        "SELECT 1 AS value FROM sqlite_master", "SELECT sql AS product, 1 AS value FROM sqlite_schema",
        "SELECT COUNT(*) AS value FROM sqlite_master", "SELECT COUNT(*) AS value FROM pragma_database_list",
        "SELECT load_extension('x') AS value", "SELECT randomblob(9) AS value", "SELECT random() AS value",
        "SELECT 1 AS value FROM json_each('[1]')", "SELECT readfile('/etc/passwd') AS product, 1 AS value",
        "SELECT sqlite_version() AS product, 1 AS value", "SELECT value FROM nothing",
        "SELECT valeu FROM samples",
        "SELEC 1", "SELECT zeroblob(2000000000) AS value", "SELECT writefile('/tmp/x', 'y') AS value",
    ])
    func `what is not reading of the four tables is refused in SQLite's words`(query: String) throws {
        let database = try filled()
        let refusal = try #require(throws: QueryRefusal.self) { try database.rows(of: query) }
        guard case .refused(let words) = refusal else {
            Issue.record("\(refusal)")
            return
        }
        #expect(!words.isEmpty)
    }

    @Test(arguments: [
        "DELETE FROM links", "UPDATE links SET tier = 1", "INSERT INTO links (tier) VALUES (1)",
        "DROP TABLE links", "CREATE TABLE x (y)", "CREATE TEMP VIEW v AS SELECT 1", "PRAGMA query_only = 0",
        "ATTACH ':memory:' AS other", "BEGIN", "VACUUM INTO '/tmp/x'", "DETACH main", "ANALYZE", "REINDEX",
        "DELETE FROM links RETURNING tier AS value", "SELECT 1 AS value; DELETE FROM links", "", "-- nothing",
        ";",
        "SELECT 1 AS value; SELECT 2 AS value", "EXPLAIN DELETE FROM links",
    ])
    func `a statement that is no single SELECT is refused and changes nothing`(query: String) throws {
        let database = try filled()
        #expect(throws: QueryRefusal.self) { try database.rows(of: query) }
        #expect(throws: QueryRefusal.self) { try database.labels(of: query) }
        let count = try database.rows(of: "SELECT COUNT(*) AS value FROM links WHERE tier = 1")
        #expect(count == [QueryRow(value: 3, labels: [:])])
    }

    @Test(arguments: [
        ("SELECT 1 AS product", QueryRefusal.noValue),
        ("SELECT 1 AS value, 2 AS value", .repeatedColumn("value")),
        ("SELECT ? AS value", .hasParameters), ("SELECT 'many' AS value", .notANumber("many")),
        ("SELECT 1e999 AS value", .notANumber("Inf")),
        (
            "SELECT replace('aaaaaaaaaaa', 'a', replace('bbbbbbbbbb', 'b', 'cccccccccc')) AS product, 1 AS value",
            .labelTooLong("product", limitBytes: 1_000)
        ),
        ("SELECT value FROM samples", .tooManyRows(1)),
    ])
    func `a query whose rows are no figures is refused`(query: String, refusal: QueryRefusal) throws {
        let limits = QueryLimits(seconds: 10, rowCount: 1)
        #expect(throws: refusal) { try filled().rows(of: query, limits) }
    }

    @Test func `a column that is no label is named with those that are`() throws {
        let refusal = try #require(throws: QueryRefusal.self) {
            try QueryDatabase().labels(of: "SELECT buyer, 1 AS value FROM links")
        }
        #expect(
            refusal.description.hasPrefix("its column 'buyer' is no label; name it as one of basis, channel"))
    }

    @Test(arguments: [
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) AS value FROM n",
        "SELECT COUNT(*) AS value FROM links, links AS b, (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
            + " FROM n LIMIT 100000000) SELECT i FROM n)",
    ])
    func `a query that does not end is ended`(query: String) throws {
        let limits = QueryLimits(seconds: 0.2, rowCount: 10)
        #expect(throws: QueryRefusal.tooLong(seconds: 0.2)) { try filled().rows(of: query, limits) }
    }

    @Test func `the columns of a query are known without rows`() throws {
        #expect(
            try QueryDatabase().labels(of: "SELECT buyer AS firm, region, 1 AS value FROM links") == [
                "firm", "region",
            ])
    }
}
