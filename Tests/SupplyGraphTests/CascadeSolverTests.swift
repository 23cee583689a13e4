import SupplyGraph
import Testing

@Suite struct CascadeSolverTests {
    private func losses(
        _ graph: LimitGraph, stop node: Int32, loss: Double = 1
    ) -> (values: [Double], outcome: CascadeSolver.Outcome) {
        var solver = CascadeSolver(CascadePlan(graph))
        let outcome = solver.solve([.init(node: node, lane: 3, loss: loss)])
        return ((0..<Int32(graph.nodeCount)).map { solver.losses(of: $0)[3] }, outcome)
    }

    /// Plain steps from the shock until nothing changes: the definition.
    private func stepped(_ rows: [[[(Int32, Double)]]], shock: [Double]) -> [Double] {
        var values = shock
        while true {
            var next = shock
            for (node, row) in rows.enumerated() {
                for limit in row {
                    next[node] = max(next[node], limit.reduce(0) { $0 + $1.1 * values[Int($1.0)] })
                }
                next[node] = min(1, next[node])
            }
            let change = zip(next, values).reduce(0) { max($0, abs($1.0 - $1.1)) }
            values = next
            if change <= 1e-14 { return values }
        }
    }

    @Test func `a node loses what its worst limit loses`() {
        let rows: [[[(Int32, Double)]]] = [[], [], [[(0, 0.4), (1, 0.6)], [(0, 0.7)]], [[(2, 0.5)]]]
        let found = losses(RandomLimits.graph(rows), stop: 0)
        #expect(found.values == [1, 0, 0.7, 0.35])
        #expect(found.outcome.steps == 1)
    }

    @Test func `two that are each other's only source fall together, whoever hits them`() {
        let rows: [[[(Int32, Double)]]] = [[], [[(2, 1)], [(0, 0.3)]], [[(1, 1)]], [[(2, 0.5)]]]
        #expect(losses(RandomLimits.graph(rows), stop: 0).values == [1, 0.3, 0.3, 0.15])
        #expect(losses(RandomLimits.graph(rows), stop: 2).values == [0, 1, 1, 0.5])
    }

    @Test func `a closed set of three with shared sources is one`() {
        let rows: [[[(Int32, Double)]]] = [
            [], [[(2, 0.5), (3, 0.5)], [(0, 0.2)]], [[(1, 1)]], [[(1, 0.4), (2, 0.6)]],
        ]
        let found = losses(RandomLimits.graph(rows), stop: 0).values
        #expect(found.map { ($0 * 1e9).rounded() / 1e9 } == [1, 0.2, 0.2, 0.2])
    }

