import SupplyGraph
import Testing

@Suite struct GraphTests {
    /// A chain in which node i buys from node i + 1 with a weight.
    private func chain(_ count: Int32, weight: Double) -> FlowGraph {
        graph((0..<count).map { $0 + 1 < count ? [($0 + 1, $0 + 2 == count ? 1 : 0, weight)] : [] })
    }

    @Test func `a chain of two hundred thousand firms is walked to its end`() throws {
        let found = try #require(
            chances(chain(200_000, weight: 1), roots: [0, 199_998, 199_999], tagCount: 2))
        #expect(found == [[1, 1], [0, 1], [0, 0]])
    }

    @Test func `a loop of two hundred thousand firms is found without a stack`() {
        let count: Int32 = 200_000
        let ring = graph((0..<count).map { [(($0 + 1) % count, 0, 0.5)] })
        let plan = WalkPlan(ring, from: [7])
        #expect(plan.nodes.count == Int(count) + 1)
        #expect(chances(ring, roots: [7], tagCount: 1) == [[0.5]])
    }

    @Test func `only what is upstream of the roots is planned`() {
        let two = graph([[(1, 0, 1)], [], [(3, 0, 1)], [(1, 0, 1)]])
        #expect(Set(WalkPlan(two, from: [0]).nodes) == [FlowGraph.nobody, 0])
        #expect(Set(WalkPlan(two, from: [2]).nodes) == [FlowGraph.nobody, 2, 3])
    }

    @Test func `the least number upstream reaches through loops`() {
        let loops = graph([[(1, 0, 1)], [(2, 0, 1), (3, 0, 0)], [(1, 0, 1)], [], [(FlowGraph.nobody, 0, 1)]])
        let roots: [Int32] = [0, 1, 2, 3, 4]
        let plan = WalkPlan(loops, from: roots)
        #expect(plan.least([9, 8, 7, 5, 6], graph: loops, roots: roots) == [5, 5, 5, 5, 6])
    }

    @Test func `a wave splits by weight, and what nobody supplies is gone`() {
        let fork = graph([[(1, 0, 0.5), (2, 1, 0.3), (FlowGraph.nobody, 2, 0.2)], [(2, 1, 1)], []])
        var wave = MassWave(fork)
        wave.start(at: 0)
        #expect(wave.advance(worth: [0, 1, 1]) == 0.3)
        #expect([wave.mass(at: 1), wave.mass(at: 2), wave.total] == [0.5, 0.3, 0.8])
        #expect(wave.advance(worth: [0, 1, 1]) == 0.5)
        #expect([wave.mass(at: 1), wave.mass(at: 2), wave.total] == [0, 0.5, 0.5])
        wave.start(at: 1)
        #expect([wave.mass(at: 1), wave.mass(at: 2), wave.total] == [1, 0, 1])
    }

    @Test func `paths come heaviest first and sum to the chance`() throws {
        let fork = graph([[(1, 0, 0.6), (2, 0, 0.4)], [(3, 1, 0.5), (3, 0, 0.5)], [(3, 1, 1)], []])
        var search = HeaviestPaths(fork, isWanted: [false, true], chance: [0.7, 0.5, 1, 0])
        let paths = search.find(from: 0, limit: 9)
        #expect(paths == [.init(nodes: [0, 2, 3], weight: 0.4), .init(nodes: [0, 1, 3], weight: 0.3)])
        #expect(search.find(from: 0, limit: 1).count == 1)
    }

    @Test func `a search through a loop ends`() {
        let loop = graph([[(1, 0, 0.5), (2, 1, 0.5)], [(0, 0, 1)], []])
        var search = HeaviestPaths(loop, isWanted: [false, true], chance: [1, 1, 0])
        let paths = search.find(from: 0, limit: 40)
        #expect(paths.count == 40)
        #expect(paths[1] == .init(nodes: [0, 1, 0, 2], weight: 0.25))
        #expect(abs(paths.reduce(0) { $0 + $1.weight } - 1) < 1e-9)
    }

    @Test func `the same graph gives the same bits`() {
        let count: Int32 = 500
        let tangled = graph(
            (0..<count).map { node in (1...4).map { ((node * $0 * 7 + $0) % count, ($0 + node) % 11, 0.24) } }
        )
        let roots = Array(0..<count)
        let found = chances(tangled, roots: roots, tagCount: 11)
        #expect(found != nil)
        #expect(found == chances(tangled, roots: roots, tagCount: 11))
    }
}
