/// What carries a loss: for each node the limit that binds it, chosen so that following binding limits ends at a stop.
///
/// Where several limits bind alike, as among firms that can only fall together, one must be taken through which the stop is
/// reached, or the explanation would go in circles. So nodes are explained from the stops outwards.
/// O(nodes + arcs) of the graph.
public struct BindingLimits {
    /// Two limits bind alike that differ by no more.
    private static let tie = 1e-9

    /// The arcs of binding limits, tagged 1 where the supplier is stopped, else 0; stopped nodes have none.
    public private(set) var flow: FlowGraph
    /// By arc of `flow`: its number in the graph.
    public private(set) var arcNumbers: ContiguousArray<Int32> = []

    /// Explains the losses of one cascade, given by node of the graph.
    public init(_ graph: LimitGraph, losses: ContiguousArray<Double>, isStopped: ContiguousArray<Bool>) {
        let binding = Self.binding(graph, losses, isStopped)
        var starts: ContiguousArray<Int32> = [0]
        var arcs: ContiguousArray<FlowGraph.Arc> = []
        for node in 0..<graph.nodeCount {
            if binding[node] >= 0 {
                for arc in graph.arcs(of: Int(binding[node])) where losses[Int(graph.suppliers[arc])] > 0 {
                    let supplier = graph.suppliers[arc]
                    let tag: Int32 = isStopped[Int(supplier)] ? 1 : 0
                    arcs.append(.init(supplier: supplier, tag: tag, weight: graph.weights[arc]))
                    arcNumbers.append(Int32(arc))
                }
            }
            starts.append(Int32(arcs.count))
        }
        flow = FlowGraph(starts: starts, arcs: arcs)
    }

    /// By node the limit that explains it, or -1.
    private static func binding(
        _ graph: LimitGraph, _ losses: ContiguousArray<Double>, _ isStopped: ContiguousArray<Bool>
    ) -> ContiguousArray<Int32> {
        var candidates = LoopRows()
        var buyerOfLimit = ContiguousArray<Int32>(repeating: 0, count: graph.limitCount)
        for node in 0..<Int32(graph.nodeCount) {
            for limit in graph.limits(of: node) {
                buyerOfLimit[limit] = node
                let loss = graph.arcs(of: limit).reduce(0) {
                    $0 + graph.weights[$1] * losses[Int(graph.suppliers[$1])]
                }
                if !isStopped[Int(node)], loss > 0, loss >= losses[Int(node)] - tie {
                    for arc in graph.arcs(of: limit) { candidates.append(graph.suppliers[arc]) }
                }
                candidates.endRow()
            }
        }
        let readers = candidates.reversed(columnCount: graph.nodeCount)
        var binding = ContiguousArray<Int32>(repeating: -1, count: graph.nodeCount)
        var queue = ContiguousArray((0..<Int32(graph.nodeCount)).filter { isStopped[Int($0)] })
        var next = 0
        while next < queue.count {
            for index in readers.row(Int(queue[next])) {
                let limit = readers.columns[index]
                let node = Int(buyerOfLimit[Int(limit)])
                guard binding[node] < 0 else { continue }
                binding[node] = limit
                queue.append(Int32(node))
            }
            next += 1
        }
        return binding
    }
}
