internal import Export
internal import Foundation
internal import SupplyModel

/// The file that a drill's answer goes out to: a workbook, a table or JSON, by how its name ends.
public struct DrillFile: Sendable {
    private enum Kind: String { case xlsx, csv, json }

    private let path: String
    private let kind: Kind

    /// - Throws: `DrillFault.otherFile`
    public init(_ path: String) throws(DrillFault) {
        guard let kind = Kind(rawValue: URL(filePath: path).pathExtension.lowercased()) else {
            throw .otherFile(path)
        }
        self.path = path
        self.kind = kind
    }

    /// Writes an answer, in place of any file that is there.
    public func write(_ answer: Answer, _ inquiry: Inquiry) throws {
        let exporter = Exporter(inquiry)
        switch kind {
        case .json: try TextFile.write(answer.json(), to: path)
        case .csv: _ = try exporter.write(answer.lines, sheet: "drill", as: .csv, to: path)
        case .xlsx: _ = try exporter.write(answer.lines, sheet: "drill", as: .xlsx, to: path)
        }
    }
}

extension Answer {
    /// One thing as lines of one table: what it says of itself in the first, then each of its lists, with its name as `part`.
    ///
    /// Lists that are empty have no line; a list of lines stays as it is.
    public var lines: Answer {
        guard !isList else { return self }
        let fields = records.first ?? []
        var lines = [[Field("part", .text("drill"))]]
        for field in fields {
            guard case .list(let values) = field.value else {
                lines[0].append(field)
                continue
            }
            for case .record(let record) in values {
                lines.append([Field("part", .text(field.name))] + record)
            }
        }
        var columns: [String] = []
        var known: Set<String> = []
        for field in lines.joined() where known.insert(field.name).inserted { columns.append(field.name) }
        var answer = Answer(columns: columns, records: lines)
        answer.warnings = warnings
        return answer
    }
}
