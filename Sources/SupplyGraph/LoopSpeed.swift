/// How fast sweeping settles a loop.
///
/// Let y be the chance to be still inside the loop after some sweeps, starting with 1. If m sweeps bring it to one half
/// or less at every node, all sweeps to come can change a value by no more than 2m times the last change: that bounds
/// the error of stopping, whatever the loop looks like.
enum LoopSpeed {
    /// Loops that take more sweeps than this to lose half are slow.
    static let halvingLimit = 200

    /// Sweeps until at most half is left at every node of the loop; nil where the loop is slow or closed.
    static func sweepsToHalve(
        _ loop: Range<Int>, starts: ContiguousArray<Int32>, arcs: ContiguousArray<FlowGraph.Arc>
    ) -> Int? {
        var left = ContiguousArray<Double>(repeating: 1, count: loop.count)
        for sweeps in 1...halvingLimit {
            var most = 0.0
            for slot in loop {
                var sum = 0.0
                for arc in arcs[Int(starts[slot])..<Int(starts[slot + 1])]
                where loop.contains(Int(arc.supplier)) {
                    sum += arc.weight * left[Int(arc.supplier) - loop.lowerBound]
                }
                left[slot - loop.lowerBound] = sum
                most = max(most, sum)
            }
            if most <= 0.5 { return sweeps }
        }
        return nil
    }
}
