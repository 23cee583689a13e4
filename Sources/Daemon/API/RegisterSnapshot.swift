internal import Resilience
internal import Store
internal import SupplyModel
internal import Synchronization

/// A network with what many questions about it need: its chains, and the links by supplier.
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
}

/// The networks that were asked about last, each read once for every revision and confirmation that it depends on.
final class RegisterSnapshots: Sendable {
    private let store: Store
    private let kept = Mutex<[Kept]>([])

    /// Networks that are kept: everybody's and those of the registrants who asked last.
    static let limit = 16

    private struct Kept {
        var view: RegisterView
        var revision: Int64
        var confirmation: Int64
        var snapshot: RegisterSnapshot
    }

    init(_ store: Store) { self.store = store }

    /// The network of now as somebody sees it; blocks while it is read.
    func snapshot(_ view: RegisterView) throws -> RegisterSnapshot {
        let revision = try store.revision(of: view)
        let confirmation = try store.lastConfirmation(of: view)
        let known = kept.withLock { kept -> RegisterSnapshot? in
            guard
                let index = kept.firstIndex(where: {
                    $0.view == view && $0.revision == revision && $0.confirmation == confirmation
                })
            else { return nil }
            let one = kept.remove(at: index)
            kept.append(one)
            return one.snapshot
        }
        if let known { return known }
        let network = try store.network(view: view)
        let snapshot = RegisterSnapshot(network)
        kept.withLock { kept in
            kept.removeAll { $0.view == view }
            kept.append(
                Kept(
                    view: view, revision: network.revision, confirmation: confirmation, snapshot: snapshot))
            if kept.count > Self.limit { kept.removeFirst() }
        }
        return snapshot
    }
}
