/// The limits of one node while a graph is simplified.
struct LimitSet {
    private struct Arc {
        var supplier: Int32
        var weight: Double
    }

    /// A node with more limits than this keeps those that others cover: comparing all pairs would cost more than they do.
    static let comparisonLimit = 64

    /// Each sorted by supplier, each supplier once.
    private var limits: [[Arc]] = []

    mutating func removeAll() { limits.removeAll(keepingCapacity: true) }

    /// Adds a limit; arcs to one supplier are summed, and what leads back to the owner is solved away:
    /// x = r·x + … is x = … / (1 − r), and nothing where all returns.
    mutating func add(_ arcs: some Sequence<(Int32, Double)>, owner: Int32) {
        var merged: [Arc] = []
        for (supplier, weight) in arcs.sorted(by: { $0.0 < $1.0 }) {
            if let last = merged.last, last.supplier == supplier {
                merged[merged.count - 1].weight += weight
            } else {
                merged.append(Arc(supplier: supplier, weight: weight))
            }
        }
        if let own = merged.firstIndex(where: { $0.supplier == owner }) {
            let leaving = 1 - merged.remove(at: own).weight
            guard leaving > LimitGraph.roundingSlack else { return }
            for index in merged.indices { merged[index].weight /= leaving }
        }
        if !merged.isEmpty { limits.append(merged) }
    }

    /// Writes the limits in the order in which they were added, without those that another covers.
    func write(to graph: inout LimitGraph) {
        for (index, limit) in limits.enumerated() {
            if limits.count <= Self.comparisonLimit, isCovered(index) { continue }
            for arc in limit { graph.addArc(to: arc.supplier, weight: arc.weight) }
            graph.endLimit()
        }
    }

    /// Whether another limit covers one; of two equal ones the first stays.
    private func isCovered(_ index: Int) -> Bool {
        limits.indices.contains { other in
            other != index && Self.covers(limits[other], limits[index])
                && (other < index || !Self.covers(limits[index], limits[other]))
        }
    }

    /// Whether each arc of the smaller has one of at least its weight in the larger.
    private static func covers(_ larger: [Arc], _ smaller: [Arc]) -> Bool {
        guard larger.count >= smaller.count else { return false }
        var next = 0
        for arc in smaller {
            while next < larger.count, larger[next].supplier < arc.supplier { next += 1 }
            guard next < larger.count, larger[next].supplier == arc.supplier,
                larger[next].weight >= arc.weight
            else { return false }
        }
        return true
    }
}
