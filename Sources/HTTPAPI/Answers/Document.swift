/// What an operation answers: one thing or a list of them, each as JSON.
public struct Document: Sendable {
    public var records: [String]
    public var isList: Bool
    /// Whether the one thing was made by this act.
    public var isNew = false
    /// What is to be said beside it, each one sentence.
    public var warnings: [String] = []

    public init(records: [String], isList: Bool) {
        self.records = records
        self.isList = isList
    }

    /// All of it as a body.
    var text: String { isList ? Self.list(records[...]) : (records.first ?? "{}") + "\n" }

    /// Records as a JSON array, one on each line.
    static func list(_ records: ArraySlice<String>) -> String {
        records.isEmpty ? "[]\n" : "[\n" + records.joined(separator: ",\n") + "\n]\n"
    }

    /// Bytes that keeping it takes, about.
    var byteCount: Int { records.reduce(256) { $0 + $1.utf8.count + 32 } }
}
