/// Sweeps one loop for eight lanes until it has settled.
///
/// What comes from outside the loop, and what is met on an arc of a lane, does not change: it is summed up once, and a
/// sweep passes over the arcs inside the loop alone.
struct LoopSweeps {
    typealias Lanes = WalkSolver.Lanes

    private let loop: Loop
    private let firstLane: Int32
    /// The arcs inside the loop, with lanes for tags.
    private let arcs: ContiguousArray<FlowGraph.Arc>
    /// By row: what does not change.
    private var fixed: ContiguousArray<Lanes> = []
    /// By place among the rows of the loop's pairs.
    private let gains: ContiguousArray<Lanes>
    /// Changes up to this may be nothing but rounding, enlarged by a gain.
    let rounding: Double

    /// Prepares the loop for a batch of lanes, whose values of the loop are set to 0; `arcs` are those inside of it.
    init(
        _ loop: Loop, arcs: ContiguousArray<FlowGraph.Arc>, planStarts: ContiguousArray<Int32>,
        planArcs: ContiguousArray<FlowGraph.Arc>, firstLane: Int32, values: inout ContiguousArray<Lanes>
    ) {
        self.loop = loop
        self.firstLane = firstLane
        self.arcs = arcs
        gains = loop.pairs.gains { index in
            var weight = Lanes(repeating: arcs[Int(index)].weight)
            let lane = arcs[Int(index)].tag &- firstLane
            if lane >= 0, lane < Lanes.scalarCount { weight[Int(lane)] = 0 }
            return weight
        }
        rounding = gains.reduce(1) { max($0, $1.max()) } * 0x1p-51
        for slot in loop.slots { values[slot] = .zero }
        fixed.reserveCapacity(loop.slots.count)
        for slot in loop.slots {
            let row = Int(planStarts[slot])..<Int(planStarts[slot + 1])
            fixed.append(rowSum(row, planArcs.span, values.span, firstLane, met: 1))
        }
    }

    /// Sweeps once and gives the largest rise; nothing falls but by rounding.
    func sweep(_ values: inout ContiguousArray<Lanes>) -> Double {
        var change = Lanes.zero
        var next = 0
        for (row, gain) in zip(loop.pairs.rows, gains) {
            sweep(next..<Int(row), gain: nil, &values, &change)
            sweep(Int(row)..<Int(row) + 1, gain: gain, &values, &change)
            next = Int(row) + 1
        }
        sweep(next..<loop.slots.count, gain: nil, &values, &change)
        return change.max()
    }

    @inline(__always)
    private func sweep(
        _ rows: Range<Int>, gain: Lanes?, _ values: inout ContiguousArray<Lanes>, _ change: inout Lanes
    ) {
        var values = values.mutableSpan
        let (starts, arcs, fixed) = (loop.starts.span, arcs.span, fixed.span)
        for row in rows {
            let slot = loop.slots.lowerBound + row
            let sum = rowSum(Int(starts[row])..<Int(starts[row + 1]), arcs, values.span, firstLane, met: 0)
            var move = fixed[row] + sum - values[slot]
            if let gain { move *= gain }
            values[slot] += move
            change.replace(with: move, where: move .> change)
        }
    }
}

/// The sum over some arcs of weight times the supplier's value, which is `met` in the lane of the arc itself.
@inline(__always)
func rowSum(
    _ row: Range<Int>, _ arcs: Span<FlowGraph.Arc>, _ values: Span<WalkSolver.Lanes>, _ firstLane: Int32,
    met: Double
) -> WalkSolver.Lanes {
    var sum = WalkSolver.Lanes.zero
    for index in row {
        let arc = arcs[index]
        var value = values[Int(arc.supplier)]
        let lane = arc.tag &- firstLane
        if lane >= 0, lane < WalkSolver.Lanes.scalarCount { value[Int(lane)] = met }
        sum += value * arc.weight
    }
    return sum
}
