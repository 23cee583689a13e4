import SupplyGraph
import Testing

@Suite struct ReachTests {
    @Test(arguments: UInt64(1)...100)
    func `each node is counted for every head of the root that reaches it without the root`(seed: UInt64) {
        var random = RandomRows(seed: seed)
        let count = Int32.random(in: 1...40, using: &random)
        let rows = random.rows(count, degree: 1 + Int(seed % 5), isLooped: seed % 3 > 0)
        var reach = ReachLanes(arcGraph(rows))
        for root in 0..<count {
            reach.build(from: root)
            let counts = reach.headCounts(of: root)
            let heads = Set(rows[Int(root)]).subtracting([root])
            let above = heads.map { reached(rows, from: [$0], without: [root]) }
            #expect(Set(reach.components.nodes) == above.reduce(into: []) { $0.formUnion($1) })
            for node in 0..<count {
                let component = reach.components.component(of: node)
                let found = component == ReachComponents.nothing ? 0 : Int(counts[Int(component)])
                #expect(found == above.count { $0.contains(node) }, "root \(root), node \(node)")
            }
        }
    }

    @Test(arguments: UInt64(101)...150)
    func `nodes share a component where each reaches the other without the root`(seed: UInt64) {
        var random = RandomRows(seed: seed)
        let rows = random.rows(20, degree: 3, isLooped: true)
        var reach = ReachLanes(arcGraph(rows))
        reach.build(from: 0)
        let nodes = reach.components.nodes
        #expect(Set(nodes).count == nodes.count)
        for node in nodes {
            let above = reached(rows, from: [node], without: [0])
            let mutual = nodes.filter {
                above.contains($0) && reached(rows, from: [$0], without: [0]).contains(node)
            }
            let places = reach.components.places(of: Int(reach.components.component(of: node)))
            #expect(Set(nodes[places]) == Set(mutual))
        }
    }

    /// The nodes of all components that a set was handed, by set.
    private func common(_ reach: inout ReachLanes, _ sets: [[Int32]]) -> [Set<Int32>] {
        var found = sets.map { _ in Set<Int32>() }
        let components = reach.components
        reach.eachCommon(sets) { set, component in
            found[set].formUnion(components.nodes[components.places(of: component)])
        }
        return found
    }

    @Test(arguments: UInt64(1)...60)
    func `what is common to a set is what all of it reaches`(seed: UInt64) {
        var random = RandomRows(seed: seed)
        var rows = random.rows(40, degree: 3, isLooped: seed % 3 > 0)
        rows[0] = Array(Set((0..<12).map { _ in Int32.random(in: 1..<40, using: &random) }))
        let sets = (1...4).map { Array(rows[0].shuffled(using: &random).prefix($0)) }
        var reach = ReachLanes(arcGraph(rows))
        reach.build(from: 0)
        let expected = sets.map { set in
            set.map { reached(rows, from: [$0], without: [0]) }
                .reduce(nil as Set<Int32>?) { $0?.intersection($1) ?? $1 } ?? []
        }
        #expect(common(&reach, sets) == expected)
    }

    @Test func `more sources than a pass takes are counted over several passes`() {
        // The root leads to 1,300 nodes; all lead to node 1,301, all but the last to 1,302, those below 600 to 1,303.
        let sources = Array(Int32(1)...1_300)
        let fan = sources.map { source -> [Int32] in
            [1_301] + (source < 1_300 ? [1_302] : []) + (source < 600 ? [1_303] : [])
        }
        var reach = ReachLanes(arcGraph([sources] + fan + [[], [], []]))
        reach.build(from: 0)
        let counts = reach.headCounts(of: 0)
        let last: [Int32] = [1, 1_300, 1_301, 1_302, 1_303]
        #expect(last.map { counts[Int(reach.components.component(of: $0))] } == [1, 1, 1_300, 1_299, 599])
        let sets = [
            [1, 599], Array(sources[..<400]), sources, Array(sources[..<1_299]), [599, 600],
            Array(sources[..<512]), [1_300],
        ]
        let expected: [Set<Int32>] = [
            [1_301, 1_302, 1_303], [1_301, 1_302, 1_303], [1_301], [1_301, 1_302], [1_301, 1_302],
            [1_301, 1_302, 1_303], [1_300, 1_301],
        ]
        #expect(common(&reach, sets) == expected)
    }

    @Test func `a root that leads nowhere has nothing above it, also after another`() {
        var reach = ReachLanes(arcGraph([[1], [2], [], [3]]))
        for root in [Int32(0), 2, 3] {
            reach.build(from: root)
            #expect(reach.components.nodes.count == (root == 0 ? 2 : 0))
            #expect(reach.headCounts(of: root).count == reach.components.count)
        }
    }

    @Test func `a ring of two hundred thousand nodes is one component but for the root`() {
        let count: Int32 = 200_000
        var reach = ReachLanes(arcGraph((0..<count).map { [($0 + 1) % count, max(1, $0)] }))
        reach.build(from: 0)
        #expect(reach.components.count == Int(count) - 1)
        var tied = ReachLanes(arcGraph((0..<count).map { [($0 + 1) % count, 1] }))
        tied.build(from: 0)
        #expect(tied.components.count == 1)
        #expect(tied.headCounts(of: 0) == [1])
    }
}
