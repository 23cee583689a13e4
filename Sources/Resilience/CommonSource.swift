/// A product whose suppliers, though several, all lean on the same firms.
public struct CommonSource: Equatable, Sendable {
    /// The product's number.
    public var product: Int32
    /// The active suppliers, two or more, ascending.
    public var suppliers: [Int32]
    /// The firms that are, or are upstream of, every one of the suppliers, ascending; one or more.
    public var common: [Int32]

    public init(product: Int32, suppliers: [Int32], common: [Int32]) {
        self.product = product
        self.suppliers = suppliers
        self.common = common
    }
}

/// A product whose suppliers, though several, all lean on one firm.
public struct FalseDualSource: Equatable, Sendable {
    /// The product's number.
    public var product: Int32
    /// The active suppliers, two or more, ascending.
    public var suppliers: [Int32]
    /// The worst of the firms that are, or are upstream of, every one of the suppliers.
    public var via: Int32
    /// How many such firms there are.
    public var commonCount: Int

    public init(product: Int32, suppliers: [Int32], via: Int32, commonCount: Int) {
        self.product = product
        self.suppliers = suppliers
        self.via = via
        self.commonCount = commonCount
    }
}
