internal import MutualAid
internal import Store
public import SupplyModel

/// What owners say to what they are asked about requests for help.
extension AidDesk {
    /// What an owner says, as it is typed.
    public struct ConsentWord: Sendable {
        public var action: ConsentAction
        public var supplier: String
        /// The product that was asked about; nil where only one question could be meant.
        public var product: String?
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

    /// Keeps what an owner says about one of its suppliers, and tells the province that asks and the owner's own channel.
    ///
    /// `isOwner`: whether it says so itself; then it knows only what it was asked, in its own words.
    ///
    /// - Throws: as `ask`.
    public func say(_ text: String, _ word: ConsentWord, isOwner: Bool) throws -> Answer {
        let by = try name(word.by)
        let note = try DeskInput.line(word.note, "note", atMost: AidRequest.lineLimit)
        let network = try inquiry.network()
        let (request, said) = try kept(text, as: isOwner ? word.owner : nil, post(network)) { whole, names in
            let asked = try AidConsent.consents(whole.said).filter { one in
                guard one.subject.owner == word.owner, Self.isMeant(one.product, by: word, isOwner) else {
                    return false
                }
                return try Inquiry.goes(one.subject.supplier, by: word.supplier, in: network)
                    || names.name(of: one.subject) == IdentityText.normalisedName(word.supplier)
            }
            let typed = Inquiry.identity(word.supplier)
            guard
                let one = try ConsentChoice.choice(
                    of: asked, for: word.action, of: whole.request, typed: typed)
            else {
                throw ConsentFault.notAsked(
                    whole.request.id, supplier: word.supplier, product: word.product)
            }
            var wish = ConsentWish(word.action, one.subject, one.product, by: by)
            wish.note = note
            wish.seen = word.seen
            return [wish]
        }
        return Answer(said.flatMap { inquiry.consentRecord($0, of: request, in: network) })
    }

    /// Whether a question is about the product that is named, if any is: to an owner by its own word alone, so that it cannot find out the other.
    private static func isMeant(
        _ product: ConsentStep.Product, by word: ConsentWord, _ isOwner: Bool
    ) -> Bool {
        guard let text = word.product.map(ProductBook.normalised) else { return true }
        let words = isOwner ? [product.owned] : [product.owned, product.wanted]
        return words.contains { ProductBook.normalised($0) == text }
    }

    /// Keeps the steps that wishes bring, and tells whom they concern, in the transaction in which they are decided.
    ///
    /// - Returns: the request, and its consents that were changed.
    func kept(
        _ text: String, as owner: FirmID?, _ post: AidPost,
        wishes: (ConsentedRequest, OwnNames) throws -> [ConsentWish]
    ) throws -> (request: AidRequest, changed: [AidConsent]) {
        var steps: [ConsentStep] = []
        do {
            let whole = try inquiry.store.consent(text, as: owner) { whole, names in
                steps = []
                for wish in try wishes(whole, names) {
                    steps.append(
                        try ConsentLife.step(wish, of: whole.request, said: whole.said + steps, now: now))
                }
                let changed = Self.changed(by: steps, in: whole.said + steps)
                return (steps, try changed.flatMap { try post.entries($0, of: whole.request, names) })
            }
            return (whole.request, Self.changed(by: steps, in: whole.said))
        } catch let fault as ConsentFault {
            throw AidConsentFault.life(fault)
        } catch let fault as AidRequestFault {
            if owner != nil, case .unknown = fault { throw AidConsentFault.unknown(text) }
            throw AidDeskFault.ledger(fault)
        }
    }

    private static func changed(by steps: [ConsentStep], in said: [ConsentStep]) -> [AidConsent] {
        AidConsent.consents(said).filter { steps.contains($0.newest) }
    }
}
