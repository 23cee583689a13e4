internal import Foundation
internal import HTTPAPI
internal import StrictYAML
internal import SupplyModel

/// Why a body is no table.
enum JSONTableFault: Error {
    case notRows, empty
    case twice(String)

    /// A stable word for machines.
    var code: String {
        switch self {
        case .notRows, .twice: "bad_json"
        case .empty: "empty"
        }
    }

    var sentence: String {
        switch self {
        case .notRows:
            "the body is no array of rows, each an object of texts and numbers;"
                + " send one such as [{\"supplier_name\": \"…\", \"tier\": 1}]"
        case .empty: "the body has no row; send at least one"
        case .twice(let name):
            "a row gives '\(Excerpt.of(name))' twice; keep the one that is meant"
        }
    }
}

/// A table that is sent as JSON, an array with an object for each row, as the CSV that registers are read from.
enum JSONTable {
    /// Bytes of a table; more rows are sent as CSV or XLSX.
    static let limitBytes = 16 << 20
    /// Cells of a table, those that its rows leave out among them.
    static let cellLimit = 4_000_000

    private enum Cell: Decodable {
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .text("")
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let flag = try? container.decode(Bool.self) {
                self = .text(flag ? "yes" : "no")
            } else {
                // As it was written: a number of Swift's would be shown with an exponent.
                self = .text("\(try container.decode(Decimal.self))")
            }
        }
    }

    /// Writes a table as CSV: its columns are all names that occur, in the order of the alphabet.
    ///
    /// Each row is one line, so that the line after the header is row 1. What is blank is written as a mark, which takes nothing
    /// from the row above, as a merged cell would.
    ///
    /// - Throws: `JSONTableFault` where it is no such table, `APIFault` where it is too large a one.
    static func write(_ path: String, to target: String) throws {
        let data = try Data(contentsOf: URL(filePath: path))
        guard data.count <= limitBytes else {
            throw APIFault(
                .tooLarge, "body_too_large",
                "a register in JSON is at most \(limitBytes) bytes; send a larger one as CSV or XLSX")
        }
        let rows: [[String: Cell]]
        do {
            rows = try JSONDecoder().decode([[String: Cell]].self, from: data)
        } catch {
            throw JSONTableFault.notRows
        }
        if let name = JSONNames.repeated(in: [UInt8](data)) { throw JSONTableFault.twice(name) }
        let columns = Set(rows.flatMap(\.keys)).sorted()
        guard !columns.isEmpty else { throw JSONTableFault.empty }
        guard columns.count * rows.count <= cellLimit else {
            throw APIFault(
                .tooLarge, "body_too_large",
                "a register in JSON has at most \(cellLimit) cells, \(columns.count) columns times \(rows.count) rows"
                    + " are more; send it as CSV or XLSX")
        }
        var lines = [columns.map(cell).joined(separator: ",")]
        for row in rows {
            lines.append(
                columns.map { column in
                    guard case .text(let text) = row[column] else { return blank }
                    return cell(text)
                }.joined(separator: ","))
        }
        try Data((lines.joined(separator: "\r\n") + "\r\n").utf8).write(to: URL(filePath: target))
    }

    private static let blank = "—"

    /// A text as a cell on one line.
    private static func cell(_ text: String) -> String {
        guard !IdentityText.normalisedName(text).isEmpty else { return blank }
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return "\"" + line.replacing("\"", with: "\"\"") + "\""
    }
}
