/// Solves, for many tags at once, the chance that a walk upstream takes an arc of a tag.
///
/// For lane r the value of node b is the least solution of x_b = Σ weight · (1 if the arc is of lane r, else x_s).
/// Eight lanes share one pass over the arcs, and each thread has a batch of eight of its own: how many threads there are
/// changes no value. Nodes outside loops need one pass; loops are swept from 0 in their order
/// (Gauss–Seidel), where values only rise, until all sweeps to come cannot add more than `wantedError`. A loop that
/// leaks too little for that is solved by elimination where it is small enough.
public struct WalkSolver: Sendable {
    /// Lanes that share a pass.
    public typealias Lanes = SIMD8<Double>
    /// What sweeping aims at: no more than this may still be missing from a value of a loop.
    public static let wantedError = 1e-11
    /// What may be missing from a value of a loop that is said to have settled.
    public static let settledError = 1e-9
    /// Sweeps over one loop; only one that is both slow and too large to eliminate meets it.
    public static let sweepLimit = 10_000

    let plan: WalkPlan
    /// The plan's arcs with the lane in place of the tag.
    let arcs: ContiguousArray<FlowGraph.Arc>
    /// By loop those of its arcs that stay inside of it.
    let loopArcs: [ContiguousArray<FlowGraph.Arc>]
    private let laneCount: Int

    /// Prepares a solve in which each tag has a lane in 0..<laneCount, or -1 for none.
    public init(_ plan: WalkPlan, laneOfTag: ContiguousArray<Int32>, laneCount: Int) {
        let arcs = ContiguousArray(
            plan.arcs.map {
                FlowGraph.Arc(supplier: $0.supplier, tag: laneOfTag[Int($0.tag)], weight: $0.weight)
            })
        self.plan = plan
        self.laneCount = laneCount
        self.arcs = arcs
        loopArcs = plan.loops.map { loop in ContiguousArray(loop.arcs.map { arcs[Int($0)] }) }
    }

    /// Hands out the values of all slots, eight lanes at a time, in the order of the lanes.
    ///
    /// - Parameters:
    ///   - threads: at least 1; how many batches are solved at the same time.
    ///   - body: takes the first lane of the batch and, by slot, the values of its lanes; lanes beyond the last are 0.
    ///     It runs on the caller's thread.
    /// - Returns: whether every loop settled; values that did not are too small, never too large.
    /// - Complexity: O(arcs · lanes / 8) outside loops; memory is eight numbers a slot and thread, twice that for a
    ///   loop's.
    public func solve(
        threads: Int = 1, _ body: (_ firstLane: Int, _ values: ContiguousArray<Lanes>) -> Void
    ) -> Bool {
        let batches = Array(stride(from: 0, to: laneCount, by: Lanes.scalarCount))
        let workers = (0..<min(threads, batches.count)).map { _ in LaneWorker(self) }
        var settled = true
        for first in stride(from: 0, to: batches.count, by: max(1, workers.count)) {
            let wave = batches[first..<min(first + workers.count, batches.count)]
            Crew.perform(wave.count) { workers[$0].solve(firstLane: wave[first + $0]) }
            for (worker, firstLane) in zip(workers, wave) {
                settled = worker.handOut { body(firstLane, $0) } && settled
            }
        }
        return settled
    }
}
