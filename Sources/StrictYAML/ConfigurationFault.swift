/// One thing wrong in a file of configuration, named so that its owner can mend it.
public struct ConfigurationFault: Error, Hashable, Sendable, CustomStringConvertible {
    public var file: String
    /// 1-based; 0 where the fault is the file's as a whole.
    public var line: Int
    /// 1-based, in Unicode scalars; 0 where the fault is the file's as a whole.
    public var column: Int
    /// The path of the key, such as `rules[0].op`; empty where no key is concerned.
    public var key: String
    /// What is wrong; what to do.
    public var reason: String

    public init(file: String, line: Int = 0, column: Int = 0, key: String = "", reason: String) {
        self.file = file
        self.line = line
        self.column = column
        self.key = key
        self.reason = reason
    }

    /// `file:line:column: key: what is wrong; what to do`, without the parts that are not known.
    public var description: String {
        let place = line > 0 ? "\(file):\(line):\(column)" : file
        return key.isEmpty ? "\(place): \(reason)" : "\(place): \(key): \(reason)"
    }
}

/// Everything wrong in a set of files, in the order of file, line and column: its owner mends it in one go.
public struct ConfigurationFaults: Error, Hashable, Sendable, CustomStringConvertible {
    public let all: [ConfigurationFault]

    public init(_ faults: [ConfigurationFault]) {
        all = faults.sorted { ($0.file, $0.line, $0.column, $0.key) < ($1.file, $1.line, $1.column, $1.key) }
    }

    /// One line a fault.
    public var description: String { all.map(\.description).joined(separator: "\n") }
}
