import SupplyGraph
import Testing

/// A graph from rows of (supplier, tag, weight).
func graph(_ rows: [[(Int32, Int32, Double)]]) -> FlowGraph {
    var starts: ContiguousArray<Int32> = [0]
    var arcs: ContiguousArray<FlowGraph.Arc> = []
    for row in rows {
        arcs += row.map { FlowGraph.Arc(supplier: $0, tag: $1, weight: $2) }
        starts.append(Int32(arcs.count))
    }
    return FlowGraph(starts: starts, arcs: arcs)
}

/// The value of each root for each tag, a lane a tag; nil where a loop did not settle.
func chances(_ graph: FlowGraph, roots: [Int32], tagCount: Int) -> [[Double]]? {
    let plan = WalkPlan(graph, from: roots)
    let solver = WalkSolver(plan, laneOfTag: ContiguousArray(0..<Int32(tagCount)), laneCount: tagCount)
    var result = [[Double]](repeating: [], count: roots.count)
    let settled = solver.solve { first, values in
        for (root, slot) in plan.rootSlots.enumerated() {
            for lane in 0..<min(8, tagCount - first) { result[root].append(values[Int(slot)][lane]) }
        }
    }
    return settled ? result : nil
}

@Suite struct WalkSolverTests {
    @Test func `a walk that met a tag is not counted twice`() {
        let chain = graph([[(1, 0, 0.5), (2, 1, 0.5)], [(2, 0, 1)], []])
        #expect(chances(chain, roots: [0, 1, 2], tagCount: 2) == [[0.5, 0.5], [1, 0], [0, 0]])
    }

    @Test func `more tags than lanes are solved in batches`() {
        let star = graph([(0..<19).map { ($0 + 1, $0, 1.0 / 32) }] + Array(repeating: [], count: 19))
        #expect(chances(star, roots: [0], tagCount: 19) == [Array(repeating: 1.0 / 32, count: 19)])
    }

    @Test func `a closed loop settles at the least solution, which is zero`() {
        let loop = graph([[(1, 0, 1)], [(0, 0, 1)]])
        let plan = WalkPlan(loop, from: [0])
        var value = 1.0
        let settled = WalkSolver(plan, laneOfTag: [-1], laneCount: 1).solve { _, values in
            value = values[1][0]
        }
        #expect(settled)
        #expect(value == 0)
    }

    @Test(arguments: [0.1, 1e-3, 1e-6, 1e-9])
    func `a loop that leaks little is as exact as one that leaks much`(leak: Double) throws {
        // 0 and 1 supply each other; a leak from 0 has tag 1, one from 1 has tag 2 and is twice as likely.
        let loop = graph([
            [(1, 0, 1 - leak), (2, 1, leak)], [(0, 0, 1 - 2 * leak), (2, 2, 2 * leak)], [],
        ])
        let plan = WalkPlan(loop, from: [0])
        var values: [Double] = []
        let settled = WalkSolver(plan, laneOfTag: [-1, 0, 1], laneCount: 2).solve { _, all in
            values = [all[Int(plan.rootSlots[0])][0], all[Int(plan.rootSlots[0])][1]]
        }
        let through = 3 * leak - 2 * leak * leak
        #expect(settled)
        // The weights as stored are themselves rounded by 1e-16.
        #expect(abs(values[0] - leak / through) < max(1e-9, 1e-15 / leak))
        #expect(abs(values[0] + values[1] - 1) < 1e-9)
    }
}
