internal import MutualAid
internal import Resilience
internal import Store
internal import SupplyModel

/// Who could stand in for the firm of one request, and who of them may be named to it.
extension Inquiry {
    /// A request with its consents.
    ///
    /// - Throws: `AidDeskFault`, `StoreError`
    func consentedRequest(_ text: String) throws -> ConsentedRequest {
        try requireAll("requests for help")
        do {
            return try store.consentedRequest(text, at: time)
        } catch let fault as AidRequestFault {
            throw AidDeskFault.ledger(fault)
        }
    }

    /// The firm that a request is for, and the product that it lacks: the one that is named, else the only one of the request that it buys.
    func need(
        of request: AidRequest, product: String?, in chains: Chains
    ) throws -> (firm: Int32, product: Int32) {
        let network = chains.network
        guard let firm = network.number(of: request.content.firm) else {
            throw QueryFault.unknownFirm(request.content.firm.description)
        }
        if let product { return (firm, try self.product(product, of: firm, chains)) }
        let bought = chains.groups(of: firm).map(\.product)
        guard !bought.isEmpty else {
            throw QueryFault.unknownProduct(
                request.id, firm: Self.shownName(of: firm, in: network), some: [])
        }
        let meant = Set(request.content.suppliers.map(\.product))
        let found = bought.filter { meant.contains(network.products[Int($0)]) }
        guard found.count == 1, let product = found.first else {
            throw AidMatchFault.whichProduct(
                request.id, of: (found.isEmpty ? bought : found).map { network.products[Int($0)] })
        }
        return (firm, product)
    }

    /// Whom owners let be named to who asks for a product, by either side's word for it, or a synonym.
    func consents(
        to whole: ConsentedRequest, product: String, book: ProductBook, in network: Network
    ) throws -> [SupplyConsent] {
        try given(whole).filter { consent in
            [consent.product.wanted, consent.product.owned].contains { book.isOneProduct($0, product) }
        }.compactMap { SupplyConsent($0, in: network) }
    }

    /// The consents by which somebody may be named for a request: given at the instant that is asked about, and standing still, for to name
    /// somebody is an act of now.
    func given(_ whole: ConsentedRequest) throws -> [AidConsent] {
        let given = AidConsent.consents(whole.said).filter(whole.request.isConsented)
        guard time != nil, !given.isEmpty else { return given }
        let now = try store.consentedRequest(whole.request.id)
        let standing = AidConsent.consents(now.said).filter(now.request.isConsented)
        return given.filter { one in
            standing.contains { $0.subject == one.subject && $0.product == one.product }
        }
    }
}
