internal import StrictYAML
internal import SupplyModel

/// Reads matchers and names of labels.
enum MatcherReader {
    /// `{label: value}` or a list of `label=value`, `label!=value` and patterns.
    ///
    /// None is one that fits everything where `mayFitAll`.
    static func read(
        _ value: YAMLValue?, mayFitAll: Bool = false, _ faults: inout [ConfigurationFault]
    ) -> AlertMatchers? {
        let before = faults.count
        let texts = value.map { Self.texts($0, &faults) } ?? []
        guard faults.count == before else { return nil }
        do throws(MatcherFault) {
            return try AlertMatchers(texts, mayFitAll: mayFitAll)
        } catch {
            if let value { faults.append(value.fault(error.description)) }
            return nil
        }
    }

    /// Labels, each once.
    static func labels(
        _ value: YAMLValue, more: [String] = [], _ faults: inout [ConfigurationFault]
    ) -> [String] {
        let known = (AlertMatchers.labels.union(more)).sorted()
        var names: [String] = []
        for item in value.sequence(&faults) ?? [] {
            guard let name = item.string(&faults) else { continue }
            if !known.contains(name) {
                let advice = Suggestion.advice(for: name, among: known)
                faults.append(item.fault("no alert has a label '\(Excerpt.of(name))'; \(advice)"))
            } else if !names.contains(name) {
                names.append(name)
            }
        }
        return names
    }

    private static func texts(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> [String] {
        if value.isSequence {
            return (value.sequence(&faults) ?? []).compactMap { $0.string(&faults) }
        }
        let entries = value.mapping(keys: nil, &faults)?.entries ?? []
        return entries.compactMap { label, value in value.string(&faults).map { "\(label)=\($0)" } }
    }
}
