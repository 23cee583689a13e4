internal import Resilience
internal import SupplyModel

/// A network with what many questions about it need: its chains, and its links by supplier.
final class RegisterSnapshot: Sendable {
    let network: Network
    let chains: Chains
    /// Numbers of links by supplier, and by supplier where they begin.
    private let sold: [Int32]
    private let starts: [Int32]

    init(_ network: Network) {
        self.network = network
        chains = Chains(network)
        var starts = [Int32](repeating: 0, count: network.firms.count + 1)
        for link in network.links { starts[Int(link.supplier) + 1] += 1 }
        for firm in 0..<network.firms.count { starts[firm + 1] += starts[firm] }
        var next = starts
        var sold = [Int32](repeating: 0, count: network.links.count)
        for (number, link) in network.links.enumerated() {
            sold[Int(next[Int(link.supplier)])] = Int32(number)
            next[Int(link.supplier)] += 1
        }
        self.sold = sold
        self.starts = starts
    }

    /// The active links by which a firm supplies others, in the network's order.
    func linksSold(by firm: Int32) -> [Link] {
        sold[Int(starts[Int(firm)])..<Int(starts[Int(firm) + 1])].map { network.links[Int($0)] }
    }

    func soldCount(by firm: Int32) -> Int { Int(starts[Int(firm) + 1] - starts[Int(firm)]) }

    /// The active links by which a firm buys, in the network's order.
    func linksBought(by firm: Int32) -> ArraySlice<Link> {
        network.links[place(of: firm)..<place(of: firm + 1)]
    }

    /// Where the links of a buyer begin; the network's links are sorted by buyer.
    private func place(of buyer: Int32) -> Int {
        var low = 0
        var high = network.links.count
        while low < high {
            let middle = (low + high) / 2
            if network.links[middle].buyer < buyer { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
