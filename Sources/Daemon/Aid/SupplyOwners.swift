internal import MutualAid
internal import Resilience
internal import Store
internal import SupplyModel

/// Whose chains suppliers are in, as far as one product of one firm is concerned: the registrants whose declarations in force name them.
///
/// What those declare who speak for the firm is its own chain, and nobody is asked for leave.
struct SupplyOwners {
    /// What somebody declares of a supplier that is a source of such a product.
    private struct Source {
        var naming: SupplyNaming
        var likeness: ProductLikeness
        /// Where it makes the product; the firm's own region where the declaration leaves it to that.
        var place: RegionCode
    }

    /// The firm in need, in the words of each who speaks for it.
    let needs: [ConsentSubject]
    private let book: ProductBook
    /// Who speaks for the firm in need.
    private let own: Set<FirmID>
    /// By supplier that those declare, under which identities they do.
    private var ownChain: [Int32: [ConsentSubject]] = [:]
    /// By supplier: where those say that it makes what it does.
    private var ownPlaces: [Int32: Set<RegionCode>] = [:]
    /// By supplier.
    private var sources: [Int32: [Source]] = [:]

    /// `suppliers`: who is asked about; `product`: as the firm in need buys it.
    init(
        of suppliers: [Int32], product: String, for speakers: FirmSpeakers, book: ProductBook,
        _ inquiry: Inquiry, in network: Network
    ) throws(StoreError) {
        self.book = book
        own = speakers.owners
        needs = speakers.owners.sorted().map { ConsentSubject(supplier: speakers.identity, owner: $0) }
        let suppliers = Set(suppliers).sorted()
        let found = try inquiry.store.namings(of: network.identities(of: suppliers), at: inquiry.time)
        for (supplier, namings) in zip(suppliers, found) {
            let ownNamings = namings.filter { speakers.owners.contains($0.owner) }
            let own = Self.subjects(ownNamings)
            ownPlaces[supplier] = Set(ownNamings.map { $0.place(of: supplier, in: network) })
            let id = network.firms[Int(supplier)].id
            if !own.isEmpty {
                ownChain[supplier] = own.sorted { left, right in
                    (FirmSpeakers.rank(left.supplier, id), left.owner, left.supplier)
                        < (FirmSpeakers.rank(right.supplier, id), right.owner, right.supplier)
                }
            }
            sources[supplier] = namings.compactMap { naming in
                guard !speakers.isOwnSource(naming, in: network),
                    let likeness = book.likeness(of: naming.product, to: product)
                else { return nil }
                return Source(
                    naming: naming, likeness: likeness, place: naming.place(of: supplier, in: network))
            }
        }
    }

    /// Whether a firm is in the chain of the firm in need, by what those declare who speak for it.
    func isInOwnChain(_ supplier: Int32) -> Bool { ownChain[supplier] != nil }

    /// Whether such a firm is said there to make something in a region.
    func isInOwnChain(_ supplier: Int32, in region: RegionCode) -> Bool {
        ownPlaces[supplier]?.contains(region) ?? false
    }

    /// Under which of their identities a firm in that chain is told of: that of the register, then codes, then others.
    func ownIdentities(of supplier: Int32) -> [ConsentSubject] { ownChain[supplier] ?? [] }

    /// All such identities.
    var ownIdentities: [ConsentSubject] { ownChain.values.flatMap { $0 } }

    /// Who names a site as a source of such a product: those who speak for the firm in need, and others, who are to be asked.
    ///
    /// `region`: nil for all sites.
    func owners(of supplier: Int32, in region: RegionCode? = nil) -> (own: Set<FirmID>, others: Set<FirmID>) {
        let all = Set(sources(supplier, in: region).map(\.naming.owner))
        return (all.intersection(own), all.subtracting(own))
    }

    /// What an owner says of a supplier's sites: the name that he gives the product, nearest first, and the identity that he gives the
    /// supplier; nil where he does not name them.
    ///
    /// `regions`: nil among them for all sites.
    func subject(
        _ supplier: Int32, of owner: FirmID, in regions: [RegionCode?]
    ) -> (id: FirmID, product: String)? {
        let said = sources(supplier).filter {
            $0.naming.owner == owner && (regions.contains(nil) || regions.contains($0.place))
        }
        return said.min { left, right in
            let (one, other) = (left.likeness.score, right.likeness.score)
            return one == other
                ? (left.naming.supplier, left.naming.product)
                    < (right.naming.supplier, right.naming.product) : one > other
        }.map { ($0.naming.supplier, $0.naming.product) }
    }

    /// Under which identities those name a site who speak for the firm in need, each once.
    func ownNamings(of supplier: Int32, in region: RegionCode) -> [ConsentSubject] {
        Self.subjects(sources(supplier, in: region).filter { own.contains($0.naming.owner) })
    }

    /// The same of some who consented, each by its own word; of those who speak for the firm nobody has to.
    func namings(of candidate: Candidate, under consents: [SupplyConsent]) -> [ConsentSubject] {
        let counting = consents.filter {
            $0.supplier == candidate.supplier && book.isOneProduct($0.product, candidate.product)
        }
        let said = counting.flatMap { sources(under: $0).filter { $0.place == candidate.region } }
        return Self.subjects(said.filter { !own.contains($0.naming.owner) })
    }

    /// Under which identities an owner that consented names the supplier, and the sites at which it says that the product is made.
    func named(under consent: SupplyConsent) -> (subjects: [ConsentSubject], places: [RegionCode]) {
        let said = sources(under: consent)
        return (Self.subjects(said), Set(said.map(\.place)).sorted())
    }

    private static func subjects(_ sources: [Source]) -> [ConsentSubject] { subjects(sources.map(\.naming)) }

    private static func subjects(_ namings: [SupplyNaming]) -> [ConsentSubject] {
        Set(namings.map { ConsentSubject(supplier: $0.supplier, owner: $0.owner) })
            .sorted { ($0.owner, $0.supplier) < ($1.owner, $1.supplier) }
    }

    private func sources(under consent: SupplyConsent) -> [Source] {
        sources(consent.supplier).filter {
            $0.naming.owner == consent.owner && book.isOneProduct($0.naming.product, consent.product)
        }
    }

    private func sources(_ supplier: Int32, in region: RegionCode? = nil) -> [Source] {
        (sources[supplier] ?? []).filter { region == nil || $0.place == region }
    }
}

extension SupplyOwners {
    /// Those of everybody whom an answer may name: who fails, who could stand in, and on whom these lean.
    init(
        about found: Matches, for speakers: FirmSpeakers, book: ProductBook, _ inquiry: Inquiry,
        in network: Network
    ) throws(StoreError) {
        let told =
            found.need.failed.map(\.supplier)
            + found.matches.flatMap { match in
                [match.candidate.supplier] + match.shared.map(\.firm) + match.leansOn.map(\.firm)
            }
        try self.init(
            of: told, product: found.need.product, for: speakers, book: book, inquiry, in: network)
    }
}