    @Test func `random graphs with loops, closed sets and leaks give what plain steps give`() {
        var random = RandomRows(seed: 11)
        var hadLoop = 0
        for _ in 0..<300 {
            let rows = RandomLimits.rows(&random)
            let node = random.below(rows.count)
            var shock = [Double](repeating: 0, count: rows.count)
            shock[node] = 0.25 + 0.75 * random.unit()
            let found = losses(RandomLimits.graph(rows), stop: Int32(node), loss: shock[node])
            let expected = stepped(rows, shock: shock)
            for (mine, theirs) in zip(found.values, expected) { #expect(abs(mine - theirs) < 1e-8) }
            #expect(found.outcome.hasConverged.allSatisfy { $0 })
            hadLoop += found.outcome.steps > 1 ? 1 : 0
        }
        #expect(hadLoop > 50)
    }

    @Test func `limits that amplify are cut at a whole loss`() {
        var random = RandomRows(seed: 12)
        for _ in 0..<100 {
            let rows = RandomLimits.rows(&random, amplify: 1.4)
            var shock = [Double](repeating: 0, count: rows.count)
            shock[0] = 0.5
            let found = losses(RandomLimits.graph(rows), stop: 0, loss: 0.5).values
            for (mine, theirs) in zip(found, stepped(rows, shock: shock)) {
                #expect(abs(mine - theirs) < 1e-8)
            }
        }
    }

    @Test func `a shock's result does not depend on its neighbours by a bit`() {
        var random = RandomRows(seed: 13)
        for _ in 0..<100 {
            let rows = RandomLimits.rows(&random)
            let plan = CascadePlan(RandomLimits.graph(rows))
            var together = CascadeSolver(plan)
            var alone = CascadeSolver(plan)
            let blows = (0..<8).map {
                CascadeSolver.Blow(node: Int32($0 % rows.count), lane: $0, loss: 0.5 + Double($0) / 16)
            }
            _ = together.solve(blows)
            for blow in blows {
                _ = alone.solve([blow])
                for node in 0..<Int32(rows.count) {
                    #expect(alone.losses(of: node)[blow.lane] == together.losses(of: node)[blow.lane])
                }
            }
        }
    }

    @Test func `one ring of twenty thousand settles`() {
        let count: Int32 = 20_000
        let rows: [[[(Int32, Double)]]] = (0..<count).map { [[(($0 + 1) % count, 0.9995)]] }
        let found = losses(RandomLimits.graph(rows), stop: 0)
        #expect(found.outcome.hasConverged[3])
        #expect(
            abs(found.values[Int(count) - 10] - (0..<10).reduce(1.0) { value, _ in value * 0.9995 }) < 1e-9)
    }

    @Test(arguments: [(1e-3, 5), (1e-4, 5), (1e-6, 5), (1e-8, 5), (1e-3, 400), (1e-4, 400)])
    func `a ring that little enters and nothing leaves loses all in the end`(part: Double, count: Int) {
        var rows: [[[(Int32, Double)]]] = [[]]
        for node in 0..<count {
            let (next, second) = (Int32((node + 1) % count + 1), Int32((node + 2) % count + 1))
            rows.append([[(next, (1 - part) * 0.75), (second, (1 - part) * 0.25), (0, part)]])
        }
        let found = losses(RandomLimits.graph(rows), stop: 0)
        for value in found.values { #expect(abs(value - 1) < 1e-7, "steps \(found.outcome.steps)") }
        #expect(found.outcome.hasConverged[3])
    }

    @Test func `a small loop that all but circles is solved, a large one says that it did not converge`() {
        let kept = 1 - 4e-12
        func ring(_ count: Int32) -> [[[(Int32, Double)]]] {
            [[]] + (1...count).map { [[($0 % count + 1, kept), (0, 1e-12)]] }
        }
        let small = losses(RandomLimits.graph(ring(5)), stop: 0)
        #expect(small.outcome.hasConverged[3])
        for value in small.values.dropFirst() { #expect(abs(value - 0.25) < 1e-3) }
        let large = losses(RandomLimits.graph(ring(300)), stop: 0)
        #expect(!large.outcome.hasConverged[3])
        #expect(large.outcome.lastChange[3] > 0)
        #expect(large.outcome.hasConverged[0])
        #expect(large.values.allSatisfy { (0...1).contains($0) })
    }

    @Test func `an empty graph, a lone node and a shock of nothing are no trouble`() {
        var empty = CascadeSolver(CascadePlan(LimitGraph()))
        #expect(empty.solve([]).steps == 1)
        #expect(losses(RandomLimits.graph([[]]), stop: 0).values == [1])
        #expect(losses(RandomLimits.graph([[], [[(0, 1)]]]), stop: 0, loss: 0).values == [0, 0])
    }

    @Test func `batches come in their order, whoever does them`() {
        let found = Batches.map(count: 100, workers: 4, scratch: { 0 }) { scratch, batch in
            scratch += 1
            return batch * batch
        }
        #expect(found == (0..<100).map { $0 * $0 })
        #expect(Batches.map(count: 0, workers: 2, scratch: { 0 }) { _, batch in batch }.isEmpty)
    }
}
