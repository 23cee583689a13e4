import SupplyGraph
import Testing

@Suite struct CascadeMemoryTests {
    /// What is kept is in single precision, and small losses are not kept.
    private static let tolerance = 1e-6

    private func solve(_ plan: CascadePlan, stop node: Int32, loss: Double = 1) -> [Double] {
        var solver = CascadeSolver(plan)
        _ = solver.solve([.init(node: node, lane: 0, loss: loss)])
        return plan.nodes.map { solver.losses(of: $0)[0] }
    }

    private func blows(_ count: Int) -> [CascadeSolver.Blow] {
        (0..<min(8, count)).map { .init(node: Int32($0), lane: $0, loss: 1 / Double($0 + 1)) }
    }

    @Test func `what is kept of a shock tells what every node lost`() {
        var random = RandomRows(seed: 1)
        for _ in 0..<300 {
            let plan = CascadePlan(RandomLimits.graph(RandomLimits.rows(&random)))
            let blows = blows(plan.nodes.count)
            var solver = CascadeSolver(plan)
            _ = solver.solve(blows)
            let memories = solver.memories(count: blows.count)
            for node in plan.nodes {
                var recall = CascadeRecall(CascadeCone(plan, of: [node]))
                recall.recall(blows, memories)
                let difference = recall.losses(ofAsked: 0) - solver.losses(of: node)
                #expect(max(difference.max(), -difference.min()) <= Self.tolerance)
            }
        }
    }

    @Test func `a plan that follows an earlier order finds the same losses`() {
        var random = RandomRows(seed: 2)
        for _ in 0..<300 {
            var rows = RandomLimits.rows(&random)
            let before = CascadePlan(RandomLimits.graph(rows))
            let edited = random.below(rows.count)
            rows[edited] = RandomLimits.row(edited, of: rows.count, &random)
            let graph = RandomLimits.graph(rows)
            let after = CascadePlan(
                graph, ranks: ContiguousArray(before.nodes.map { Int32(before.slot(of: $0)) }))
            for node in after.nodes {
                for (mine, theirs) in zip(solve(after, stop: node), solve(CascadePlan(graph), stop: node)) {
                    #expect(abs(mine - theirs) <= 1e-8)
                }
            }
        }
    }

    @Test func `no loss moves further than the gain of the nodes that changed allows`() throws {
        var random = RandomRows(seed: 3)
        var bounded = 0
        var moved = 0
        for _ in 0..<400 {
            var rows = RandomLimits.rows(&random)
            let older = RandomLimits.graph(rows)
            for _ in 0..<(1 + random.below(2)) {
                let edited = random.below(rows.count)
                rows[edited] = RandomLimits.row(edited, of: rows.count, &random)
            }
            let newer = RandomLimits.graph(rows)
            let (before, after) = (CascadePlan(older), CascadePlan(newer))
            let change = try #require(
                LimitChange(
                    older: older, newer: newer, olderNode: ContiguousArray(before.nodes), nodeLimit: 8))
            let responses = change.nodes.map { node in
                solve(after, stop: node, loss: ResponseGain.blow).map { $0 / ResponseGain.blow }
            }
            let between = zip(change.nodes, responses).map { node, response in
                change.nodes.map { other in
                    other != node
                        ? response[Int(other)]
                        : newer.lossOfInputs(of: node) { .init(repeating: response[Int($0)]) }[0]
                }
            }
            for target in after.nodes {
                let asked = responses.map { $0[Int(target)] + ResponseGain.responseError }
                guard let gain = ResponseGain(asked: asked, responses: between) else { continue }
                bounded += 1
                for stopped in after.nodes {
                    let (old, new) = (solve(before, stop: stopped), solve(after, stop: stopped))
                    var most = 2e-9
                    for index in change.nodes.indices {
                        let difference = change.losses(ofNode: index, error: .zero) {
                            .init(repeating: old[Int(change.suppliers[$0])])
                        }.difference[0]
                        most += difference * gain.gains[index]
                    }
                    let shift = abs(old[Int(target)] - new[Int(target)])
                    #expect(shift <= most * (1 + 1e-6))
                    if shift > 1e-3 { moved += 1 }
                }
            }
        }
        #expect(bounded > 1000)
        #expect(moved > 1000)
    }
}
