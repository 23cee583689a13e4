/// What each node loses when others do: a node loses as much as the worst of its limits, and a limit loses the weighted
/// sum of what its suppliers lose.
///
/// Downstream, a limit is an essential input, or all ordinary inputs together; upstream, a node has one limit, its
/// sales. The loss of a node is max(shock, max over limits Σ weight · loss), at most 1, and the least solution counts.
public struct LimitGraph: Sendable {
    /// The limits of node i are `limitStarts[i]..<limitStarts[i + 1]`.
    public private(set) var limitStarts: ContiguousArray<Int32> = [0]
    /// The arcs of limit k are `arcStarts[k]..<arcStarts[k + 1]`.
    public private(set) var arcStarts: ContiguousArray<Int32> = [0]
    /// Node of each arc.
    public private(set) var suppliers: ContiguousArray<Int32> = []
    /// Above 0.
    public private(set) var weights: ContiguousArray<Double> = []

    /// A limit whose weights sum to 1 but for this much passes on all that its suppliers lose.
    static let roundingSlack = 1e-12

    public init() {}

    public var nodeCount: Int { limitStarts.count - 1 }
    var limitCount: Int { arcStarts.count - 1 }

    func limits(of node: Int32) -> Range<Int> {
        Int(limitStarts[Int(node)])..<Int(limitStarts[Int(node) + 1])
    }

    func arcs(of limit: Int) -> Range<Int> { Int(arcStarts[limit])..<Int(arcStarts[limit + 1]) }

    /// All arcs of a node, whatever their limit.
    func arcs(ofNode node: Int32) -> Range<Int> {
        Int(arcStarts[Int(limitStarts[Int(node)])])..<Int(arcStarts[Int(limitStarts[Int(node) + 1])])
    }

    public mutating func reserve(nodes: Int, limits: Int, arcs: Int) {
        limitStarts.reserveCapacity(nodes + 1)
        arcStarts.reserveCapacity(limits + 1)
        suppliers.reserveCapacity(arcs)
        weights.reserveCapacity(arcs)
    }

    /// Adds an arc to the limit that is being built; one without weight carries nothing and is left out.
    ///
    /// - Returns: whether it was added; arcs are numbered in the order in which they are.
    @discardableResult
    public mutating func addArc(to supplier: Int32, weight: Double) -> Bool {
        guard weight > 0 else { return false }
        suppliers.append(supplier)
        weights.append(weight)
        return true
    }

    /// Ends the limit that is being built, unless it has no arc.
    public mutating func endLimit() {
        if suppliers.count > Int(arcStarts[arcStarts.count - 1]) { arcStarts.append(Int32(suppliers.count)) }
    }

    /// Ends the node that is being built; nodes are numbered in the order in which they are ended.
    public mutating func endNode() { limitStarts.append(Int32(limitCount)) }

    /// What the weights of a limit sum to.
    func weight(of limit: Int) -> Double { arcs(of: limit).reduce(0) { $0 + weights[$1] } }

    /// The graph of who hangs on whom, limits forgotten.
    var flow: FlowGraph {
        FlowGraph(
            starts: ContiguousArray(limitStarts.map { arcStarts[Int($0)] }),
            arcs: ContiguousArray(
                suppliers.indices.map { .init(supplier: suppliers[$0], tag: 0, weight: weights[$0]) }))
    }
}
