/// Which node leads to which, in compressed sparse rows: arcs without weights.
public struct ArcGraph: Sendable {
    /// The arcs of node `i` lead to `heads[starts[i]..<starts[i + 1]]`.
    public let starts: ContiguousArray<Int32>
    public let heads: ContiguousArray<Int32>

    /// Takes rows as they are: `starts` has one more number than there are nodes, ascending from 0 to the number of arcs.
    public init(starts: ContiguousArray<Int32>, heads: ContiguousArray<Int32>) {
        precondition(starts.first == 0 && starts.last.map(Int.init) == heads.count, "rows cover all arcs")
        self.starts = starts
        self.heads = heads
    }

    public var nodeCount: Int { starts.count - 1 }

    /// The places in `heads` of a node's row.
    public func row(of node: Int32) -> Range<Int> {
        Int(starts[Int(node)])..<Int(starts[Int(node) + 1])
    }

    /// The same arcs, each turned round; rows are ascending.
    ///
    /// - Complexity: O(nodes + arcs).
    public func reversed() -> ArcGraph {
        var starts = ContiguousArray<Int32>(repeating: 0, count: nodeCount + 1)
        for head in heads { starts[Int(head) + 1] += 1 }
        for node in 0..<nodeCount { starts[node + 1] += starts[node] }
        var next = starts
        var tails = ContiguousArray<Int32>(repeating: 0, count: heads.count)
        for node in 0..<Int32(nodeCount) {
            for head in heads[row(of: node)] {
                tails[Int(next[Int(head)])] = node
                next[Int(head)] += 1
            }
        }
        return ArcGraph(starts: starts, heads: tails)
    }
}
