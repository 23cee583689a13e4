extension WalkPlan {
    /// For each root the least of a number over the root and all nodes upstream of it.
    ///
    /// `own` is by node of the graph that the plan was made of. O(arcs); a loop is taken as one.
    public func least(
        _ own: ContiguousArray<Int64>, graph: FlowGraph, roots: some Collection<Int32>
    ) -> [Int64] {
        var least = own
        var next = 1
        for loop in loops.map(\.slots) + [slotCount..<slotCount] {
            for slot in next..<loop.lowerBound { lower(slot, &least, graph) }
            var common = Int64.max
            for slot in loop {
                lower(slot, &least, graph)
                common = min(common, least[Int(nodes[slot])])
            }
            for slot in loop { least[Int(nodes[slot])] = common }
            next = loop.upperBound
        }
        return roots.map { least[Int($0)] }
    }

    private func lower(_ slot: Int, _ least: inout ContiguousArray<Int64>, _ graph: FlowGraph) {
        let node = nodes[slot]
        for index in graph.row(of: node) where graph.arcs[index].supplier != FlowGraph.nobody {
            least[Int(node)] = min(least[Int(node)], least[Int(graph.arcs[index].supplier)])
        }
    }
}
