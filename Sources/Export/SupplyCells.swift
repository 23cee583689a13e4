public import SupplyModel

/// The rows of a table of supplies, as intake reads them.
///
/// A firm without a name below a row that names it carries a mark: a blank name would take the one above.
public struct SupplyCells {
    /// The columns, in the order of the cells.
    public static let header: [ExportCell] = columns.map { .text($0.rawValue) }

    private static let columns: [RegisterColumn] = [
        .supplierID, .supplierName, .supplierRegion, .buyerID, .buyerName, .tier, .industry, .product,
        .annualValue,
        .share, .importance, .status, .inventoryDays, .recoveryDays, .leadTimeDays, .spareCapacity,
        .bringUpDays,
    ]
    private static let nothing = "—"
    private var above: SupplyRow?

    public init() {}

    /// The cells of the next row.
    public mutating func cells(of row: SupplyRow) -> [ExportCell] {
        let continuesSupplier = above?.supplier == row.supplier && above?.supplierName != nil
        let continuesBuyer = above?.buyer == row.buyer && above?.buyerName != nil
        above = row
        return [
            .text(row.supplier.description),
            ExportCell(row.supplierName ?? (continuesSupplier ? Self.nothing : nil)),
            ExportCell(row.region?.description), .text(row.buyer.description),
            ExportCell(row.buyerName ?? (continuesBuyer ? Self.nothing : nil)), .number(Double(row.tier)),
            .text(row.industry.rawValue), .text(row.product), ExportCell(row.annualValue),
            ExportCell(row.share),
            ExportCell(row.importance?.name), ExportCell(row.status?.name), ExportCell(row.inventoryDays),
            ExportCell(row.recoveryDays), ExportCell(row.leadTimeDays), ExportCell(row.spareCapacity),
            ExportCell(row.bringUpDays),
        ]
    }
}

/// The rows of a table of firms, as intake reads them.
public enum FirmCells {
    /// The columns, in the order of the cells.
    public static let header: [ExportCell] = columns.map { .text($0.rawValue) }

    private static let columns: [RegisterColumn] = [
        .id, .name, .region, .industry, .revenue, .recoveryDays, .whitelisted, .contact, .formerNames,
        .shortName, .address,
    ]

    public static func cells(of row: FirmRow) -> [ExportCell] {
        [
            .text(row.id.description), ExportCell(row.name), ExportCell(row.region?.description),
            ExportCell(row.industry?.rawValue), ExportCell(row.revenue), ExportCell(row.recoveryDays),
            ExportCell(row.isWhitelisted.map { $0 ? "yes" : "no" }), ExportCell(row.contact),
            ExportCell(NameList.text(row.formerNames)), ExportCell(row.shortName), ExportCell(row.address),
        ]
    }
}
