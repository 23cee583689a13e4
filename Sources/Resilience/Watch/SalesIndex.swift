internal import SupplyModel

/// The links of each supplier, in the network's order.
struct SalesIndex: Sendable {
    private var starts: ContiguousArray<Int32>
    private var sales: ContiguousArray<Int32>

    init(_ chains: Chains) {
        let links = chains.links
        starts = ContiguousArray(repeating: 0, count: chains.network.firms.count + 1)
        for link in links { starts[Int(link.supplier) + 1] += 1 }
        for firm in 0..<chains.network.firms.count { starts[firm + 1] += starts[firm] }
        var next = starts
        sales = ContiguousArray(repeating: 0, count: links.count)
        for index in links.indices {
            let supplier = Int(links[index].supplier)
            sales[Int(next[supplier])] = Int32(index)
            next[supplier] += 1
        }
    }

    func links(of firm: Int32) -> ArraySlice<Int32> {
        sales[Int(starts[Int(firm)])..<Int(starts[Int(firm) + 1])]
    }

    /// All firms downstream of some firms, themselves included.
    func downstream(of firms: ContiguousArray<Bool>, _ chains: Chains) -> ContiguousArray<Bool> {
        var found = firms
        var open = firms.indices.filter { firms[$0] }
        while let firm = open.popLast() {
            for sale in links(of: Int32(firm)) {
                let buyer = Int(chains.links[Int(sale)].buyer)
                guard !found[buyer] else { continue }
                found[buyer] = true
                open.append(buyer)
            }
        }
        return found
    }
}

extension Chains {
    /// By firm: whether it is one of some.
    func marked(_ firms: some Sequence<Int32>) -> ContiguousArray<Bool> {
        var marks = ContiguousArray(repeating: false, count: network.firms.count)
        for firm in firms { marks[Int(firm)] = true }
        return marks
    }

    /// All firms upstream of some firms, themselves included; of those that count alone, if some do not.
    func upstream(
        of firms: ContiguousArray<Bool>, among counting: ContiguousArray<Bool>? = nil
    ) -> ContiguousArray<Bool> {
        var found = ContiguousArray(repeating: false, count: firms.count)
        var open = firms.indices.filter { firms[$0] && counting?[$0] ?? true }
        for firm in open { found[firm] = true }
        while let firm = open.popLast() {
            for link in links(of: Int32(firm)) {
                let supplier = Int(links[link].supplier)
                guard !found[supplier], counting?[supplier] ?? true else { continue }
                found[supplier] = true
                open.append(supplier)
            }
        }
        return found
    }
}
