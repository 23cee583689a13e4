/// Why a text names no region.
public enum RegionFault: Error, Hashable, Sendable {
    /// No place of China and no country has this name or code.
    case unknown
    /// Several places have this name: each with its full Chinese name and code.
    case ambiguous([String])

    /// Stable name for machines.
    public var code: String {
        switch self {
        case .unknown: "unknown_region"
        case .ambiguous: "ambiguous_region"
        }
    }

    /// What is wrong and what to do, as one sentence.
    public var sentence: String {
        switch self {
        case .unknown:
            "no province, city, county or country has this name or code;"
                + " write it as 苏州市, 江苏省苏州市, 320500 or KR"
        case .ambiguous(let candidates):
            "several places have this name (\(candidates.prefix(Self.shownCandidates).joined(separator: ", "))"
                + (candidates.count > Self.shownCandidates ? " and others" : "")
                + "); write the code or the name with its city or province"
        }
    }

    /// Candidates that a sentence names at most.
    private static let shownCandidates = 4
}
