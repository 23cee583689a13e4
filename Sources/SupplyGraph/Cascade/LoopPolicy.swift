/// Solves a small loop exactly, one lane after the other.
///
/// Which limit binds at each slot is a *policy*. Under one the loop is linear and is solved by elimination, which loses no
/// digits however little leaves the loop; then each slot takes the limit that is worst at these values, until none changes.
/// Values only rise, so no policy comes twice.
///
/// Needed only where sweeping settles too slowly to say how good it is. The cube of the slots in steps a policy.
///
/// Source: Howard, "Dynamic Programming and Markov Processes" (1960); `LoopElimination` for the linear part.
struct LoopPolicy {
    /// Policies that are tried; real loops need a handful.
    static let policyLimit = 200
    /// A limit must be worse by this much to take another's place.
    private static let gain = 1e-13

    /// What a slot's loss can come from: a loss that is given, or a limit inside the loop.
    struct Choice {
        var given: Double
        /// Slots, counted from the loop's first, with their weights.
        var arcs: [(supplier: Int, weight: Double)]

        func value(_ values: [Double]) -> Double {
            arcs.reduce(given) { $0 + $1.weight * values[$1.supplier] }
        }
    }

    /// By slot, one or more.
    let choices: [[Choice]]

    /// The least solution, or nil where `policyLimit` was met.
    func solve() -> [Double]? {
        var policy = choices.map { Self.worst($0) { $0.given } }
        for _ in 0..<Self.policyLimit {
            let values = values(of: policy)
            var changed = false
            for slot in choices.indices {
                let best = Self.worst(choices[slot]) { $0.value(values) }
                let current = choices[slot][policy[slot]].value(values)
                if choices[slot][best].value(values) > current + Self.gain {
                    policy[slot] = best
                    changed = true
                }
            }
            if !changed { return values }
        }
        return nil
    }

    private func values(of policy: [Int]) -> [Double] {
        let count = choices.count
        var rows = choices.indices.map { slot -> [Double] in
            let choice = choices[slot][policy[slot]]
            var row = [Double](repeating: 0, count: count + 2)
            for arc in choice.arcs { row[arc.supplier] += arc.weight }
            let leaving = 1 - choice.arcs.reduce(0) { $0 + $1.weight }
            row[count] = choice.given
            row[count + 1] = max(0, leaving - choice.given)
            return row
        }
        return LoopElimination.solve(&rows).map { min(1, max(0, $0)) }
    }

    private static func worst(_ choices: [Choice], _ value: (Choice) -> Double) -> Int {
        var best = 0
        for index in choices.indices where value(choices[index]) > value(choices[best]) { best = index }
        return best
    }
}
