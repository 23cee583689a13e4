internal import MutualAid
internal import Resilience
internal import Store
public import SupplyModel

/// What owners are asked about requests for help, and what they say.
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

    /// What an owner says, as it is typed.
    public struct ConsentWord: Sendable {
        public var action: ConsentAction
        public var supplier: String
        public var owner: FirmID
        public var by: String
        public var note = ""
        public var seen: Int?

        public init(_ action: ConsentAction, supplier: String, owner: FirmID, by: String) {
            self.action = action
            self.supplier = supplier
            self.owner = owner
            self.by = by
        }
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
        let request = try inquiry.consentedRequest(text).request
        let subjects = try subjects(question, supplier, request, folder: folder, in: network)
        let posts = try posts(to: subjects.map(\.subject), in: network)
        let (_, asked) = try kept(request.id, as: nil) { whole in
            let standing = AidConsent.consents(whole.said).filter(whole.request.isStanding).map(\.subject)
            let open = subjects.filter { !standing.contains($0.subject) }
            // Where all were asked, the first of them says so.
            return (open.isEmpty ? subjects.prefix(1) : open[...]).map { subject, product in
                var wish = ConsentWish(.ask, subject, by: by)
                wish.product = product
                wish.note = note
                return wish
            }
        } entries: {
            try posts[$0.subject]?.entries($0, of: $1) ?? []
        }
        return inquiry.consentAnswer(asked.map { (request, $0) }, in: network)
    }

    /// Keeps what an owner says about one of its suppliers, and tells the province that asks.
    ///
    /// `isOwner`: whether it says so itself; then it knows only what it was asked.
    ///
    /// - Throws: as `ask`.
    public func say(_ text: String, _ word: ConsentWord, isOwner: Bool) throws -> Answer {
        let by = try name(word.by)
        let note = try DeskInput.line(word.note, "note", atMost: AidRequest.lineLimit)
        let network = try inquiry.network()
        let post = try post(network)
        let (request, said) = try kept(text, as: isOwner ? word.owner : nil) { whole in
            let asked = AidConsent.consents(whole.said).last {
                $0.subject.owner == word.owner
                    && Inquiry.goes($0.subject.supplier, by: word.supplier, in: network)
            }
            guard let asked else {
                throw ConsentFault.notAsked(whole.request.id, supplier: word.supplier)
            }
            var wish = ConsentWish(word.action, asked.subject, by: by)
            wish.note = note
            wish.seen = word.seen
            return [wish]
        } entries: {
            try post.entries($0, of: $1)
        }
        return Answer(said.flatMap { inquiry.consentRecord($0, of: request, in: network) })
    }

    /// For each of those who are asked what tells it, which knows the supplier's name only as its owner does.
    private func posts(
        to subjects: [ConsentSubject], in network: Network
    ) throws -> [ConsentSubject: AidPost] {
        let post = try post(network)
        let told = subjects.filter { post.policy.owners[$0.owner] != nil }
        return try Dictionary(
            uniqueKeysWithValues: told.map { subject in
                let own = try inquiry.store.network(view: .registrant(subject.owner))
                let name = inquiry.firmName(subject.supplier, in: own)
                let names = AidNotice.Names(firm: { _ in name }, region: post.names.region)
                return (subject, AidPost(post.policy, names: names))
            })
    }

    /// Keeps the steps that wishes bring, in the transaction in which they are decided.
    ///
    /// - Returns: the request, and its consents that were changed.
    private func kept(
        _ text: String, as owner: FirmID?, wishes: (ConsentedRequest) throws -> [ConsentWish],
        entries: (AidConsent, AidRequest) throws -> [OutboxEntry]
    ) throws -> (request: AidRequest, changed: [AidConsent]) {
        var steps: [ConsentStep] = []
        do {
            let whole = try inquiry.store.consent(text, as: owner) { whole in
                steps = []
                var messages: [OutboxEntry] = []
                for wish in try wishes(whole) {
                    let step = try ConsentLife.step(
                        wish, of: whole.request, said: whole.said + steps, now: now)
                    steps.append(step)
                    let consents = AidConsent.consents(whole.said + steps)
                    if let one = consents.last(where: { $0.newest == step }) {
                        messages += try entries(one, whole.request)
                    }
                }
                return (steps, messages)
            }
            let changed = AidConsent.consents(whole.said).filter { steps.contains($0.newest) }
            return (whole.request, changed)
        } catch let fault as ConsentFault {
            throw AidConsentFault.life(fault)
        } catch let fault as AidRequestFault {
            if owner != nil, case .unknown = fault { throw AidConsentFault.unknown(text) }
            throw AidDeskFault.ledger(fault)
        }
    }

    /// Whom to ask about a supplier, and what about.
    ///
    /// - Throws: where nobody is to be asked, or not the one who is named.
    private func subjects(
        _ question: ConsentQuestion, _ supplier: Int32, _ request: AidRequest, folder: String,
        in network: Network
    ) throws -> [(subject: ConsentSubject, product: ConsentStep.Product)] {
        let chains = inquiry.chains(network)
        let need = try inquiry.need(of: request, product: question.product, in: chains)
        let product = network.products[Int(need.product)]
        let deliverers = chains.groups(of: need.firm).first { $0.product == need.product }?.suppliers ?? []
        let owners = try SupplyOwners(
            of: [supplier], for: (need.firm, product, deliverers.map(\.firm)),
            book: try ProductsReader.load(folder: folder), inquiry, in: network)
        let shown = Inquiry.shownName(of: supplier, in: network)
        let (own, others) = owners.owners(of: supplier)
        let isDirect =
            deliverers.contains { $0.firm == supplier }
            || network.backups.contains { $0.buyer == need.firm && $0.supplier == supplier }
        guard !isDirect, !others.isEmpty else {
            guard isDirect || !own.isEmpty else { throw AidConsentFault.noOwner(shown, product: product) }
            throw AidConsentFault.needsNone(shown, request: request.id)
        }
        if let owner = question.owner, !others.contains(owner) {
            throw AidConsentFault.notOwner(owner, supplier: shown, product: product)
        }
        return (question.owner.map { [$0] } ?? others.sorted()).compactMap { owner in
            owners.subject(supplier, of: owner).map { id, owned in
                (
                    ConsentSubject(supplier: id, owner: owner),
                    ConsentStep.Product(wanted: product, owned: owned)
                )
            }
        }
    }
}
