/// What an operation was asked with: the values of its path and its query, each one that its parameter allows.
public struct Arguments: Hashable, Sendable {
    private var values: [String: [String]] = [:]

    init() {}

    mutating func add(_ name: String, _ value: String) { values[name, default: []].append(value) }

    func count(_ name: String) -> Int { values[name]?.count ?? 0 }

    public func text(_ name: String) -> String? { values[name]?.first }

    public func texts(_ name: String) -> [String] { values[name] ?? [] }

    public func flag(_ name: String) -> Bool { text(name) == "true" }

    public func whole(_ name: String) -> Int? { text(name).flatMap { Int($0) } }

    /// The same without what only says which part of the answer is meant.
    func without(_ names: Set<String>) -> Arguments {
        var arguments = self
        arguments.values = values.filter { !names.contains($0.key) }
        return arguments
    }
}
