internal import SupplyModel

/// The matchers of one rule over the samples of one run.
///
/// A run has many samples and few different label values, so what a pattern said of a value is kept.
struct SampleFilter {
    private let matchers: [LabelMatcher]
    private var verdicts: [[String: Bool]]

    init(_ matchers: [LabelMatcher]) {
        self.matchers = matchers
        verdicts = Array(repeating: [:], count: matchers.count)
    }

    /// Whether all matchers fit; a label that is missing counts as empty.
    mutating func admits(_ labels: Labels) -> Bool {
        for (index, matcher) in matchers.enumerated() {
            let value = labels[matcher.label] ?? ""
            guard case .regex = matcher.pattern else {
                if matcher.matches(value) { continue }
                return false
            }
            if let fits = verdicts[index][value] {
                if fits { continue }
                return false
            }
            let fits = matcher.matches(value)
            verdicts[index][value] = fits
            if !fits { return false }
        }
        return true
    }
}
