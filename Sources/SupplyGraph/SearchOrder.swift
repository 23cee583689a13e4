/// The nodes of a graph in the order of a depth-first search, to renumber it by.
///
/// What is reached together then lies together: at a million nodes, searches take half the time. Rows are followed
/// from their first arc to their last.
public struct SearchOrder: Sendable {
    /// Node of each place.
    public private(set) var nodes: ContiguousArray<Int32> = []
    /// Place of each node.
    public private(set) var places: ContiguousArray<Int32>
    /// Nodes to be looked at; empty but during a search.
    private var waiting: ContiguousArray<Int32> = []

    /// The place of a node that was not reached.
    public static let unknown: Int32 = -1

    /// Orders the nodes that the roots reach, root by root, and then the others unless `reachedOnly`.
    ///
    /// - Complexity: O(nodes + arcs).
    public init(_ graph: ArcGraph, from roots: some Sequence<Int32>, reachedOnly: Bool = false) {
        places = ContiguousArray(repeating: Self.unknown, count: graph.nodeCount)
        if !reachedOnly { nodes.reserveCapacity(graph.nodeCount) }
        for root in roots { follow(root, graph) }
        guard !reachedOnly else { return }
        for node in 0..<Int32(graph.nodeCount) { follow(node, graph) }
    }

    /// The graph of the nodes that have a place, with places for nodes; rows are ascending.
    public func renumbered(_ graph: ArcGraph) -> ArcGraph {
        var starts: ContiguousArray<Int32> = [0]
        var heads: ContiguousArray<Int32> = []
        starts.reserveCapacity(nodes.count + 1)
        heads.reserveCapacity(nodes.reduce(0) { $0 + graph.row(of: $1).count })
        for node in nodes {
            let first = heads.count
            for head in graph.heads[graph.row(of: node)] { heads.append(places[Int(head)]) }
            heads[first...].sort()
            starts.append(Int32(heads.count))
        }
        return ArcGraph(starts: starts, heads: heads)
    }

    private mutating func follow(_ root: Int32, _ graph: ArcGraph) {
        waiting.append(root)
        while let node = waiting.popLast() {
            guard places[Int(node)] == Self.unknown else { continue }
            places[Int(node)] = Int32(nodes.count)
            nodes.append(node)
            for index in graph.row(of: node).reversed() where places[Int(graph.heads[index])] == Self.unknown
            {
                waiting.append(graph.heads[index])
            }
        }
    }
}
