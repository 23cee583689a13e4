internal import GRDB
internal import SupplyModel

/// All of a network but its links: firms and products with their numbers, and when each revision was made.
struct NetworkFrame: Sendable {
    /// The newest revision of the store that counts.
    let revision: Int64
    /// That revision as the network's reader counts them.
    let shownRevision: Int64
    /// Which firms count as one.
    let mergedKeys: MergedKeys
    /// Identities that count as another firm's.
    private(set) var merged: [FirmID: FirmID] = [:]
    /// By firm the identities of those that count as it, and what tables of firms ever called them.
    private(set) var aliases: [Int32: Set<String>] = [:]
    private(set) var firms: [Firm] = []
    private(set) var products: [String] = []
    /// Numbers by key of the store; a merged firm has that of the one that it counts as.
    private(set) var firmNumber: [Int32]
    private(set) var productNumber: [Int32]
    private(set) var times: [Int64: Timestamp] = [:]
    let confirmations: Confirmations
    /// By firm: whether a table of firms names it, so that no supply does.
    private(set) var isNamed: [Bool]
    /// By firm: whether it is a registrant.
    private(set) var isRegistrant: [Bool]

    init(_ database: Database, at time: Timestamp?) throws {
        let last =
            try time.map {
                try Int64.fetchOne(
                    database, sql: "SELECT MAX(number) FROM revision WHERE made_at <= ?",
                    arguments: [$0.milliseconds])
            } ?? Int64.fetchOne(database, sql: "SELECT MAX(number) FROM revision")
        revision = last ?? 0
        shownRevision = revision
        mergedKeys = try MergedKeys(database, upTo: revision)
        confirmations = try Confirmations(database, at: time)
        firmNumber = [Int32](repeating: -1, count: try Self.keyCount("firm", database))
        firms.reserveCapacity(firmNumber.count)
        let firmRows = try BulkStatement(database, "SELECT key, identity FROM firm ORDER BY identity")
        var mergedRows: [(id: FirmID, key: Int64)] = []
        while try firmRows.next() {
            let id = FirmID(checked: firmRows.text(1) ?? "")
            if mergedKeys.isAlias(firmRows.integer(0)) {
                mergedRows.append((id, firmRows.integer(0)))
                continue
            }
            firmNumber[Int(firmRows.integer(0))] = Int32(firms.count)
            firms.append(Firm(id: id))
        }
        for alias in mergedRows {
            let number = firmNumber[Int(mergedKeys.root(of: alias.key))]
            firmNumber[Int(alias.key)] = number
            merged[alias.id] = firms[Int(number)].id
            aliases[number, default: []].insert(alias.id.description)
        }
        productNumber = [Int32](repeating: -1, count: try Self.keyCount("product", database))
        let productRows = try BulkStatement(database, "SELECT key, name FROM product ORDER BY name")
        while try productRows.next() {
            productNumber[Int(productRows.integer(0))] = Int32(products.count)
            products.append(productRows.text(1) ?? "")
        }
        isNamed = [Bool](repeating: false, count: firms.count)
        isRegistrant = isNamed
        try readRevisions(database)
        try readFirms(database)
    }

    private static func keyCount(_ table: String, _ database: Database) throws -> Int {
        Int(try Int64.fetchOne(database, sql: "SELECT MAX(key) FROM \(table)") ?? 0) + 1
    }

    private mutating func readRevisions(_ database: Database) throws {
        let revisions = try BulkStatement(database, "SELECT number, made_at FROM revision WHERE number <= ?")
        revisions.bind(revision, at: 0)
        while try revisions.next() {
            times[revisions.integer(0)] = Timestamp(milliseconds: revisions.integer(1))
        }
        let registrants = try BulkStatement(
            database,
            """
            SELECT DISTINCT f.key FROM revision AS r JOIN registrant AS g ON g.key = r.registrant
            JOIN firm AS f ON f.identity = g.identity WHERE g.inviter = '' AND r.number <= ?
            """)
        registrants.bind(revision, at: 0)
        while try registrants.next() { isRegistrant[Int(firmNumber[Int(registrants.integer(0))])] = true }
    }

