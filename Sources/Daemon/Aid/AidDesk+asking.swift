internal import MutualAid
internal import Resilience
internal import Store
public import SupplyModel

/// What owners are asked about requests for help.
extension AidDesk {
    /// A question to owners, as it is typed.
    public struct ConsentQuestion: Sendable {
        /// Who could stand in: identity or name.
        public var supplier: String
        /// For what; nil for the only product of the request.
        public var product: String?
        /// nil for all who declare the supplier.
        public var owner: FirmID?
        public var by: String
        public var note = ""

        public init(supplier: String, by: String) {
            self.supplier = supplier
            self.by = by
        }
    }

    /// What one owner is asked.
    private struct Question {
        var subject: ConsentSubject
        var product: ConsentStep.Product
    }

    /// Asks the owners of a supplier whether it may be named for a request; those who were asked already are not asked again.
    ///
    /// `folder` has `products.yaml`.
    ///
    /// - Throws: `AidConsentFault`, `AidDeskFault`, `AidMatchFault`, `DeskFault`, `QueryFault`, `ConfigurationFaults`, `StoreError`; then
    ///   nothing was changed.
    public func ask(_ text: String, _ question: ConsentQuestion, folder: String) throws -> Answer {
        let by = try name(question.by)
        let note = try DeskInput.line(question.note, "note", atMost: AidRequest.lineLimit)
        let network = try inquiry.network()
        let supplier = try inquiry.firm(question.supplier, in: network)
        let named = try inquiry.consentedRequest(text).request
        let questions = try questions(question, supplier, named, folder: folder, in: network)
        let post = try post(network)
        let (request, asked) = try kept(named.id, as: nil, post) { whole, _ in
            let standing = AidConsent.consents(whole.said).filter(whole.request.isStanding)
            let known = questions.map { one in standing.first { Self.asks($0, one, in: network) } }
            let open = zip(questions, known).filter { $0.1 == nil }.map { $0.0 }
            if open.isEmpty, let first = known.first, let first {
                throw ConsentFault.notPossible(.ask, whole.request.id, newest: first)
            }
            return open.map { one in
                var wish = ConsentWish(.ask, one.subject, one.product, by: by)
                wish.note = note
                return wish
            }
        }
        return inquiry.consentAnswer(asked.map { (request, $0) }, in: network)
    }

    /// Whether an owner was asked the same before: about the firm, under whichever identity, and a product that is the same to either side.
    private static func asks(_ consent: AidConsent, _ question: Question, in network: Network) -> Bool {
        guard consent.subject.owner == question.subject.owner,
            consent.product.wanted == question.product.wanted
                || consent.product.owned == question.product.owned
        else { return false }
        let (known, meant) = (consent.subject.supplier, question.subject.supplier)
        return known == meant || network.number(of: known) == network.number(of: meant)
    }

    /// Whom to ask about a supplier, and what about.
    ///
    /// - Throws: where nobody is to be asked, or not the one who is named, or too many at once.
    private func questions(
        _ question: ConsentQuestion, _ supplier: Int32, _ request: AidRequest, folder: String,
        in network: Network
    ) throws -> [Question] {
        let chains = inquiry.chains(network)
        let need = try inquiry.need(of: request, product: question.product, in: chains)
        let product = network.products[Int(need.product)]
        let book = try ProductsReader.load(folder: folder)
        let speakers = try FirmSpeakers(of: need.firm, inquiry, in: network)
        let owners = try SupplyOwners(
            of: [supplier], product: product, for: speakers, book: book, inquiry, in: network)
        let sites = StandInSites(
            of: supplier, for: need, book, others: try inquiry.othersSupplies(to: speakers, in: network),
            in: network)
        let shown = Inquiry.shownName(of: supplier, in: network)
        let asked: [RegionCode?] = sites.isUnknown ? [nil] : sites.others.map { $0 }
        var (own, others): (Set<FirmID>, Set<FirmID>) = ([], [])
        for site in asked {
            let found = owners.owners(of: supplier, in: site)
            own.formUnion(found.own)
            others.formUnion(found.others)
        }
        guard !sites.isDirect, !others.isEmpty else {
            guard sites.isDirect || !own.isEmpty else {
                throw AidConsentFault.noOwner(shown, product: product)
            }
            throw AidConsentFault.needsNone(shown, request: request.id)
        }
        if let owner = question.owner, !others.contains(owner) {
            throw AidConsentFault.notOwner(owner, supplier: shown, product: product)
        }
        guard question.owner != nil || others.count <= AidConsent.ownerLimit else {
            throw AidConsentFault.tooManyOwners(others.count, supplier: shown)
        }
        return (question.owner.map { [$0] } ?? others.sorted()).compactMap { owner in
            owners.subject(supplier, of: owner, in: asked).map { id, owned in
                Question(
                    subject: ConsentSubject(supplier: id, owner: owner),
                    product: ConsentStep.Product(wanted: product, owned: owned))
            }
        }
    }
}
