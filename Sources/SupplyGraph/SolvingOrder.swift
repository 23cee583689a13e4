/// The nodes upstream of some roots, suppliers before their buyers, and the loops among them.
///
/// Strong components come in topological order, each one together; inside a component the nodes stand in the order in
/// which a depth-first search leaves them, so that only the arcs that close a loop point forward.
///
/// Source: Pearce, "A space-efficient algorithm for finding strongly connected components", IPL 116 (2016): one number
/// a node, which first is its rank on the search path and, once its component is known, lies above all ranks.
/// The search keeps its own stack. O(nodes + arcs) of what is reached.
struct SolvingOrder {
    /// Every reached node that has arcs of its own.
    private(set) var nodes: ContiguousArray<Int32> = []
    /// Where in `nodes` the components are that hold a loop, ascending.
    private(set) var loops: [Range<Int>] = []

    private var rank: ContiguousArray<Int32>
    private var nextRank: Int32 = 1
    private var nextComponent = Int32.max
    /// Nodes that the search has left, whose component is still open.
    private var open: ContiguousArray<Int32> = []
    private var path: ContiguousArray<Frame> = []

    private struct Frame {
        var node: Int32
        var next: Int
        var end: Int
        var isRoot = true
        var hasSelfArc = false
    }

    init(_ graph: FlowGraph, from roots: some Sequence<Int32>) {
        rank = ContiguousArray(repeating: 0, count: graph.nodeCount)
        for root in roots where rank[Int(root)] == 0 && !graph.row(of: root).isEmpty {
            enter(root, graph)
            while !path.isEmpty { step(graph) }
        }
    }

    private mutating func enter(_ node: Int32, _ graph: FlowGraph) {
        rank[Int(node)] = nextRank
        nextRank += 1
        let row = graph.row(of: node)
        path.append(Frame(node: node, next: row.lowerBound, end: row.upperBound))
    }

    /// Looks at the next arc of the node that the search stands on, or leaves the node.
    private mutating func step(_ graph: FlowGraph) {
        let top = path.count - 1
        guard path[top].next < path[top].end else { return leave() }
        let supplier = graph.arcs[path[top].next].supplier
        guard supplier != FlowGraph.nobody, !graph.row(of: supplier).isEmpty else {
            path[top].next += 1
            return
        }
        if rank[Int(supplier)] == 0 { return enter(supplier, graph) }
        path[top].next += 1
        let node = path[top].node
        if supplier == node { path[top].hasSelfArc = true }
        if rank[Int(supplier)] < rank[Int(node)] {
            rank[Int(node)] = rank[Int(supplier)]
            path[top].isRoot = false
        }
    }

    private mutating func leave() {
        guard let frame = path.popLast() else { return }
        guard frame.isRoot else { return open.append(frame.node) }
        let first = nodes.count
        var bottom = open.count
        while bottom > 0, rank[Int(open[bottom - 1])] >= rank[Int(frame.node)] { bottom -= 1 }
        nodes.append(contentsOf: open[bottom...])
        nodes.append(frame.node)
        open.removeSubrange(bottom...)
        for node in nodes[first...] { rank[Int(node)] = nextComponent }
        nextRank -= Int32(nodes.count - first)
        nextComponent -= 1
        if nodes.count - first > 1 || frame.hasSelfArc { loops.append(first..<nodes.count) }
    }
}
