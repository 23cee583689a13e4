public import SupplyModel

/// Takes what a register says, in the order of its lines.
///
/// Whoever stores rows must undo all of them when reading throws: a fault of the file may lie behind good rows.
public protocol RegisterSink {
    /// The header was understood; called once, before any row.
    mutating func begin(_ header: RegisterHeader) throws
    mutating func take(_ row: consuming SupplyRow) throws
    mutating func take(_ row: consuming FirmRow) throws
    /// A row that was not understood; called once a row, without problems where the file had too many of them.
    mutating func refuse(line: Int, problems: [Problem]) throws
    /// Something odd in a row that was nevertheless taken.
    mutating func warn(_ problem: Problem)
}
