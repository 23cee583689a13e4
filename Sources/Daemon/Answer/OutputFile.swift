internal import Export
internal import Foundation
internal import StrictYAML

/// A file that a command is told to write; how its name ends says what it becomes.
///
/// It takes the place of a file that is there once it is whole. A form, which people fill in, takes the place of nothing: their words may be in
/// what is there.
public struct OutputFile: Sendable {
    /// What a file can be: a workbook, a table, JSON or a page.
    public enum Ending: String, Sendable { case xlsx, csv, json, html }

    public let path: String
    public let ending: Ending
    private let isForm: Bool
    private let isReplacement: Bool

    /// The file that a flag names; `endings`: those that the command can write.
    ///
    /// - Throws: `.otherEnding`, and of a form `.exists`.
    public init(
        _ path: String, of flag: String = "--output", as endings: [Ending], isForm: Bool = false
    ) throws(OutputFault) {
        let ending = Ending(rawValue: URL(filePath: path).pathExtension.lowercased())
        guard let ending, endings.contains(ending) else {
            throw .otherEnding(path, flag: flag, endings: endings)
        }
        let isThere = FileManager.default.fileExists(atPath: path)
        if isForm, isThere { throw .exists(path) }
        self.path = path
        self.ending = ending
        self.isForm = isForm
        isReplacement = isThere
    }

    /// What is told once it is written; `what`: what is in it, such as `5 rows are`.
    public func told(_ what: String) -> String {
        "\(what) in \(path)" + (isReplacement ? ", in place of the file that was there" : "")
    }

    /// Makes sure that it can be written, before what goes into it is done and kept.
    public func tryOut() throws { try TextFile.tryOut(path) }

    /// Writes a text.
    public func write(_ text: String) throws { try TextFile.write(text, to: path) }

    /// Begins a table, in a workbook on a sheet of this name.
    func table(_ sheet: String) throws(ExportError) -> any TableWriter {
        guard ending == .xlsx else { return try CSVTable(path: path, isForm: isForm) }
        return try XLSXTable(path: path, sheet: sheet, isForm: isForm)
    }
}

/// Why a file is not written.
public enum OutputFault: Error, Equatable, CustomStringConvertible {
    case otherEnding(String, flag: String, endings: [OutputFile.Ending])
    case exists(String)

    public var description: String {
        switch self {
        case .otherEnding(let path, let flag, let endings):
            "\(flag) \(Excerpt.of(path)): name a file that ends in \(Self.list(endings))"
        case .exists(let path):
            "\(path): there is a file of this name, perhaps with somebody's words in it; name another, or move it away"
        }
    }

    /// Whether the command was wrong, or a file is in the way.
    var kind: FaultKind {
        switch self {
        case .otherEnding: .usage
        case .exists: .cannotCreate
        }
    }

    private static func list(_ endings: [OutputFile.Ending]) -> String {
        let names = endings.map { ".\($0.rawValue)" }
        let others = names.dropLast().joined(separator: ", ")
        return (others.isEmpty ? "" : others + " or ") + (names.last ?? "")
    }
}
