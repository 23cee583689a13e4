internal import GRDB
public import SupplyModel

/// Two registrants that say different things of one supply: the newer one stands.
public struct DeclarationConflict: Equatable, Sendable {
    /// What one registrant said last.
    public struct Side: Equatable, Sendable {
        public var registrant: FirmID
        /// As the column is written in a register.
        public var value: String
        public var file: String
        public var line: Int
        public var time: Timestamp
    }

    public var supplier: FirmID
    public var region: RegionCode
    public var buyer: FirmID
    public var product: String
    /// Such as `annual_value`.
    public var column: String
    public var standing: Side
    public var other: Side
    /// Of figures by how much of the larger they differ, 0...1; nil of words.
    public var difference: Double?
}

extension Store {
    /// Conflicts that one answer lists.
    public static let conflictLimit = 100_000

    /// What registrants say differently of the same supply: figures that differ by more than a tenth, and words that differ.
    ///
    /// `time`: the register as it stood then; nil for now. A column that one of them leaves empty is no conflict.
    /// Firms that count as one are one here too.
    /// - Complexity: one ordered scan of the declarations.
    public func conflicts(at time: Timestamp? = nil) throws(StoreError) -> [DeclarationConflict] {
        try read { db in
            let registrants = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM registrant") ?? 0
            guard registrants > 1 else { return [] }
            let revision = try Int64.fetchOne(
                db, sql: "SELECT MAX(number) FROM revision WHERE ?1 IS NULL OR made_at <= ?1",
                arguments: [time?.milliseconds])
            let rows = try BulkStatement(
                db,
                """
                SELECT d.supplier, d.region, d.buyer, d.product, d.registrant, d.revision, d.status, d.tier, d.industry,
                    d.importance, d.annual_value, d.share, d.inventory_days, d.recovery_days, d.lead_time_days,
                    d.spare_capacity, d.bring_up_days, d.line
                FROM declaration AS d
                WHERE d.revision <= ?
                ORDER BY d.supplier, d.region, d.buyer, d.product, d.registrant, d.revision
                """)
            rows.bind(revision ?? 0, at: 0)
            var scan = ConflictScan(try MergedKeys(db, upTo: revision ?? 0))
            while try rows.next(), scan.found.count < Self.conflictLimit { scan.take(Told(rows)) }
            rows.reset()
            scan.finishAll()
            return try scan.found.prefix(Self.conflictLimit).map { try Self.conflict($0, in: db) }
        }
    }

    private static func conflict(_ found: ConflictScan.Found, in db: Database) throws -> DeclarationConflict {
        func identity(_ table: String, _ key: Int64) throws -> FirmID {
            let text = try String.fetchOne(
                db.cachedStatement(sql: "SELECT identity FROM \(table) WHERE key = ?"), arguments: [key])
            return FirmID(checked: text ?? "")
        }
        func side(_ told: Told, _ value: String) throws -> DeclarationConflict.Side {
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT file, made_at FROM revision WHERE number = ?"),
                arguments: [told.revision])
            return DeclarationConflict.Side(
                registrant: try identity("registrant", told.registrant), value: value,
                file: row?["file"] ?? "",
                line: Int(told.line), time: Timestamp(milliseconds: row?["made_at"] ?? 0))
        }
        let product = try String.fetchOne(
            db.cachedStatement(sql: "SELECT name FROM product WHERE key = ?"),
            arguments: [found.standing.supply.product])
        return DeclarationConflict(
            supplier: try identity("firm", found.standing.supply.supplier),
            region: RegionCode(raw: UInt32(truncatingIfNeeded: found.standing.supply.region)),
            buyer: try identity("firm", found.standing.supply.buyer), product: product ?? "",
            column: found.column, standing: try side(found.standing, found.values.0),
            other: try side(found.other, found.values.1), difference: found.difference)
    }
}

/// One declaration, as far as others may contradict it.
private struct Told {
    struct Supply: Hashable, Comparable {
        var supplier: Int64
        var region: Int64
        var buyer: Int64
        var product: Int64

        static func < (left: Supply, right: Supply) -> Bool {
            (left.supplier, left.region, left.buyer, left.product)
                < (right.supplier, right.region, right.buyer, right.product)
        }
    }

