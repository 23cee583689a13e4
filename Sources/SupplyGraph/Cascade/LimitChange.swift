/// The nodes whose limits differ between two graphs, and by how much in a given state.
public struct LimitChange: Sendable {
    public typealias Lanes = CascadeSolver.Lanes

    /// One node's limits, before and after, and how their weights differ; suppliers are indices of `suppliers`.
    private struct Row: Sendable {
        var before: [[Arc]] = []
        var after: [[Arc]] = []
        var differences: [[Arc]] = []
        /// The largest sum of differences of a limit.
        var largest = 0.0
    }

    private struct Arc: Sendable {
        var supplier: Int
        var weight: Double
    }

    /// Nodes of the newer graph, ascending.
    public private(set) var nodes: [Int32] = []
    /// Nodes of the older graph that the rows speak of.
    public private(set) var suppliers: [Int32] = []
    private var rows: [Row] = []

    /// Compares them row by row; nil where more than `nodeLimit` nodes differ.
    ///
    /// `olderNode` is by node of the newer graph its number in the older, or -1. Nodes of the newer graph that are `asked`
    /// are listed even where nothing differs. O(arcs).
    public init?(
        older: LimitGraph, newer: LimitGraph, olderNode: ContiguousArray<Int32>, asked: Set<Int32> = [],
        nodeLimit: Int
    ) {
        var places: [Int32: Int] = [:]
        func arc(_ supplier: Int32, _ weight: Double) -> Arc {
            let place = places[supplier] ?? suppliers.count
            if place == suppliers.count {
                places[supplier] = place
                suppliers.append(supplier)
            }
            return Arc(supplier: place, weight: weight)
        }
        for node in 0..<Int32(newer.nodeCount) {
            let old = olderNode[Int(node)]
            let isSame = old >= 0 && Self.isSame(older, old, newer, node, olderNode)
            if isSame, !asked.contains(node) { continue }
            guard nodes.count < nodeLimit else { return nil }
            nodes.append(node)
            var row = Row()
            for limit in newer.limits(of: node) {
                // Whom the older graph did not know lost nothing in it.
                let known = newer.arcs(of: limit).filter { olderNode[Int(newer.suppliers[$0])] >= 0 }
                row.after.append(known.map { arc(olderNode[Int(newer.suppliers[$0])], newer.weights[$0]) })
            }
            for limit in old < 0 ? 0..<0 : older.limits(of: old) {
                row.before.append(older.arcs(of: limit).map { arc(older.suppliers[$0], older.weights[$0]) })
            }
            row.differences = Self.differences(row.before, row.after)
            row.largest = row.differences.map { $0.reduce(0) { $0 + $1.weight } }.max() ?? 0
            rows.append(row)
        }
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
        _ older: LimitGraph, _ old: Int32, _ newer: LimitGraph, _ new: Int32,
        _ olderNode: ContiguousArray<Int32>
    ) -> Bool {
        let (left, right) = (older.limits(of: old), newer.limits(of: new))
        guard left.count == right.count else { return false }
        return zip(left, right).allSatisfy { one, other in
            let (arcs, others) = (older.arcs(of: one), newer.arcs(of: other))
            return arcs.count == others.count
                && zip(arcs, others).allSatisfy { arc, another in
                    older.suppliers[arc] == olderNode[Int(newer.suppliers[another])]
                        && older.weights[arc] == newer.weights[another]
                }
        }
    }

    /// The suppliers that a node has or had, as indices of `suppliers`; some more than once.
    public func suppliersOf(node index: Int) -> [Int] {
        rows[index].differences.flatMap { $0.map(\.supplier) }
    }

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

extension LimitGraph {
    /// What the inputs of a node make it lose, given what each node loses.
    public func lossOfInputs(
        of node: Int32, _ lossOf: (Int32) -> CascadeSolver.Lanes
    ) -> CascadeSolver.Lanes {
        var worst = CascadeSolver.Lanes.zero
        for limit in limits(of: node) {
            var sum = CascadeSolver.Lanes.zero
            for arc in arcs(of: limit) { sum += weights[arc] * lossOf(suppliers[arc]) }
            worst.replace(with: sum, where: sum .> worst)
        }
        return worst
    }
}
