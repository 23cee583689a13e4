/// What a sample or an alert is about: label names with their values, sorted by name.
public struct Labels: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// One label.
    public struct Pair: Hashable, Sendable {
        public var name: String
        public var value: String
    }

    /// Sorted by name, each name once.
    public private(set) var pairs: [Pair]

    public init(_ labels: [String: String]) {
        pairs = labels.map { Pair(name: $0, value: $1) }.sorted { $0.name < $1.name }
    }

    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(Dictionary(elements) { _, last in last })
    }

    public subscript(name: String) -> String? {
        get { pairs.first { $0.name == name }?.value }
        set {
            let index = pairs.firstIndex { $0.name >= name } ?? pairs.endIndex
            let exists = index < pairs.endIndex && pairs[index].name == name
            if exists { pairs.remove(at: index) }
            if let newValue { pairs.insert(Pair(name: name, value: newValue), at: index) }
        }
    }

    /// These labels with one more, in place of any of its name.
    public func adding(_ name: String, _ value: String) -> Labels {
        let place = pairs.firstIndex { $0.name >= name } ?? pairs.endIndex
        let exists = place < pairs.endIndex && pairs[place].name == name
        var more: Labels = [:]
        more.pairs.reserveCapacity(pairs.count + 1)
        more.pairs += pairs[..<place]
        more.pairs.append(Pair(name: name, value: value))
        more.pairs += pairs[(exists ? place + 1 : place)...]
        return more
    }

    /// The labels as a dictionary.
    public var dictionary: [String: String] {
        Dictionary(uniqueKeysWithValues: pairs.map { ($0.name, $0.value) })
    }
}

extension Labels: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try [String: String](from: decoder))
    }

    public func encode(to encoder: any Encoder) throws {
        try dictionary.encode(to: encoder)
    }
}
