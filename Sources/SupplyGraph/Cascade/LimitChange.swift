/// The nodes whose limits differ between two plans, and by how much in a given state.
///
/// Nodes that can only fall together are one, and what they pass to each other is solved away: a node stands for them.
public struct LimitChange: Sendable {
    public typealias Lanes = CascadeSolver.Lanes

    /// One node's limits, before and after, and how their weights differ; suppliers are indices of `suppliers`.
    private struct Row: Sendable {
        var before: [[Arc]] = []
        var after: [[Arc]] = []
        var differences: [[Arc]] = []
        /// All that are or were suppliers, some more than once.
        var suppliers: [Int] = []
        /// The largest sum of differences of a limit.
        var largest = 0.0
    }

    private struct Arc: Sendable {
        var supplier: Int
        var weight: Double
    }

    /// Nodes of the newer plan.
    public private(set) var nodes: [Int32] = []
    /// Nodes of the older plan that the rows speak of.
    public private(set) var suppliers: [Int32] = []
    private var rows: [Row] = []

    /// Compares them row by row; nil where more than `nodeLimit` differ, or other nodes can only fall together.
    ///
    /// `olderNode` is by node of the newer plan its number in the older, or -1. Nodes of the newer plan that are `asked` are
    /// listed even where nothing differs. O(arcs).
    public init?(
        older: CascadePlan, newer: CascadePlan, olderNode: ContiguousArray<Int32>, asked: [Int32] = [],
        nodeLimit: Int
    ) {
        guard let olderSlot = Self.olderSlots(older, newer, olderNode) else { return nil }
        let (olderNodes, newerNodes) = (older.firstNodes(), newer.firstNodes())
        let asked = Set(asked.map { newer.slot(of: $0) })
        var places: [Int32: Int] = [:]
        func arc(_ olderSlot: Int32, _ weight: Double) -> Arc {
            let place = places[olderSlot] ?? suppliers.count
            if place == suppliers.count {
                places[olderSlot] = place
                suppliers.append(olderNodes[Int(olderSlot)])
            }
            return Arc(supplier: place, weight: weight)
        }
        for slot in 0..<newer.slotCount {
            let old = Int(olderSlot[slot])
            let isSame = old >= 0 && Self.isSame(older.layout, old, newer.layout, slot, olderSlot)
            if isSame, !asked.contains(slot) { continue }
            guard nodes.count < nodeLimit else { return nil }
            nodes.append(newerNodes[slot])
            var row = Row()
            for limit in newer.layout.limits(of: slot) {
                // Whom the older plan did not know lost nothing in it.
                row.after.append(
                    newer.layout.arcs(of: limit).compactMap {
                        let supplier = olderSlot[Int(newer.layout.suppliers[$0])]
                        return supplier < 0 ? nil : arc(supplier, newer.layout.weights[$0])
                    })
            }
            for limit in old < 0 ? 0..<0 : older.layout.limits(of: old) {
                row.before.append(
                    older.layout.arcs(of: limit).map {
                        arc(older.layout.suppliers[$0], older.layout.weights[$0])
                    })
            }
            row.differences = Self.differences(row.before, row.after)
            row.suppliers = row.differences.flatMap { $0.map(\.supplier) }
            row.largest = row.differences.map { $0.reduce(0) { $0 + $1.weight } }.max() ?? 0
            rows.append(row)
        }
    }

    /// By slot of the newer plan that of the older, or -1; nil where a slot stands for other nodes.
    private static func olderSlots(
        _ older: CascadePlan, _ newer: CascadePlan, _ olderNode: ContiguousArray<Int32>
    ) -> ContiguousArray<Int32>? {
        var found = ContiguousArray<Int32>(repeating: -1, count: newer.slotCount)
        var members = ContiguousArray<Int32>(repeating: 0, count: newer.slotCount)
        var olderMembers = ContiguousArray<Int32>(repeating: 0, count: older.slotCount)
        for node in older.nodes { olderMembers[older.slot(of: node)] += 1 }
        for node in newer.nodes {
            let slot = newer.slot(of: node)
            let old = olderNode[Int(node)] < 0 ? -1 : Int32(older.slot(of: olderNode[Int(node)]))
            if members[slot] > 0, found[slot] != old { return nil }
            found[slot] = old
            members[slot] += 1
        }
        let isAlike = found.indices.allSatisfy { slot in
            found[slot] < 0 || members[slot] == olderMembers[Int(found[slot])]
        }
        return isAlike ? found : nil
    }

    /// By limit, in their order, by how much each supplier's weight differs.
    private static func differences(_ before: [[Arc]], _ after: [[Arc]]) -> [[Arc]] {
        (0..<max(before.count, after.count)).map { limit in
            var weights: [Int: Double] = [:]
            for arc in limit < before.count ? before[limit] : [] {
                weights[arc.supplier, default: 0] -= arc.weight
            }
            for arc in limit < after.count ? after[limit] : [] {
                weights[arc.supplier, default: 0] += arc.weight
            }
            return weights.sorted { $0.key < $1.key }.map { Arc(supplier: $0.key, weight: abs($0.value)) }
        }
    }

    private static func isSame(
        _ older: CascadeLayout, _ old: Int, _ newer: CascadeLayout, _ new: Int,
        _ olderSlot: ContiguousArray<Int32>
    ) -> Bool {
        let (left, right) = (older.limits(of: old), newer.limits(of: new))
        guard left.count == right.count else { return false }
        return zip(left, right).allSatisfy { one, other in
            let (arcs, others) = (older.arcs(of: one), newer.arcs(of: other))
            return arcs.count == others.count
                && zip(arcs, others).allSatisfy { arc, another in
                    older.suppliers[arc] == olderSlot[Int(newer.suppliers[another])]
                        && older.weights[arc] == newer.weights[another]
                }
        }
    }

    /// The suppliers that a node has or had, as indices of `suppliers`; some more than once.
    public func suppliers(ofNode index: Int) -> [Int] { rows[index].suppliers }

    /// What a node's inputs make it lose before the change or after it, whichever is more, and by how much the two differ
    /// at most, given what the suppliers lose and by what that may be off.
    public func losses(
        ofNode index: Int, error: Lanes, _ lossOfSupplier: (Int) -> Lanes
    ) -> (worse: Lanes, difference: Lanes) {
        let row = rows[index]
        let (before, after) = (Self.worst(row.before, lossOfSupplier), Self.worst(row.after, lossOfSupplier))
        var worse = before
        worse.replace(with: after, where: after .> before)
        var best = before
        best.replace(with: after, where: after .< before)
        // Two bounds hold: that of both sums in this state, and that of the weights, whichever limit binds.
        var difference = worse - best + 2 * error
        let byWeights = Self.worst(row.differences, lossOfSupplier) + row.largest * error
        difference.replace(with: byWeights, where: byWeights .< difference)
        return (worse, difference)
    }

    private static func worst(_ limits: [[Arc]], _ lossOfSupplier: (Int) -> Lanes) -> Lanes {
        var worst = Lanes.zero
        for limit in limits {
            var sum = Lanes.zero
            for arc in limit { sum += arc.weight * lossOfSupplier(arc.supplier) }
            worst.replace(with: sum, where: sum .> worst)
        }
        let full = Lanes(repeating: CascadePlan.fullLoss)
        worst.replace(with: full, where: worst .> full)
        return worst
    }
}
