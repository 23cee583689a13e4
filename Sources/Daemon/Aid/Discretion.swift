internal import MutualAid
internal import Store
internal import SupplyModel

/// How much of those who could stand in may be told to the firm that needs help.
///
/// A site that only others declare has no name until one of them consents; and its figures, which may be another's word, are told to the tenth
/// until all of them have. It is then known by what those call it who may tell, and by a code only where everybody knows it: a `local:` identity
/// has in it who gave it, and of several owners another may have refused. Whoever is on a white list is known by what that says of him: whose
/// supplier he is, and where the register has him, is not told either.
struct Discretion {
    enum Measure: Comparable {
        /// A number in place of the name, the province, figures to the tenth.
        case hidden
        /// Its name and place, figures to the tenth.
        case rounded
        case whole
    }

    private let owners: SupplyOwners
    /// What the firm in need is supplied with by the word of others alone.
    private let others: Set<OwnSupply>
    /// By which owners let suppliers be named.
    private let consents: [SupplyConsent]
    /// Whether it is whoever coordinates who asks, and is told everything.
    private let tellsAll: Bool
    /// What owners call suppliers.
    private var names: [ConsentSubject: String] = [:]

    init(_ owners: SupplyOwners, others: Set<OwnSupply>, consents: [SupplyConsent], tellsAll: Bool) {
        self.owners = owners
        self.others = others
        self.consents = consents
        self.tellsAll = tellsAll
    }

    /// Learns what those call the firms of an answer who may tell who they are.
    mutating func takeNames(about found: Matches, from inquiry: Inquiry) throws(StoreError) {
        guard !tellsAll else { return }
        let candidates = found.matches.map(\.candidate)
        let subjects =
            candidates.filter(\.source.needsConsent).flatMap { namings(of: $0) } + owners.ownIdentities
            + owners.needs
        names = try inquiry.store.ownNames(of: subjects, at: inquiry.time)
        if owners.needs.allSatisfy({ names[$0] == nil }) {
            names.merge(try inquiry.store.buyerNames(of: owners.needs, at: inquiry.time)) { known, _ in known
            }
        }
    }

    /// Who a firm in the chain of the firm in need is, by the word of those who speak for it; nil where it is in none, or everybody is told.
    ///
    /// The name is nil where they give it none.
    func ownLabel(of firm: Int32) -> (id: FirmID, name: String?)? {
        let own = owners.ownIdentities(of: firm)
        guard !tellsAll, let first = own.first?.supplier else { return nil }
        return (first, own.compactMap { names[$0] }.first)
    }

    /// Who the firm in need is, by the same word; the name is nil where they give it none.
    var needLabel: (id: FirmID, name: String?)? {
        guard !tellsAll, let first = owners.needs.first?.supplier else { return nil }
        return (first, owners.needs.compactMap { names[$0] }.first)
    }

    /// Who a candidate of others' chains is, by the word of the firm in need and of those who consented; nil where its identity may be told.
    func label(of candidate: Candidate) -> (id: FirmID?, name: String)? {
        if let capability = listing(of: candidate) {
            let id = capability.firm.isPublic ? capability.firm : nil
            return (id, capability.name ?? id?.description ?? "?")
        }
        guard !tellsAll, candidate.source.needsConsent else { return nil }
        let namings = namings(of: candidate)
        let own = owners.owners(of: candidate.supplier, in: candidate.region).own
        let id = namings.first { $0.supplier.isPublic } ?? namings.first { own.contains($0.owner) }
        let name = namings.compactMap { names[$0] }.first ?? namings.first?.supplier.ownName
        return name.map { (id: id?.supplier, name: $0) }
    }

    /// Under which identities those name a candidate who may tell, the firm in need's own before others.
    private func namings(of candidate: Candidate) -> [ConsentSubject] {
        owners.ownNamings(of: candidate.supplier, in: candidate.region)
            + owners.namings(of: candidate, under: consents)
    }

    func measure(of candidate: Candidate) -> Measure { tellsAll ? .whole : judged(candidate) }

    /// Whether somebody is to be asked before the firm in need learns who it is.
    func needsConsent(_ candidate: Candidate) -> Bool { judged(candidate) == .hidden }

    /// Whether somebody was asked and consented.
    func isConsented(_ candidate: Candidate) -> Bool {
        candidate.source.needsConsent && !consented(candidate).isEmpty
    }

    /// Whether it is told by which name others buy from a candidate, and on whom it leans.
    func tellsChain(of candidate: Candidate) -> Bool {
        tellsAll || !candidate.source.needsConsent && listing(of: candidate) == nil
    }

    /// What the list says by which alone the firm in need may know a candidate; nil where it knows more, or has another reason.
    func listing(of candidate: Candidate) -> Capability? {
        tellsAll || owners.isInOwnChain(candidate.supplier) ? nil : candidate.capability
    }

    /// Whether it is told who one of those is who supply the firm in need, and what exactly it loses.
    func tells(_ source: Need.Source, of need: Need) -> Bool {
        tellsAll || !others.contains(need.supply(of: source))
    }

    /// Whether a candidate's site may be told, and not its province alone: of one that says no place itself, what others declare is not told.
    func tellsPlace(of candidate: Candidate) -> Bool {
        tellsAll || candidate.capability?.region != nil || candidate.capability == nil
            || owners.isInOwnChain(candidate.supplier, in: candidate.region)
    }

    /// Whether a firm upstream of a candidate may be named.
    func mayName(_ firm: Int32) -> Bool { tellsAll || owners.isInOwnChain(firm) }

    /// Whether the site may be told of a firm that may be named.
    func tellsPlace(of firm: Int32, in region: RegionCode) -> Bool {
        tellsAll || owners.isInOwnChain(firm, in: region)
    }

    private func judged(_ candidate: Candidate) -> Measure {
        guard candidate.source.needsConsent else {
            return listing(of: candidate) == nil && tellsPlace(of: candidate) ? .whole : .rounded
        }
        let owners = owners.owners(of: candidate.supplier, in: candidate.region)
        let consented = consented(candidate)
        if owners.own.isEmpty, consented.isEmpty { return .hidden }
        return consented == owners.others ? .whole : .rounded
    }

    private func consented(_ candidate: Candidate) -> Set<FirmID> {
        Set(owners.namings(of: candidate, under: consents).map(\.owner))
    }
}
