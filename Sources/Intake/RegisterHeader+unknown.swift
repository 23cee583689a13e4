internal import SupplyModel

extension RegisterHeader {
    /// Headers that one sentence names.
    private static let namedHeaderLimit = 20

    /// What is told of the headers that no column answers to; nil where all are known.
    func unknownNote(file: String) -> Problem? {
        guard !unknownColumns.isEmpty else { return nil }
        let named = unknownColumns.prefix(Self.namedHeaderLimit).map { "'\($0.prefix(Problem.valueLimit))'" }
        let others = unknownColumns.count - named.count
        return Problem(
            file: file, sheet: sheet, line: line, column: "", code: "unknown_columns", value: "",
            message: "no column answers to \(named.joined(separator: ", "))"
                + (others > 0 ? " and \(others) more" : "")
                + ", so what stands there was left out; rename the header that is meant")
    }
}
