import SupplyGraph
import Testing

/// Loops in which firms supply each other; the exact values are those of eliminating the loop in full.
@Suite struct LoopPairTests {
    /// Solves x = S·x + leak by Gaussian elimination, row by row: the value of each node for one tag.
    private func exact(_ rows: [[(Int32, Int32, Double)]], tag: Int32) -> [Double] {
        let count = rows.count
        var matrix = rows.indices.map { row in
            var line = [Double](repeating: 0, count: count + 1)
            line[row] = 1
            for (supplier, mine, weight) in rows[row] {
                line[mine == tag ? count : Int(supplier)] += mine == tag ? weight : -weight
            }
            return line
        }
        for pivot in 0..<count {
            let line = matrix[pivot].map { $0 / matrix[pivot][pivot] }
            matrix[pivot] = line
            for row in 0..<count where row != pivot {
                let part = matrix[row][pivot]
                matrix[row] = zip(matrix[row], line).map { $0 - part * $1 }
            }
        }
        return matrix.map { $0[count] }
    }

    private func expectExact(_ rows: [[(Int32, Int32, Double)]], tags: Int32) throws {
        let found = try #require(
            chances(graph(rows), roots: Array(0..<Int32(rows.count)), tagCount: Int(tags)))
        for tag in 0..<tags {
            for (mine, wanted) in zip(found.map { $0[Int(tag)] }, exact(rows, tag: tag)) {
                #expect(abs(mine - wanted) < 1e-9)
            }
        }
    }

    /// Rows of `count` nodes that each trade with their neighbours in a path, with the tag given, and leak by tag 0, 1 or 2.
    private func path(_ count: Int32, leak: Double, tag: (Int32) -> Int32) -> [[(Int32, Int32, Double)]] {
        (0..<count).map { node in
            let neighbours = [node - 1, node + 1].filter { $0 >= 0 && $0 < count }
            let part = (1 - leak) / Double(neighbours.count)
            return neighbours.map { ($0, tag(node), part) } + [(count, node % 3, leak)]
        } + [[]]
    }

    @Test(arguments: [3, 7, 30, 90] as [Int32])
    func `firms along a path that all supply each other are solved`(count: Int32) throws {
        try expectExact(path(count, leak: 0.01) { _ in 3 }, tags: 4)
    }

    @Test func `an arc of a lane closes no pair in that lane`() throws {
        try expectExact(path(30, leak: 0.05) { $0 % 4 == 1 ? 0 : 3 }, tags: 4)
    }

    @Test func `a hub and its partners are solved whoever is settled first`() throws {
        for hub in [0, 4, 8] as [Int32] {
            let rows = (0...8 as ClosedRange<Int32>).map { node -> [(Int32, Int32, Double)] in
                let partners: [Int32] = node == hub ? (0...8).filter { $0 != hub } : [hub]
                return partners.map { ($0, 2, 0.98 / Double(partners.count)) } + [(9, node % 2, 0.02)]
            }
            try expectExact(rows + [[]], tags: 3)
        }
    }

    @Test func `parallel arcs of several tags between partners count lane by lane`() throws {
        try expectExact(
            [
                [(1, 0, 0.3), (1, 1, 0.3), (1, 3, 0.35), (3, 2, 0.05)],
                [(0, 1, 0.2), (0, 3, 0.3), (2, 0, 0.3), (2, 3, 0.15), (3, 2, 0.05)],
                [(1, 3, 0.5), (1, 2, 0.4), (3, 1, 0.1)], [],
            ], tags: 4)
    }

    @Test func `a path of a thousand firms that hardly leaks settles, or says so and stays below`() {
        let rows = path(1_000, leak: 1e-3) { _ in 3 }
        let roots = Array(0..<1_000 as Range<Int32>)
        let plan = WalkPlan(graph(rows), from: roots)
        var sums: [Double] = []
        let lanes: ContiguousArray<Int32> = [0, 1, 2, -1]
        let settled = WalkSolver(plan, laneOfTag: lanes, laneCount: 3).solve { _, values in
            sums = plan.rootSlots.map { values[Int($0)].sum() }
        }
        #expect(sums.allSatisfy { $0 < 1 + 1e-12 && (!settled || $0 > 1 - 3e-9) })
    }

    @Test func `the number of threads changes no bit`() {
        let count: Int32 = 300
        let tangled = graph(
            (0..<count).map { node in (1...4).map { ((node * $0 * 7 + $0) % count, ($0 + node) % 37, 0.245) }
            })
        func values(threads: Int) -> [[SIMD8<Double>]] {
            let plan = WalkPlan(tangled, from: Array(0..<count))
            var found: [[SIMD8<Double>]] = []
            var firstLanes: [Int] = []
            let solver = WalkSolver(plan, laneOfTag: ContiguousArray(0..<37), laneCount: 37)
            let settled = solver.solve(threads: threads) { first, values in
                firstLanes.append(first)
                found.append(Array(values))
            }
            #expect(settled)
            #expect(firstLanes == [0, 8, 16, 24, 32])
            return found
        }
        let one = values(threads: 1)
        for threads in [2, 3, 9] { #expect(values(threads: threads) == one) }
    }
}
