internal import GRDB
public import SupplyModel

extension Store {
    /// The network of an instant, merged over registrants.
    ///
    /// `time`: nil for now; else what the register said then.
    /// - Complexity: one ordered scan of all declarations; memory for the links that stand.
    public func network(at time: Timestamp? = nil) throws(StoreError) -> Network {
        try read { db in
            var reader = try NetworkReader(db, at: time)
            return try reader.network()
        }
    }

    /// The newest revision, 0 in an empty register: as long as it stands, so does the network.
    public func revision() throws(StoreError) -> Int64 {
        try read { db in try Int64.fetchOne(db, sql: "SELECT MAX(number) FROM revision") ?? 0 }
    }
}

/// Builds a network from one ordered scan of the declarations.
private struct NetworkReader {
    private let database: Database
    private let revision: Int64
    private var firms: [Firm] = []
    private var products: [String] = []
    /// Numbers by key of the store.
    private var firmNumber: [Int32] = []
    private var productNumber: [Int32] = []
    private var times: [Int64: Timestamp] = [:]
    /// By firm: the revision that its name comes from, and what its supplies say of its recovery.
    private var nameRevision: [Int64] = []
    private var rowRecoveryDays: [Double?] = []
    private var isLeader: [Bool] = []
    private var links: [Link] = []
    private var backups: [Link] = []

    init(_ database: Database, at time: Timestamp?) throws {
        self.database = database
        let last =
            try time.map {
                try Int64.fetchOne(
                    database, sql: "SELECT MAX(number) FROM revision WHERE made_at <= ?",
                    arguments: [$0.milliseconds])
            } ?? Int64.fetchOne(database, sql: "SELECT MAX(number) FROM revision")
        revision = last ?? 0
    }

    mutating func network() throws -> Network {
        try readTexts()
        try readFirms()
        try readDeclarations()
        links.sort(by: Self.isBefore)
        backups.sort(by: Self.isBefore)
        for index in firms.indices where firms[index].recoveryDays == nil {
            firms[index].recoveryDays = rowRecoveryDays[index]
        }
        let leaders = isLeader.indices.filter { isLeader[$0] }.map { Int32($0) }
        return Network(
            revision: revision, firms: firms, products: products, links: links, backups: backups,
            leaders: leaders)
    }

    private mutating func readTexts() throws {
        firmNumber = [Int32](repeating: -1, count: try keyCount("firm"))
        let firmRows = try BulkStatement(database, "SELECT key, identity FROM firm ORDER BY identity")
        while try firmRows.next() {
            firmNumber[Int(firmRows.integer(0))] = Int32(firms.count)
            firms.append(Firm(id: FirmID(checked: firmRows.text(1) ?? "")))
        }
        productNumber = [Int32](repeating: -1, count: try keyCount("product"))
        let productRows = try BulkStatement(database, "SELECT key, name FROM product ORDER BY name")
        while try productRows.next() {
            productNumber[Int(productRows.integer(0))] = Int32(products.count)
            products.append(productRows.text(1) ?? "")
        }
        nameRevision = [Int64](repeating: -1, count: firms.count)
        rowRecoveryDays = [Double?](repeating: nil, count: firms.count)
        isLeader = [Bool](repeating: false, count: firms.count)
        let revisions = try BulkStatement(database, "SELECT number, made_at FROM revision WHERE number <= ?")
        revisions.bind(revision, at: 0)
        while try revisions.next() {
            times[revisions.integer(0)] = Timestamp(milliseconds: revisions.integer(1))
        }
        let registrants = try BulkStatement(
            database,
            """
            SELECT DISTINCT f.key FROM revision AS r JOIN registrant AS g ON g.key = r.registrant
            JOIN firm AS f ON f.identity = g.identity WHERE r.number <= ?
            """)
        registrants.bind(revision, at: 0)
        while try registrants.next() { isLeader[Int(firmNumber[Int(registrants.integer(0))])] = true }
    }

    private func keyCount(_ table: String) throws -> Int {
        Int(try Int64.fetchOne(database, sql: "SELECT MAX(key) FROM \(table)") ?? 0) + 1
    }

    /// What tables of firms say: per registrant the newest row, of several registrants the newest value of each column.
    private mutating func readFirms() throws {
        let rows = try BulkStatement(
            database,
            """
            SELECT d.firm, d.revision, d.name, d.region, d.industry, d.revenue, d.recovery_days, d.whitelisted, d.contact
            FROM firm_declaration AS d
            WHERE d.revision <= ?1 AND d.revision = (
                SELECT MAX(q.revision) FROM firm_declaration AS q
                WHERE q.firm = d.firm AND q.registrant = d.registrant AND q.revision <= ?1)
            ORDER BY d.firm, d.revision
            """)
        rows.bind(revision, at: 0)
        while try rows.next() {
            let index = Int(firmNumber[Int(rows.integer(0))])
            if let name = rows.text(2) {
                firms[index].name = name
                nameRevision[index] = .max
            }
            if !rows.isNull(3) {
                firms[index].region = RegionCode(raw: UInt32(truncatingIfNeeded: rows.integer(3)))
            }
            if !rows.isNull(4) { firms[index].industry = RegisterLoader.industry(rows.integer(4)) }
            if let revenue = rows.double(5), revenue > 0 { firms[index].revenue = revenue }
            if let days = rows.double(6) { firms[index].recoveryDays = days }
            if !rows.isNull(7) { firms[index].isWhitelisted = rows.integer(7) == 1 }
            if let contact = rows.text(8) { firms[index].contact = contact }
        }
    }

