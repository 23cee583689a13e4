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

    /// What every node loses by a small loss at each of some nodes, for the whole of it, and what comes back to those.
    private func responses(_ plan: CascadePlan, _ nodes: [Int32]) -> (of: [[Double]], between: [[Double]]) {
        let blow = ResponseGain.blows[1]
        var solver = CascadeSolver(plan)
        var found: [[Double]] = []
        var between: [[Double]] = []
        for node in nodes {
            _ = solver.solve([.init(node: node, lane: 0, loss: blow)])
            let losses = plan.nodes.map { solver.losses(of: $0)[0] / blow }
            found.append(losses)
            between.append(
                nodes.map { other in
                    other == node
                        ? solver.lossesOfInputs(of: node)[0] / blow : losses[Int(other)]
                })
        }
        return (found, between)
    }

    @Test func `no loss moves further than the gain of the nodes that changed allows`() {
        var random = RandomRows(seed: 3)
        var bounded = 0
        var moved = 0
        for _ in 0..<400 {
            var rows = RandomLimits.rows(&random)
            let before = CascadePlan(RandomLimits.graph(rows))
            for _ in 0..<(1 + random.below(2)) {
                let edited = random.below(rows.count)
                rows[edited] = RandomLimits.row(edited, of: rows.count, &random)
            }
            let after = CascadePlan(RandomLimits.graph(rows))
            let nodes = ContiguousArray(before.nodes)
            guard let change = LimitChange(older: before, newer: after, olderNode: nodes, nodeLimit: 8) else {
                continue
            }
            let responses = responses(after, change.nodes)
            for target in after.nodes {
                let asked = responses.of.map {
                    $0[Int(target)] + ResponseGain.error(ofBlow: ResponseGain.blows[1])
                }
                guard let gain = ResponseGain(asked: asked, responses: responses.between) else { continue }
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
