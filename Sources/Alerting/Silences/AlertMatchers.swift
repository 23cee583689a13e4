public import SupplyModel

/// Which alerts are meant, by their labels and by `rule`, `severity` and `metric`.
///
/// A label that an alert lacks counts as empty.
public struct AlertMatchers: Sendable {
    private static let ownNames = ["rule", "severity", "metric"]

    private let matchers: [LabelMatcher]

    /// Reads `label=value` and `label=/pattern/`; all must fit.
    ///
    /// - Throws: where one cannot be read, or all of them fit an alert without any label, so that everything would be meant.
    public init(_ texts: [String]) throws(MatcherFault) {
        var matchers: [LabelMatcher] = []
        for text in texts { matchers.append(try Self.matcher(text)) }
        guard matchers.contains(where: { !$0.matches("") }) else { throw .everything }
        self.matchers = matchers
    }

    /// Whether an alert is meant.
    public func fit(_ alert: Alert) -> Bool {
        matchers.allSatisfy { matcher in
            switch matcher.label {
            case "rule": matcher.matches(alert.rule)
            case "severity": matcher.matches(alert.severity.rawValue)
            case "metric": matcher.matches(alert.metric.rawValue)
            default: matcher.matches(alert.labels[matcher.label] ?? "")
            }
        }
    }

    private static func matcher(_ text: String) throws(MatcherFault) -> LabelMatcher {
        guard let equals = text.firstIndex(of: "=") else { throw .noEquals(text) }
        let label = String(text[..<equals])
        let value = text[text.index(after: equals)...]
        let names = Set(Metric.allCases.flatMap(\.labelNames)).union(ownNames)
        guard names.contains(label) else { throw .unknownLabel(label, known: names.sorted()) }
        guard value.hasPrefix("/") else {
            return LabelMatcher(label: label, pattern: .exactly(String(value)))
        }
        let pattern = value.dropFirst().dropLast()
        guard value.count > 2, value.hasSuffix("/"),
            pattern.unicodeScalars.count <= MatchReader.patternLimit
        else { throw .badPattern(text) }
        do throws(PatternFault) {
            return LabelMatcher(label: label, pattern: .regex(try LabelRegex(String(pattern))))
        } catch {
            throw .badPattern(text)
        }
    }
}

/// Why matchers mean nothing, or too much.
public enum MatcherFault: Error, Equatable, CustomStringConvertible {
    case noEquals(String)
    case unknownLabel(String, known: [String])
    case badPattern(String)
    case everything

    public var description: String {
        switch self {
        case .noEquals(let text): "'\(text)' is no matcher; write label=value or label=/pattern/"
        case .unknownLabel(let name, let known):
            "no alert has a label '\(name)'; write one of \(known.joined(separator: ", "))"
        case .badPattern(let text):
            "'\(text)' has no regular expression of at most \(MatchReader.patternLimit) characters between its"
                + " slashes; check its brackets and repeats"
        case .everything:
            "these matchers fit every alert, also one without labels; name at least one value, such as"
                + " rule=city-above-forty"
        }
    }
}
