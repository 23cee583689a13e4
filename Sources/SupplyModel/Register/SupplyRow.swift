/// One row of a table of supplies, checked: who supplies what to whom, as one registrant's file says it.
public struct SupplyRow: Equatable, Sendable {
    /// 1-based line of the file on which the row starts.
    public var line: Int
    public var supplier: FirmID
    public var supplierName: String?
    /// Where the supplier makes this product; nil stands for the supplier's own region.
    public var region: RegionCode?
    public var buyer: FirmID
    public var buyerName: String?
    /// 1...5, as declared.
    public var tier: Int
    public var industry: Industry
    public var product: String
    /// CNY yuan a year, finite and at least 0.
    public var annualValue: Double?
    /// 0...1 of the buyer's need of the product.
    public var share: Double?
    public var importance: Importance?
    public var status: SupplyStatus?
    /// Days of the buyer's need.
    public var inventoryDays: Double?
    public var recoveryDays: Double?
    public var leadTimeDays: Double?
    /// 0...1 of this buyer's need.
    public var spareCapacity: Double?
    public var bringUpDays: Double?

    /// A row with its required values; the optional ones are set after.
    public init(
        line: Int, supplier: FirmID, region: RegionCode?, buyer: FirmID, tier: Int, industry: Industry,
        product: String
    ) {
        self.line = line
        self.supplier = supplier
        self.region = region
        self.buyer = buyer
        self.tier = tier
        self.industry = industry
        self.product = product
    }
}

/// One row of a table of firms, checked: a firm, or one of its sites.
public struct FirmRow: Equatable, Sendable {
    /// 1-based line of the file on which the row starts.
    public var line: Int
    public var id: FirmID
    public var name: String?
    public var region: RegionCode?
    public var industry: Industry?
    /// CNY yuan a year.
    public var revenue: Double?
    public var recoveryDays: Double?
    public var isWhitelisted: Bool?
    public var contact: String?
    /// None where nothing is said of them.
    public var formerNames: [String] = []
    public var shortName: String?
    public var address: String?

    /// A row with its identity; the other values are set after.
    public init(line: Int, id: FirmID) {
        self.line = line
        self.id = id
    }
}
