import SupplyGraph

/// Makes small reproducible random graphs, as rows of heads (SplitMix64).
struct RandomRows: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number from 0 up to, not including, a bound.
    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    /// A number from 0 up to, not including, 1.
    mutating func unit() -> Double { Double.random(in: 0..<1, using: &self) }

    /// Rows of up to `degree` heads each; arcs may be doubled, and where `isLooped` lead back or to the node itself.
    mutating func rows(_ count: Int32, degree: Int, isLooped: Bool) -> [[Int32]] {
        var rows: [[Int32]] = []
        for node in 0..<count {
            let heads = isLooped ? 0..<count : (node + 1)..<count
            let length = heads.isEmpty ? 0 : Int.random(in: 0...degree, using: &self)
            rows.append((0..<length).map { _ in Int32.random(in: heads, using: &self) })
        }
        return rows
    }
}

/// A graph from rows of heads.
func arcGraph(_ rows: [[Int32]]) -> ArcGraph {
    var starts: ContiguousArray<Int32> = [0]
    for row in rows { starts.append(starts[starts.count - 1] + Int32(row.count)) }
    return ArcGraph(starts: starts, heads: ContiguousArray(rows.joined()))
}

/// What some nodes reach, themselves included, without ever passing those of `without`.
func reached(_ rows: [[Int32]], from roots: [Int32], without: Set<Int32> = []) -> Set<Int32> {
    var found: Set<Int32> = []
    var waiting = roots
    while let node = waiting.popLast() {
        guard !without.contains(node), found.insert(node).inserted else { continue }
        waiting += rows[Int(node)]
    }
    return found
}
