internal import SupplyModel

extension RegisterHeader {
    /// Headers that one sentence names.
    private static let namedHeaderLimit = 20

    /// What is told of the headers that no column answers to; nil where all are known.
    func unknownNote(file: String) -> Problem? {
        guard !unknownColumns.isEmpty else { return nil }
        return Problem(
            file: file, sheet: sheet, line: line, column: "", code: "unknown_columns", value: "",
            message: "no column answers to \(Self.named(unknownColumns))"
                + ", so what stands there was left out; rename the header that is meant")
    }

    /// Headers as a sentence names them: the first of them, cut, and how many there are besides.
    static func named(_ headers: [String]) -> String {
        English.list(headers.map { "'\($0.prefix(Problem.valueLimit))'" }, atMost: namedHeaderLimit)
    }
}
