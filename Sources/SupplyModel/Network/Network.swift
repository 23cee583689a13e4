/// The register's view of one instant, merged over registrants: the newest declaration of each
/// (supplier, supplier's region, buyer, product).
///
/// Firms, regions and products are numbered; links hold the numbers. Everything that a figure needs is here, and
/// nothing else: who declared what, and what it replaced, stays in the store.
public struct Network: Sendable {
    /// The store's revision that this network shows.
    public var revision: Int64
    /// Sorted by identity, so that equal registers give equal numbers.
    public var firms: [Firm]
    public var products: [String]
    /// Active links, sorted by (buyer, product, supplier, region).
    public var links: [Link]
    /// Links of status `backup`, in the same order.
    public var backups: [Link]
    /// Firm numbers of the leading firms, ascending: registrants, and buyers of a tier-1 declaration.
    public var leaders: [Int32]
    /// Identities that count as another firm's, which alone is among the firms.
    public var merged: [FirmID: FirmID]
    /// By firm the identities and names of those that count as it: whoever knows it by one of them finds it.
    public var aliases: [Int32: Set<String>]

    public init(
        revision: Int64, firms: [Firm], products: [String], links: [Link], backups: [Link], leaders: [Int32],
        merged: [FirmID: FirmID] = [:], aliases: [Int32: Set<String>] = [:]
    ) {
        self.revision = revision
        self.firms = firms
        self.products = products
        self.links = links
        self.backups = backups
        self.leaders = leaders
        self.merged = merged
        self.aliases = aliases
    }

    /// Every identity that counts as this firm's, its own first.
    public func identities(of firm: Int32) -> [FirmID] { identities(of: [firm])[0] }

    /// The same of several firms, in their order.
    public func identities(of firms: [Int32]) -> [[FirmID]] {
        let others = Dictionary(grouping: merged.keys) { merged[$0] ?? $0 }
        return firms.map { number in
            let own = self.firms[Int(number)].id
            return [own] + (others[own] ?? []).sorted()
        }
    }

    /// Whether one of the names by which a firm goes is meant, besides its legal one: short and former ones, and what those were called that
    /// count as it.
    public func goes(_ firm: Int32, by isMeant: (String) -> Bool) -> Bool {
        let own = firms[Int(firm)]
        return own.shortName.map(isMeant) ?? false || own.formerNames.contains(where: isMeant)
            || aliases[firm]?.contains(where: isMeant) ?? false
    }

    /// The number of a firm, or of the one that it counts as; nil where the register has never seen it.
    ///
    /// O(log firms).
    public func number(of id: FirmID) -> Int32? {
        let id = merged[id] ?? id
        var low = 0
        var high = firms.count
        while low < high {
            let middle = (low + high) / 2
            if firms[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < firms.count && firms[low].id == id ? Int32(low) : nil
    }
}

/// What the register knows of a firm itself.
public struct Firm: Equatable, Sendable {
    public var id: FirmID
    public var name: String?
    /// Its own region: `unknown` where no table of firms names one.
    public var region: RegionCode
    public var industry: Industry?
    /// CNY yuan a year; nil where missing or 0.
    public var revenue: Double?
    /// The table of firms' value, else the largest among its supplies.
    public var recoveryDays: Double?
    public var isWhitelisted: Bool
    /// Whether a table of firms has a row about it.
    public var isDeclared = false
    public var contact: String?
    public var formerNames: [String] = []
    public var shortName: String?
    public var address: String?

    public init(id: FirmID, region: RegionCode = .unknown) {
        self.id = id
        self.region = region
        isWhitelisted = false
    }
}

/// One supply relation between numbered firms.
///
/// Missing numbers are kept as NaN so that a million links stay small; read them through the optional properties.
public struct Link: Sendable {
    public var supplier: Int32
    public var buyer: Int32
    public var product: Int32
    /// Where the supplier makes this product; its own region where the declaration names none.
    public var region: RegionCode
    public var tier: UInt8
    public var industry: Industry
    public var importance: Importance
    /// From the standing declaration to the newest word of its registrant that it still holds, rounded down; 0 without one.
    public var confirmedAfterSeconds: UInt32 = 0
    /// When the standing declaration was made.
    public var declaredAt: Timestamp
    /// 0...1 of this buyer's need; 0 where not declared.
    public var spareCapacity: Double
    public var bringUpDays: Double
    private var valueOrNaN: Double
    private var shareOrNaN: Double
    private var inventoryDaysOrNaN: Double

    public init(
        supplier: Int32, buyer: Int32, product: Int32, region: RegionCode, tier: UInt8, industry: Industry,
        importance: Importance = .essential, declaredAt: Timestamp, annualValue: Double? = nil,
        share: Double? = nil, inventoryDays: Double? = nil, spareCapacity: Double = 0, bringUpDays: Double = 0
    ) {
        self.supplier = supplier
        self.buyer = buyer
        self.product = product
        self.region = region
        self.tier = tier
        self.industry = industry
        self.importance = importance
        self.declaredAt = declaredAt
        self.spareCapacity = spareCapacity
        self.bringUpDays = bringUpDays
        valueOrNaN = annualValue ?? .nan
        shareOrNaN = share ?? .nan
        inventoryDaysOrNaN = inventoryDays ?? .nan
    }

    /// When it was last said that this holds.
    public var validFrom: Timestamp { declaredAt.adding(seconds: Double(confirmedAfterSeconds)) }

    /// Days after which a declaration is to be confirmed, unless the configuration says otherwise.
    public static let usualValidDays = 90.0

    /// CNY yuan a year.
    public var annualValue: Double? { valueOrNaN.isNaN ? nil : valueOrNaN }
    /// 0...1 of the buyer's need of the product, as declared.
    public var share: Double? { shareOrNaN.isNaN ? nil : shareOrNaN }
    /// Days of need that the buyer holds.
    public var inventoryDays: Double? { inventoryDaysOrNaN.isNaN ? nil : inventoryDaysOrNaN }
}
