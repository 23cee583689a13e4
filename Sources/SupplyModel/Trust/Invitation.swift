/// Asks a supplier to register its own suppliers, for one product of one buyer, one tier further up.
///
/// Whoever bears its token may do that and nothing else.
public struct Invitation: Equatable, Sendable {
    /// That of its token.
    public var id: String
    /// The registrant from whom it stems, perhaps over several invitations: who sees what is declared under it.
    public var root: FirmID
    /// The invitation under which this one was made; nil where the root made it.
    public var parent: String?
    /// Who is asked, and so the buyer of every row.
    public var supplier: FirmID
    /// Whom it supplies with the product.
    public var buyer: FirmID
    public var product: String
    /// The tier of what is declared, 2...5.
    public var tier: Int

    /// Tiers that may be asked for.
    public static let tiers = 2...5

    public init(
        id: String, root: FirmID, parent: String?, supplier: FirmID, buyer: FirmID, product: String, tier: Int
    ) {
        self.id = id
        self.root = root
        self.parent = parent
        self.supplier = supplier
        self.buyer = buyer
        self.product = product
        self.tier = tier
    }
}
