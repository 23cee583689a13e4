/// The strong components of what a root's heads reach, the root itself taken out of the graph.
///
/// What reaches one node of a component reaches them all, so whoever asks what reaches what asks it of components.
/// They are numbered in the order in which they are found, so that arcs lead to lower numbers.
///
/// One value is used for many roots: its scratch space is allocated once, and a root costs what it reaches.
///
/// Source: Pearce, "A space-efficient algorithm for finding strongly connected components", IPL 116 (2016); see
/// `SolvingOrder`, which differs in what it keeps.
public struct ReachComponents: Sendable {
    /// Every node that is reached, component by component.
    public private(set) var nodes: ContiguousArray<Int32> = []
    let graph: ArcGraph
    /// The nodes of component c are `nodes[starts[c]..<starts[c + 1]]`.
    private(set) var starts: ContiguousArray<Int32> = [0]
    /// By node: its component, or `nothing`.
    private(set) var component: ContiguousArray<Int32>
    /// What they were found from last.
    private(set) var root: Int32?
    private var rank: ContiguousArray<Int32>
    private var nextRank: Int32 = 1
    /// Nodes that the search has left, whose component is still open.
    private var open: ContiguousArray<Int32> = []
    private var path: ContiguousArray<Frame> = []

    /// The component of a node that is not reached, and of the root.
    public static let nothing: Int32 = -1

    private struct Frame {
        var node: Int32
        var next: Int32
        var end: Int32
        /// The rank with which the node was entered.
        var rank: Int32
    }

    init(_ graph: ArcGraph) {
        self.graph = graph
        rank = ContiguousArray(repeating: 0, count: graph.nodeCount)
        component = ContiguousArray(repeating: Self.nothing, count: graph.nodeCount)
    }

    /// How many there are.
    public var count: Int { starts.count - 1 }

    /// The places in `nodes` of a component's.
    public func places(of component: Int) -> Range<Int> {
        Int(starts[component])..<Int(starts[component + 1])
    }

    /// The component that a node is of, or `nothing`.
    public func component(of node: Int32) -> Int32 { component[Int(node)] }

    /// Finds the components of a root, in place of the last one's.
    mutating func find(from root: Int32) {
        for node in nodes {
            rank[Int(node)] = 0
            component[Int(node)] = Self.nothing
        }
        if let last = self.root { rank[Int(last)] = 0 }
        nodes.removeAll(keepingCapacity: true)
        starts.removeSubrange(1...)
        nextRank = 1
        self.root = root
        // A node whose component is known ranks above all that are open; so does the root, which no component has.
        rank[Int(root)] = .max
        for place in graph.row(of: root) where rank[Int(graph.heads[place])] == 0 {
            enter(graph.heads[place])
            while !path.isEmpty { step() }
        }
    }

    private mutating func enter(_ node: Int32) {
        rank[Int(node)] = nextRank
        path.append(
            Frame(
                node: node, next: graph.starts[Int(node)], end: graph.starts[Int(node) + 1], rank: nextRank))
        nextRank += 1
    }

    /// Looks at the next arcs of the node that the search stands on, until one leads on, or leaves the node.
    private mutating func step() {
        let top = path.count - 1
        let node = path[top].node
        var least = rank[Int(node)]
        var next = path[top].next
        while next < path[top].end {
            let head = graph.heads[Int(next)]
            let other = rank[Int(head)]
            if other == 0 {
                rank[Int(node)] = least
                path[top].next = next
                return enter(head)
            }
            least = min(least, other)
            next += 1
        }
        rank[Int(node)] = least
        leave()
    }

    private mutating func leave() {
        guard let frame = path.popLast() else { return }
        guard rank[Int(frame.node)] == frame.rank else { return open.append(frame.node) }
        let first = nodes.count
        var bottom = open.count
        while bottom > 0, rank[Int(open[bottom - 1])] >= frame.rank { bottom -= 1 }
        nodes.append(contentsOf: open[bottom...])
        nodes.append(frame.node)
        open.removeSubrange(bottom...)
        for node in nodes[first...] {
            rank[Int(node)] = .max
            component[Int(node)] = Int32(count)
        }
        starts.append(Int32(nodes.count))
    }
}
