internal import StrictYAML
internal import SupplyModel

/// Reads the `match` of a rule: labels with a value, or with a pattern between slashes.
enum MatchReader {
    /// Characters of a pattern.
    static let patternLimit = 256

    /// The matchers, sorted by label; none where the rule has no `match`.
    static func read(
        _ value: YAMLValue?, metric: Metric?, _ faults: inout [ConfigurationFault]
    ) -> [LabelMatcher] {
        guard let value else { return [] }
        let labels = metric.map { $0.labelNames.sorted() }
        guard let entries = value.mapping(keys: labels, &faults)?.entries else { return [] }
        var matchers: [LabelMatcher] = []
        for (label, value) in entries {
            guard let text = value.string(&faults),
                let pattern = pattern(text, label: label, value, &faults)
            else { continue }
            matchers.append(LabelMatcher(label: label, pattern: pattern))
        }
        return matchers.sorted { $0.label < $1.label }
    }

    private static func pattern(
        _ text: String, label: String, _ value: YAMLValue, _ faults: inout [ConfigurationFault]
    ) -> LabelMatcher.Pattern? {
        guard text.hasPrefix("/") else {
            if let known = closed[label], !text.isEmpty, !known.contains(text) {
                let advice = Suggestion.advice(for: text, among: known)
                faults.append(value.fault("'\(Excerpt.of(text))' never stands in this label; \(advice)"))
            }
            return .exactly(text)
        }
        let inner = text.dropFirst().dropLast()
        guard text.count > 2, text.hasSuffix("/") else {
            faults.append(value.fault("the pattern is empty or not closed; write it between two slashes"))
            return nil
        }
        guard inner.unicodeScalars.count <= patternLimit else {
            faults.append(value.fault("the pattern is longer than \(patternLimit) characters; shorten it"))
            return nil
        }
        do throws(PatternFault) {
            return .regex(try LabelRegex(String(inner)))
        } catch {
            faults.append(value.fault("/\(Excerpt.of(String(inner)))/ \(error.sentence)"))
            return nil
        }
    }

    /// Labels whose values are a closed set: a misspelt one would silently never match.
    private static let closed: [String: [String]] = [
        "basis": ["count", "value"],
        "importance": Importance.allCases.map(\.name),
        "industry": Industry.allCases.map(\.rawValue),
        "kind": ["direct", "touch", "origin", "stoppage"],
        "level": RegionLevel.allCases.map(\.rawValue),
    ]
}
