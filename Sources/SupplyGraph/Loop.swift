/// A strong component of a plan: nodes that are all upstream of each other.
///
/// It is swept in its order until it has settled; `pairs` says where a change is enlarged. A node's row is its slot,
/// counted from the first of the loop.
///
/// How good the result is follows from `patience`. Start with 1 at every node and nothing outside: if m sweeps bring all
/// nodes to p or less, then all sweeps to come can change a value by no more than m / (1 − p) times the last change.
struct Loop: Sendable {
    let slots: Range<Int>
    /// By row: which arcs of the plan lead to a node of the loop.
    let starts: ContiguousArray<Int32>
    let arcs: ContiguousArray<Int32>
    let pairs: LoopPairs
    /// What the last change is multiplied by to bound all changes to come; infinite where nothing seems to leave.
    private(set) var patience = Double.infinity

    /// Sweeps after which what is left is not waited for to fall to one half.
    static let halvingLimit = 200

    /// Whether the loop takes more than `halvingLimit` sweeps to lose half.
    var isSlow: Bool { patience > 2 * Double(Self.halvingLimit) }

    init(
        _ slots: Range<Int>, starts planStarts: ContiguousArray<Int32>,
        arcs planArcs: ContiguousArray<FlowGraph.Arc>
    ) {
        var starts: ContiguousArray<Int32> = [0]
        var arcs: ContiguousArray<Int32> = []
        starts.reserveCapacity(slots.count + 1)
        for slot in slots {
            for index in planStarts[slot]..<planStarts[slot + 1]
            where slots.contains(Int(planArcs[Int(index)].supplier)) && planArcs[Int(index)].weight > 0 {
                arcs.append(index)
            }
            starts.append(Int32(arcs.count))
        }
        let suppliers = ContiguousArray(
            arcs.map { planArcs[Int($0)].supplier - Int32(slots.lowerBound) })
        self.slots = slots
        self.starts = starts
        self.arcs = arcs
        pairs = LoopPairs(starts: starts, suppliers: suppliers)
        patience = measurePatience(suppliers, ContiguousArray(arcs.map { planArcs[Int($0)].weight }))
    }

    private func measurePatience(
        _ suppliers: ContiguousArray<Int32>, _ weights: ContiguousArray<Double>
    ) -> Double {
        let gains = pairs.gains { .init(repeating: weights[Int($0)]) }
        var left = ContiguousArray<Double>(repeating: 1, count: slots.count)
        var most = 1.0
        var sweeps = 0
        while most > 0.5, sweeps < Self.halvingLimit {
            most = 0
            sweeps += 1
            var nextGain = 0
            for row in left.indices {
                var sum = 0.0
                for index in Int(starts[row])..<Int(starts[row + 1]) {
                    sum += weights[index] * left[Int(suppliers[index])]
                }
                if nextGain < gains.count, pairs.rows[nextGain] == row {
                    sum = left[row] + (sum - left[row]) * gains[nextGain][0]
                    nextGain += 1
                }
                left[row] = sum
                most = max(most, sum)
            }
        }
        return most < 1 ? Double(sweeps) / (1 - most) : .infinity
    }
}
