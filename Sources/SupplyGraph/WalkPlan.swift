/// The part of a graph that lies upstream of some roots, laid out for solving walks.
///
/// A node's place in the layout is its slot. Slot 0 stands for every node without arcs (its value is always 0); the
/// others follow in solving order, so one pass from first to last settles all that lies outside loops.
/// Building costs O(nodes of the graph + arcs reached); one plan serves many solves.
public struct WalkPlan: Sendable {
    /// Node of each slot; `FlowGraph.nobody` at slot 0.
    public let nodes: ContiguousArray<Int32>
    /// Slot of each root, in the order given.
    public let rootSlots: ContiguousArray<Int32>
    /// By slot, ascending.
    let loops: [Loop]
    /// As in `FlowGraph`, by slot; `supplier` of an arc is a slot.
    let starts: ContiguousArray<Int32>
    let arcs: ContiguousArray<FlowGraph.Arc>

    public init(_ graph: FlowGraph, from roots: some Collection<Int32>) {
        let order = SolvingOrder(graph, from: roots)
        var slots = ContiguousArray<Int32>(repeating: 0, count: graph.nodeCount)
        var arcCount = 0
        for (index, node) in order.nodes.enumerated() {
            slots[Int(node)] = Int32(index + 1)
            arcCount += graph.row(of: node).count
        }
        var starts: ContiguousArray<Int32> = [0, 0]
        var arcs: ContiguousArray<FlowGraph.Arc> = []
        starts.reserveCapacity(order.nodes.count + 2)
        arcs.reserveCapacity(arcCount)
        for node in order.nodes {
            for index in graph.row(of: node) {
                var arc = graph.arcs[index]
                arc.supplier = arc.supplier == FlowGraph.nobody ? 0 : slots[Int(arc.supplier)]
                arcs.append(arc)
            }
            starts.append(Int32(arcs.count))
        }
        nodes = [FlowGraph.nobody] + order.nodes
        rootSlots = ContiguousArray(roots.map { slots[Int($0)] })
        loops = order.loops.map {
            Loop(($0.lowerBound + 1)..<($0.upperBound + 1), starts: starts, arcs: arcs)
        }
        self.starts = starts
        self.arcs = arcs
    }

    var slotCount: Int { nodes.count }
}
