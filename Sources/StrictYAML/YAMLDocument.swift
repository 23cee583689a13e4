public import Foundation

/// One file of configuration in YAML, read strictly: values know their place, and nothing is guessed.
///
/// A file is parsed whole under the limits below; a fault of syntax or of size ends the reading. Faults of content are
/// for whoever reads the values, who collects all of them.
public struct YAMLDocument: Sendable {
    /// Bytes of a file.
    public static let byteLimit = 1_048_576
    /// Levels of nesting.
    public static let depthLimit = 32
    /// Scalars, sequences and mappings together.
    public static let nodeLimit = 100_000
    /// Bytes of one key.
    public static let keyByteLimit = 256

    /// The value that the file is; `isNull` where the file is empty.
    public let root: YAMLValue

    /// Parses UTF-8 bytes, with or without BOM; `file` is the name that faults show.
    public init(utf8 bytes: [UInt8], file: String) throws(ConfigurationFault) {
        guard bytes.count <= Self.byteLimit else { throw Self.tooLarge(file) }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
            let bad = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
            throw ConfigurationFault(
                file: file, line: bad + 1, column: 1, reason: "this is not UTF-8 text; save the file as UTF-8"
            )
        }
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let events = try EventSource(bytes[(hasMark ? 3 : 0)...], file: file)
        var builder = TreeBuilder(file: file)
        let empty = Node(content: .scalar("", isPlain: true), place: .init(line: 1, column: 1))
        root = YAMLValue(node: try builder.build(from: events) ?? empty, file: file, path: "")
    }

    /// Parses text.
    public init(_ text: String, file: String) throws(ConfigurationFault) {
        try self.init(utf8: Array(text.utf8), file: file)
    }

    /// Whether something has this name: also what cannot be read, and a link that leads nowhere, so that a file which was lost is
    /// a fault and no absence.
    public static func stands(at path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
    }

    /// Reads and parses a regular file.
    public init(contentsOf url: URL) throws(ConfigurationFault) {
        let file = url.path(percentEncoded: false)
        let bytes: [UInt8]
        do {
            let kind = try url.resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey])
            guard kind.isRegularFile == true else {
                throw ConfigurationFault(file: file, reason: "this is not a regular file; name one")
            }
            let handle = try FileHandle(forReadingFrom: url)
            defer { try? handle.close() }
            bytes = Array(try handle.read(upToCount: Self.byteLimit + 1) ?? Data())
        } catch let fault as ConfigurationFault {
            throw fault
        } catch {
            let isThere = FileManager.default.fileExists(atPath: file)
            throw ConfigurationFault(
                file: file,
                reason: isThere
                    ? "it cannot be read; check its permissions" : "there is no such file; create it")
        }
        try self.init(utf8: bytes, file: file)
    }

    private static func tooLarge(_ file: String) -> ConfigurationFault {
        ConfigurationFault(file: file, reason: "it is larger than \(byteLimit) bytes; split the file")
    }
}
