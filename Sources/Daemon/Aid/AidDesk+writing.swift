internal import MutualAid
internal import Resilience
internal import Store
public import SupplyModel

extension AidDesk {
    /// A request that somebody wants to write, as it is typed.
    public struct Wish: Sendable {
        public var firm: String
        /// The province that is asked; and the one that asks, nil for the firm's own.
        public var to: String
        public var from: String?
        public var kind: AidKind
        /// Suppliers that it is about; empty for those that stand still there and stop the firm's line.
        public var suppliers: [String] = []
        public var product: String?
        public var reason = ""
        public var contact: String?
        public var deadline: String?
        public var by: String
        /// The fingerprint of the alert that it rests on, or how it begins.
        public var alert: String?
        /// Whether it rests on white lists.
        public var isByWhiteList = false
        /// Whether it waits for somebody to register it.
        public var isDraft = false

        public init(firm: String, to: String, kind: AidKind, by: String) {
            self.firm = firm
            self.to = to
            self.kind = kind
            self.by = by
        }
    }

    /// Writes a request down, and tells the province that is asked; `isTrial` writes nothing.
    ///
    /// The date on which the line stops follows from what stands still now.
    ///
    /// - Throws: `AidDeskFault`, `DeskFault`, `QueryFault`, `ConfigurationFaults`, `StoreError`; then nothing was changed.
    public func write(_ wish: Wish, isTrial: Bool) throws -> Answer {
        let by = try name(wish.by)
        let network = try inquiry.network()
        let firm = try inquiry.firm(wish.firm, in: network)
        let drafting = try inquiry.drafting(inquiry.chains(network), now: now)
        let authority = try wish.from.map(province) ?? drafting.authority(of: firm)
        guard authority.isDelta else {
            if authority == .unknown {
                throw AidDeskFault.noProvince(Inquiry.shownName(of: firm, in: network))
            }
            throw AidDeskFault.notInDelta(Inquiry.shownName(of: firm, in: network), authority)
        }
        let counterpart = try province(wish.to)
        guard counterpart != authority else { throw AidDeskFault.ownProvince(counterpart) }
        var content = try content(wish, of: firm, from: authority, to: counterpart, drafting, network)
        content.reason = try DeskInput.line(wish.reason, "reason", atMost: AidRequest.lineLimit)
        if let contact = wish.contact {
            content.contact = try DeskInput.line(contact, "contact", atMost: AidRequest.lineLimit)
        }
        if let alert = wish.alert { content.evidence = AidEvidence(try inquiry.newestLife(alert)) }
        if content.contact == nil { content.contact = try policy().authorities[authority]?.contact }
        content.isByWhiteList = wish.isByWhiteList
        if wish.isByWhiteList {
            let lists = try inquiry.whiteListBook(in: network, at: now)
            do {
                try AidLife.requireListed(content.suppliers, of: "this request") { firm in
                    lists.standing(of: firm, inForceAt: authority, at: now)
                }
            } catch {
                throw AidDeskFault.life(error)
            }
        }
        let post = try post(network)
        let deadline =
            try wish.deadline.map { try self.deadline($0, from: now) }
            ?? post.policy.deadline(of: wish.kind, lineStopsOn: content.lineStopsOn, now: now)
        let step = AidStep(
            number: 1, action: wish.isDraft ? .draft : .register,
            state: wish.isDraft ? .draft : .registered, by: by, time: now, deadline: deadline)
        let twins = try twins(of: content, network)
        guard !isTrial else {
            let request = AidRequest(id: "HB-", content: content, steps: [step])
            var answer = inquiry.aidAnswer(ConsentedRequest(request, said: []), in: network, now: now)
            answer.columns.removeAll { $0 == "id" }
            answer.records[0].removeAll { $0.name == "id" }
            answer.warnings = try twins + unheard(request)
            return answer
        }
        guard let request = try inquiry.store.add(AidDraft(content, step), messages: post.entries) else {
            preconditionFailure("what a person writes has no cause that the ledger could know already")
        }
        var answer = inquiry.aidAnswer(ConsentedRequest(request, said: []), in: network, now: now)
        answer.warnings = try twins + unheard(request)
        return answer
    }