    /// What one registrant's newest row in a table of firms says of a firm.
    private struct Told {
        var firm: Int64
        var registrant: Int64
        var revision: Int64
        var name: String?
        var region: RegionCode?
        var industry: Industry?
        var revenue: Double?
        var recoveryDays: Double?
        var isWhitelisted: Bool?
        var contact: String?
        /// As one text.
        var formerNames: String?
        var shortName: String?
        var address: String?
        var line: Int64

        init(_ rows: BulkStatement) {
            firm = rows.integer(0)
            registrant = rows.integer(1)
            revision = rows.integer(2)
            name = rows.text(3)
            if !rows.isNull(4) { region = RegionCode(raw: UInt32(truncatingIfNeeded: rows.integer(4))) }
            if !rows.isNull(5) { industry = RegisterLoader.industry(rows.integer(5)) }
            revenue = rows.double(6)
            recoveryDays = rows.double(7)
            if !rows.isNull(8) { isWhitelisted = rows.integer(8) == 1 }
            contact = rows.text(9)
            formerNames = rows.text(10)
            shortName = rows.text(11)
            address = rows.text(12)
            line = rows.integer(13)
        }

        /// Puts what is told in place of what is known.
        func put(into firm: inout Firm, _ isNamed: inout Bool) {
            firm.isDeclared = true
            if let name {
                firm.name = name
                isNamed = true
            }
            if let region { firm.region = region }
            if let industry { firm.industry = industry }
            if let revenue, revenue > 0 { firm.revenue = revenue }
            if let recoveryDays { firm.recoveryDays = recoveryDays }
            if let isWhitelisted { firm.isWhitelisted = isWhitelisted }
            if let contact { firm.contact = contact }
            if let formerNames { firm.formerNames = NameList.names(in: formerNames) }
            if let shortName { firm.shortName = shortName }
            if let address { firm.address = address }
        }

        /// Every name that is told.
        var names: [String] {
            [name, shortName].compactMap(\.self) + NameList.names(in: formerNames ?? "")
        }
    }

    private static let toldColumns = """
        SELECT firm, registrant, revision, name, region, industry, revenue, recovery_days, whitelisted, contact,
            former_names, short_name, address, line
        FROM firm_declaration
        """ + " "

    /// What tables of firms say: per registrant the newest row, of several registrants the newest value of each column.
    private mutating func readFirms(_ database: Database) throws {
        let rows = try BulkStatement(
            database, Self.toldColumns + "WHERE revision <= ? ORDER BY firm, registrant, revision")
        rows.bind(revision, at: 0)
        var hearing = Hearing()
        var ofMerged: [Told] = []
        while try rows.next() {
            let told = Told(rows)
            if mergedKeys.contains(told.firm) { ofMerged.append(told) } else { hear(told, &hearing) }
        }
        finish(&hearing)
        takeMerged(ofMerged)
    }

    /// The same of firms that count as one: per registrant what it says last of each of them, the newest value of each column.
    ///
    /// A row that is newer than the decision took over what was said under any name, so it stands alone. Of one file the row about the
    /// firm that stays goes before the others.
    private mutating func takeMerged(_ rows: [Told]) {
        for (root, told) in Dictionary(grouping: rows, by: { mergedKeys.root(of: $0.firm) }) {
            func isBefore(_ one: Told, _ other: Told) -> Bool {
                (one.revision, one.firm == root ? 1 : 0, one.line)
                    < (other.revision, other.firm == root ? 1 : 0, other.line)
            }
            let decided = mergedKeys.decided(with: root)
            var standing: [Told] = []
            for ofRegistrant in Dictionary(grouping: told, by: \.registrant).values {
                let latest = Dictionary(grouping: ofRegistrant, by: \.firm).values
                    .compactMap { $0.max(by: isBefore) }
                let newest = latest.max(by: isBefore).flatMap { $0.revision > decided ? $0 : nil }
                standing += newest.map { [$0] } ?? latest
            }
            let index = Int(firmNumber[Int(root)])
            aliases[Int32(index), default: []].formUnion(told.filter { $0.firm != root }.flatMap(\.names))
            for one in standing.sorted(by: isBefore) { one.put(into: &firms[index], &isNamed[index]) }
        }
    }

