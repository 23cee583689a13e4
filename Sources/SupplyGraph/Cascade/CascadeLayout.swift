/// A limit graph in the order in which it is solved: suppliers before their buyers, loops together.
struct CascadeLayout: Sendable {
    /// As in `LimitGraph`, by slot; suppliers are slots.
    private(set) var limitStarts: ContiguousArray<Int32> = [0]
    private(set) var arcStarts: ContiguousArray<Int32> = [0]
    private(set) var suppliers: ContiguousArray<Int32> = []
    private(set) var weights: ContiguousArray<Double> = []
    /// Slot of each node of the graph.
    private(set) var slotOf: ContiguousArray<Int32>
    /// Slots of the loops, ascending.
    private(set) var loopSlots: [Range<Int>] = []

    var slotCount: Int { limitStarts.count - 1 }

    /// `ranks` is by node its place in an earlier order, by which loops are ordered then.
    init(_ graph: LimitGraph, ranks: ContiguousArray<Int32>? = nil) {
        let order = SolvingOrder(graph.flow, from: 0..<Int32(graph.nodeCount))
        slotOf = ContiguousArray(repeating: -1, count: graph.nodeCount)
        var nodes = ContiguousArray((0..<Int32(graph.nodeCount)).filter { graph.limits(of: $0).isEmpty })
        let leafCount = nodes.count
        nodes += order.nodes
        for range in order.loops {
            let slots = (range.lowerBound + leafCount)..<(range.upperBound + leafCount)
            if let ranks {
                nodes[slots].sort { (ranks[Int($0)], $0) < (ranks[Int($1)], $1) }
            } else {
                Self.reorder(&nodes, slots, graph, &slotOf)
            }
            loopSlots.append(slots)
        }
        for (slot, node) in nodes.enumerated() { slotOf[Int(node)] = Int32(slot) }
        limitStarts.reserveCapacity(nodes.count + 1)
        arcStarts.reserveCapacity(graph.limitCount + 1)
        suppliers.reserveCapacity(graph.suppliers.count)
        weights.reserveCapacity(graph.suppliers.count)
        for node in nodes {
            for limit in graph.limits(of: node) {
                for arc in graph.arcs(of: limit) {
                    suppliers.append(slotOf[Int(graph.suppliers[arc])])
                    weights.append(graph.weights[arc])
                }
                arcStarts.append(Int32(suppliers.count))
            }
            limitStarts.append(Int32(arcStarts.count - 1))
        }
    }

    func limits(of slot: Int) -> Range<Int> { Int(limitStarts[slot])..<Int(limitStarts[slot + 1]) }

    func arcs(of limit: Int) -> Range<Int> { Int(arcStarts[limit])..<Int(arcStarts[limit + 1]) }

    func arcs(ofSlot slot: Int) -> Range<Int> {
        Int(arcStarts[Int(limitStarts[slot])])..<Int(arcStarts[Int(limitStarts[slot + 1])])
    }

    /// Puts the nodes of a loop in the order in which it settles fastest: as the search left them, or greedily, whichever
    /// feeds less back.
    ///
    /// `place` is scratch, -1 outside of the loop.
    private static func reorder(
        _ nodes: inout ContiguousArray<Int32>, _ slots: Range<Int>, _ graph: LimitGraph,
        _ place: inout ContiguousArray<Int32>
    ) {
        for (number, slot) in slots.enumerated() { place[Int(nodes[slot])] = Int32(number) }
        var rows = LoopRows()
        for slot in slots {
            for arc in graph.arcs(ofNode: nodes[slot]) {
                let supplier = place[Int(graph.suppliers[arc])]
                if supplier >= 0 { rows.append(supplier) }
            }
            rows.endRow()
        }
        for slot in slots { place[Int(nodes[slot])] = -1 }
        var order = LoopOrder(rows)
        let greedy = order.nodes()
        guard rows.feedbackCount(greedy) < rows.feedbackCount(ContiguousArray(0..<Int32(slots.count))) else {
            return
        }
        let ordered = ContiguousArray(greedy.map { nodes[slots.lowerBound + Int($0)] })
        nodes.replaceSubrange(slots, with: ordered)
    }
}
