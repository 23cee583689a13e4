internal import MutualAid
internal import Resilience
internal import Store
internal import SupplyModel

/// Whose chains suppliers are in, as far as one product of one firm is concerned: the registrants whose declarations in force name them.
///
/// A firm that declares what it buys first-hand speaks for itself; for one that does not, whoever declared that first. What they declare is
/// the firm's own chain, and nobody is asked for leave. Others who declare what it buys speak for themselves alone: else whoever wants to know
/// what others know of a supplier had only to name it beside one of the firm's.
struct SupplyOwners {
    /// The firm in need, and the product as it buys it.
    private let firm: Int32
    private let product: String
    private let network: Network
    private let book: ProductBook
    /// By supplier.
    private var namings: [Int32: [SupplyNaming]] = [:]
    /// Who speaks for the firm.
    private var own: Set<FirmID>

    /// `others`: who is asked about.
    init(
        of others: [Int32], for need: (firm: Int32, product: String), book: ProductBook,
        _ inquiry: Inquiry, in network: Network
    ) throws(StoreError) {
        (firm, product) = (need.firm, need.product)
        self.network = network
        self.book = book
        own = Set(network.identities(of: need.firm))
        let direct = (network.links + network.backups).filter { $0.buyer == need.firm }.map(\.supplier)
        let suppliers = Set(others + direct).sorted()
        let found = try inquiry.store.namings(of: network.identities(of: suppliers), at: inquiry.time)
        for (supplier, namings) in zip(suppliers, found) { self.namings[supplier] = namings }
        let first = Set(direct).flatMap { namings[$0] ?? [] }.filter {
            $0.tier == 1 && network.number(of: $0.buyer) == need.firm
        }.min { ($0.since, $0.owner) < ($1.since, $1.owner) }
        if let first, !direct.contains(where: isSaidByItself) { own.insert(first.owner) }
    }

    /// Whether the firm in need itself declares that somebody supplies it.
    private func isSaidByItself(_ supplier: Int32) -> Bool {
        namings[supplier]?.contains {
            $0.tier == 1 && network.number(of: $0.buyer) == firm && own.contains($0.owner)
        } ?? false
    }

    /// Whether a firm is in the chain of the firm in need, by what those declare who speak for it.
    func isInOwnChain(_ supplier: Int32) -> Bool {
        namings[supplier]?.contains { own.contains($0.owner) } ?? false
    }

    /// Who names a site as a source of such a product: those who speak for the firm in need, and others, who are to be asked.
    ///
    /// `region`: nil for all sites.
    func owners(of supplier: Int32, in region: RegionCode? = nil) -> (own: Set<FirmID>, others: Set<FirmID>) {
        let all = Set(
            wanted(supplier).filter { region == nil || place(of: $0) == region }.map(\.owner))
        return (all.intersection(own), all.subtracting(own))
    }

    /// What an owner says of a supplier: the name that he gives the product, nearest first, and the identity that he gives the supplier; nil
    /// where he does not name it.
    func subject(_ supplier: Int32, of owner: FirmID) -> (id: FirmID, product: String)? {
        let said = wanted(supplier).filter { $0.owner == owner }
        return said.min { left, right in
            let (one, other) = (likeness(left.product), likeness(right.product))
            return one == other
                ? (left.supplier, left.product) < (right.supplier, right.product) : one > other
        }.map { ($0.supplier, $0.product) }
    }

    /// Under which identities some owners name a supplier, each once; `region`: nil for all sites.
    func namings(
        of supplier: Int32, in region: RegionCode? = nil, by owners: Set<FirmID>
    ) -> [ConsentSubject] {
        let said = wanted(supplier).filter {
            owners.contains($0.owner) && (region == nil || place(of: $0) == region)
        }
        return Set(said.map { ConsentSubject(supplier: $0.supplier, owner: $0.owner) })
            .sorted { ($0.owner, $0.supplier) < ($1.owner, $1.supplier) }
    }

    /// The sites of a supplier at which an owner says that such a product is made.
    func places(of supplier: Int32, of owner: FirmID) -> [RegionCode] {
        Set(wanted(supplier).filter { $0.owner == owner }.map(place)).sorted()
    }

    private func wanted(_ supplier: Int32) -> [SupplyNaming] {
        (namings[supplier] ?? []).filter {
            network.number(of: $0.buyer) != firm && book.likeness(of: $0.product, to: product) != nil
        }
    }

    private func likeness(_ text: String) -> Double { book.likeness(of: text, to: product)?.score ?? 0 }

    private func place(of naming: SupplyNaming) -> RegionCode {
        guard naming.region == .unknown, let supplier = network.number(of: naming.supplier) else {
            return naming.region
        }
        return network.firms[Int(supplier)].region
    }
}
