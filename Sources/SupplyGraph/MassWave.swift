/// What one unit at a root becomes, step by step up the chain: after k steps, node s holds (e_root · S^k)[s].
///
/// Only the nodes that hold something are touched. One wave is used for many roots, so that its scratch space is
/// allocated once.
public struct MassWave {
    /// Nodes that hold something, in the order in which they were reached.
    public private(set) var nodes: ContiguousArray<Int32> = []
    private var masses: ContiguousArray<Double>
    private var nextMasses: ContiguousArray<Double>
    private let graph: FlowGraph

    public init(_ graph: FlowGraph) {
        self.graph = graph
        masses = ContiguousArray(repeating: 0, count: graph.nodeCount)
        nextMasses = masses
    }

    /// What a node holds.
    public func mass(at node: Int32) -> Double { masses[Int(node)] }

    /// The sum over all nodes.
    public var total: Double { nodes.reduce(0) { $0 + masses[Int($1)] } }

    /// Puts one unit at a root and nothing elsewhere.
    public mutating func start(at root: Int32) {
        for node in nodes { masses[Int(node)] = 0 }
        nodes = [root]
        masses[Int(root)] = 1
    }

    /// Moves everything one step up; what nobody is known to supply is gone.
    ///
    /// - Parameter worth: for each tag, what a unit that passes over it counts.
    /// - Returns: the sum of what passed, each part times its worth.
    /// - Complexity: O(arcs of the nodes that held something).
    public mutating func advance(worth: ContiguousArray<Double>) -> Double {
        var counted = 0.0
        var reached: ContiguousArray<Int32> = []
        for node in nodes {
            let mass = masses[Int(node)]
            for index in graph.row(of: node) {
                let arc = graph.arcs[index]
                let part = mass * arc.weight
                guard part > 0, arc.supplier != FlowGraph.nobody else { continue }
                if nextMasses[Int(arc.supplier)] == 0 { reached.append(arc.supplier) }
                nextMasses[Int(arc.supplier)] += part
                counted += part * worth[Int(arc.tag)]
            }
            masses[Int(node)] = 0
        }
        swap(&masses, &nextMasses)
        nodes = reached
        return counted
    }
}
