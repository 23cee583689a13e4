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

    /// Who speaks for the firm in need.
    private let own: Set<FirmID>
    /// Suppliers that those declare.
    private var ownChain: Set<Int32> = []
    /// By supplier.
    private var sources: [Int32: [Source]] = [:]

    /// `suppliers`: who is asked about; `product`: as the firm in need buys it.
    init(
        of suppliers: [Int32], product: String, for speakers: FirmSpeakers, book: ProductBook,
        _ inquiry: Inquiry, in network: Network
    ) throws(StoreError) {
        own = speakers.owners
        let suppliers = Set(suppliers).sorted()
        let found = try inquiry.store.namings(of: network.identities(of: suppliers), at: inquiry.time)
        for (supplier, namings) in zip(suppliers, found) {
            if namings.contains(where: { speakers.owners.contains($0.owner) }) { ownChain.insert(supplier) }
            sources[supplier] = namings.compactMap { naming in
                guard network.number(of: naming.buyer) != speakers.firm,
                    let likeness = book.likeness(of: naming.product, to: product)
                else { return nil }
                let isSaid = naming.region != .unknown
                return Source(
                    naming: naming, likeness: likeness,
                    place: isSaid ? naming.region : network.firms[Int(supplier)].region)
            }
        }
    }

    /// Whether a firm is in the chain of the firm in need, by what those declare who speak for it.
    func isInOwnChain(_ supplier: Int32) -> Bool { ownChain.contains(supplier) }

    /// Who names a site as a source of such a product: those who speak for the firm in need, and others, who are to be asked.
    ///
    /// `region`: nil for all sites.
    func owners(of supplier: Int32, in region: RegionCode? = nil) -> (own: Set<FirmID>, others: Set<FirmID>) {
        let all = Set(sources(supplier, in: region).map(\.naming.owner))
        return (all.intersection(own), all.subtracting(own))
    }

    /// What an owner says of a supplier: the name that he gives the product, nearest first, and the identity that he gives the supplier; nil
    /// where he does not name it.
    func subject(_ supplier: Int32, of owner: FirmID) -> (id: FirmID, product: String)? {
        let said = sources(supplier).filter { $0.naming.owner == owner }
        return said.min { left, right in
            let (one, other) = (left.likeness.score, right.likeness.score)
            return one == other
                ? (left.naming.supplier, left.naming.product)
                    < (right.naming.supplier, right.naming.product) : one > other
        }.map { ($0.naming.supplier, $0.naming.product) }
    }

    /// Under which identities some owners name a supplier, each once; `region`: nil for all sites.
    func namings(
        of supplier: Int32, in region: RegionCode? = nil, by owners: Set<FirmID>
    ) -> [ConsentSubject] {
        let said = sources(supplier, in: region).map(\.naming).filter { owners.contains($0.owner) }
        return Set(said.map { ConsentSubject(supplier: $0.supplier, owner: $0.owner) })
            .sorted { ($0.owner, $0.supplier) < ($1.owner, $1.supplier) }
    }

    /// The sites of a supplier at which an owner says that such a product is made.
    func places(of supplier: Int32, of owner: FirmID) -> [RegionCode] {
        Set(sources(supplier).filter { $0.naming.owner == owner }.map(\.place)).sorted()
    }

    private func sources(_ supplier: Int32, in region: RegionCode? = nil) -> [Source] {
        (sources[supplier] ?? []).filter { region == nil || $0.place == region }
    }
}
