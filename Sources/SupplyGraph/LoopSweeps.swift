/// Sweeps one loop for eight lanes until it has settled.
///
/// What comes from outside the loop, and what is met on an arc of a lane, does not change: it is summed up once, and a
/// sweep passes over the arcs inside the loop alone.
struct LoopSweeps {
    typealias Lanes = WalkSolver.Lanes

    private let loop: Loop
    private let firstLane: Int32
    /// By slot, counted from the first of the loop: what does not change, and what a change is multiplied by.
    private var fixed: ContiguousArray<Lanes> = []
    private var gains: ContiguousArray<Lanes>
    /// Changes up to this may be nothing but rounding, enlarged by a gain.
    let rounding: Double
    /// The arcs inside the loop, with lanes for tags.
    private let arcs: ContiguousArray<FlowGraph.Arc>

    /// Prepares the loop for a batch of lanes; `planArcs` has lanes for tags, and the loop's values are set to 0.
    init(
        _ loop: Loop, _ planStarts: ContiguousArray<Int32>, _ planArcs: ContiguousArray<FlowGraph.Arc>,
        firstLane: Int32, values: inout ContiguousArray<Lanes>
    ) {
        self.loop = loop
        self.firstLane = firstLane
        arcs = ContiguousArray(loop.arcs.map { planArcs[Int($0)] })
        for slot in loop.slots { values[slot] = .zero }
        for slot in loop.slots {
            let row = Int(planStarts[slot])..<Int(planStarts[slot + 1])
            fixed.append(rowSum(row, planArcs.span, values.span, firstLane, met: 1))
        }
        var returns = ContiguousArray(loop.returns.map { Lanes(repeating: $0) })
        for pair in loop.pairs {
            // In the lane of one of the arcs the walk ends there, so less returns; too little is safe.
            var met = SIMDMask<SIMD8<Int64>>(repeating: false)
            for arc in pair.arcs {
                let lane = planArcs[Int(arc)].tag &- firstLane
                if lane >= 0, lane < Lanes.scalarCount { met[Int(lane)] = true }
            }
            let row = pair.slot - loop.slots.lowerBound
            returns[row].replace(with: returns[row] - pair.returns, where: met)
        }
        gains = ContiguousArray(returns.map { 1 / (1 - $0) })
        rounding = gains.reduce(0) { max($0, $1.max()) } * 0x1p-51
    }

    /// Sweeps once and gives the largest rise; nothing falls but by rounding.
    func sweep(_ values: inout ContiguousArray<Lanes>) -> Double {
        var values = values.mutableSpan
        let (starts, arcs, fixed, gains) = (loop.starts.span, arcs.span, fixed.span, gains.span)
        var change = Lanes.zero
        for row in starts.indices.dropLast() {
            let slot = loop.slots.lowerBound + row
            let sum = rowSum(Int(starts[row])..<Int(starts[row + 1]), arcs, values.span, firstLane, met: 0)
            let move = (fixed[row] + sum - values[slot]) * gains[row]
            values[slot] += move
            change.replace(with: move, where: move .> change)
        }
        return change.max()
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
