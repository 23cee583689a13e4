/// A value of a document with its place and the path of its key.
///
/// Every reader returns nil and adds a fault where the value is not what was asked for, so that all faults of a file
/// are found in one pass. A text comes back exactly as it was written: `no`, `010` and `2024-01-01` are texts where a
/// text is asked for, as YAML 1.1 would not have it.
public struct YAMLValue: Sendable {
    let node: Node
    public let file: String
    /// Such as `rules[0].match.level`; empty for the whole document.
    public let path: String

    /// 1-based line and column.
    public var place: (line: Int, column: Int) { (node.place.line, node.place.column) }

    /// Whether nothing is written here, or `~` or `null`.
    public var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = node.content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// Whether a list is written here.
    public var isSequence: Bool {
        guard case .sequence = node.content else { return false }
        return true
    }

    /// Whether names with values are written here.
    public var isMapping: Bool {
        guard case .mapping = node.content else { return false }
        return true
    }

    /// A fault of this value.
    public func fault(_ reason: String) -> ConfigurationFault {
        ConfigurationFault(
            file: file, line: node.place.line, column: node.place.column, key: path, reason: reason)
    }

    /// The text, whether in quotes or not.
    public func string(_ faults: inout [ConfigurationFault]) -> String? {
        guard case .scalar(let text, _) = node.content, !isNull else {
            faults.append(fault("a text is expected, here is \(kindName); write a text"))
            return nil
        }
        return text
    }

    /// A finite decimal number, written without quotes.
    public func number(_ faults: inout [ConfigurationFault]) -> Double? {
        guard case .scalar(let text, isPlain: true) = node.content, !isNull else {
            faults.append(
                fault("a number is expected, here is \(kindName); write one without quotes, such as 0.4"))
            return nil
        }
        guard let number = PlainScalar.number(text) else {
            faults.append(
                fault("'\(Excerpt.of(text))' is not a finite decimal number; write one such as 0.4 or 1800"))
            return nil
        }
        return number
    }

    /// A whole number of a range, written without quotes.
    public func integer(in range: ClosedRange<Int>, _ faults: inout [ConfigurationFault]) -> Int? {
        guard let number = number(&faults), case .scalar(let text, _) = node.content else { return nil }
        guard let whole = Int(exactly: number), range.contains(whole) else {
            faults.append(
                fault(
                    "\(Excerpt.of(text)) is not a whole number from \(range.lowerBound) to \(range.upperBound);"
                        + " write one of these"))
            return nil
        }
        return whole
    }

    /// `true` or `false`, written without quotes; `yes`, `on` and the like are refused.
    public func bool(_ faults: inout [ConfigurationFault]) -> Bool? {
        if case .scalar(let text, isPlain: true) = node.content, let value = PlainScalar.bool(text) {
            return value
        }
        faults.append(
            fault("true or false is expected, here is \(kindName); write one of them without quotes"))
        return nil
    }

    /// One word of a closed set.
    public func choice<Choice: RawRepresentable<String> & CaseIterable>(
        of type: Choice.Type, _ faults: inout [ConfigurationFault]
    ) -> Choice? {
        guard let text = string(&faults) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        faults.append(
            fault("'\(Excerpt.of(text))' is not known; \(Suggestion.advice(for: text, among: words))"))
        return nil
    }

    /// The values of a list.
    public func sequence(_ faults: inout [ConfigurationFault]) -> [YAMLValue]? {
        guard case .sequence(let nodes) = node.content else {
            faults.append(fault("a list is expected, here is \(kindName); write a list"))
            return nil
        }
        return nodes.enumerated().map { YAMLValue(node: $1, file: file, path: "\(path)[\($0)]") }
    }

    /// A mapping, with a fault for every key that repeats and, where `keys` are given, for every other one.
    public func mapping(keys: [String]? = nil, _ faults: inout [ConfigurationFault]) -> YAMLMapping? {
        guard case .mapping(let entries) = node.content else {
            faults.append(fault("a mapping is expected, here is \(kindName); write 'key: value' lines"))
            return nil
        }
        return YAMLMapping(entries, of: self, keys: keys, &faults)
    }

    /// What is written here, in words, for a fault.
    private var kindName: String {
        switch node.content {
        case .scalar where isNull: "nothing"
        case .scalar(let text, isPlain: true): "'\(Excerpt.of(text))'"
        case .scalar(let text, isPlain: false): "the quoted text '\(Excerpt.of(text))'"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
