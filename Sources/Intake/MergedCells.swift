internal import SupplyModel

/// What the cells above a merged, and so blank, cell said.
enum Above<Value> {
    case nothing
    case value(Value)
    /// A row above was refused for this cell, so that nothing can be taken from it.
    case refused
}

extension Above<Int> {
    /// Whether the rows above are of this tier.
    func isTier(_ tier: Int) -> Bool {
        if case .value(tier) = self { return true }
        return false
    }
}

/// The firm of the rows above, as code and name.
///
/// A blank name takes the name above only while the code is blank or unchanged, and a blank code the code above only
/// while the name is: a firm without a code never inherits another's.
struct FirmAbove {
    private var id: FirmID?
    private var name: String?
    private var isRefused = false

    /// Whether any firm was named above.
    var isKnown: Bool { id != nil || name != nil || isRefused }

    /// A firm that a row names.
    enum Found {
        case firm(FirmID?, name: String?)
        /// One of the row's own cells was refused.
        case fault
        /// Neither code nor name, here or above.
        case missing
        /// The row above that the code would come from was refused.
        case refusedAbove
    }

    /// The firm of the row with these two cells, which stands above the next row from now on.
    ///
    /// A cell with a fault makes the firm unusable to the rows below; its own row is refused by the fault.
    mutating func take(id cell: CellReading<FirmID>, name nameCell: CellReading<String>) -> Found {
        switch (cell, nameCell) {
        case (.fault, _), (_, .fault): self = FirmAbove(id: nil, name: nameCell.value, isRefused: true)
        case (.value(let id), .blank) where id == self.id: break
        case (.value(let id), _): self = FirmAbove(id: id, name: nameCell.value)
        case (.blank, .blank): break
        case (.blank, .value(let name)) where name == self.name: break
        case (.blank, .value(let name)), (.none, .value(let name)): self = FirmAbove(id: nil, name: name)
        case (.none, .blank) where id == nil: break
        default: self = FirmAbove()
        }
        if cell.isFault || nameCell.isFault { return .fault }
        if isRefused { return .refusedAbove }
        return id == nil && name == nil ? .missing : .firm(id, name: name)
    }
}
