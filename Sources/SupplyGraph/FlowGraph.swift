/// Who supplies whom, in compressed sparse rows: for each node, the arcs to its suppliers.
///
/// A walk up the chain starts at a buyer and takes each of its arcs with the arc's weight as chance; the weights of a
/// row sum to at most 1. What a tag stands for (a place, a kind of supplier) is the caller's own business.
public struct FlowGraph: Sendable {
    /// One arc of a row.
    public struct Arc: Sendable {
        /// The supplier's node, or `nobody`.
        public var supplier: Int32
        /// 0 or more; a solver maps it to a lane.
        public var tag: Int32
        /// 0...1.
        public var weight: Double

        public init(supplier: Int32, tag: Int32, weight: Double) {
            self.supplier = supplier
            self.tag = tag
            self.weight = weight
        }
    }

    /// The supplier of an arc that leads out of what is known.
    public static let nobody: Int32 = -1

    /// The arcs of node `i` are `arcs[starts[i]..<starts[i + 1]]`.
    public let starts: ContiguousArray<Int32>
    public let arcs: ContiguousArray<Arc>

    /// Takes rows as they are: `starts` has one more number than there are nodes, ascending from 0 to the number of arcs.
    public init(starts: ContiguousArray<Int32>, arcs: ContiguousArray<Arc>) {
        precondition(starts.first == 0 && starts.last.map(Int.init) == arcs.count, "rows cover all arcs")
        self.starts = starts
        self.arcs = arcs
    }

    public var nodeCount: Int { starts.count - 1 }

    /// The places in `arcs` of a node's row.
    public func row(of node: Int32) -> Range<Int> {
        Int(starts[Int(node)])..<Int(starts[Int(node) + 1])
    }
}
