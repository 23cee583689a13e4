internal import SupplyModel

/// What becomes of a firm's supply relations when it counts as another.
///
/// Pure, of one network: relations that both firms have fall together, and the newer declaration stands; one between the two is none
/// any more.
struct MergePreview {
    /// A relation of the firm and the one of the other that it falls together with.
    struct SameLink {
        var link: Link
        var other: Link

        /// Whether both were kept at the same moment, by one file.
        var isOfOneFile: Bool { link.declaredAt == other.declaredAt }
    }

    /// Active and backup relations of the firm.
    private(set) var linkCount = 0
    private(set) var same: [SameLink] = []
    private(set) var dropped: [Link] = []

    private struct Key: Hashable {
        var supplier: Int32
        var region: RegionCode
        var buyer: Int32
        var product: Int32

        init(_ link: Link, _ firm: Int32, as other: Int32) {
            supplier = link.supplier == firm ? other : link.supplier
            region = link.region
            buyer = link.buyer == firm ? other : link.buyer
            product = link.product
        }
    }

    /// - Complexity: O(links).
    init(_ network: Network, merging firm: Int32, into other: Int32) {
        let all = [network.links, network.backups].joined()
        let known = Dictionary(
            all.filter { $0.supplier == other || $0.buyer == other }.map { (Key($0, other, as: other), $0) },
            uniquingKeysWith: { first, _ in first })
        for link in all where link.supplier == firm || link.buyer == firm {
            linkCount += 1
            let key = Key(link, firm, as: other)
            if key.supplier == key.buyer {
                dropped.append(link)
            } else if let twin = known[key] {
                same.append(SameLink(link: link, other: twin))
            }
        }
    }
}
