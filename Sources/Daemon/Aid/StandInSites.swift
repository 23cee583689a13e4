internal import MutualAid
internal import SupplyModel

/// Where a supplier makes something like what a firm lacks: the sites that the firm has as its own backups, and those that it could have from
/// others' chains alone; as candidates are found.
struct StandInSites {
    private let own: Set<RegionCode>
    let others: Set<RegionCode>
    /// Whether it delivers to the firm, not by the word of others alone; and whether by anybody's.
    let delivers: Bool
    private let isSaidToDeliver: Bool

    init(
        of supplier: Int32, for need: (firm: Int32, product: Int32), _ book: ProductBook,
        others foreign: Set<OwnSupply>, in network: Network
    ) {
        let wanted = network.products[Int(need.product)]
        func isLike(_ link: Link) -> Bool {
            book.likeness(of: network.products[Int(link.product)], to: wanted) != nil
        }
        func isForeign(_ link: Link) -> Bool { foreign.contains(OwnSupply(link)) }
        let links = network.links.filter { $0.supplier == supplier }
        let backups = network.backups.filter {
            $0.supplier == supplier && ($0.product == need.product || isLike($0))
        }
        let active = links.filter { $0.buyer == need.firm && $0.product == need.product }
        delivers = active.contains { !isForeign($0) }
        isSaidToDeliver = !active.isEmpty
        let ofFirm = backups.filter { $0.buyer == need.firm } + active.filter { $0.spareCapacity > 0 }
        own = Set(ofFirm.filter { !isForeign($0) }.map(\.region))
        var others = ofFirm.filter(isForeign)
        if !delivers {
            others += (links + backups).filter { $0.buyer != need.firm && isLike($0) }
        }
        self.others = Set(others.map(\.region)).subtracting(own)
    }

    /// Whether nobody has to be asked.
    var isDirect: Bool { others.isEmpty && (isSaidToDeliver || !own.isEmpty) }

    /// Whether the firm in need knows nothing of it.
    var isUnknown: Bool { own.isEmpty && !isSaidToDeliver }
}
