/// Answers what stops if something stops: solves cascades, eight shocks at a time.
///
/// Only what the shocks reach is passed, once, suppliers first; a loop that is reached is settled before what hangs on it.
/// So a shock of small reach costs little, whatever the size of the network. A shock's result does not depend on the
/// others in its batch by a bit. A solver keeps its scratch space, eight numbers a slot; it is for one thread.
///
/// Source: Diem, Borsos, Reisch, Kertész, Thurner, Sci. Rep. 12:7719 (2022), the limit of eq. 4 and 5.
public struct CascadeSolver {
    /// Shocks that share a pass.
    public typealias Lanes = SIMD8<Double>

    /// One node's loss of capacity in one shock of a batch.
    public struct Blow: Sendable {
        public var node: Int32
        /// Number of the shock in its batch, 0..<8.
        public var lane: Int
        /// 0...1.
        public var loss: Double

        public init(node: Int32, lane: Int, loss: Double) {
            self.node = node
            self.lane = lane
            self.loss = loss
        }
    }

    /// How a batch ended, by shock.
    public struct Outcome: Sendable {
        /// Passes over the slowest loop that was reached; 1 where there was none.
        public var steps = 1
        /// Whether every loop was settled to within the wanted error.
        public var hasConverged: [Bool] = Array(repeating: true, count: Lanes.scalarCount)
        /// The largest change of the last pass over a loop that did not settle.
        public var lastChange: [Double] = Array(repeating: 0, count: Lanes.scalarCount)

        public init() {}
    }

    let plan: CascadePlan
    private var values: ContiguousArray<Lanes>
    private var reached: SlotSet
    private var open: ContiguousArray<Int32> = []
    /// By number of the plan's feedback, what a loop is tried with first; empty where that is 0.
    private var start: ContiguousArray<Lanes> = []

    public init(_ plan: CascadePlan) {
        self.plan = plan
        values = ContiguousArray(repeating: .zero, count: plan.slotCount)
        reached = SlotSet(count: plan.slotCount)
    }

    /// Solves a batch; what the last one found is forgotten.
    ///
    /// `near` is by shock what is kept of one like it: the nearer, the fewer passes. It changes no result by more than the wanted error.
    public mutating func solve(_ blows: some Sequence<Blow>, near memories: [CascadeMemory] = []) -> Outcome {
        setStart(memories)
        reached.forEach { values[$0] = .zero }
        reached.removeAll()
        for blow in blows where blow.loss > 0 {
            let slot = plan.slot(of: blow.node)
            values[slot][blow.lane] = max(values[slot][blow.lane], min(1, blow.loss))
            reach(slot)
        }
        var outcome = Outcome()
        var next = 0
        while let slot = reached.first(from: next) {
            let loop = plan.loopOf[slot]
            if loop < 0 {
                pass(slot)
                next = slot + 1
            } else {
                settle(Int(loop), &outcome)
                next = plan.loops[Int(loop)].slots.upperBound
            }
        }
        return outcome
    }

    /// Whether the last batch may have reached a slot.
    func hasReached(_ slot: Int) -> Bool { reached.contains(slot) }

    /// What a slot loses in each shock of the last batch.
    func losses(ofSlot slot: Int) -> Lanes { values[slot] }

    /// What a node loses in each shock of the last batch.
    public func losses(of node: Int32) -> Lanes { values[plan.slot(of: node)] }

    /// What a node's inputs alone make it lose, without its own shock: of a node in a cycle, given what it loses itself.
    public func lossesOfInputs(of node: Int32) -> Lanes { worstLimit(plan.slot(of: node)) }

    /// Hands out every slot that the last batch reached, ascending.
    public func forEachReached(_ body: (_ slot: Int, _ losses: Lanes) -> Void) {
        reached.forEach { body($0, values[$0]) }
    }

    private mutating func reach(_ first: Int) {
        guard reached.insert(first) else { return }
        open.append(Int32(first))
        while let slot = open.popLast() {
            let loop = Int(plan.loopOf[Int(slot)])
            if loop >= 0, let closure = plan.closures[loop] {
                reached.formUnion(closure)
                continue
            }
            for index in plan.buyers.row(Int(slot)) where reached.insert(Int(plan.buyers.columns[index])) {
                open.append(plan.buyers.columns[index])
            }
        }
    }

    private mutating func pass(_ slot: Int) {
        let worst = worstLimit(slot)
        values[slot].replace(with: worst, where: worst .> values[slot])
    }

    /// The largest loss of a slot's limits, at most 1.
    ///
    /// Whom no shock reaches loses nothing: a bit tells, in place of a line of memory.
    private func worstLimit(_ slot: Int) -> Lanes {
        let (limitStarts, arcStarts) = (plan.layout.limitStarts.span, plan.layout.arcStarts.span)
        let (suppliers, weights) = (plan.layout.suppliers.span, plan.layout.weights.span)
        let values = values.span
        var worst = Lanes.zero
        var arc = Int(arcStarts[Int(limitStarts[slot])])
        for limit in Int(limitStarts[slot])..<Int(limitStarts[slot + 1]) {
            let end = Int(arcStarts[limit + 1])
            var sum = Lanes.zero
            while arc < end {
                let supplier = Int(suppliers[arc])
                if reached.contains(supplier) { sum += weights[arc] * values[supplier] }
                arc += 1
            }
            worst.replace(with: sum, where: sum .> worst)
        }
        worst.replace(with: CascadePlan.fullLoss, where: worst .> CascadePlan.fullLoss)
        return worst
    }

    private mutating func setStart(_ memories: [CascadeMemory]) {
        start.removeAll(keepingCapacity: true)
        guard memories.contains(where: { !$0.entries.isEmpty }) else { return }
        start.append(contentsOf: repeatElement(.zero, count: plan.feedbackCount))
        for (lane, memory) in memories.enumerated() {
            for entry in memory.entries { start[Int(entry.number)][lane] = Double(entry.loss) }
        }
    }

    private mutating func settle(_ number: Int, _ outcome: inout Outcome) {
        let loop = plan.loops[number]
        let first = plan.feedbackStarts[number]
        let start = start.isEmpty ? [] : start[first..<(first + loop.feedback.count)]
        var relaxation = LoopRelaxation(loop, ceiling: CascadePlan.fullLoss)
        relaxation.take(plan.layout, values, reached: reached)
        let wanted = max(LoopRelaxation.wantedError / loop.delay, LoopRelaxation.rounding)
        let isBounded = wanted * loop.delay <= LoopRelaxation.settledError
        var ended = relaxation.settle(&values, from: start, wantedChange: isBounded ? wanted : nil)
        relaxation.solve(&values, &ended)
        outcome.steps = max(outcome.steps, ended.sweeps)
        for lane in 0..<Lanes.scalarCount where !ended.isSettled[lane] {
            outcome.hasConverged[lane] = false
            outcome.lastChange[lane] = max(outcome.lastChange[lane], ended.lastChange[lane])
        }
    }
}
