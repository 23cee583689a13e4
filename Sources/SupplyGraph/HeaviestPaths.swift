/// Finds the heaviest walks from a root that end with an arc of a wanted tag and take none before.
///
/// Best first: a walk that has not ended is ranked by its weight times the chance that it will end from where it stands,
/// which no continuation can exceed. So walks come out heaviest first, and none is begun that leads nowhere.
public struct HeaviestPaths {
    /// One walk that ended.
    public struct Path: Equatable, Sendable {
        /// From the root to the supplier of the last arc.
        public var nodes: [Int32]
        /// The product of its weights; arcs of one step to one supplier count as one.
        public var weight: Double

        public init(nodes: [Int32], weight: Double) {
            self.nodes = nodes
            self.weight = weight
        }
    }

    /// Walks that are looked at before the search gives up.
    public static let walkLimit = 1_000_000

    private let graph: FlowGraph
    private let isWanted: ContiguousArray<Bool>
    /// By node.
    private let chance: ContiguousArray<Double>
    private var heap = PathHeap()
    private var walks: ContiguousArray<Walk> = []

    private struct Walk {
        var node: Int32
        var before: Int
        var weight: Double
        var hasEnded: Bool
    }

    /// A search for the tags that are wanted; `chance` is, by node, that a walk from there ends with one of them, and 0
    /// for nodes that are not to be passed.
    public init(_ graph: FlowGraph, isWanted: ContiguousArray<Bool>, chance: ContiguousArray<Double>) {
        self.graph = graph
        self.isWanted = isWanted
        self.chance = chance
    }

    /// The heaviest walks from the root, heaviest first; fewer than `limit` where no more exist or `walkLimit` is met.
    public mutating func find(from root: Int32, limit: Int) -> [Path] {
        heap = PathHeap()
        walks = [Walk(node: root, before: -1, weight: 1, hasEnded: false)]
        heap.push(.init(priority: 1, number: 0))
        var found: [Path] = []
        while found.count < limit, let next = heap.pop() {
            if walks[next.number].hasEnded {
                found.append(path(next.number))
            } else if walks.count < Self.walkLimit {
                extend(next.number)
            }
        }
        return found
    }

    private mutating func extend(_ number: Int) {
        var steps: [Step: Double] = [:]
        for index in graph.row(of: walks[number].node) {
            let arc = graph.arcs[index]
            guard arc.supplier != FlowGraph.nobody, arc.weight > 0 else { continue }
            steps[Step(supplier: arc.supplier, hasEnded: isWanted[Int(arc.tag)]), default: 0] += arc.weight
        }
        for (step, weight) in steps.sorted(by: { $0.key < $1.key }) {
            let whole = walks[number].weight * weight
            let priority = step.hasEnded ? whole : whole * chance[Int(step.supplier)]
            guard priority > 0 else { continue }
            heap.push(.init(priority: priority, number: walks.count))
            walks.append(Walk(node: step.supplier, before: number, weight: whole, hasEnded: step.hasEnded))
        }
    }

    private func path(_ number: Int) -> Path {
        var nodes: [Int32] = []
        var next = number
        while next >= 0 {
            nodes.append(walks[next].node)
            next = walks[next].before
        }
        return Path(nodes: nodes.reversed(), weight: walks[number].weight)
    }

    private struct Step: Hashable, Comparable {
        var supplier: Int32
        var hasEnded: Bool

        static func < (left: Step, right: Step) -> Bool {
            left.supplier != right.supplier
                ? left.supplier < right.supplier : left.hasEnded && !right.hasEnded
        }
    }
}
