/// What a label must be for a rule to speak of a sample.
///
/// A label that a sample lacks counts as empty.
public struct LabelMatcher: Equatable, Sendable {
    /// How the label's value is held to the rule.
    public enum Pattern: Equatable, Sendable {
        case exactly(String)
        case regex(LabelRegex)
    }

    public var label: String
    public var pattern: Pattern

    /// Whether this value fits.
    public func matches(_ value: String) -> Bool {
        switch pattern {
        case .exactly(let text): value == text
        case .regex(let regex): regex.matches(value)
        }
    }
}
