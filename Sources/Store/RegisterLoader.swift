internal import GRDB
public import SupplyModel

/// Takes the rows of one file inside one transaction: staged first, judged together, then merged.
///
/// Rows go to a temporary table that is ordered as the register is, so the checks that need the whole file (the same
/// supply twice, shares that sum to too much) are one ordered scan, the merge appends, and memory does not grow with
/// the file. A registrant's first register, where there is nothing to merge with, goes straight in for as long as no row
/// needs judging; the first that does sends the whole file the long way (`NeedsStaging`). What it does not do: read bytes or check single cells; that was done before.
public struct RegisterLoader {
    let database: Database
    let request: ImportRequest
    let registrantKey: Int64
    /// Which firms count as one.
    let merged: MergedKeys
    var report = ImportReport()
    var header: RegisterHeader?
    private let isDirectAllowed: Bool
    /// The statement that takes rows straight in; nil on the long way.
    private var direct: BulkStatement?
    private var directCount = 0
    var revision: Int64 = 0
    /// What the revision names; nil before it is opened.
    var declared: DeclaredKeys?
    /// Whether the registrant declared nothing of this kind before, so that every good row is new.
    private(set) var isFirst = false
    /// Rows of one supplier mostly stand together.
    private var lastSupplier = (id: FirmID(checked: ""), key: Int64(0))
    private var firms: KeyTable
    private var products: KeyTable
    private var ownRegions: OwnRegions
    private var staged: BulkStatement
    private var stagedFirm: BulkStatement
    private var stagedFirmLine: BulkStatement

    init(_ database: Database, _ request: ImportRequest, isDirectAllowed: Bool) throws {
        self.isDirectAllowed = isDirectAllowed
        self.database = database
        self.request = request
        try database.execute(sql: Staging.create + Staging.createJudged)
        registrantKey = try Self.registrantKey(request, database)
        firms = try KeyTable(database, table: "firm", column: "identity")
        products = try KeyTable(database, table: "product", column: "name")
        merged = try MergedKeys(database, upTo: .max)
        ownRegions = try OwnRegions(database, merged, of: request.isPrivate ? registrantKey : nil)
        staged = try BulkStatement(database, Staging.insertSupply)
        stagedFirm = try BulkStatement(database, Staging.insertFirm)
        stagedFirmLine = try BulkStatement(database, "SELECT line FROM temp.staged_firm WHERE firm = ?")
        _ = try firms.key(of: request.registrant.description)
        try stageKin()
    }

    /// Learns which columns the file has; called once, before any row.
    public mutating func begin(_ header: RegisterHeader) throws {
        self.header = header
        revision = try newRevision(header)
        declared = try DeclaredKeys(database, revision: revision)
        isFirst = try hasNoneBefore()
        let mayGoDirect =
            isDirectAllowed && header.kind == .supplies && !header.columns.contains(.share)
            && !request.sumsDuplicates && !request.replaces && merged.isEmpty
        if mayGoDirect, isFirst {
            let statement = try BulkStatement(database, Staging.insertDirectly(header.columns))
            statement.bind(revision, at: 19)
            statement.bind(registrantKey, at: 20)
            direct = statement
        }
    }

    /// The key of whoever declares, by itself or under an invitation; it is added where it is new.
    private static func registrantKey(_ request: ImportRequest, _ database: Database) throws -> Int64 {
        let names = [request.registrant.description, request.invitation?.root.description ?? ""]
        try database.execute(
            sql: "INSERT INTO registrant (identity, inviter) VALUES (?, ?) ON CONFLICT DO NOTHING",
            arguments: StatementArguments(names))
        return try Int64.fetchOne(
            database, sql: "SELECT key FROM registrant WHERE identity = ? AND inviter = ?",
            arguments: StatementArguments(names)) ?? 0
    }

    /// Rows that went straight in.
    var directRows: Int? { direct == nil ? nil : directCount }

    /// Takes one row of a table of supplies.
    public mutating func take(_ row: SupplyRow) throws {
        if lastSupplier.id != row.supplier {
            lastSupplier = (row.supplier, try firms.key(of: row.supplier.description))
        }
        let supplier = lastSupplier.key
        if let direct {
            guard let region = row.region else { throw NeedsStaging() }
            let keys = try bind(row, to: direct, supplier: supplier, place: Int64(region.raw))
            do {
                try direct.run()
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                throw NeedsStaging()
            }
            try declared?.note(
                supplier: supplier, region: Int64(region.raw), buyer: keys.buyer, product: keys.product)
            directCount += 1
            return
        }
        if !merged.isEmpty, isSelfSupply(supplier, try firms.key(of: row.buyer.description)) {
            try refuse(
                line: row.line, column: .buyerID, code: "self_supply", value: row.buyer.description,
                "\(row.supplier) and \(row.buyer) were decided to be the same firm; correct one of them,"
                    + " or undo that with `tierwatch firms split`")
            return
        }
        let place = try row.region.map { Int64($0.raw) } ?? ownRegions.region(of: supplier)
        guard let place else {
            try refuse(
                line: row.line, column: .supplierRegion, code: "missing_region", value: "",
                "the supplier's region is empty and no table of firms gives it;"
                    + " fill it in, or import the table of firms first")
            return
        }
        let keys = try bind(row, to: staged, supplier: supplier, place: place)
        try staged.run()
        if isFirst {
            try declared?.note(
                supplier: supplier, region: row.region.map { Int64($0.raw) } ?? 0, buyer: keys.buyer,
                product: keys.product)
        }
    }

