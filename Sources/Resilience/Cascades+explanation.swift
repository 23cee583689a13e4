internal import SupplyGraph
public import SupplyModel

/// One way in which a stop reaches a firm.
public struct StoppagePath: Equatable, Sendable {
    /// One delivery that fails on the way.
    public struct Step: Equatable, Sendable {
        public var buyer: Int32
        public var supplier: Int32
        public var product: Int32
        public var importance: Importance
        /// Of what the buyer loses, by this input alone: weight times the supplier's loss, 0...1.
        public var loss: Double
    }

    /// From the firm that was asked about to the one that is stopped.
    public var steps: [Step]
    /// The part of the loss that comes this way, 0...1.
    public var part: Double

    /// All firms on the way.
    public var firms: [Int32] { steps.prefix(1).map(\.buyer) + steps.map(\.supplier) }
}

extension Cascades {
    /// How the stop of a region reaches a firm, heaviest way first: along the inputs that bind.
    ///
    /// The firm's own sites go on. The parts of all ways sum to the firm's loss of `stoppages`.
    public func stoppagePaths(
        of firm: Int32, region: RegionCode, level: RegionLevel, limit: Int
    ) -> [StoppagePath] {
        let codes = chains.places.codes
        let stopped = (0..<nodes.siteCount).filter { site in
            nodes.firmOfSite[site] != firm && codes[Int(chains.sites.place[site])].at(level) == region
        }
        return paths(to: firm, stopped: stopped, limit: limit)
    }

    /// How the stop of a supplier reaches a firm, heaviest way first.
    public func stoppagePaths(of firm: Int32, supplier: Int32, limit: Int) -> [StoppagePath] {
        paths(to: firm, stopped: Array(chains.sites.sites(of: supplier)), limit: limit)
    }

    private func paths(to firm: Int32, stopped: [Int], limit: Int) -> [StoppagePath] {
        var solver = CascadeSolver(down)
        _ = solver.solve(stopped.map { .init(node: Int32($0), lane: 0, loss: 1) })
        let built = DownGraph(chains, nodes)
        var isStopped = ContiguousArray<Bool>(repeating: false, count: built.graph.nodeCount)
        for site in stopped { isStopped[site] = true }
        let losses = ContiguousArray((0..<Int32(built.graph.nodeCount)).map { solver.losses(of: $0)[0] })
        let binding = BindingLimits(built.graph, losses: losses, isStopped: isStopped)
        var search = HeaviestPaths(binding.flow, isWanted: [false, true], chance: losses)
        return search.find(from: nodes.core[Int(firm)], limit: limit).map { path in
            StoppagePath(
                steps: steps(of: path.nodes, binding, built.linkOfArc, losses), part: path.weight)
        }
    }

    /// The deliveries along a path of nodes; from a site to its firm's core nothing is delivered.
    private func steps(
        of path: [Int32], _ binding: BindingLimits, _ linkOfArc: ContiguousArray<Int32>,
        _ losses: ContiguousArray<Double>
    ) -> [StoppagePath.Step] {
        zip(path, path.dropFirst()).compactMap { node, supplier in
            let arcs = binding.flow.row(of: node).filter { binding.flow.arcs[$0].supplier == supplier }
            let loss = arcs.reduce(0) { $0 + binding.flow.arcs[$1].weight } * losses[Int(supplier)]
            let heaviest = arcs.max { binding.flow.arcs[$0].weight < binding.flow.arcs[$1].weight }
            guard let heaviest else { return nil }
            let number = linkOfArc[Int(binding.arcNumbers[heaviest])]
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
