internal import SupplyGraph
internal import SupplyModel

/// Who buys from whom, firm by firm: an arc from each buyer to each of its suppliers, once.
///
/// Every active link counts, whatever its share, and whatever site it ships from. Nodes are firms in the order in
/// which a search from the leading firms meets them, so that chains lie together.
struct SupplierGraph: Sendable {
    let graph: ArcGraph
    private let order: SearchOrder

    /// Of all firms, or of those that some firms reach, which then are the only ones with a node.
    ///
    /// - Complexity: O(firms + links).
    init(_ chains: Chains, upstreamOf firms: [Int32]? = nil) {
        let plain = Self.plain(chains.links, firmCount: chains.network.firms.count)
        order = SearchOrder(plain, from: firms ?? chains.network.leaders, reachedOnly: firms != nil)
        graph = order.renumbered(plain)
    }

    func node(of firm: Int32) -> Int32 { order.places[Int(firm)] }

    func firm(of node: Int32) -> Int32 { order.nodes[Int(node)] }

    /// With firms for nodes.
    private static func plain(_ links: [Link], firmCount: Int) -> ArcGraph {
        var starts: ContiguousArray<Int32> = [0]
        var suppliers: ContiguousArray<Int32> = []
        starts.reserveCapacity(firmCount + 1)
        suppliers.reserveCapacity(links.count)
        /// By firm: the last buyer that was seen to buy from it, and one more.
        var seenBy = ContiguousArray<Int32>(repeating: 0, count: firmCount)
        var next = 0
        for buyer in 0..<Int32(firmCount) {
            while next < links.count, links[next].buyer == buyer {
                let supplier = links[next].supplier
                if supplier != buyer, seenBy[Int(supplier)] != buyer + 1 {
                    seenBy[Int(supplier)] = buyer + 1
                    suppliers.append(supplier)
                }
                next += 1
            }
            starts.append(Int32(suppliers.count))
        }
        return ArcGraph(starts: starts, heads: suppliers)
    }
}
