public import SupplyModel

/// What a firm says that it can make, whoever buys it.
public struct Capability: Equatable, Sendable {
    public var firm: FirmID
    /// As its list has it.
    public var name: String?
    public var products: [String]
    /// Where; nil where nobody says.
    public var region: RegionCode?

    public init(firm: FirmID, name: String? = nil, products: [String], region: RegionCode? = nil) {
        self.firm = firm
        self.name = name
        self.products = products
        self.region = region
    }
}

/// A firm's site that may deliver in the place of those who fail.
public struct Candidate: Equatable, Sendable {
    /// Why it is thought of.
    public enum Source: String, CaseIterable, Sendable {
        /// The buyer has qualified it.
        case backup
        /// It supplies the buyer already, and can spare more.
        case active
        /// It supplies others, or is their backup; or they alone say that it could deliver to the buyer.
        case otherChain = "other_chain"
        /// It says that it can.
        case capability

        /// Whether its owner is to be asked before the buyer learns who it is.
        public var needsConsent: Bool { self == .otherChain }
    }

    public var supplier: Int32
    public var region: RegionCode
    public var source: Source
    /// What it calls the product, or whoever buys it there.
    public var product: String
    public var likeness: ProductLikeness
    /// What it says itself, where that is why it is thought of.
    public var capability: Capability?
    /// What it can spare when nothing is wrong with it, as a fraction of this buyer's need, 0...1; nil where nobody says.
    public var spare: Double?
    /// Days before it delivers; nil where nobody says.
    public var bringUpDays: Double?

    /// A candidate of which no more is known.
    public init(
        supplier: Int32, region: RegionCode, source: Source, product: String, likeness: ProductLikeness
    ) {
        self.supplier = supplier
        self.region = region
        self.source = source
        self.product = product
        self.likeness = likeness
    }
}

/// What a firm's site supplies to the firm in need, or could.
public struct OwnSupply: Hashable, Sendable {
    public var supplier: Int32
    public var region: RegionCode
    /// Its number, as the firm in need buys it.
    public var product: Int32

    public init(supplier: Int32, region: RegionCode, product: Int32) {
        self.supplier = supplier
        self.region = region
        self.product = product
    }

    /// Of a link to that firm.
    public init(_ link: Link) {
        self.init(supplier: link.supplier, region: link.region, product: link.product)
    }
}
