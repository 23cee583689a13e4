internal import GRDB
internal import SupplyModel

/// What stands of the declarations of some suppliers, and what all of them say of firms.
struct NetworkPart: Sendable {
    var links: [Link] = []
    var backups: [Link] = []
    /// Buyers of a declaration of tier 1 that stands; one may come more than once.
    var leaders: [Int32] = []
    /// By supplier the longest time to recover that a standing declaration gives it.
    var recoveryDays: [(firm: Int32, days: Double)] = []
    /// By firm that no table of firms names, what its newest declaration calls it.
    var names: [Int32: FirmName] = [:]
    /// By firm what those that count as it were ever called.
    var aliases: [Int32: Set<String>] = [:]
}

/// What a row of a table of supplies calls a firm.
struct FirmName: Sendable {
    var revision: Int64
    var line: Int64
    var text: String

    /// Whether it stands before another: the newest does, and of one file the first, wherever the store keeps them.
    func precedes(_ other: FirmName) -> Bool {
        revision > other.revision || revision == other.revision && line < other.line
    }
}

/// Merges the declarations of some suppliers, in one ordered scan: of each link the newest stands.
///
/// Where firms count as one, what is said of their links does not lie side by side. It is held until all of the supplier was read,
/// then ordered; suppliers that count as one are read after the others, each group by itself.
struct DeclarationScan {
    private let frame: NetworkFrame
    private var part = NetworkPart()
    private var ofSupplier: [Declared] = []
    /// What stands under each identity of links that have several.
    private var held: [Declared] = []
    /// What stands so far of the link at hand, and the newest row of the registrant at hand.
    private var standing: Declared?
    private var latest: Declared?

    /// One declaration as it lies in the store.
    private struct Declared {
        var supplier: Int64
        var region: Int64
        var buyer: Int64
        var product: Int64
        var registrant: Int64
        var revision: Int64
        var line: Int64
        /// 0...2 as `SupplyStatus`, 3 where a replacing file no longer had it.
        var status: Int64
        var recoveryDays: Double?
        var link: Link

        func isSameLink(_ other: Declared) -> Bool {
            supplier == other.supplier && region == other.region && buyer == other.buyer
                && product == other.product
        }
    }

    /// What the suppliers of a range of keys declare, up to the frame's revision.
    static func part(
        _ database: Database, _ frame: NetworkFrame, suppliers: Range<Int64>
    ) throws -> NetworkPart {
        var scan = DeclarationScan(frame)
        try scan.run(database, suppliers)
        return scan.part
    }

    private init(_ frame: NetworkFrame) { self.frame = frame }

    /// What one registrant may see, in the order of its keys.
    static func part(
        _ database: Database, _ frame: NetworkFrame, _ own: OwnDeclarations
    ) throws -> NetworkPart {
        var scan = DeclarationScan(frame)
        let rows = try BulkStatement(
            database,
            columns + """
                WHERE supplier = ? AND region = ? AND buyer = ? AND product = ? AND registrant = ? AND revision <= ?
                ORDER BY revision
                """)
        rows.bind(frame.revision, at: 5)
        for one in own.supplies {
            rows.bind(one.supplier, at: 0)
            rows.bind(one.region, at: 1)
            rows.bind(one.buyer, at: 2)
            rows.bind(one.product, at: 3)
            rows.bind(one.registrant, at: 4)
            while try rows.next() { scan.take(rows) }
        }
        scan.end()
        return scan.part
    }

    private static let columns = """
        SELECT supplier, region, buyer, product, registrant, revision, status, tier, industry, importance,
            annual_value, share, inventory_days, recovery_days, spare_capacity, bring_up_days, supplier_name,
            buyer_name, line
        FROM declaration
        """ + " "

    private mutating func run(_ database: Database, _ suppliers: Range<Int64>) throws {
        let rows = try BulkStatement(
            database,
            Self.columns + """
                WHERE supplier >= ? AND supplier < ? AND revision <= ?
                ORDER BY supplier, region, buyer, product, registrant, revision
                """)
        rows.bind(frame.revision, at: 2)
        rows.bind(suppliers.lowerBound, at: 0)
        rows.bind(suppliers.upperBound, at: 1)
        let merged = frame.mergedKeys
        while try rows.next() {
            if !merged.contains(rows.integer(0)) { take(rows) }
        }
        end()
        for group in merged.groups where suppliers.contains(group.root) {
            for member in group.members {
                rows.bind(member, at: 0)
                rows.bind(member + 1, at: 1)
                while try rows.next() { take(rows) }
                endLink()
            }
            finish()
        }
    }

    /// Takes the row under the cursor; rows come by supplier, region, buyer, product, registrant and revision.
    private mutating func take(_ rows: BulkStatement) {
        let declared = read(rows)
        if let last = latest, !last.isSameLink(declared) || last.registrant != declared.registrant {
            settle()
            if !last.isSameLink(declared) {
                if let standing { ofSupplier.append(standing) }
                standing = nil
            }
            if last.supplier != declared.supplier { finish() }
        }
        latest = declared
    }

    /// Takes over the last row.
    private mutating func end() {
        endLink()
        finish()
    }

    /// Takes over what stands of the last link.
    private mutating func endLink() {
        settle()
        if let standing { ofSupplier.append(standing) }
        standing = nil
    }

