/// Finds the sets of nodes that can only fall together, and makes one node of each.
///
/// In such a *closed set* every node has a limit that passes on, whole, what other nodes of the set lose: two firms that
/// are each other's only source, say. Whatever one of them loses, all lose, so they are one. What is left has only one
/// solution, which sweeps reach from any start, and whose distance a residual tells.
///
/// These are the maximal end components of a Markov decision process in which a limit is an action: a candidate is
/// dropped that leaves its strong component, until none is.
///
/// Source: Haddad, Monmege, "Interval iteration algorithm for MDPs and IMDPs", Theoretical Computer Science 735 (2018).
/// O(rounds · arcs); a round splits a component, and real networks need a handful.
struct ClosedSets {
    /// By node: its class, numbered in the order of the smallest member.
    private(set) var classOf: ContiguousArray<Int32>
    private(set) var classCount: Int

    init(_ graph: LimitGraph) {
        classOf = ContiguousArray(0..<Int32(graph.nodeCount))
        classCount = graph.nodeCount
        var isCandidate = ContiguousArray(
            (0..<graph.limitCount).map { abs(graph.weight(of: $0) - 1) <= LimitGraph.roundingSlack })
        while true {
            let components = Self.components(graph, isCandidate)
            if !Self.dropCrossing(graph, components, &isCandidate) {
                number(components)
                return
            }
        }
    }

    /// By node the smallest node of its strong component over candidate limits; -1 for a node without one.
    private static func components(
        _ graph: LimitGraph, _ isCandidate: ContiguousArray<Bool>
    ) -> ContiguousArray<Int32> {
        var starts: ContiguousArray<Int32> = [0]
        var arcs: ContiguousArray<FlowGraph.Arc> = []
        starts.reserveCapacity(graph.nodeCount + 1)
        for node in 0..<Int32(graph.nodeCount) {
            for limit in graph.limits(of: node) where isCandidate[limit] {
                for arc in graph.arcs(of: limit) {
                    arcs.append(.init(supplier: graph.suppliers[arc], tag: 0, weight: graph.weights[arc]))
                }
            }
            starts.append(Int32(arcs.count))
        }
        let order = SolvingOrder(FlowGraph(starts: starts, arcs: arcs), from: 0..<Int32(graph.nodeCount))
        var component = ContiguousArray<Int32>(repeating: -1, count: graph.nodeCount)
        for loop in order.loops {
            let first = order.nodes[loop].min() ?? 0
            for node in order.nodes[loop] { component[Int(node)] = first }
        }
        return component
    }

    /// Drops the candidates of which a supplier lies in another component than the node; whether there were any.
    private static func dropCrossing(
        _ graph: LimitGraph, _ component: ContiguousArray<Int32>, _ isCandidate: inout ContiguousArray<Bool>
    ) -> Bool {
        var dropped = false
        for node in 0..<Int32(graph.nodeCount) {
            let mine = component[Int(node)]
            for limit in graph.limits(of: node) where isCandidate[limit] {
                let stays =
                    mine >= 0
                    && graph.arcs(of: limit).allSatisfy { component[Int(graph.suppliers[$0])] == mine }
                if !stays {
                    isCandidate[limit] = false
                    dropped = true
                }
            }
        }
        return dropped
    }

    private mutating func number(_ component: ContiguousArray<Int32>) {
        var next: Int32 = 0
        for node in component.indices {
            let first = Int(component[node])
            if first >= 0, first < node {
                classOf[node] = classOf[first]
            } else {
                classOf[node] = next
                next += 1
            }
        }
        classCount = Int(next)
    }

    /// By class, the first place that any of its nodes has in an earlier order; the last of all where none has.
    func ranks(_ ranks: ContiguousArray<Int32>) -> ContiguousArray<Int32> {
        var first = ContiguousArray<Int32>(repeating: .max, count: classCount)
        for (node, rank) in ranks.enumerated() where rank >= 0 {
            first[Int(classOf[node])] = min(first[Int(classOf[node])], rank)
        }
        return first
    }

    /// The graph over classes: what stays inside one is solved away, limits that another covers are left out.
    func collapsed(_ graph: LimitGraph) -> LimitGraph {
        var members = ContiguousArray<Int32>(repeating: -1, count: graph.nodeCount)
        var first = ContiguousArray<Int32>(repeating: -1, count: classCount)
        for node in stride(from: Int32(graph.nodeCount) - 1, through: 0, by: -1) {
            members[Int(node)] = first[Int(classOf[Int(node)])]
            first[Int(classOf[Int(node)])] = node
        }
        var result = LimitGraph()
        result.reserve(nodes: classCount, limits: graph.limitCount, arcs: graph.suppliers.count)
        var limits = LimitSet()
        for number in 0..<Int32(classCount) {
            limits.removeAll()
            var node = first[Int(number)]
            while node >= 0 {
                for limit in graph.limits(of: node) {
                    limits.add(
                        graph.arcs(of: limit).lazy.map {
                            (classOf[Int(graph.suppliers[$0])], graph.weights[$0])
                        }, owner: number)
                }
                node = members[Int(node)]
            }
            limits.write(to: &result)
            result.endNode()
        }
        return result
    }
}