    /// Requests that ask for the same already and are open.
    private func twins(of content: AidContent, _ network: Network) throws -> [String] {
        var filter = AidFilter()
        filter.states = AidState.open
        filter.authority = content.authority
        filter.counterpart = content.counterpart
        filter.firms = network.number(of: content.firm).map { network.identities(of: $0) }
        return try inquiry.store.aidRequests(filter).filter { other in
            other.content.kind == content.kind
                && other.content.suppliers.contains { known in
                    content.suppliers.contains { ($0.firm, $0.product) == (known.firm, known.product) }
                }
        }.map {
            "\($0.id) asks for the same already and is \(AidWords.state($0.state, .en)); drop or return one of the two"
        }
    }

    /// Whom it is about: those who were named, or those who stand still there.
    private func content(
        _ wish: Wish, of firm: Int32, from authority: RegionCode, to counterpart: RegionCode,
        _ drafting: AidDrafting, _ network: Network
    ) throws -> AidContent {
        let named = try wish.suppliers.map { try inquiry.firm($0, in: network) }
        let felt =
            named.isEmpty
            ? drafting.felt(by: firm, in: counterpart) : drafting.felt(by: firm, following: [Set(named)])
        let found = drafting.contents(about: felt, kind: wish.kind, authority: authority)
        let shown = Inquiry.shownName(of: firm, in: network)
        guard !named.isEmpty else {
            guard let content = found.first(where: { $0.counterpart == counterpart }) else {
                throw AidDeskFault.nothingStops(firm: shown, province: counterpart)
            }
            guard let product = wish.product else { return content }
            var part = content
            part.suppliers = content.suppliers.filter { Self.isSame(product, $0.product) }
            guard !part.suppliers.isEmpty else {
                throw AidDeskFault.nothingOf(product, firm: shown, province: counterpart)
            }
            return explained(part, as: content)
        }
        var content = drafting.content(
            about: felt, kind: wish.kind, authority: authority, counterpart: counterpart)
        for supplier in named {
            let rows = drafting.suppliers(supplier, of: firm, in: counterpart, known: found)
            let supplierName = Inquiry.shownName(of: supplier, in: network)
            guard !rows.isEmpty else {
                throw AidDeskFault.suppliesNothing(supplierName, firm: shown, province: counterpart)
            }
            let meant = rows.filter { row in wish.product.map { Self.isSame($0, row.product) } ?? true }
            guard !meant.isEmpty else {
                throw AidDeskFault.unknownProduct(wish.product ?? "", supplier: supplierName)
            }
            content.suppliers += meant.filter { !content.suppliers.contains($0) }
        }
        return explained(content, as: found.first { $0.counterpart == counterpart })
    }

    /// A request with the reason that another one has, where it is about whom that names: the first.
    private func explained(_ content: AidContent, as other: AidContent?) -> AidContent {
        var content = content
        content.why = other.flatMap { other in
            other.suppliers.first.map(content.suppliers.contains) ?? false ? other.why : nil
        }
        return content
    }

    private static func isSame(_ product: String, _ other: String) -> Bool {
        product == other || IdentityText.normalisedName(product) == IdentityText.normalisedName(other)
    }

    private func province(_ text: String) throws -> RegionCode {
        let region = try inquiry.region(text)
        guard region.isDelta else { throw AidDeskFault.notInDelta(text, region) }
        return region.at(.province)
    }
}

extension Inquiry {
    /// What writes requests, from what stands still at an instant.
    func drafting(_ chains: Chains, now: Timestamp) throws -> AidDrafting {
        try drafting(on: Timeline(chains), now: now)
    }

    /// The same where the chains are laid out already.
    func drafting(on timeline: Timeline, now: Timestamp) throws -> AidDrafting {
        let chains = timeline.chains
        let time = time ?? now
        let stops = StandingStops(
            chains, reported: try reportedStops(in: chains, at: time),
            events: try store.standingEvents(at: time), now: time)
        return AidDrafting(
            timeline, stops, names: AidDrafting.Names(chains.network, gazetteer))
    }
}

extension AidDrafting.Names {
    /// Names as a network and the gazetteer have them, and codes where they have none.
    init(_ network: Network, _ gazetteer: Gazetteer) {
        self.init(
            firm: { Inquiry.shownName(of: $0, in: network) },
            region: { gazetteer.name(of: $0, in: $1) ?? $0.description })
    }
}
