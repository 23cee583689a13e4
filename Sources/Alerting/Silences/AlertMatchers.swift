internal import StrictYAML
public import SupplyModel

/// Which alerts are meant, by their labels and by `rule`, `severity`, `metric` and `province`.
///
/// A label that an alert lacks counts as empty; `province` is the first that an alert is about.
public struct AlertMatchers: Equatable, Sendable {
    private let matchers: [Matcher]

    /// Every alert.
    static let everything = AlertMatchers()

    private init() { matchers = [] }

    private struct Matcher: Equatable {
        var value: LabelMatcher
        var isNegated: Bool

        func fits(_ word: String) -> Bool { value.matches(word) != isNegated }

        /// Whether some alert is left out: by its severity, which every alert has, or by having no such label.
        var leavesOut: Bool {
            let words = value.label == "severity" ? Severity.allCases.map(\.rawValue) : [""]
            return words.contains { !fits($0) }
        }
    }

    /// Reads `label=value`, `label=/pattern/`, and both with `!=` for what does not fit; all must fit.
    ///
    /// - Throws: where one cannot be read, or all of them fit an alert without any label, so that everything would be meant,
    ///   unless `mayFitAll`.
    public init(_ texts: [String], mayFitAll: Bool = false) throws(MatcherFault) {
        var matchers: [Matcher] = []
        for text in texts { matchers.append(try Self.matcher(text)) }
        guard mayFitAll || matchers.contains(where: \.leavesOut) else { throw .everything }
        self.matchers = matchers
    }

    /// Whether an alert is meant.
    public func fit(_ alert: Alert) -> Bool {
        matchers.allSatisfy { $0.fits(alert.word($0.value.label)) }
    }

    /// The names that matchers know.
    static let labels = Set(Metric.allCases.flatMap(\.labelNames)).union(Alert.ownWords)

    private static func matcher(_ text: String) throws(MatcherFault) -> Matcher {
        guard let equals = text.firstIndex(of: "=") else { throw .noEquals(text) }
        let isNegated = text[..<equals].hasSuffix("!")
        let label = String(text[..<equals].dropLast(isNegated ? 1 : 0))
        let value = text[text.index(after: equals)...]
        guard labels.contains(label) else { throw .unknownLabel(label, known: labels.sorted()) }
        // As others write patterns; taken as it stands it would fit nothing.
        guard !value.hasPrefix("~") else { throw .badPattern(text) }
        guard value.hasPrefix("/") else {
            return Matcher(
                value: LabelMatcher(label: label, pattern: .exactly(String(value))), isNegated: isNegated)
        }
        let pattern = value.dropFirst().dropLast()
        guard value.count > 2, value.hasSuffix("/"),
            pattern.unicodeScalars.count <= MatchReader.patternLimit
        else { throw .badPattern(text) }
        do throws(PatternFault) {
            let regex = try LabelRegex(String(pattern))
            return Matcher(value: LabelMatcher(label: label, pattern: .regex(regex)), isNegated: isNegated)
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
        case .noEquals(let text): "'\(Excerpt.of(text))' is no matcher; write label=value or label=/pattern/"
        case .unknownLabel(let name, let known):
            "no alert has a label '\(Excerpt.of(name))'; write one of \(known.joined(separator: ", "))"
        case .badPattern(let text):
            "'\(Excerpt.of(text))' has no regular expression of at most \(MatchReader.patternLimit) characters between slashes,"
                + " as in rule=/city.*/; check its brackets and repeats"
        case .everything:
            "these matchers fit every alert, also one without labels; name at least one value, such as"
                + " rule=city-above-forty"
        }
    }
}
