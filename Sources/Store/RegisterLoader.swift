internal import GRDB
public import SupplyModel

/// Takes the rows of one file inside one transaction: staged first, judged together, then merged.
///
/// Rows go to a temporary table that is ordered as the register is, so the checks that need the whole file (the same
/// supply twice, shares that sum to too much) are one ordered scan, the merge appends, and memory does not grow with
/// the file. What it does not do: read bytes or check single cells; that was done before.
public struct RegisterLoader {
    let database: Database
    let request: ImportRequest
    let registrantKey: Int64
    var report = ImportReport()
    var header: RegisterHeader?
    private var firms: KeyTable
    private var products: KeyTable
    private var ownRegions: OwnRegions
    private var staged: BulkStatement
    private var stagedFirm: BulkStatement
    private var stagedFirmLine: BulkStatement

    init(_ database: Database, _ request: ImportRequest) throws {
        self.database = database
        self.request = request
        try database.execute(sql: Staging.create)
        var registrants = try KeyTable(database, table: "registrant", column: "identity")
        registrantKey = try registrants.key(of: request.registrant.description)
        firms = try KeyTable(database, table: "firm", column: "identity")
        products = try KeyTable(database, table: "product", column: "name")
        ownRegions = try OwnRegions(database)
        staged = try BulkStatement(database, Staging.insertSupply)
        stagedFirm = try BulkStatement(database, Staging.insertFirm)
        stagedFirmLine = try BulkStatement(database, "SELECT line FROM temp.staged_firm WHERE firm = ?")
        _ = try firms.key(of: request.registrant.description)
    }

    /// Learns which columns the file has; called once, before any row.
    public mutating func begin(_ header: RegisterHeader) {
        self.header = header
    }

    /// Stages one row of a table of supplies.
    public mutating func take(_ row: SupplyRow) throws {
        let supplier = try firms.key(of: row.supplier.description)
        let place = try row.region.map { Int64($0.raw) } ?? ownRegions.region(of: supplier)
        guard let place else {
            refuse(
                line: row.line, column: .supplierRegion, code: "missing_region", value: "",
                "the supplier's region is empty and no table of firms gives it;"
                    + " fill it in, or import the table of firms first")
            return
        }
        staged.bind(supplier, at: 0)
        staged.bind(place, at: 1)
        staged.bind(try firms.key(of: row.buyer.description), at: 2)
        staged.bind(try products.key(of: row.product), at: 3)
        staged.bind(Int64(row.line), at: 4)
        staged.bind(row.region.map { Int64($0.raw) } ?? 0, at: 5)
        staged.bind(Int64(row.tier), at: 6)
        staged.bind(Self.number(of: row.industry), at: 7)
        staged.bind(row.importance.map { Int64($0.rawValue) }, at: 8)
        staged.bind(row.status.map { Int64($0.rawValue) }, at: 9)
        let figures = [
            row.annualValue, row.share, row.inventoryDays, row.recoveryDays, row.leadTimeDays,
            row.spareCapacity,
            row.bringUpDays,
        ]
        for (index, figure) in figures.enumerated() { staged.bind(figure, at: 10 + index) }
        staged.bind(row.supplierName, at: 17)
        staged.bind(row.buyerName, at: 18)
        try staged.run()
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
        try stagedFirm.run()
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

    mutating func refuse(line: Int, column: RegisterColumn?, code: String, value: String, _ message: String) {
        let problem = problem(line: line, column: column, code: code, value: value, message)
        report.refuse(line: line, problem)
    }

    func problem(
        line: Int, column: RegisterColumn?, code: String, value: String, _ message: String
    ) -> Problem {
        Problem(
            file: request.file, line: line, column: column?.rawValue ?? "", code: code, value: value,
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

/// The regions of firms as tables of firms give them, the newest first; a bounded number is kept in memory.
private struct OwnRegions {
    private let find: BulkStatement
    private var known: [Int64: Int64?] = [:]

    init(_ database: Database) throws {
        find = try BulkStatement(
            database,
            """
            SELECT region FROM firm_declaration WHERE firm = ? AND region IS NOT NULL
            ORDER BY revision DESC LIMIT 1
            """)
    }

    mutating func region(of firm: Int64) throws -> Int64? {
        if let region = known[firm] { return region }
        if known.count >= KeyTable.limit { known.removeAll(keepingCapacity: true) }
        find.bind(firm, at: 0)
        let region: Int64? = try find.next() ? find.integer(0) : nil
        find.reset()
        known[firm] = region
        return region
    }
}