    /// Binds every value of a row, and gives the keys that it looked up.
    private mutating func bind(
        _ row: SupplyRow, to statement: BulkStatement, supplier: Int64, place: Int64
    ) throws -> (buyer: Int64, product: Int64) {
        let keys = (
            buyer: try firms.key(of: row.buyer.description), product: try products.key(of: row.product)
        )
        statement.bind(supplier, at: 0)
        statement.bind(place, at: 1)
        statement.bind(keys.buyer, at: 2)
        statement.bind(keys.product, at: 3)
        statement.bind(Int64(row.line), at: 4)
        statement.bind(row.region.map { Int64($0.raw) } ?? 0, at: 5)
        statement.bind(Int64(row.tier), at: 6)
        statement.bind(Self.number(of: row.industry), at: 7)
        statement.bind(row.importance.map { Int64($0.rawValue) }, at: 8)
        statement.bind(row.status.map { Int64($0.rawValue) }, at: 9)
        statement.bind(row.annualValue, at: 10)
        statement.bind(row.share, at: 11)
        statement.bind(row.inventoryDays, at: 12)
        statement.bind(row.recoveryDays, at: 13)
        statement.bind(row.leadTimeDays, at: 14)
        statement.bind(row.spareCapacity, at: 15)
        statement.bind(row.bringUpDays, at: 16)
        statement.bind(row.supplierName, at: 17)
        statement.bind(row.buyerName, at: 18)
        return keys
    }

    /// Stages one row of a table of firms; of several rows of one firm the last stands.
    public mutating func take(_ row: FirmRow) throws {
        let firm = try firms.key(of: row.id.description)
        stagedFirmLine.bind(firm, at: 0)
        if try stagedFirmLine.next() {
            let earlier = stagedFirmLine.integer(0)
            stagedFirmLine.reset()
            report.unchanged += 1
            report.warn(
                problem(
                    line: row.line, column: .id, code: "repeated_firm", value: row.id.description,
                    "this firm stands on line \(earlier) too; the later row is taken"))
        }
        stagedFirm.bind(firm, at: 0)
        stagedFirm.bind(Int64(row.line), at: 1)
        stagedFirm.bind(row.name, at: 2)
        stagedFirm.bind(row.region.map { Int64($0.raw) }, at: 3)
        stagedFirm.bind(row.industry.map(Self.number), at: 4)
        stagedFirm.bind(row.revenue, at: 5)
        stagedFirm.bind(row.recoveryDays, at: 6)
        stagedFirm.bind(row.isWhitelisted.map { $0 ? 1 : 0 } as Int64?, at: 7)
        stagedFirm.bind(row.contact, at: 8)
        stagedFirm.bind(NameList.text(row.formerNames), at: 9)
        stagedFirm.bind(row.shortName, at: 10)
        stagedFirm.bind(row.address, at: 11)
        try stagedFirm.run()
        if isFirst { try declared?.note(firm: firm) }
    }

    /// Notes that a row is refused.
    ///
    /// - Throws: `ImportFault.tooManyProblems`
    public mutating func refuse(line: Int, problems: [Problem]) throws {
        for problem in problems { report.refuse(line: line, problem) }
        guard report.problems.count <= ImportReport.problemLimit else {
            throw ImportFault.tooManyProblems(file: request.file)
        }
    }

    /// Notes something doubtful that is taken all the same.
    public mutating func warn(_ problem: Problem) { report.warn(problem) }

    mutating func refuse(
        line: Int, column: RegisterColumn?, code: String, value: String, _ message: String
    ) throws {
        let problem = problem(line: line, column: column, code: code, value: value, message)
        try refuse(line: line, problems: [problem])
    }

    func problem(
        line: Int, column: RegisterColumn?, code: String, value: String, _ message: String
    ) -> Problem {
        Problem(
            file: request.file, sheet: header?.sheet, line: line, column: column?.rawValue ?? "", code: code,
            value: value,
            message: message)
    }

    static func number(of industry: Industry) -> Int64 {
        switch industry {
        case .auto: 0
        case .chips: 1
        case .biopharma: 2
        case .other: 3
        }
    }

    static func industry(_ number: Int64) -> Industry {
        [.auto, .chips, .biopharma, .other][Int(number) & 3]
    }
}

/// A file that cannot go straight in: a row repeats a supply, or leaves its region to the table of firms.
struct NeedsStaging: Error {}

/// The regions of firms as tables of firms give them, the newest first; a bounded number is kept in memory.
private struct OwnRegions {
    private let find: BulkStatement
    private let merged: MergedKeys
    private var known: [Int64: Int64?] = [:]

    /// `registrant`: only its own tables count; nil for everybody's.
    init(_ database: Database, _ merged: MergedKeys, of registrant: Int64?) throws {
        self.merged = merged
        find = try BulkStatement(
            database,
            """
            SELECT region, revision FROM firm_declaration
            WHERE firm = ?1 AND region IS NOT NULL AND (?2 IS NULL OR registrant = ?2)
            ORDER BY revision DESC LIMIT 1
            """)
        find.bind(registrant, at: 1)
    }

    mutating func region(of firm: Int64) throws -> Int64? {
        if let region = known[firm] { return region }
        if known.count >= TextKeys.textLimit { known.removeAll(keepingCapacity: true) }
        var newest: (region: Int64, revision: Int64)?
        for one in merged.members(with: firm) {
            find.bind(one, at: 0)
            if try find.next(), find.integer(1) > newest?.revision ?? -1 {
                newest = (find.integer(0), find.integer(1))
            }
            find.reset()
        }
        known[firm] = newest?.region
        return newest?.region
    }
}
