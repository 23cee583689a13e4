internal import Synchronization

/// Solves one batch of eight lanes after another: what one thread works with.
struct LaneBatch {
    typealias Lanes = WalkSolver.Lanes

    let solver: WalkSolver
    /// By slot, of the batch that was solved last.
    private(set) var values: ContiguousArray<Lanes>
    /// Whether every loop settled in that batch.
    private(set) var isSettled = true

    init(_ solver: WalkSolver) {
        self.solver = solver
        values = ContiguousArray(repeating: .zero, count: solver.plan.slotCount)
    }

    mutating func solve(firstLane: Int32) {
        isSettled = true
        var next = 1
        for (loop, arcs) in zip(solver.plan.loops, solver.loopArcs) {
            pass(next..<loop.slots.lowerBound, firstLane)
            isSettled = settle(loop, arcs, firstLane) && isSettled
            next = loop.slots.upperBound
        }
        pass(next..<solver.plan.slotCount, firstLane)
    }

    private mutating func settle(
        _ loop: Loop, _ arcs: ContiguousArray<FlowGraph.Arc>, _ firstLane: Int32
    ) -> Bool {
        if loop.isSlow, loop.slots.count <= LoopElimination.nodeLimit {
            eliminate(loop.slots, firstLane)
            return true
        }
        let sweeps = LoopSweeps(
            loop, arcs: arcs, planStarts: solver.plan.starts, planArcs: solver.arcs, firstLane: firstLane,
            values: &values)
        let enough = max(WalkSolver.wantedError / loop.patience, sweeps.rounding)
        for _ in 0..<WalkSolver.sweepLimit where sweeps.sweep(&values) <= enough {
            return enough * loop.patience <= WalkSolver.settledError
        }
        return false
    }

    private mutating func eliminate(_ loop: Range<Int>, _ firstLane: Int32) {
        for lane in 0..<Lanes.scalarCount {
            let wanted = firstLane + Int32(lane)
            let exact = LoopElimination.solve(
                loop, starts: solver.plan.starts, arcs: solver.arcs, lane: wanted
            ) { values[$0][lane] }
            for (slot, value) in zip(loop, exact) { values[slot][lane] = value }
        }
    }

    /// One pass over some rows, in order: each slot's value from the values of its suppliers.
    private mutating func pass(_ slots: Range<Int>, _ firstLane: Int32) {
        let solver = solver
        let (starts, arcs) = (solver.plan.starts.span, solver.arcs.span)
        var values = values.mutableSpan
        for slot in slots {
            let row = Int(starts[slot])..<Int(starts[slot + 1])
            values[slot] = rowSum(row, arcs, values.span, firstLane, met: 1)
        }
    }
}

/// A batch that a thread of its own works on, while others wait their turn.
final class LaneWorker: Sendable {
    private let batch: Mutex<LaneBatch>

    init(_ solver: WalkSolver) { batch = Mutex(LaneBatch(solver)) }

    func solve(firstLane: Int) { batch.withLock { $0.solve(firstLane: Int32(firstLane)) } }

    /// Hands out the values of the batch that was solved last; the result is whether all its loops settled.
    func handOut(_ body: (ContiguousArray<WalkSolver.Lanes>) -> Void) -> Bool {
        batch.withLock { batch in
            body(batch.values)
            return batch.isSettled
        }
    }
}
