/// What is kept of a solved shock: what its loops fed back to themselves.
///
/// A loop is a fixed point in those few numbers; with them, what any node lost is told by one pass over what is upstream of
/// it, without settling anything. See `CascadeRecall`.
public struct CascadeMemory: Sendable {
    struct Entry: Sendable {
        /// Index among the plan's feedback.
        var number: Int32
        var loss: Float
    }

    /// Smaller losses are not kept; so a recalled loss is too small by no more.
    public static let leastLoss = 1e-9

    private(set) var entries: ContiguousArray<Entry> = []

    public init() {}

    fileprivate init(capacity: Int) { entries.reserveCapacity(capacity) }

    /// The same memory, its numbers those of another plan; what that one does not feed back is forgotten.
    ///
    /// `numbers` is by old number the new one, or -1.
    public func renumbered(_ numbers: ContiguousArray<Int32>) -> CascadeMemory {
        var memory = self
        memory.entries.removeAll(keepingCapacity: true)
        for entry in entries where numbers[Int(entry.number)] >= 0 {
            memory.entries.append(Entry(number: numbers[Int(entry.number)], loss: entry.loss))
        }
        return memory
    }

    /// Adds what a node lost that another plan feeds back too.
    public mutating func add(_ number: Int32, loss: Double) {
        if loss >= Self.leastLoss { entries.append(Entry(number: number, loss: Float(loss))) }
    }
}

extension CascadeSolver {
    /// What is to be kept of the first shocks of the last batch.
    public func memories(count: Int) -> [CascadeMemory] {
        var sizes = [Int](repeating: 0, count: count)
        forEachFeedback { _, losses in
            for lane in 0..<count where losses[lane] >= CascadeMemory.leastLoss { sizes[lane] += 1 }
        }
        var found = sizes.map { CascadeMemory(capacity: $0) }
        forEachFeedback { number, losses in
            for lane in 0..<count { found[lane].add(number, loss: losses[lane]) }
        }
        return found
    }

    private func forEachFeedback(_ body: (_ number: Int32, _ losses: Lanes) -> Void) {
        for (number, slot) in plan.feedbackSlots.enumerated() where hasReached(Int(slot)) {
            body(Int32(number), losses(ofSlot: Int(slot)))
        }
    }
}

/// The part of a plan that tells what some nodes lose: all that is upstream of them, down to what loops feed back.
public struct CascadeCone: Sendable {
    private let plan: CascadePlan
    /// By slot of the plan: its place here, or -1.
    private let placeOfSlot: ContiguousArray<Int32>
    /// By number of the plan's feedback: its place here, or -1.
    let feedbackPlace: ContiguousArray<Int32>
    /// By place: whether it is remembered, not passed.
    private(set) var isRemembered: ContiguousArray<Bool> = []
    private(set) var limitStarts: ContiguousArray<Int32> = [0]
    private(set) var arcStarts: ContiguousArray<Int32> = [0]
    /// Places.
    private(set) var suppliers: ContiguousArray<Int32> = []
    private(set) var weights: ContiguousArray<Double> = []
    /// By asked node: its place.
    let asked: ContiguousArray<Int32>

    var placeCount: Int { isRemembered.count }

    /// Finds what is upstream of some nodes of a plan.
    ///
    /// O(slots, and arcs upstream).
    public init(_ plan: CascadePlan, of nodes: [Int32]) {
        var isRemembered = SlotSet(count: plan.slotCount)
        for slot in plan.feedbackSlots { isRemembered.insert(Int(slot)) }
        var found = SlotSet(count: plan.slotCount)
        var open: ContiguousArray<Int32> = []
        for node in nodes where found.insert(plan.slot(of: node)) { open.append(Int32(plan.slot(of: node))) }
        while let slot = open.popLast() {
            if isRemembered.contains(Int(slot)) { continue }
            for arc in plan.layout.arcs(ofSlot: Int(slot)) {
                let supplier = plan.layout.suppliers[arc]
                if found.insert(Int(supplier)) { open.append(supplier) }
            }
        }
        var place = ContiguousArray<Int32>(repeating: -1, count: plan.slotCount)
        var slots: ContiguousArray<Int> = []
        found.forEach { slot in
            place[slot] = Int32(slots.count)
            slots.append(slot)
        }
        for slot in slots {
            self.isRemembered.append(isRemembered.contains(slot))
            if !isRemembered.contains(slot) {
                for limit in plan.layout.limits(of: slot) {
                    for arc in plan.layout.arcs(of: limit) {
                        suppliers.append(place[Int(plan.layout.suppliers[arc])])
                        weights.append(plan.layout.weights[arc])
                    }
                    arcStarts.append(Int32(suppliers.count))
                }
            }
            limitStarts.append(Int32(arcStarts.count - 1))
        }
        placeOfSlot = place
        feedbackPlace = ContiguousArray(plan.feedbackSlots.map { place[Int($0)] })
        asked = ContiguousArray(nodes.map { place[plan.slot(of: $0)] })
        self.plan = plan
    }

    func place(of node: Int32) -> Int32 { placeOfSlot[plan.slot(of: node)] }
}

/// Tells what some nodes lost in shocks that were solved before, from what is kept of them; for one thread.
public struct CascadeRecall {
    public typealias Lanes = CascadeSolver.Lanes

    private let cone: CascadeCone
    private var values: ContiguousArray<Lanes>

    public init(_ cone: CascadeCone) {
        self.cone = cone
        values = ContiguousArray(repeating: .zero, count: cone.placeCount)
    }

    /// Recalls a batch: its blows, and by shock what is kept of it.
    public mutating func recall(_ blows: some Sequence<CascadeSolver.Blow>, _ memories: [CascadeMemory]) {
        for place in values.indices { values[place] = .zero }
        for (lane, memory) in memories.enumerated() {
            for entry in memory.entries where cone.feedbackPlace[Int(entry.number)] >= 0 {
                values[Int(cone.feedbackPlace[Int(entry.number)])][lane] = Double(entry.loss)
            }
        }
        for blow in blows where blow.loss > 0 {
            let place = Int(cone.place(of: blow.node))
            if place >= 0 { values[place][blow.lane] = max(values[place][blow.lane], min(1, blow.loss)) }
        }
        Self.pass(cone, &values)
    }

    /// What an asked node lost in each shock of the last batch.
    public func losses(ofAsked index: Int) -> Lanes { values[Int(cone.asked[index])] }

    private static func pass(_ cone: CascadeCone, _ values: inout ContiguousArray<Lanes>) {
        var values = values.mutableSpan
        let (limitStarts, arcStarts) = (cone.limitStarts.span, cone.arcStarts.span)
        let (suppliers, weights) = (cone.suppliers.span, cone.weights.span)
        let full = Lanes(repeating: CascadePlan.fullLoss)
        var (limit, arc) = (0, 0)
        for place in 0..<cone.placeCount {
            let limitEnd = Int(limitStarts[place + 1])
            var worst = values[place]
            while limit < limitEnd {
                limit += 1
                let arcEnd = Int(arcStarts[limit])
                var sum = Lanes.zero
                while arc < arcEnd {
                    sum += weights[arc] * values[Int(suppliers[arc])]
                    arc += 1
                }
                worst.replace(with: sum, where: sum .> worst)
            }
            worst.replace(with: full, where: worst .> full)
            values[place] = worst
        }
    }
}
