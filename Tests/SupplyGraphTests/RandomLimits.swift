import SupplyGraph

/// Makes small limit graphs: rows of limits of (supplier, weight).
enum RandomLimits {
    typealias Rows = [[[(Int32, Double)]]]

    static func graph(_ rows: Rows) -> LimitGraph {
        var graph = LimitGraph()
        for row in rows {
            for limit in row {
                for (supplier, weight) in limit { graph.addArc(to: supplier, weight: weight) }
                graph.endLimit()
            }
            graph.endNode()
        }
        return graph
    }

    /// Random rows, with loops; each limit passes on all that its suppliers lose, or a part of it, times `amplify`.
    static func rows(_ random: inout RandomRows, amplify: Double = 1) -> Rows {
        let count = 3 + random.below(14)
        return (0..<count).map { row($0, of: count, &random, amplify: amplify) }
    }

    /// One random row.
    static func row(
        _ node: Int, of count: Int, _ random: inout RandomRows, amplify: Double = 1
    ) -> [[(Int32, Double)]] {
        (0..<random.below(4)).map { _ in
            let suppliers = (0..<(1 + random.below(3))).map { _ in Int32(random.below(count)) }
                .filter { $0 != Int32(node) }
            let leaks = random.below(2) == 0
            let total = (leaks ? 0.5 + 0.49 * random.unit() : 1) * amplify
            let parts = suppliers.map { _ in 0.05 + random.unit() }
            let sum = parts.reduce(0, +)
            return zip(suppliers, parts).map { ($0, total * $1 / sum) }
        }
    }
}