    /// Lets what a registrant said last stand, where it is newer than what others say.
    private mutating func settle() {
        defer { latest = nil }
        guard let candidate = latest, candidate.status != 3 else { return }
        if frame.mergedKeys.contains(candidate.supplier) || frame.mergedKeys.contains(candidate.buyer) {
            hold(candidate)
        } else if candidate.revision > standing?.revision ?? -1 {
            standing = candidate
        }
    }

    /// Keeps a declaration of a link that others may name differently; one from a firm to itself is none.
    private mutating func hold(_ candidate: Declared) {
        var one = candidate
        one.supplier = frame.mergedKeys.root(of: one.supplier)
        one.buyer = frame.mergedKeys.root(of: one.buyer)
        if one.supplier != one.buyer { held.append(one) }
    }

    /// Reads the row under the cursor, and what it says of the two firms themselves.
    private mutating func read(_ rows: BulkStatement) -> Declared {
        let supplier = frame.firmNumber[Int(rows.integer(0))]
        let buyer = frame.firmNumber[Int(rows.integer(2))]
        let revision = rows.integer(5)
        // What a replacing file withdrew repeats what was said before, and names nobody anew.
        let isSaid = rows.integer(6) != 3
        if isSaid, !rows.isNull(16) { name(rows.integer(0), rows, 16, revision) }
        if isSaid, !rows.isNull(17) { name(rows.integer(2), rows, 17, revision) }
        let region = rows.integer(1)
        var link = Link(
            supplier: supplier, buyer: buyer, product: frame.productNumber[Int(rows.integer(3))],
            region: RegionCode(raw: UInt32(truncatingIfNeeded: region)),
            tier: UInt8(truncatingIfNeeded: rows.integer(7)),
            industry: RegisterLoader.industry(rows.integer(8)),
            importance: Importance(rawValue: UInt8(truncatingIfNeeded: rows.integer(9))) ?? .essential,
            declaredAt: frame.times[revision] ?? Timestamp(milliseconds: 0), annualValue: rows.double(10),
            share: rows.double(11), inventoryDays: rows.double(12), spareCapacity: rows.double(14) ?? 0,
            bringUpDays: rows.double(15) ?? 0)
        link.confirmedAfterSeconds = confirmedAfter(link, rows)
        return Declared(
            supplier: rows.integer(0), region: region, buyer: rows.integer(2), product: rows.integer(3),
            registrant: rows.integer(4), revision: revision, line: rows.integer(18), status: rows.integer(6),
            recoveryDays: rows.double(13), link: link)
    }

    /// Seconds to the newest word that the declaration still holds, under whichever name the supplier was confirmed.
    private func confirmedAfter(_ link: Link, _ rows: BulkStatement) -> UInt32 {
        func seconds(_ supplier: Int64) -> UInt32 {
            frame.confirmations.seconds(
                after: link.declaredAt, registrant: rows.integer(4), supplier: supplier)
        }
        let supplier = rows.integer(0)
        guard frame.mergedKeys.contains(supplier) else { return seconds(supplier) }
        return frame.mergedKeys.members(with: supplier).map(seconds).max() ?? 0
    }

    private mutating func name(_ key: Int64, _ rows: BulkStatement, _ column: Int, _ revision: Int64) {
        let firm = frame.firmNumber[Int(key)]
        if frame.mergedKeys.isAlias(key), let text = rows.text(column) {
            part.aliases[firm, default: []].insert(text)
        }
        guard !frame.isNamed[Int(firm)], revision >= part.names[firm]?.revision ?? -1 else { return }
        let name = FirmName(revision: revision, line: rows.integer(18), text: rows.text(column) ?? "")
        if part.names[firm].map(name.precedes) ?? true { part.names[firm] = name }
    }

    /// Takes over the standing declarations of one supplier: those without a region get the supplier's own, and where
    /// that meets one with the region written out, the newer stands.
    private mutating func finish() {
        defer { ofSupplier.removeAll(keepingCapacity: true) }
        if !held.isEmpty { takeHeld() }
        if ofSupplier.contains(where: { $0.region == 0 }) { resolveRegions() }
        var longest: (firm: Int32, days: Double)?
        for one in ofSupplier where one.status < 2 {
            if one.status == 0 { part.links.append(one.link) } else { part.backups.append(one.link) }
            if one.link.tier == 1 { part.leaders.append(one.link.buyer) }
            if let days = one.recoveryDays { longest = (one.link.supplier, max(days, longest?.days ?? 0)) }
        }
        if let longest { part.recoveryDays.append(longest) }
    }

    private mutating func resolveRegions() {
        for index in ofSupplier.indices where ofSupplier[index].region == 0 {
            let own = frame.firms[Int(ofSupplier[index].link.supplier)].region
            ofSupplier[index].region = Int64(own.raw)
            ofSupplier[index].link.region = own
        }
        ofSupplier = Self.newest(ofSupplier)
    }

    /// Takes over the newest of what was held of each link.
    private mutating func takeHeld() {
        ofSupplier += Self.newest(held)
        held.removeAll(keepingCapacity: true)
    }

    /// The newest of each link, of one file the one further down.
    private static func newest(_ declared: [Declared]) -> [Declared] {
        let sorted = declared.sorted {
            ($0.region, $0.buyer, $0.product, $1.revision, $1.line)
                < ($1.region, $1.buyer, $1.product, $0.revision, $0.line)
        }
        var kept: [Declared] = []
        for one in sorted where kept.last.map({ !$0.isSameLink(one) }) ?? true { kept.append(one) }
        return kept
    }
}
