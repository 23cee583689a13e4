/// Solves one small loop for one lane exactly, by eliminating its nodes one after the other.
///
/// What leaves a node is summed up, never found as 1 minus what stays, so that a loop that leaks a billionth is as exact
/// as one that leaks half. Needed only where sweeping settles too slowly.
///
/// Source: Grassmann, Taksar, Heyman, "Regenerative analysis and steady state distributions for Markov chains",
/// Operations Research 33 (1985).
enum LoopElimination {
    /// The largest loop that is eliminated: its square in numbers is held, its cube in steps done.
    static let nodeLimit = 200
    /// A row that sums to 1 but for this much is rounded, not leaking.
    static let roundingSlack = 1e-12

    /// The values of the loop's slots for a lane, given the value of each slot outside of it.
    static func solve(
        _ loop: Range<Int>, starts: ContiguousArray<Int32>, arcs: ContiguousArray<FlowGraph.Arc>, lane: Int32,
        outside: (Int) -> Double
    ) -> [Double] {
        let count = loop.count
        // By row: weight to each node of the loop, then what is won at once, then what is lost for good.
        var rows = [[Double]](repeating: [Double](repeating: 0, count: count + 2), count: count)
        for slot in loop {
            let row = slot - loop.lowerBound
            var rest = 1.0
            for arc in arcs[Int(starts[slot])..<Int(starts[slot + 1])] {
                let supplier = Int(arc.supplier)
                rest -= arc.weight
                if arc.tag != lane, loop.contains(supplier) {
                    rows[row][supplier - loop.lowerBound] += arc.weight
                } else {
                    let won = arc.tag == lane ? 1 : outside(supplier)
                    rows[row][count] += arc.weight * won
                    rows[row][count + 1] += arc.weight * (1 - won)
                }
            }
            if rest > roundingSlack { rows[row][count + 1] += rest }
        }
        return solve(&rows)
    }

    /// The values of a loop given by row: weight to each row, then what is won at once, then what is lost for good, which
    /// together sum to 1.
    static func solve(_ rows: inout [[Double]]) -> [Double] {
        let count = rows.count
        for pivot in stride(from: count - 1, through: 0, by: -1) { eliminate(pivot, &rows, count) }
        return substitute(rows, count)
    }

    /// Scales the pivot's row by what leaves the node, and puts the row in place of the node in all rows before it.
    ///
    /// What enters a node that nothing leaves circulates for ever: it is lost, or the rows before would no longer sum to 1.
    private static func eliminate(_ pivot: Int, _ rows: inout [[Double]], _ count: Int) {
        let columns = Array(0..<pivot) + [count, count + 1]
        let leaving = columns.reduce(0) { $0 + rows[pivot][$1] }
        for column in columns { rows[pivot][column] = leaving > 0 ? rows[pivot][column] / leaving : 0 }
        if leaving <= 0 { rows[pivot][count + 1] = 1 }
        for row in 0..<pivot where rows[row][pivot] > 0 {
            for column in columns { rows[row][column] += rows[row][pivot] * rows[pivot][column] }
        }
    }

    private static func substitute(_ rows: [[Double]], _ count: Int) -> [Double] {
        var values = [Double](repeating: 0, count: count)
        for row in 0..<count {
            values[row] = (0..<row).reduce(rows[row][count]) { $0 + rows[row][$1] * values[$1] }
        }
        return values
    }
}
