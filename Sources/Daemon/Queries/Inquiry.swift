internal import Resilience
public import Store
public import SupplyModel

/// Answers questions about the register: each reads one snapshot of the store, that of now or of an earlier instant, and
/// computes on the spot.
///
/// Whoever sees only what one registrant declared gets the answers that a store without anybody else would give: every figure,
/// fault and search is made of that view's network alone.
public struct Inquiry: Sendable {
    let store: Store
    let gazetteer: Gazetteer
    let language: Language
    /// The instant that is asked about; nil for now.
    let time: Timestamp?
    /// Days after which a status report no longer counts.
    let statusDays: Double
    /// Days after which a declaration is to be confirmed.
    let validityDays: Double
    /// What of the register the answers are made of.
    let view: RegisterView
    /// The network of now, where somebody keeps it for many questions.
    var snapshot: RegisterSnapshot?

    public init(
        store: Store, gazetteer: Gazetteer, language: Language, time: Timestamp? = nil,
        statusDays: Double = StatusReport.usualValidDays, validityDays: Double = Link.usualValidDays,
        view: RegisterView = .all
    ) {
        self.view = view
        self.validityDays = validityDays
        self.statusDays = statusDays
        self.store = store
        self.gazetteer = gazetteer
        self.language = language
        self.time = time
    }

    /// The network of the instant that is asked about.
    func network() throws(StoreError) -> Network {
        if time == nil, let snapshot { return snapshot.network }
        return try store.network(at: time, view: view)
    }

    /// The chains of a network: those that are kept where it is the network that is kept.
    func chains(_ network: Network) -> Chains {
        if let snapshot, snapshot.network.revision == network.revision { return snapshot.chains }
        return Chains(network)
    }

    /// Refuses what is only for those who see the whole register; `question`: what was asked, such as `conflicts`.
    func requireAll(_ question: String) throws(QueryFault) {
        guard view == .all else { throw .onlyForAll(question) }
    }

    /// The number of the firm that a text names: an identity, or a name that only one firm has: its legal name before all, else a
    /// former or short one, or one that was merged away.
    ///
    /// - Throws: `QueryFault`, also where the register did not know the firm at the instant that is asked about; `StoreError`.
    func firm(_ text: String, in network: Network) throws -> Int32 {
        let number = try named(text, in: network)
        let firm = network.firms[Int(number)]
        let isKnown =
            try time == nil || firm.isDeclared || network.leaders.contains(number)
            || !store.provenance(of: network.identities(of: number), at: time, view: view, limit: 1)
                .isEmpty
        guard isKnown else { throw QueryFault.unknownFirm(firm.id.description) }
        return number
    }

    private func named(_ text: String, in network: Network) throws(QueryFault) -> Int32 {
        let id: FirmID
        do throws(IdentityFault) {
            id = try FirmID(text)
        } catch {
            let name = IdentityText.normalisedName(text)
            var found = network.firms.indices.filter { network.firms[$0].name == name }
            if found.isEmpty {
                found = network.firms.indices.filter { network.goes(Int32($0)) { $0 == name } }
            }
            if found.count > 1 {
                throw .ambiguousName(name, ids: found.prefix(10).map { network.firms[$0].id.description })
            }
            guard let number = found.first else { throw .notAnID(text, reason: error.sentence) }
            return Int32(number)
        }
        guard let number = network.number(of: id) else { throw .unknownFirm(id.description) }
        return number
    }

    /// The region that a text names.
    func region(_ text: String) throws(QueryFault) -> RegionCode {
        if text == "?" { return .unknown }
        do throws(RegionFault) {
            return try gazetteer.code(named: text)
        } catch {
            throw .badRegion(text, reason: error.sentence)
        }
    }

    /// Hears what is being done, and which part of it is, 0...1; from any thread, one call at a time.
    public typealias Progress = @Sendable (_ label: String, _ part: Double) -> Void

    /// The name of a firm, else its identity.
    static func shownName(of firm: Int32, in network: Network) -> String {
        network.firms[Int(firm)].name ?? network.firms[Int(firm)].id.description
    }

    func name(_ region: RegionCode) -> String? { gazetteer.name(of: region, in: language) }

    /// Whether a place lies in a region of any level.
    static func contains(_ region: RegionCode, _ place: RegionCode) -> Bool {
        place == region || place.at(.city) == region || place.at(.province) == region
    }
}