    var supply: Supply
    var registrant: Int64
    var revision: Int64
    var line: Int64
    /// 3 where its registrant's newest file no longer had it.
    var status: Int64
    var words: [(column: String, value: String)]
    var figures: [(column: String, value: Double?)]

    init(_ rows: BulkStatement) {
        supply = Supply(
            supplier: rows.integer(0), region: rows.integer(1), buyer: rows.integer(2),
            product: rows.integer(3))
        registrant = rows.integer(4)
        revision = rows.integer(5)
        status = rows.integer(6)
        let importance = Importance(rawValue: UInt8(truncatingIfNeeded: rows.integer(9))) ?? .essential
        words = [
            ("status", ["active", "backup", "ended", "withdrawn"][Int(status & 3)]),
            ("tier", "\(rows.integer(7))"), ("industry", RegisterLoader.industry(rows.integer(8)).rawValue),
            ("importance", importance.name),
        ]
        figures = [
            ("annual_value", rows.double(10)), ("share", rows.double(11)),
            ("inventory_days", rows.double(12)),
            ("recovery_days", rows.double(13)), ("lead_time_days", rows.double(14)),
            ("spare_capacity", rows.double(15)), ("bring_up_days", rows.double(16)),
        ]
        line = rows.integer(17)
    }
}

/// Finds the conflicts among declarations that come by supply, registrant and revision.
private struct ConflictScan {
    struct Found {
        var column: String
        var standing: Told
        var other: Told
        var values: (String, String)
        var difference: Double?
    }

    private(set) var found: [Found] = []
    /// The newest words of the registrants on the supply at hand.
    private var newest: [Told] = []
    private let merged: MergedKeys
    /// What was held last, as it was declared.
    private var held: Told?
    /// What is said of firms that count as others, by the supply that it counts for.
    private var ofMerged: [Told.Supply: [Told]] = [:]

    init(_ merged: MergedKeys) { self.merged = merged }

    mutating func take(_ told: Told) {
        if !merged.isEmpty, merged.contains(told.supply.supplier) || merged.contains(told.supply.buyer) {
            hold(told)
        } else {
            add(told)
        }
    }

    /// Compares what is left.
    mutating func finishAll() {
        finish()
        for supply in ofMerged.keys.sorted() {
            let all = (ofMerged[supply] ?? []).sorted {
                ($0.registrant, $0.revision, $0.line) < ($1.registrant, $1.revision, $1.line)
            }
            for told in all where told.status < 3 { add(told) }
            finish()
        }
    }

    /// Keeps what one registrant said last under one identity, unless it was withdrawn.
    private mutating func hold(_ told: Told) {
        var one = told
        one.supply.supplier = merged.root(of: told.supply.supplier)
        one.supply.buyer = merged.root(of: told.supply.buyer)
        guard one.supply.supplier != one.supply.buyer else { return }
        if held?.supply == told.supply, held?.registrant == told.registrant {
            ofMerged[one.supply]?.removeLast()
        }
        held = told
        ofMerged[one.supply, default: []].append(one)
    }

    private mutating func add(_ told: Told) {
        if let last = newest.last, last.supply == told.supply {
            if last.registrant == told.registrant { newest.removeLast() }
        } else {
            finish()
        }
        newest.append(told)
    }

    /// Compares what stands of one supply with what the others say of it.
    mutating func finish() {
        defer { newest.removeAll(keepingCapacity: true) }
        let sides = newest.filter { $0.status < 3 }
        guard sides.count > 1, let standing = sides.max(by: { $0.revision < $1.revision }) else { return }
        for other in sides where other.registrant != standing.registrant {
            for (mine, theirs) in zip(standing.words, other.words) where mine.value != theirs.value {
                found.append(
                    Found(
                        column: mine.column, standing: standing, other: other,
                        values: (mine.value, theirs.value),
                        difference: nil))
            }
            for (mine, theirs) in zip(standing.figures, other.figures) {
                guard let one = mine.value, let another = theirs.value else { continue }
                let largest = max(one, another)
                let difference = largest > 0 ? abs(one - another) / largest : 0
                guard difference > RegisterLoader.conflictPart else { continue }
                found.append(
                    Found(
                        column: mine.column, standing: standing, other: other,
                        values: ("\(one)", "\(another)"),
                        difference: difference))
            }
        }
    }
}
