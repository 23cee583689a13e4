/// A limit graph made ready for many cascades: closed sets are one node each, loops are known and bounded, and everything
/// stands in solving order.
///
/// A node's place is its slot; nodes of a closed set share one. Building is O(arcs) but for the bounds of loops, each of
/// which costs about one cascade. One plan serves any number of solvers at once.
public struct CascadePlan: Sendable {
    /// What no loss exceeds.
    static let fullLoss = 1.0
    /// A loop of this many slots remembers all that it reaches, so that reaching it is one step.
    static let closureSlots = 256

    let layout: CascadeLayout
    let loops: [CascadeLoop]
    /// By slot: the slots that take from it.
    let buyers: LoopRows
    /// By slot: the number of its loop, or -1.
    let loopOf: ContiguousArray<Int32>
    /// By loop: all slots that it reaches, where it is large.
    private(set) var closures: [SlotSet?] = []
    /// The slots that loops feed back to themselves; a memory counts them in this order.
    let feedbackSlots: ContiguousArray<Int32>
    /// By loop: where its own begin among `feedbackSlots`.
    let feedbackStarts: [Int]
    private let slotOfNode: ContiguousArray<Int32>
    /// By slot: whether it stands for a closed set.
    private let isShared: ContiguousArray<Bool>

    /// Makes a plan; where loops were ordered before, they are ordered alike.
    ///
    /// `ranks` is by node its place in an earlier order, or -1 for one that had none.
    public init(_ graph: LimitGraph, ranks: ContiguousArray<Int32>? = nil) {
        let closed = ClosedSets(graph)
        let collapsed = closed.collapsed(graph)
        let layout = CascadeLayout(collapsed, ranks: ranks.map { closed.ranks($0) })
        slotOfNode = ContiguousArray(closed.classOf.map { layout.slotOf[Int($0)] })
        var memberCount = ContiguousArray<Int32>(repeating: 0, count: layout.slotCount)
        for slot in slotOfNode { memberCount[Int(slot)] += 1 }
        isShared = ContiguousArray(memberCount.map { $0 > 1 })
        var loopOf = ContiguousArray<Int32>(repeating: -1, count: layout.slotCount)
        var loops: [CascadeLoop] = []
        for slots in layout.loopSlots {
            for slot in slots { loopOf[slot] = Int32(loops.count) }
            var loop = CascadeLoop(slots, layout: layout)
            if !loop.amplifies { loop.delay = LoopDelay.measure(loop.alone) }
            loops.append(loop)
        }
        var suppliers = LoopRows()
        for slot in 0..<layout.slotCount {
            for arc in layout.arcs(ofSlot: slot) { suppliers.append(layout.suppliers[arc]) }
            suppliers.endRow()
        }
        feedbackSlots = ContiguousArray(
            loops.flatMap { loop in loop.feedback.map { $0 + Int32(loop.slots.lowerBound) } })
        feedbackStarts = loops.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.feedback.count) }
        self.layout = layout
        self.loops = loops
        self.loopOf = loopOf
        buyers = suppliers.reversed()
        for loop in loops {
            closures.append(loop.slots.count >= Self.closureSlots ? reached(from: loop.slots) : nil)
        }
    }

    /// The nodes of the graph.
    public var nodes: Range<Int32> { 0..<Int32(slotOfNode.count) }

    /// Slots are 0..<slotCount.
    public var slotCount: Int { layout.slotCount }

    /// The place of a node; nodes that can only fall together share one.
    public func slot(of node: Int32) -> Int { Int(slotOfNode[Int(node)]) }

    /// How many slots the loops feed back to themselves.
    public var feedbackCount: Int { feedbackSlots.count }

    /// By number of the feedback: a node of it, the smallest.
    public func feedbackNodes() -> ContiguousArray<Int32> {
        let nodes = firstNodes()
        return ContiguousArray(feedbackSlots.map { nodes[Int($0)] })
    }

    /// By slot: the smallest of its nodes.
    func firstNodes() -> ContiguousArray<Int32> {
        var nodes = ContiguousArray<Int32>(repeating: -1, count: slotCount)
        for node in slotOfNode.indices.reversed() { nodes[Int(slotOfNode[node])] = Int32(node) }
        return nodes
    }

    /// By node asked, the number of the feedback that it is, or -1; nodes below 0 are none.
    public func feedbackNumbers(of nodes: [Int32]) -> ContiguousArray<Int32> {
        var numbers = ContiguousArray<Int32>(repeating: -1, count: slotCount)
        for (number, slot) in feedbackSlots.enumerated() { numbers[Int(slot)] = Int32(number) }
        return ContiguousArray(nodes.map { $0 < 0 ? -1 : numbers[slot(of: $0)] })
    }

    /// Whether a node is upstream of itself.
    public func isInCycle(_ node: Int32) -> Bool {
        loopOf[slot(of: node)] >= 0 || isShared[slot(of: node)]
    }

    private func reached(from slots: Range<Int>) -> SlotSet {
        var found = SlotSet(count: slotCount)
        var open = ContiguousArray(slots)
        for slot in slots { found.insert(slot) }
        while let slot = open.popLast() {
            for index in buyers.row(slot) where found.insert(Int(buyers.columns[index])) {
                open.append(Int(buyers.columns[index]))
            }
        }
        return found
    }
}

/// Measures how long a loss can stay inside a loop.
private enum LoopDelay {
    /// The residual, in steps, at which the measure is good enough to be checked: what is proved is then up to twice the
    /// truth, which costs a cascade a sweep or two, and a closer measure many.
    private static let wantedChange = 0.5

    /// The loop's `delay`; infinite where none could be proved.
    static func measure(_ loop: CascadeLoop) -> Double {
        var values = ContiguousArray<SIMD8<Double>>(repeating: .zero, count: loop.slots.count)
        var relaxation = LoopRelaxation(loop, ceiling: .infinity)
        relaxation.takeEverywhere(1)
        _ = relaxation.settle(&values, wantedChange: wantedChange)
        let steps = loop.slots.map { values[$0][0] }
        var least = Double.infinity
        var most = 0.0
        for row in steps.indices {
            var passed = 0.0
            for limit in Int(loop.limitStarts[row])..<Int(loop.limitStarts[row + 1]) {
                var sum = 0.0
                for arc in Int(loop.arcStarts[limit])..<Int(loop.arcStarts[limit + 1]) {
                    sum += loop.weights[arc] * steps[Int(loop.suppliers[arc])]
                }
                passed = max(passed, sum)
            }
            least = min(least, steps[row] - passed)
            most = max(most, steps[row])
        }
        return least > 0 && most.isFinite ? most / least : .infinity
    }
}

extension CascadePlan {
    /// By slot: the number of the last large loop that it is in or reaches, in solving order; 0 for none.
    ///
    /// Shocks with the same number share most of their work.
    public func largestLoopReached() -> ContiguousArray<Int32> {
        var found = ContiguousArray<Int32>(repeating: 0, count: slotCount)
        func ofBuyers(_ slots: Range<Int>) -> Int32 {
            slots.reduce(0) { most, slot in
                buyers.row(slot).reduce(most) { max($0, found[Int(buyers.columns[$1])]) }
            }
        }
        var slot = slotCount - 1
        while slot >= 0 {
            let number = Int(loopOf[slot])
            let slots = number < 0 ? slot..<(slot + 1) : loops[number].slots
            let isLarge = slots.count >= Self.closureSlots
            let reached = isLarge ? Int32(number + 1) : ofBuyers(slots)
            for one in slots { found[one] = reached }
            slot = slots.lowerBound - 1
        }
        return found
    }
}
