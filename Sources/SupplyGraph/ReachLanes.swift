/// Which of some sources reach what, for up to 512 sources in one pass over what a root reaches.
///
/// The root itself is taken out of the graph. Each source has a bit; a strong component's bits are handed on
/// to all that it leads to, buyers before suppliers, so that one pass settles them all.
public struct ReachLanes: Sendable {
    /// A bit a source, the first source's the lowest of lane 0.
    public typealias Lanes = SIMD8<UInt64>
    /// Sources that share a pass.
    public static let sourceLimit = Lanes.scalarCount * UInt64.bitWidth

    public private(set) var components: ReachComponents
    /// By component; only the first `components.count` mean anything.
    private var lanes: ContiguousArray<Lanes> = []

    /// - Complexity: O(nodes).
    public init(_ graph: ArcGraph) { components = ReachComponents(graph) }

    /// Takes a root, in place of the last one; nothing is done where it is the same.
    ///
    /// - Complexity: O(arcs of what it reaches).
    public mutating func build(from root: Int32) {
        if components.root != root { components.find(from: root) }
    }

    /// By component: how many of the root's heads, each counted once, reach it or are in it.
    public mutating func headCounts(of root: Int32) -> ContiguousArray<Int32> {
        var counts = ContiguousArray<Int32>(repeating: 0, count: components.count)
        let heads = Set(components.graph.heads[components.graph.row(of: root)]).subtracting([root]).sorted()
        for first in stride(from: 0, to: heads.count, by: Self.sourceLimit) {
            pass(heads[first..<min(first + Self.sourceLimit, heads.count)])
            for component in counts.indices { counts[component] += bitCount(lanes[component]) }
        }
        return counts
    }

    /// Hands out each pair of a set and a component of which all sources of the set reach the component or are in it.
    ///
    /// Sources are nodes that the root reaches; a set has one or more. Pairs come in no order of note, but always the same.
    ///
    /// - Complexity: O(arcs of what the root reaches) for every 512 sources, and O(components · sets).
    public mutating func eachCommon(
        _ sets: [[Int32]], _ body: (_ set: Int, _ component: Int) -> Void
    ) {
        var first = 0
        while first < sets.count {
            guard sets[first].count <= Self.sourceLimit else {
                eachCommonOfLarge(sets[first]) { body(first, $0) }
                first += 1
                continue
            }
            var sources: [Int32] = []
            var masks: [Lanes] = []
            while first + masks.count < sets.count {
                let set = sets[first + masks.count]
                guard sources.count + set.count <= Self.sourceLimit else { break }
                masks.append(mask(sources.count..<(sources.count + set.count)))
                sources += set
            }
            pass(sources[...])
            for component in stride(from: components.count - 1, through: 0, by: -1) {
                let mine = lanes[component]
                guard mine != .zero else { continue }
                for (index, mask) in masks.enumerated() where mine & mask == mask {
                    body(first + index, component)
                }
            }
            first += masks.count
        }
    }

    private mutating func eachCommonOfLarge(_ set: [Int32], _ body: (_ component: Int) -> Void) {
        var isCommon = ContiguousArray<Bool>(repeating: true, count: components.count)
        for first in stride(from: 0, to: set.count, by: Self.sourceLimit) {
            let sources = set[first..<min(first + Self.sourceLimit, set.count)]
            pass(sources)
            let mask = mask(0..<sources.count)
            for component in isCommon.indices where lanes[component] & mask != mask {
                isCommon[component] = false
            }
        }
        for component in isCommon.indices.reversed() where isCommon[component] { body(component) }
    }

    /// Finds the lanes of all components; a source that stands twice has two bits.
    private mutating func pass(_ sources: ArraySlice<Int32>) {
        if lanes.count < components.count {
            lanes = ContiguousArray(repeating: .zero, count: components.count)
        } else {
            for component in 0..<components.count { lanes[component] = .zero }
        }
        for (bit, source) in sources.enumerated() {
            lanes[Int(components.component(of: source))] |= mask(bit..<(bit + 1))
        }
        spread(components, &lanes)
    }
}

/// Hands the lanes of each component on to those that it leads to.
private func spread(_ components: ReachComponents, _ lanes: inout ContiguousArray<ReachLanes.Lanes>) {
    let (starts, heads) = (components.graph.starts.span, components.graph.heads.span)
    let (nodes, places, component) = (
        components.nodes.span, components.starts.span, components.component.span
    )
    var lanes = lanes.mutableSpan
    var current = components.count - 1
    while current >= 0 {
        let mine = lanes[current]
        for index in Int(places[current])..<Int(places[current + 1]) where mine != .zero {
            let node = Int(nodes[index])
            for place in Int(starts[node])..<Int(starts[node + 1]) {
                let other = Int(component[Int(heads[place])])
                // Nothing is known to lead on to the root.
                if other != current, other >= 0 { lanes[other] |= mine }
            }
        }
        current -= 1
    }
}

/// The lanes in which some bits are set.
private func mask(_ bits: Range<Int>) -> ReachLanes.Lanes {
    var mask = ReachLanes.Lanes.zero
    for bit in bits { mask[bit / UInt64.bitWidth] |= 1 << UInt64(bit % UInt64.bitWidth) }
    return mask
}

private func bitCount(_ lanes: ReachLanes.Lanes) -> Int32 {
    var count = 0
    for lane in lanes.indices { count += lanes[lane].nonzeroBitCount }
    return Int32(count)
}