    /// What was told of the firm at hand.
    private struct Hearing {
        var told: Told?
        /// Of the same firm, by registrants before that one.
        var others: [Told] = []
    }

    private mutating func hear(_ next: Told, _ hearing: inout Hearing) {
        if let last = hearing.told {
            if last.firm != next.firm {
                take(last, &hearing.others)
            } else if last.registrant != next.registrant {
                hearing.others.append(last)
            }
        }
        hearing.told = next
    }

    private mutating func finish(_ hearing: inout Hearing) {
        if let told = hearing.told { take(told, &hearing.others) }
    }

    private mutating func take(_ told: Told, _ others: inout [Told]) {
        let index = Int(firmNumber[Int(told.firm)])
        if others.isEmpty { return told.put(into: &firms[index], &isNamed[index]) }
        for one in (others + [told]).sorted(by: { $0.revision < $1.revision }) {
            one.put(into: &firms[index], &isNamed[index])
        }
        others.removeAll()
    }
}

// MARK: - A registrant's view

extension NetworkFrame {
    /// The frame of what one registrant may see: only the firms and products that its declarations name, and itself, as a leading firm.
    ///
    /// What others decided about firms is not in it: each goes by the identity that the registrant gave it.
    init(_ database: Database, _ own: OwnDeclarations) throws {
        revision = own.lastRevision
        shownRevision = own.revisionCount
        mergedKeys = MergedKeys()
        times = own.times
        confirmations = own.confirmations
        firmNumber = [Int32](repeating: -1, count: try Self.keyCount("firm", database))
        productNumber = [Int32](repeating: -1, count: try Self.keyCount("product", database))
        isNamed = []
        isRegistrant = []
        var keys = Set(own.firms.map(\.firm))
        for supply in own.supplies {
            keys.insert(supply.supplier)
            keys.insert(supply.buyer)
        }
        try readFirms(keys, own.registrant, database)
        let names = try Self.texts(
            Set(own.supplies.map(\.product)), "SELECT name FROM product WHERE key = ?", database)
        for (key, name) in names.sorted(by: { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }) {
            productNumber[Int(key)] = Int32(products.count)
            products.append(name)
        }
        try readFirms(own.firms, database)
    }

    private mutating func readFirms(
        _ keys: Set<Int64>, _ registrant: FirmID, _ database: Database
    ) throws {
        var found = try Self.texts(keys, "SELECT identity FROM firm WHERE key = ?", database).map {
            (key: Optional($0.key), id: FirmID(checked: $0.text))
        }
        if !found.contains(where: { $0.id == registrant }) { found.append((nil, registrant)) }
        for (key, id) in found.sorted(by: { $0.id < $1.id }) {
            if let key { firmNumber[Int(key)] = Int32(firms.count) }
            firms.append(Firm(id: id))
            isRegistrant.append(id == registrant)
        }
        isNamed = [Bool](repeating: false, count: firms.count)
    }

    private mutating func readFirms(_ named: [OwnDeclarations.NamedFirm], _ database: Database) throws {
        let rows = try BulkStatement(
            database,
            Self.toldColumns + "WHERE firm = ? AND registrant = ? AND revision <= ? ORDER BY revision")
        rows.bind(revision, at: 2)
        var hearing = Hearing()
        for one in named {
            rows.bind(one.firm, at: 0)
            rows.bind(one.registrant, at: 1)
            while try rows.next() { hear(Told(rows), &hearing) }
        }
        finish(&hearing)
    }

    private static func texts(
        _ keys: Set<Int64>, _ sql: String, _ database: Database
    ) throws -> [(key: Int64, text: String)] {
        let rows = try BulkStatement(database, sql)
        return try keys.map { key in
            rows.bind(key, at: 0)
            defer { rows.reset() }
            return (key, try rows.next() ? rows.text(0) ?? "" : "")
        }
    }
}
