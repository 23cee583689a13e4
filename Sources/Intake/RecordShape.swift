internal import SupplyModel

/// Tells rows of data from blank rows and rows of sums, and refuses rows that do not fit their header.
struct RecordShape {
    /// What a record is.
    enum Kind { case blank, sum, data }

    /// Cells of the header.
    let columnCount: Int
    /// The position of the column of codes: a row that has a code is never a row of sums.
    let codePosition: Int?

    func kind(_ record: borrowing Record) -> Kind {
        guard let first = record.cells.indices.first(where: { !record.isBlank($0) }) else { return .blank }
        if let codePosition, first != codePosition, !record.isBlank(codePosition) { return .data }
        let cell = record.bytes.span.extracting(record.range(first))
        guard cell.count <= Self.sumLimitBytes, cell.count >= 6, cell[0] > 0x7F else { return .data }
        let text = CellText.normalised(cell).filter { $0 != " " && $0 != ":" }
        return Self.sumWords.contains { text.hasSuffix($0) } ? .sum : .data
    }

    /// Why the record's shape cannot be trusted; nil where it can.
    func fault(_ record: borrowing Record) -> CellFault? {
        let count = record.cells.count
        if count < columnCount, record.isCutOff {
            return CellFault("cut_off", "the file ends in the middle of this row; copy the file again")
        }
        if count > columnCount, (columnCount..<count).contains(where: { !record.isBlank($0) }) {
            return CellFault(
                "too_many_cells",
                "the row has more cells than the header; quote cells that contain the delimiter, such as \"1,200\""
            )
        }
        return nil
    }

    private static let sumWords = ["合计", "小计", "总计"]
    private static let sumLimitBytes = 60
}
