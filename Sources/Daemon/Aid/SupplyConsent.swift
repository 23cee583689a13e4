internal import SupplyModel

/// That an owner lets a supplier be named for a request.
struct SupplyConsent {
    var supplier: Int32
    var owner: FirmID
    /// In the owner's word; the consent is about this one and its synonyms, and nothing else that it buys there.
    var product: String

    /// nil where the register does not know the supplier.
    init?(_ consent: AidConsent, in network: Network) {
        guard let supplier = network.number(of: consent.subject.supplier) else { return nil }
        self.supplier = supplier
        owner = consent.subject.owner
        product = consent.product.owned
    }
}
