/// Solves, for many tags at once, the chance that a walk upstream takes an arc of a tag.
///
/// For lane r the value of node b is the least solution of x_b = Σ weight · (1 if the arc is of lane r, else x_s).
/// Eight lanes share one pass over the arcs. Nodes outside loops need one pass; loops are swept from 0 in their order
/// (Gauss–Seidel), where values only rise, until all sweeps to come cannot add more than `wantedError`. A loop that
/// leaks too little for that is solved by elimination where it is small enough.
public struct WalkSolver {
    /// Lanes that share a pass.
    public typealias Lanes = SIMD8<Double>
    /// What sweeping aims at: no more than this may still be missing from a value of a loop.
    public static let wantedError = 1e-11
    /// What may be missing from a value of a loop that is said to have settled.
    public static let settledError = 1e-9
    /// Sweeps over one loop; only one that is both slow and too large to eliminate meets it.
    public static let sweepLimit = 10_000

    private let plan: WalkPlan
    /// The plan's arcs with the lane in place of the tag.
    private let arcs: ContiguousArray<FlowGraph.Arc>
    private let laneCount: Int

    /// Prepares a solve in which each tag has a lane in 0..<laneCount, or -1 for none.
    public init(_ plan: WalkPlan, laneOfTag: ContiguousArray<Int32>, laneCount: Int) {
        self.plan = plan
        self.laneCount = laneCount
        arcs = ContiguousArray(
            plan.arcs.map { .init(supplier: $0.supplier, tag: laneOfTag[Int($0.tag)], weight: $0.weight) })
    }

    /// Hands out the values of all slots, eight lanes at a time.
    ///
    /// - Parameter body: takes the first lane of the batch and, by slot, the values of its lanes; lanes beyond the
    ///   last are 0.
    /// - Returns: whether every loop settled; values that did not are too small, never too large.
    /// - Complexity: O(arcs · lanes / 8) outside loops; memory is eight numbers a slot.
    public func solve(_ body: (_ firstLane: Int, _ values: ContiguousArray<Lanes>) -> Void) -> Bool {
        var values = ContiguousArray<Lanes>(repeating: .zero, count: plan.slotCount)
        var settled = true
        for firstLane in stride(from: 0, to: laneCount, by: Lanes.scalarCount) {
            settled = solveBatch(Int32(firstLane), &values) && settled
            body(firstLane, values)
        }
        return settled
    }

    private func solveBatch(_ firstLane: Int32, _ values: inout ContiguousArray<Lanes>) -> Bool {
        var settled = true
        var next = 1
        for loop in plan.loops {
            pass(next..<loop.slots.lowerBound, firstLane, &values)
            settled = settle(loop, firstLane, &values) && settled
            next = loop.slots.upperBound
        }
        pass(next..<plan.slotCount, firstLane, &values)
        return settled
    }

    private func settle(_ loop: Loop, _ firstLane: Int32, _ values: inout ContiguousArray<Lanes>) -> Bool {
        if loop.isSlow, loop.slots.count <= LoopElimination.nodeLimit {
            eliminate(loop.slots, firstLane, &values)
            return true
        }
        let sweeps = LoopSweeps(loop, plan.starts, arcs, firstLane: firstLane, values: &values)
        let enough = max(Self.wantedError / loop.patience, sweeps.rounding)
        for _ in 0..<Self.sweepLimit where sweeps.sweep(&values) <= enough {
            return enough * loop.patience <= Self.settledError
        }
        return false
    }

    private func eliminate(_ loop: Range<Int>, _ firstLane: Int32, _ values: inout ContiguousArray<Lanes>) {
        for lane in 0..<Lanes.scalarCount {
            let wanted = firstLane + Int32(lane)
            let exact = LoopElimination.solve(loop, starts: plan.starts, arcs: arcs, lane: wanted) {
                values[$0][lane]
            }
            for (slot, value) in zip(loop, exact) { values[slot][lane] = value }
        }
    }

    /// One pass over some rows, in order: each slot's value from the values of its suppliers.
    private func pass(_ slots: Range<Int>, _ firstLane: Int32, _ values: inout ContiguousArray<Lanes>) {
        let (starts, arcs) = (plan.starts.span, arcs.span)
        var values = values.mutableSpan
        for slot in slots {
            let row = Int(starts[slot])..<Int(starts[slot + 1])
            values[slot] = rowSum(row, arcs, values.span, firstLane, met: 1)
        }
    }
}
