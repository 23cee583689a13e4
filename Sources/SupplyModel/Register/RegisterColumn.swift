/// The columns that a register may have, under their English names.
///
/// A column that a file lacks leaves the older value; an empty cell of one that it has clears it. So whoever stores a
/// row needs to know which columns its file had.
public enum RegisterColumn: String, CaseIterable, Sendable {
    case supplierID = "supplier_id"
    case supplierName = "supplier_name"
    case supplierRegion = "supplier_region"
    case buyerID = "buyer_id"
    case buyerName = "buyer_name"
    case tier, industry, product
    case annualValue = "annual_value"
    case share, importance, status
    case inventoryDays = "inventory_days"
    case recoveryDays = "recovery_days"
    case leadTimeDays = "lead_time_days"
    case spareCapacity = "spare_capacity"
    case bringUpDays = "bring_up_days"
    case id, name, region, revenue, whitelisted, contact
    case formerNames = "former_names"
    case shortName = "short_name"
    case address
    case operatingRate = "operating_rate"
    case staff
    case stockDays = "stock_days"
    case logistics, note, time
    case title, start, end, loss, kind, cancelled, updated
    case products
    case recommendedBy = "recommended_by"
    case removed
    case criticality
    case survivalDays = "survival_days"
    case reason
}

/// What a file is a table of: the two that make a register, the answers of a survey, events, and a white list.
public enum RegisterKind: String, Sendable { case supplies, firms, status, events, whitelist }

/// What the header of a register says about the rows below it.
public struct RegisterHeader: Equatable, Sendable {
    public var kind: RegisterKind
    public var columns: Set<RegisterColumn>
    /// Headers that no column answers to, as written; reported and kept out.
    public var unknownColumns: [String]
    /// 1-based line of the header.
    public var line: Int
    /// The sheet of a workbook that the table stands on; nil for text.
    public var sheet: String?

    public init(kind: RegisterKind, columns: Set<RegisterColumn>, unknownColumns: [String], line: Int) {
        self.kind = kind
        self.columns = columns
        self.unknownColumns = unknownColumns
        self.line = line
    }
}
