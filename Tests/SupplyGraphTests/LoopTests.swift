import SupplyGraph
import Testing

@Suite struct LoopTests {
    /// Every node buys from the next `degree` ones around a ring, by tag 3, and loses `leak` to tag 0, 1 or 2 in turn.
    private func ring(_ count: Int32, degree: Int32, leak: Double) -> FlowGraph {
        let part = (1 - leak) / Double(degree)
        var rows: [[(Int32, Int32, Double)]] = []
        for node in 0..<count {
            var row: [(Int32, Int32, Double)] = [(count, node % 3, leak)]
            for step in 1...degree { row.append(((node + step) % count, 3, part)) }
            rows.append(row)
        }
        return graph(rows + [[]])
    }

    /// The value of node 0 for lanes that take tags 0, 1 and 2.
    private func values(_ count: Int32, degree: Int32, leak: Double) -> (settled: Bool, lanes: [Double]) {
        let plan = WalkPlan(ring(count, degree: degree, leak: leak), from: [0])
        var lanes: [Double] = []
        let settled = WalkSolver(plan, laneOfTag: [0, 1, 2, -1], laneCount: 3).solve { _, values in
            let mine = values[Int(plan.rootSlots[0])]
            lanes = [mine[0], mine[1], mine[2]]
        }
        return (settled, lanes)
    }

    @Test(arguments: [(3, 1), (9, 2), (150, 3), (201, 4), (1_000, 5)] as [(Int32, Int32)])
    func `whatever leaks from a loop is found again on its lanes`(count: Int32, degree: Int32) {
        let found = values(count, degree: degree, leak: 0.02)
        #expect(found.settled)
        #expect(abs(found.lanes.reduce(0, +) - 1) < 1e-9)
        #expect(found.lanes.allSatisfy { $0 > 0.3 && $0 < 0.4 })
    }

    @Test func `a small loop that leaks a hundred-millionth is solved exactly`() {
        let found = values(40, degree: 3, leak: 1e-8)
        #expect(found.settled)
        #expect(abs(found.lanes.reduce(0, +) - 1) < 1e-9)
    }

    @Test func `a large loop that does not settle says so and stays below the solution`() {
        let found = values(201, degree: 1, leak: 1e-9)
        #expect(!found.settled)
        #expect(found.lanes.reduce(0, +) < 1)
    }

    @Test func `two firms that supply each other are exact in the lanes of their own arcs`() throws {
        // x0 = 0.9·(tag 0 ? 1 : x1) + 0.1·(tag 2), x1 = 0.8·(tag 1 ? 1 : x0) + 0.2·(tag 3)
        let pair = graph([[(1, 0, 0.9), (2, 2, 0.1)], [(0, 1, 0.8), (2, 3, 0.2)], []])
        let found = try #require(chances(pair, roots: [0, 1], tagCount: 4))
        let expected = [
            [0.9, 0.9 * 0.8, 0.1 / 0.28, 0.9 * 0.2 / 0.28], [0.8 * 0.9, 0.8, 0.8 * 0.1 / 0.28, 0.2 / 0.28],
        ]
        for (mine, theirs) in zip(found, expected) {
            for (value, wanted) in zip(mine, theirs) { #expect(abs(value - wanted) < 1e-10) }
        }
    }

    @Test func `parallel arcs between two firms count together`() throws {
        let pair = graph([
            [(1, 0, 0.4), (1, 1, 0.5), (2, 2, 0.1)], [(0, 1, 0.3), (0, 0, 0.6), (2, 2, 0.1)], [],
        ])
        let found = try #require(chances(pair, roots: [0], tagCount: 3))
        // Tag 0: x0 = 0.4 + 0.5·x1, x1 = 0.6 + 0.3·x0. Tag 2: x0 = 0.1 + 0.9·x1 and the same for x1.
        #expect(abs(found[0][0] - 0.7 / 0.85) < 1e-10)
        #expect(abs(found[0][2] - 1) < 1e-10)
    }

    @Test func `a loop within a loop settles`() throws {
        // 0 → 1 ⇄ 2 → 0, with leaks to three tags.
        let nested = graph([
            [(1, 3, 0.9), (3, 0, 0.1)], [(2, 3, 0.95), (3, 1, 0.05)],
            [(1, 3, 0.5), (0, 3, 0.4), (3, 2, 0.1)], [],
        ])
        let found = try #require(chances(nested, roots: [0], tagCount: 4))
        #expect(abs(found[0][0] + found[0][1] + found[0][2] - 1) < 1e-9)
        // x1 = 0.95·x2 + [1], x2 = 0.5·x1 + 0.4·x0 + [2], x0 = 0.9·x1 + [0]; for tag 0.
        let x1 = 0.95 * 0.4 * 0.1 / (1 - 0.95 * 0.5 - 0.95 * 0.4 * 0.9)
        #expect(abs(found[0][0] - (0.9 * x1 + 0.1)) < 1e-10)
    }
}
