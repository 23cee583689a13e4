/// One cell of a table that goes out.
public enum ExportCell: Equatable, Sendable {
    case empty
    case text(String)
    case number(Double)
    /// A number that is looked at and not read again: a workbook has 16 digits of it.
    case figure(Double)

    /// The text, or an empty cell where there is none.
    public init(_ text: String?) { self = text.map { .text($0) } ?? .empty }

    /// The number, or an empty cell where there is none.
    public init(_ number: Double?) { self = number.map { .number($0) } ?? .empty }
}

/// Writes a table row by row, the header first; nothing stands in its place before `finish`.
public protocol TableWriter: AnyObject {
    func write(_ row: [ExportCell]) throws(ExportError)
    /// Ends the table and puts it in its place; called once, at the end.
    func finish() throws(ExportError)
}

/// Why a table was not written.
public enum ExportError: Error, Equatable, CustomStringConvertible {
    case cannotCreate(path: String, reason: String)
    case writeFailed(path: String, reason: String)
    /// A file that came while what goes into a form was worked out.
    case isThere(path: String)
    case tooManyRows(path: String)
    case nothingDeclared(registrant: String, table: String)

    public var description: String {
        switch self {
        case .cannotCreate(let path, let reason):
            "\(path): the file cannot be made (\(reason)); check the folder and its permissions"
        case .writeFailed(let path, let reason):
            "\(path): writing failed (\(reason)); make room on the disk or write to another place"
        case .isThere(let path):
            "\(path): somebody has made a file of this name meanwhile, and it was left as it is; name another"
        case .tooManyRows(let path):
            "\(path): a sheet holds \(XLSXTable.rowLimit) rows and there are more; write them with --format csv"
        case .nothingDeclared(let registrant, let table):
            "\(registrant) declares no \(table), so there is nothing to export; name another with --registrant"
        }
    }
}
