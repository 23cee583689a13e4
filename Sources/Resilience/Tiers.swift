internal import SupplyGraph
internal import SupplyModel

/// Finds the derived tiers of firms: the shortest path over active links, whatever their share.
///
/// One search is used for many firms, so that its scratch space is allocated once.
struct TierSearch {
    private let chains: Chains
    /// By firm: the number of the last search that met it.
    private var metIn: ContiguousArray<Int32>
    private var search: Int32 = 0

    init(_ chains: Chains) {
        self.chains = chains
        metIn = ContiguousArray(repeating: 0, count: chains.network.firms.count)
    }

    /// The firms of tier 0, which is the firm itself, 1, 2 …, in the order in which they are met.
    mutating func tiers(of firm: Int32, limit: Int) -> [[Int32]] {
        search += 1
        metIn[Int(firm)] = search
        var tiers = [[firm]]
        while tiers.count <= limit {
            var ring: [Int32] = []
            for buyer in tiers[tiers.count - 1] {
                for index in chains.graph.row(of: buyer) {
                    let node = chains.graph.arcs[index].supplier
                    guard node != FlowGraph.nobody else { continue }
                    let supplier = chains.firm(ofNode: node)
                    guard metIn[Int(supplier)] != search else { continue }
                    metIn[Int(supplier)] = search
                    ring.append(supplier)
                }
            }
            if ring.isEmpty { break }
            tiers.append(ring)
        }
        return tiers
    }
}

extension Chains {
    /// The derived tiers of a firm's chain, to any depth.
    ///
    /// Index 0 holds the firm, index k the firms whose shortest path to it has k links, ascending by number.
    public func tiers(of firm: Int32) -> [[Int32]] {
        var search = TierSearch(self)
        return search.tiers(of: firm, limit: .max).map { $0.sorted() }
    }
}
