internal import StrictYAML

/// The name of a rule or a channel: it stands in fingerprints, messages, commands and logs.
enum ItemName {
    /// Characters of a name.
    static let limit = 64

    /// Reads a name: letters of any script, digits, `-`, `_` and `.`.
    static func read(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> String? {
        guard let text = value.string(&faults) else { return nil }
        let isWord = text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType == .decimal
                || "-_.".unicodeScalars.contains($0)
        }
        if isWord, (1...limit).contains(text.unicodeScalars.count) { return text }
        faults.append(
            value.fault(
                "'\(Excerpt.of(text))' is no name; write 1 to \(limit) letters, digits, '-', '_' or '.'"))
        return nil
    }
}
