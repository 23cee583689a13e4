/// The nodes of a loop that supply each other, and what a change of one is multiplied by on their account.
///
/// What makes real loops slow is two firms that supply each other: T buys mostly from B, which buys mostly from T. So
/// where T is settled before B, the part of B's change that comes back to it through T is solved for at once: B moves by
/// its change times 1 / (1 − there · back · gain of T). The gain of T stands in it because T answers with its own: so a
/// whole tree of pairs is solved from its leaves to its root, as Gaussian elimination solves a tree, and a component of
/// 300,000 firms settles in 27 sweeps, not 167 as with pairs on their own.
///
/// The moves stay below the solution: T answers a change of B by its weight back times its gain, and by no less.
struct LoopPairs: Sendable {
    /// A node and an earlier one that supply each other.
    private struct Pair {
        /// The place of the earlier node in `rows`; nil where it has no gain of its own.
        var earlier: Int?
        /// Places among the loop's arcs of those there and those back.
        var there: [Int32]
        var back: [Int32]
    }

    /// The later nodes of pairs, ascending, as rows of the loop.
    private(set) var rows: ContiguousArray<Int32> = []
    /// The pairs of `rows[i]` are `pairs[starts[i]..<starts[i + 1]]`.
    private var starts: [Int] = [0]
    private var pairs: [Pair] = []

    /// A node whose own part returns more fully is treated as if this much did: dividing by less costs digits.
    private static let largestReturn = 0.9999

    /// Finds the pairs of a loop.
    ///
    /// `suppliers` are, by arc, rows of the loop. O(arcs).
    init(starts rowStarts: ContiguousArray<Int32>, suppliers: ContiguousArray<Int32>) {
        let count = rowStarts.count - 1
        // The arcs that lead forward, to a node that is settled later, by that node.
        var forwardStarts = ContiguousArray<Int32>(repeating: 0, count: count + 1)
        var buyers: ContiguousArray<Int32> = []
        var forward: ContiguousArray<Int32> = []
        func eachForward(_ body: (_ row: Int, _ arc: Int, _ supplier: Int) -> Void) {
            for row in 0..<count {
                for arc in Int(rowStarts[row])..<Int(rowStarts[row + 1]) where suppliers[arc] > row {
                    body(row, arc, Int(suppliers[arc]))
                }
            }
        }
        eachForward { _, _, supplier in forwardStarts[supplier + 1] += 1 }
        for row in 0..<count { forwardStarts[row + 1] += forwardStarts[row] }
        buyers = ContiguousArray(repeating: 0, count: Int(forwardStarts[count]))
        forward = buyers
        var next = forwardStarts
        eachForward { row, arc, supplier in
            let place = Int(next[supplier])
            next[supplier] += 1
            (buyers[place], forward[place]) = (Int32(row), Int32(arc))
        }
        var metFor = ContiguousArray<Int32>(repeating: -1, count: count)
        var gainOf: [Int32: Int] = [:]
        for row in 0..<Int32(count) {
            let backs = Int(forwardStarts[Int(row)])..<Int(forwardStarts[Int(row) + 1])
            let arcs = rowStarts[Int(row)]..<rowStarts[Int(row) + 1]
            for place in backs { metFor[Int(buyers[place])] = row }
            let theres = arcs.filter { metFor[Int(suppliers[Int($0)])] == row }
            if theres.isEmpty { continue }
            for supplier in Set(theres.map { suppliers[Int($0)] }).sorted() {
                pairs.append(
                    Pair(
                        earlier: gainOf[supplier], there: theres.filter { suppliers[Int($0)] == supplier },
                        back: backs.filter { buyers[$0] == supplier }.map { forward[$0] }))
            }
            gainOf[row] = rows.count
            rows.append(row)
            starts.append(pairs.count)
        }
    }

    /// By place in `rows`, what a change is multiplied by, when `weight` is, by lane, what each of the loop's arcs carries.
    func gains(_ weight: (_ arc: Int32) -> WalkSolver.Lanes) -> ContiguousArray<WalkSolver.Lanes> {
        typealias Lanes = WalkSolver.Lanes
        var gains = ContiguousArray<Lanes>()
        gains.reserveCapacity(rows.count)
        for index in rows.indices {
            var returns = Lanes.zero
            for pair in pairs[starts[index]..<starts[index + 1]] {
                var (there, back) = (Lanes.zero, Lanes.zero)
                for arc in pair.there { there += weight(arc) }
                for arc in pair.back { back += weight(arc) }
                if let earlier = pair.earlier { back *= gains[earlier] }
                returns += there * back
            }
            returns.replace(with: Self.largestReturn, where: returns .> Self.largestReturn)
            gains.append(1 / (1 - returns))
        }
        return gains
    }
}
