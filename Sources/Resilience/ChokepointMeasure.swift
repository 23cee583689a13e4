internal import SupplyGraph
internal import SupplyModel

/// Finds the chokepoints and the common sources of one firm after the other with one set of scratch space.
///
/// They count firms, not sites, and every active link counts, whatever its share. A firm costs what is upstream of it.
/// To use several cores, give each a copy.
public struct ChokepointMeasure: Sendable {
    private let chains: Chains
    private let suppliers: SupplierGraph
    private var tree: DominatorTree
    private var reach: ReachLanes

    /// Prepares for all firms, or for some that will be asked about: then scratch space is only for what is upstream of them.
    ///
    /// - Complexity: O(firms + links).
    public init(_ chains: Chains, firms: [Int32]? = nil) {
        self.chains = chains
        suppliers = SupplierGraph(chains, upstreamOf: firms)
        tree = DominatorTree(suppliers.graph)
        reach = ReachLanes(suppliers.graph)
    }

    /// Every firm upstream of a firm, ascending by number.
    public mutating func chokepoints(of firm: Int32) -> [Chokepoint] {
        let root = suppliers.node(of: firm)
        let counts = build(from: root)
        var found = (1..<tree.count).map { chokepoint(at: $0, counts) }
        found.sort { $0.firm < $1.firm }
        return found
    }

    /// The same of some firms alone, in the order given; nil for one that is not upstream.
    mutating func chokepoints(of firm: Int32, among some: [Int32]) -> [Chokepoint?] {
        guard !some.isEmpty else { return [] }
        let root = suppliers.node(of: firm)
        let counts = build(from: root)
        return some.map { one in
            let node = suppliers.node(of: one)
            guard node != root, node != SearchOrder.unknown, let number = tree.number(of: node) else {
                return nil
            }
            return chokepoint(at: number, counts)
        }
    }

    /// Finds what hangs on what; the result is by component, how many direct suppliers lean on it.
    private mutating func build(from root: Int32) -> ContiguousArray<Int32> {
        tree.build(from: root)
        reach.build(from: root)
        return reach.headCounts(of: root)
    }

    private func chokepoint(at number: Int, _ counts: ContiguousArray<Int32>) -> Chokepoint {
        let node = tree.node(at: number)
        return Chokepoint(
            firm: suppliers.firm(of: node), chokepointWeight: tree.size(of: number) - 1,
            sharedBy: Int(counts[Int(reach.components.component(of: node))]))
    }

    /// Hands out the `chokepoint_weight` of every firm upstream of a firm, each once, in the order of a search.
    public mutating func weights(of firm: Int32, _ body: (_ supplier: Int32, _ weight: Int) -> Void) {
        tree.build(from: suppliers.node(of: firm))
        for number in 1..<tree.count {
            body(suppliers.firm(of: tree.node(at: number)), tree.size(of: number) - 1)
        }
    }

    /// The products of a firm, ascending, whose two or more suppliers all lean on the same firms, with all of these.
    ///
    /// The lists of a large chain may be long, and as many as it has products; `falseDualSources` makes none.
    public mutating func commonSources(of firm: Int32) -> [CommonSource] {
        var sources = severalSources(of: firm).map {
            CommonSource(product: $0.product, suppliers: $0.suppliers, common: [])
        }
        guard !sources.isEmpty else { return [] }
        reach.build(from: suppliers.node(of: firm))
        let (components, graph) = (reach.components, suppliers)
        reach.eachCommon(nodes(sources.map(\.suppliers))) { index, component in
            for node in components.nodes[components.places(of: component)] {
                sources[index].common.append(graph.firm(of: node))
            }
        }
        sources.removeAll(where: \.common.isEmpty)
        for index in sources.indices { sources[index].common.sort() }
        return sources
    }

    /// The products of a firm, ascending, whose two or more suppliers all lean on the same firms, with the worst of these.
    ///
    /// `criticality` is by firm, compared as it stands; among equals the smallest number is the worst.
    public mutating func falseDualSources(
        of firm: Int32, criticality: ContiguousArray<Double>
    ) -> [FalseDualSource] {
        var sources = severalSources(of: firm).map {
            FalseDualSource(product: $0.product, suppliers: $0.suppliers, via: Self.nobody, commonCount: 0)
        }
        guard !sources.isEmpty else { return [] }
        reach.build(from: suppliers.node(of: firm))
        let components = reach.components
        func isWorse(_ left: Int32, _ right: Int32) -> Bool {
            let (leftValue, rightValue) = (criticality[Int(left)], criticality[Int(right)])
            return leftValue != rightValue ? leftValue > rightValue : left < right
        }
        var worst = ContiguousArray<Int32>(repeating: Self.nobody, count: components.count)
        for component in worst.indices {
            for node in components.nodes[components.places(of: component)] {
                let firm = suppliers.firm(of: node)
                if worst[component] == Self.nobody || isWorse(firm, worst[component]) {
                    worst[component] = firm
                }
            }
        }
        reach.eachCommon(nodes(sources.map(\.suppliers))) { index, component in
            if sources[index].via == Self.nobody || isWorse(worst[component], sources[index].via) {
                sources[index].via = worst[component]
            }
            sources[index].commonCount += components.places(of: component).count
        }
        return sources.filter { $0.commonCount > 0 }
    }

    private static let nobody: Int32 = -1

    /// The products that two or more firms supply, ascending.
    private func severalSources(of firm: Int32) -> [(product: Int32, suppliers: [Int32])] {
        chains.groups.groups(of: firm).compactMap { group in
            var suppliers: [Int32] = []
            for link in chains.groups.links(of: group) {
                let supplier = chains.links[link].supplier
                if supplier != firm, supplier != suppliers.last { suppliers.append(supplier) }
            }
            return suppliers.count > 1 ? (chains.groups.product[group], suppliers) : nil
        }
    }

    /// The nodes of some lists of firms.
    private func nodes(_ lists: [[Int32]]) -> [[Int32]] {
        lists.map { list in list.map { suppliers.node(of: $0) } }
    }
}
