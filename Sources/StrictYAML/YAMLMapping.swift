/// A mapping read key by key; each key stands once, in the order of the file.
public struct YAMLMapping: Sendable {
    public let value: YAMLValue
    /// The keys that are known here, with their values.
    public let entries: [(key: String, value: YAMLValue)]
    private let indexByKey: [String: Int]

    init(_ nodes: [Node.Entry], of value: YAMLValue, keys: [String]?, _ faults: inout [ConfigurationFault]) {
        var entries: [(key: String, value: YAMLValue)] = []
        var lines: [String: Int] = [:]
        var indexByKey: [String: Int] = [:]
        for node in nodes {
            let path = (value.path.isEmpty ? "" : value.path + ".") + Excerpt.of(node.key)
            func add(_ reason: String) {
                faults.append(
                    ConfigurationFault(
                        file: value.file, line: node.place.line, column: node.place.column, key: path,
                        reason: reason))
            }
            if let line = lines[node.key] {
                add("the key already stands in line \(line); remove one of them")
                continue
            }
            lines[node.key] = node.place.line
            if let keys, !keys.contains(node.key) {
                add("no such key; " + Suggestion.advice(for: node.key, among: keys))
                continue
            }
            indexByKey[node.key] = entries.count
            entries.append((node.key, YAMLValue(node: node.value, file: value.file, path: path)))
        }
        self.value = value
        self.entries = entries
        self.indexByKey = indexByKey
    }

    /// The value of a key that may be left out.
    public subscript(key: String) -> YAMLValue? {
        indexByKey[key].map { entries[$0].value }
    }

    /// The value of a key that must be there.
    public func required(_ key: String, _ faults: inout [ConfigurationFault]) -> YAMLValue? {
        if let value = self[key] { return value }
        var fault = value.fault("the key '\(key)' is missing; add it")
        fault.key = value.path.isEmpty ? key : "\(value.path).\(key)"
        faults.append(fault)
        return nil
    }
}
