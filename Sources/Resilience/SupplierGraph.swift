internal import SupplyGraph
internal import SupplyModel

extension Chains {
    /// Who buys from whom, firm by firm: an arc from each buyer to each of its suppliers, once, ascending.
    ///
    /// Every active link counts, whatever its share, and whatever site it ships from. O(links).
    func supplierGraph() -> ArcGraph {
        let firmCount = network.firms.count
        var starts: ContiguousArray<Int32> = [0]
        var suppliers: ContiguousArray<Int32> = []
        starts.reserveCapacity(firmCount + 1)
        suppliers.reserveCapacity(links.count)
        /// By firm: the last buyer that was seen to buy from it, and one more.
        var seenBy = ContiguousArray<Int32>(repeating: 0, count: firmCount)
        var next = 0
        for buyer in 0..<Int32(firmCount) {
            let first = suppliers.count
            while next < links.count, links[next].buyer == buyer {
                let supplier = links[next].supplier
                if supplier != buyer, seenBy[Int(supplier)] != buyer + 1 {
                    seenBy[Int(supplier)] = buyer + 1
                    suppliers.append(supplier)
                }
                next += 1
            }
            suppliers[first...].sort()
            starts.append(Int32(suppliers.count))
        }
        return ArcGraph(starts: starts, heads: suppliers)
    }
}
