import SupplyGraph
import Testing

@Suite struct DominatorTests {
    /// By node: what it dominates, itself included.
    private func sizes(_ tree: DominatorTree) -> [Int32: Int] {
        Dictionary(uniqueKeysWithValues: (0..<tree.count).map { (tree.node(at: $0), tree.size(of: $0)) })
    }

    @Test(arguments: UInt64(1)...150)
    func `a node dominates what the root no longer reaches without it`(seed: UInt64) {
        var random = RandomRows(seed: seed)
        let count = Int32.random(in: 1...40, using: &random)
        let rows = random.rows(count, degree: 1 + Int(seed % 5), isLooped: seed % 3 > 0)
        var tree = DominatorTree(arcGraph(rows))
        for root in 0..<count {
            tree.build(from: root)
            let all = reached(rows, from: [root])
            let sizes = sizes(tree)
            #expect(Set(sizes.keys) == all)
            for node in all {
                let left = reached(rows, from: [root], without: [node])
                #expect(sizes[node] == all.count - left.count, "root \(root), node \(node)")
            }
        }
    }

    @Test(arguments: UInt64(151)...180)
    func `the immediate dominator is the closest of all dominators`(seed: UInt64) {
        var random = RandomRows(seed: seed)
        let rows = random.rows(25, degree: 3, isLooped: seed % 2 > 0)
        var tree = DominatorTree(arcGraph(rows))
        tree.build(from: 3)
        #expect(tree.node(at: 0) == 3 && tree.dominator(of: 0) == 0)
        for number in 1..<max(1, tree.count) {
            var chain: Set<Int32> = [tree.node(at: number)]
            var next = number
            while next > 0 {
                #expect(tree.dominator(of: next) < next)
                next = tree.dominator(of: next)
                chain.insert(tree.node(at: next))
            }
            let node = tree.node(at: number)
            let dominators = reached(rows, from: [3]).filter { candidate in
                !reached(rows, from: [3], without: [candidate]).contains(node)
            }
            #expect(chain == dominators)
        }
    }

    @Test func `the example that Lengauer and Tarjan print has their dominators`() {
        // R A B C D E F G H I J K L as 0...12.
        let rows: [[Int32]] = [
            [1, 2, 3], [4], [1, 4, 5], [6, 7], [12], [8], [9], [9, 10], [5, 11], [11], [9], [9, 0], [8],
        ]
        var tree = DominatorTree(arcGraph(rows))
        tree.build(from: 0)
        let found = Dictionary(
            uniqueKeysWithValues: (0..<tree.count).map {
                (tree.node(at: $0), tree.node(at: tree.dominator(of: $0)))
            })
        #expect(
            found == [0: 0, 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 3, 7: 3, 8: 0, 9: 0, 10: 7, 11: 0, 12: 4])
    }

    @Test func `a chain and a ring of two hundred thousand nodes need no stack`() {
        let count: Int32 = 200_000
        var chain = DominatorTree(arcGraph((0..<count).map { $0 + 1 < count ? [$0 + 1] : [] }))
        chain.build(from: 1)
        #expect([chain.count, chain.size(of: 0), chain.size(of: 1)] == [199_999, 199_999, 199_998])
        // Every node has an arc back to the root's first successor, and one two steps on.
        var ring = DominatorTree(arcGraph((0..<count).map { [1, ($0 + 1) % count, ($0 + 2) % count] }))
        ring.build(from: 0)
        #expect([ring.count, ring.size(of: 0)] == [200_000, 200_000])
        #expect(!(1..<ring.count).contains { ring.size(of: $0) > 1 })
    }

    @Test func `a tree that was used for other roots is as a new one`() {
        var random = RandomRows(seed: 7)
        let graph = arcGraph(random.rows(60, degree: 3, isLooped: true))
        var used = DominatorTree(graph, backward: graph.reversed())
        for root in Int32(0)..<60 {
            used.build(from: root)
            var new = DominatorTree(graph)
            new.build(from: root)
            #expect(sizes(used) == sizes(new))
        }
    }

    @Test func `a graph in the order of a search has the same arcs`() {
        var random = RandomRows(seed: 9)
        let rows = random.rows(50, degree: 4, isLooped: true)
        let order = SearchOrder(arcGraph(rows), from: [17, 4])
        #expect(order.nodes[0] == 17)
        #expect(order.nodes.sorted() == Array(0..<50))
        let found = order.renumbered(arcGraph(rows))
        for node in Int32(0)..<50 {
            let place = order.places[Int(node)]
            #expect(order.nodes[Int(place)] == node)
            let heads = found.heads[found.row(of: place)].map { order.nodes[Int($0)] }
            #expect(heads.sorted() == rows[Int(node)].sorted())
        }
        let tree = arcGraph([[1, 4], [2, 3], [], [], [], [0]])
        #expect(SearchOrder(tree, from: [0]).nodes == [0, 1, 2, 3, 4, 5])
        #expect(SearchOrder(tree, from: []).nodes == [0, 1, 2, 3, 4, 5])
        #expect(SearchOrder(tree, from: [4, 5]).nodes == [4, 5, 0, 1, 2, 3])
    }

    @Test func `a reversed graph has the same arcs the other way`() {
        let reversed = arcGraph([[1, 2, 2], [], [0, 1]]).reversed()
        #expect(reversed.starts == [0, 1, 3, 5])
        #expect(reversed.heads == [2, 0, 2, 0, 0])
    }
}
