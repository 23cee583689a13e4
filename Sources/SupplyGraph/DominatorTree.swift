/// What cannot be reached from a root but through a node: the dominator tree of the part that the root reaches.
///
/// Semi-NCA, the fastest in practice of the methods that need no recursion: a depth-first search numbers the nodes;
/// in falling order each node finds its semidominator, over a forest whose paths are compressed; in rising order
/// its immediate dominator is the nearest ancestor in the tree so far that is not below the semidominator. The worst
/// case is O(nodes²), which no network comes near: paths to the semidominator are a few steps long.
///
/// One value is used for many roots: its scratch space is allocated once, and a root costs what it reaches.
///
/// Sources: Georgiadis, "Linear-time algorithms for dominators and related problems", PhD thesis, Princeton (2005),
/// section 2.2; Lengauer, Tarjan, "A fast algorithm for finding dominators in a flowgraph", TOPLAS 1 (1979).
public struct DominatorTree: Sendable {
    /// How many nodes the root reaches, itself included.
    ///
    /// Their numbers are 0..<count in the order of the search, the root's is 0; a dominator's is below those of all that it
    /// dominates.
    public private(set) var count = 0

    private let forward: ArcGraph
    private let backward: ArcGraph
    /// By node: its number, `unreached` for most.
    private var number: ContiguousArray<Int32>
    // By number, from here on.
    private var node: ContiguousArray<Int32>
    /// The parent in the tree of the search, later the immediate dominator.
    private var dominator: ContiguousArray<Int32>
    private var semidominator: ContiguousArray<Int32>
    /// An ancestor in the compressed forest, and the least semidominator on the path to it, the ancestor's not counted.
    private var forest: ContiguousArray<SIMD2<Int32>>
    private var size: ContiguousArray<Int32>
    /// Nodes to be entered, each with the number of the node that leads there; or a path that is being compressed.
    private var stack: ContiguousArray<SIMD2<Int32>>

    /// Prepares for roots of a graph; `backward` is the graph reversed, where it is at hand.
    ///
    /// - Complexity: O(nodes + arcs).
    public init(_ graph: ArcGraph, backward: ArcGraph? = nil) {
        forward = graph
        self.backward = backward ?? graph.reversed()
        let blank = ContiguousArray<Int32>(repeating: 0, count: graph.nodeCount)
        number = ContiguousArray(repeating: unreached, count: graph.nodeCount)
        node = blank
        dominator = blank
        semidominator = blank
        forest = ContiguousArray(repeating: .zero, count: graph.nodeCount)
        size = blank
        stack = ContiguousArray(repeating: .zero, count: graph.heads.count + 1)
    }

    /// Finds the tree of a root, in place of the last one's.
    public mutating func build(from root: Int32) {
        for number in 0..<count { self.number[Int(node[number])] = unreached }
        count = search(forward, from: root, &number, &node, parent: &dominator, &stack)
        findSemidominators(
            backward, count, &number, &node, parent: &dominator, &semidominator, &forest, path: &stack)
        findDominators(count, parentThenDominator: &dominator, &semidominator, &size)
    }

    /// The number of a node, nil where the root does not reach it.
    public func number(of node: Int32) -> Int? {
        number[Int(node)] == unreached ? nil : Int(number[Int(node)])
    }

    /// The node of a number.
    public func node(at number: Int) -> Int32 { node[number] }

    /// The number of the node that dominates a number's most closely; the root's is its own.
    public func dominator(of number: Int) -> Int { Int(dominator[number]) }

    /// How many nodes a number's node dominates, itself included.
    public func size(of number: Int) -> Int { Int(size[number]) }
}

private typealias Column = ContiguousArray<Int32>
private typealias PairColumn = ContiguousArray<SIMD2<Int32>>
/// The number of a node that the root does not reach.
private let unreached: Int32 = -1

/// Numbers what the root reaches, each node when it is taken from the stack, so that a row is read in one go.
private func search(
    _ graph: ArcGraph, from root: Int32, _ number: inout Column, _ node: inout Column, parent: inout Column,
    _ stack: inout PairColumn
) -> Int {
    let (starts, heads) = (graph.starts.span, graph.heads.span)
    var number = number.mutableSpan
    var node = node.mutableSpan
    var parent = parent.mutableSpan
    var stack = stack.mutableSpan
    var next: Int32 = 0
    var top = 1
    stack[0] = [root, 0]
    while top > 0 {
        top -= 1
        let entry = stack[top]
        let here = Int(entry.x)
        guard number[here] == unreached else { continue }
        number[here] = next
        node[Int(next)] = entry.x
        parent[Int(next)] = entry.y
        for place in Int(starts[here])..<Int(starts[here + 1]) {
            let head = heads[place]
            guard number[Int(head)] == unreached else { continue }
            stack[top] = [head, next]
            top += 1
        }
        next += 1
    }
    return Int(next)
}

private func findSemidominators(
    _ backward: ArcGraph, _ count: Int, _ number: inout Column, _ node: inout Column, parent: inout Column,
    _ semidominator: inout Column, _ forest: inout PairColumn, path: inout PairColumn
) {
    let (starts, tails) = (backward.starts.span, backward.heads.span)
    let (number, node, parent) = (number.span, node.span, parent.span)
    var semidominator = semidominator.mutableSpan
    var forest = forest.mutableSpan
    var path = path.mutableSpan
    var current = Int32(count) - 1
    while current > 0 {
        let up = parent[Int(current)]
        var semi = up
        let here = Int(node[Int(current)])
        for place in Int(starts[here])..<Int(starts[here + 1]) {
            let before = number[Int(tails[place])]
            if before <= current {
                // A node that is not reached leads nowhere; one that is not yet in the forest stands for itself.
                if before != unreached { semi = min(semi, before) }
            } else {
                var entry = forest[Int(before)]
                if entry.x > current { entry = compress(before, current, &forest, &path) }
                semi = min(semi, entry.y)
            }
        }
        semidominator[Int(current)] = semi
        forest[Int(current)] = [up, semi]
        current -= 1
    }
}

/// Lets every node on the way from a node up to a root of the forest, which is not above `current`, point to that root.
///
/// Returns the node's new entry.
private func compress(
    _ first: Int32, _ current: Int32, _ forest: inout MutableSpan<SIMD2<Int32>>,
    _ path: inout MutableSpan<SIMD2<Int32>>
) -> SIMD2<Int32> {
    var length = 0
    var here = first
    var entry = forest[Int(here)]
    while entry.x > current {
        path[length] = [here, entry.y]
        length += 1
        here = entry.x
        entry = forest[Int(here)]
    }
    while length > 0 {
        length -= 1
        entry.y = min(entry.y, path[length].y)
        forest[Int(path[length].x)] = entry
    }
    return entry
}

private func findDominators(
    _ count: Int, parentThenDominator dominator: inout Column, _ semidominator: inout Column,
    _ size: inout Column
) {
    let semidominator = semidominator.span
    var dominator = dominator.mutableSpan
    var size = size.mutableSpan
    for number in 0..<count {
        size[number] = 1
        var candidate = dominator[number]
        while candidate > semidominator[number] { candidate = dominator[Int(candidate)] }
        dominator[number] = candidate
    }
    var number = count - 1
    while number > 0 {
        size[Int(dominator[number])] += size[number]
        number -= 1
    }
}