    /// One declaration as it lies in the store.
    private struct Declared {
        var supplier: Int64
        var region: Int64
        var buyer: Int64
        var product: Int64
        var registrant: Int64
        var revision: Int64
        /// 0...2 as `SupplyStatus`, 3 where a replacing file no longer had it.
        var status: Int64
        var recoveryDays: Double?
        var link: Link

        func isSameLink(_ other: Declared) -> Bool {
            supplier == other.supplier && region == other.region && buyer == other.buyer
                && product == other.product
        }
    }

    private mutating func readDeclarations() throws {
        let rows = try BulkStatement(
            database,
            """
            SELECT supplier, region, buyer, product, registrant, revision, status, tier, industry, importance,
                annual_value, share, inventory_days, recovery_days, spare_capacity, bring_up_days, supplier_name,
                buyer_name
            FROM declaration WHERE revision <= ? ORDER BY supplier, region, buyer, product, registrant, revision
            """)
        rows.bind(revision, at: 0)
        var ofSupplier: [Declared] = []
        var standing: Declared?
        var latest: Declared?
        func settle() {
            if let candidate = latest, candidate.status != 3, candidate.revision > standing?.revision ?? -1 {
                standing = candidate
            }
            latest = nil
        }
        while try rows.next() {
            let declared = read(rows)
            if let last = latest, !last.isSameLink(declared) || last.registrant != declared.registrant {
                settle()
                if !last.isSameLink(declared) {
                    if let standing { ofSupplier.append(standing) }
                    standing = nil
                }
                if last.supplier != declared.supplier { finish(&ofSupplier) }
            }
            latest = declared
        }
        settle()
        if let standing { ofSupplier.append(standing) }
        finish(&ofSupplier)
    }

    /// Reads the row under the cursor, and what it says of the two firms themselves.
    private mutating func read(_ rows: BulkStatement) -> Declared {
        let supplier = firmNumber[Int(rows.integer(0))]
        let buyer = firmNumber[Int(rows.integer(2))]
        let revision = rows.integer(5)
        if !rows.isNull(16) { name(supplier, rows.text(16), revision) }
        if !rows.isNull(17) { name(buyer, rows.text(17), revision) }
        let region = rows.integer(1)
        let link = Link(
            supplier: supplier, buyer: buyer, product: productNumber[Int(rows.integer(3))],
            region: RegionCode(raw: UInt32(truncatingIfNeeded: region)),
            tier: UInt8(truncatingIfNeeded: rows.integer(7)),
            industry: RegisterLoader.industry(rows.integer(8)),
            importance: Importance(rawValue: UInt8(truncatingIfNeeded: rows.integer(9))) ?? .essential,
            declaredAt: times[revision] ?? Timestamp(milliseconds: 0), annualValue: rows.double(10),
            share: rows.double(11), inventoryDays: rows.double(12), spareCapacity: rows.double(14) ?? 0,
            bringUpDays: rows.double(15) ?? 0)
        return Declared(
            supplier: rows.integer(0), region: region, buyer: rows.integer(2), product: rows.integer(3),
            registrant: rows.integer(4), revision: revision, status: rows.integer(6),
            recoveryDays: rows.double(13), link: link)
    }

    private mutating func name(_ firm: Int32, _ name: String?, _ revision: Int64) {
        guard let name, revision > nameRevision[Int(firm)] else { return }
        firms[Int(firm)].name = name
        nameRevision[Int(firm)] = revision
    }

    /// Takes over the standing declarations of one supplier: those without a region get the supplier's own, and where
    /// that meets one with the region written out, the newer stands.
    private mutating func finish(_ declared: inout [Declared]) {
        defer { declared.removeAll(keepingCapacity: true) }
        if declared.contains(where: { $0.region == 0 }) {
            for index in declared.indices where declared[index].region == 0 {
                let own = firms[Int(declared[index].link.supplier)].region
                declared[index].region = Int64(own.raw)
                declared[index].link.region = own
            }
            declared.sort {
                ($0.region, $0.buyer, $0.product, $1.revision) < (
                    $1.region, $1.buyer, $1.product, $0.revision
                )
            }
            var kept: [Declared] = []
            for one in declared where kept.last.map({ !$0.isSameLink(one) }) ?? true { kept.append(one) }
            declared = kept
        }
        for one in declared where one.status < 2 {
            if one.status == 0 { links.append(one.link) } else { backups.append(one.link) }
            if one.link.tier == 1 { isLeader[Int(one.link.buyer)] = true }
            if let days = one.recoveryDays {
                let supplier = Int(one.link.supplier)
                rowRecoveryDays[supplier] = max(days, rowRecoveryDays[supplier] ?? 0)
            }
        }
    }

    private static func isBefore(_ left: Link, _ right: Link) -> Bool {
        (left.buyer, left.product, left.supplier, left.region.raw)
            < (right.buyer, right.product, right.supplier, right.region.raw)
    }
}
