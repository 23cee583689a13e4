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
        let isLike: (Link) -> Bool = {
            $0.product == need.product
                || book.likeness(of: network.products[Int($0.product)], to: wanted) != nil
        }
        let links = network.links.filter { $0.supplier == supplier }
        let backups = network.backups.filter { $0.supplier == supplier && isLike($0) }
        let active = links.filter { $0.buyer == need.firm && $0.product == need.product }
        func isForeign(_ link: Link) -> Bool { foreign.contains(OwnSupply(link)) }
        delivers = active.contains { !isForeign($0) }
        isSaidToDeliver = !active.isEmpty
        let ofFirm = backups.filter { $0.buyer == need.firm } + active.filter { $0.spareCapacity > 0 }
        own = Set(ofFirm.filter { !isForeign($0) }.map(\.region))
        var others = ofFirm.filter(isForeign)
        if !delivers {
            let elsewhere = (links + backups).filter { $0.buyer != need.firm }
            others += elsewhere.filter {
                book.likeness(of: network.products[Int($0.product)], to: wanted) != nil
            }
        }
        self.others = Set(others.map(\.region)).subtracting(own)
    }

    /// Whether nobody has to be asked.
    var isDirect: Bool { others.isEmpty && (isSaidToDeliver || !own.isEmpty) }

    /// Whether the firm in need knows nothing of it.
    var isUnknown: Bool { own.isEmpty && !isSaidToDeliver }
}
