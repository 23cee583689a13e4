/// A set of characters: ranges, or everything else.
struct ScalarSet: Equatable, Sendable {
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    var isNegated = false

    static let any = ScalarSet(ranges: [], isNegated: true)
    static let digits = ScalarSet(ranges: ["0"..."9"])
    static let word = ScalarSet(ranges: ["0"..."9", "A"..."Z", "a"..."z", "_"..."_"])
    static let space = ScalarSet(ranges: [" "..." ", "\t"..."\r", "\u{3000}"..."\u{3000}"])

    /// The only character of the set; nil where there are more.
    var single: Unicode.Scalar? {
        guard ranges.count == 1, !isNegated, ranges[0].lowerBound == ranges[0].upperBound else { return nil }
        return ranges[0].lowerBound
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(scalar) } != isNegated
    }
}
