internal import SupplyGraph
internal import SupplyModel

/// Explains stops one after the other with one set of scratch space: how each reaches the firms that are asked about.
///
/// A stop costs a cascade and one pass over all links, however many firms are asked about. To use several cores, give
/// each its own.
struct StoppageExplainer {
    private let cascades: Cascades
    private let built: DownGraph
    private var solver: CascadeSolver

    /// `built` is the graph of all inputs; it is made once where several explainers share it.
    init(_ cascades: Cascades, _ built: DownGraph? = nil) {
        self.cascades = cascades
        self.built = built ?? DownGraph(cascades.chains, cascades.nodes)
        solver = CascadeSolver(cascades.down)
    }

    /// For each firm, in their order, the heaviest ways in which the stop of some sites reaches it, heaviest first.
    mutating func paths(to firms: [Int32], stopped: [Int], limit: Int) -> [[StoppagePath]] {
        _ = solver.solve(stopped.map { .init(node: Int32($0), lane: 0, loss: 1) })
        var isStopped = ContiguousArray<Bool>(repeating: false, count: built.graph.nodeCount)
        for site in stopped { isStopped[site] = true }
        let losses = ContiguousArray((0..<Int32(built.graph.nodeCount)).map { solver.losses(of: $0)[0] })
        let binding = BindingLimits(built.graph, losses: losses, isStopped: isStopped)
        var search = HeaviestPaths(binding.flow, isWanted: [false, true], chance: losses)
        return firms.map { firm in
            search.find(from: cascades.nodes.core[Int(firm)], limit: limit).map { path in
                StoppagePath(steps: steps(of: path.nodes, binding, losses), part: path.weight)
            }
        }
    }

    /// The deliveries along a path of nodes; from a site to its firm's core nothing is delivered.
    private func steps(
        of path: [Int32], _ binding: BindingLimits, _ losses: ContiguousArray<Double>
    ) -> [StoppagePath.Step] {
        let chains = cascades.chains
        return zip(path, path.dropFirst()).compactMap { node, supplier in
            let arcs = binding.flow.row(of: node).filter { binding.flow.arcs[$0].supplier == supplier }
            let loss = arcs.reduce(0) { $0 + binding.flow.arcs[$1].weight } * losses[Int(supplier)]
            let heaviest = arcs.max { binding.flow.arcs[$0].weight < binding.flow.arcs[$1].weight }
            guard let heaviest else { return nil }
            let number = built.linkOfArc[Int(binding.arcNumbers[heaviest])]
            guard number >= 0 else { return nil }
            let link = chains.links[Int(number)]
            let group = chains.groups.groups(of: link.buyer).first {
                chains.groups.links(of: $0).contains(Int(number))
            }
            return StoppagePath.Step(
                buyer: link.buyer, supplier: link.supplier, product: link.product,
                importance: group.map { chains.groups.importance[$0] } ?? link.importance, loss: loss)
        }
    }
}
