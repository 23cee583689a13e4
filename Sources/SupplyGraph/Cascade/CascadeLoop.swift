/// Nodes of a cascade that are all upstream of each other, laid out for sweeping.
///
/// A sweep settles the slots in order; what it takes from slots that come later is the loop's *feedback*, and the new
/// feedback is a function of the old: the whole loop is a fixed point in those few numbers.
///
/// How good a result is follows from `delay`: the most steps that a loss can stay inside the loop, whatever limits bind.
/// With h such that h ≥ 1 + max over limits Σ weight · h at every node, a residual of ε means an error of at most ε · h:
/// x + εh is a solution from above, x − εh one from below. That is checked, not assumed, when the loop is made.
struct CascadeLoop: Sendable {
    private(set) var slots: Range<Int>
    /// By slot, counted from the first: which limits have arcs inside the loop.
    let limitStarts: ContiguousArray<Int32>
    /// By such limit: the plan's number of it, and its arcs here.
    let limits: ContiguousArray<Int32>
    let arcStarts: ContiguousArray<Int32>
    /// Counted from the first slot.
    let suppliers: ContiguousArray<Int32>
    let weights: ContiguousArray<Double>
    /// Slots, counted from the first, that an earlier or the same slot takes from.
    let feedback: ContiguousArray<Int32>
    /// Infinite where no bound is known: nothing seems to leave, or a limit amplifies.
    var delay = Double.infinity
    /// Whether a limit inside the loop passes on more than its suppliers lose.
    let amplifies: Bool

    /// The same loop as if it were alone.
    var alone: CascadeLoop {
        var loop = self
        loop.slots = 0..<slots.count
        return loop
    }

    init(_ slots: Range<Int>, layout: CascadeLayout) {
        var limitStarts: ContiguousArray<Int32> = [0]
        var limits: ContiguousArray<Int32> = []
        var arcStarts: ContiguousArray<Int32> = [0]
        var suppliers: ContiguousArray<Int32> = []
        var weights: ContiguousArray<Double> = []
        var isFeedback = ContiguousArray<Bool>(repeating: false, count: slots.count)
        var feedback: ContiguousArray<Int32> = []
        for slot in slots {
            for limit in layout.limits(of: slot) {
                for arc in layout.arcs(of: limit) where slots.contains(Int(layout.suppliers[arc])) {
                    let supplier = layout.suppliers[arc] - Int32(slots.lowerBound)
                    suppliers.append(supplier)
                    weights.append(layout.weights[arc])
                    if Int(supplier) + slots.lowerBound >= slot, !isFeedback[Int(supplier)] {
                        isFeedback[Int(supplier)] = true
                        feedback.append(supplier)
                    }
                }
                if suppliers.count > Int(arcStarts[arcStarts.count - 1]) {
                    limits.append(Int32(limit))
                    arcStarts.append(Int32(suppliers.count))
                }
            }
            limitStarts.append(Int32(limits.count))
        }
        self.slots = slots
        self.limitStarts = limitStarts
        self.limits = limits
        self.arcStarts = arcStarts
        self.suppliers = suppliers
        self.weights = weights
        self.feedback = feedback
        amplifies = limits.contains { limit in
            layout.arcs(of: Int(limit)).reduce(0) { $0 + layout.weights[$1] } > 1 + LimitGraph.roundingSlack
        }
    }
}
