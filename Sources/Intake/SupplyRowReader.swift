internal import SupplyModel

/// Reads the rows of a table of supplies.
///
/// A blank cell below a merged one takes the value above for codes, names, tier and industry; a mark such as `—` takes
/// nothing. All problems of a row are told, not only the first.
struct SupplyRowReader {
    private var cells: CellReader
    private let columns: SupplyColumns
    private let isOnlyBuyer: Bool
    private var supplierAbove = FirmAbove()
    private var buyerAbove = FirmAbove()
    private var tierAbove = Above<Int>.nothing
    private var industryAbove = Above<Industry>.nothing

    /// `isOnlyBuyer`: whether the registrant is the buyer of every row that names none, whatever its tier.
    init(_ header: HeaderReading, cells: CellReader, isOnlyBuyer: Bool = false) {
        self.isOnlyBuyer = isOnlyBuyer
        self.cells = cells
        columns = SupplyColumns(header)
    }

    /// The row that the record holds; nil, with the reasons in the notes, where it cannot be taken.
    mutating func read(_ record: borrowing Record, _ notes: inout RowNotes) -> SupplyRow? {
        let text = record.bytes.span
        let supplier = supplier(record, &notes)
        let tierBefore = tierAbove
        let tier = filled(
            cells.tier(text.extracting(record.range(columns.tier.position))), columns.tier, &tierAbove,
            record, &notes)
        let industry = filled(
            cells.industry(text.extracting(record.range(columns.industry.position))), columns.industry,
            &industryAbove, record, &notes)
        let buyer = buyer(record, tier: tier, tierBefore: tierBefore, &notes)
        let product = product(record, &notes)
        if let supplier, let buyer, supplier.id == buyer.id {
            let fault = CellFault("self_supply", "supplier and buyer are the same firm; correct one of them")
            notes.refuse(columns.buyerID.column, fault, value: buyer.id.description)
        }
        var row: SupplyRow?
        if let supplier, let tier, let buyer, let industry, let product {
            row = SupplyRow(
                line: record.line, supplier: supplier.id, region: nil, buyer: buyer.id, tier: tier,
                industry: industry, product: product)
            row?.supplierName = supplier.name
            row?.buyerName = buyer.name
        }
        readOptions(record, into: &row, &notes)
        return notes.isRefused ? nil : row
    }

    /// A firm as a row names it.
    private typealias NamedFirm = (id: FirmID, name: String?)

    private mutating func supplier(_ record: borrowing Record, _ notes: inout RowNotes) -> NamedFirm? {
        let text = record.bytes.span
        let id = cells.firm(text.extracting(record.range(columns.supplierID.position)), .supplierID, &notes)
        let name = cells.name(text.extracting(record.range(columns.supplierName.position)))
        _ = columns.supplierID.value(of: id, in: record, &notes)
        _ = columns.supplierName.value(of: name, in: record, &notes)
        switch supplierAbove.take(id: id, name: name) {
        case .firm(let id, let name): return named(id, name)
        case .fault: return nil
        case .refusedAbove:
            notes.refuse(.supplierID, Self.refusedAbove, value: "")
            return nil
        case .missing:
            let message = "the supplier has neither code nor name; give at least one"
            notes.refuse(.supplierID, CellFault("missing_supplier", message), value: "")
            return nil
        }
    }

    /// The buyer: the registrant where a row of tier 1, or of any where it is the only buyer, names none and is not merged with such a
    /// row above.
    private mutating func buyer(
        _ record: borrowing Record, tier: Int?, tierBefore: Above<Int>, _ notes: inout RowNotes
    ) -> NamedFirm? {
        let text = record.bytes.span
        let id = cells.firm(text.extracting(record.range(columns.buyerID.position)), .buyerID, &notes)
        let name = cells.name(text.extracting(record.range(columns.buyerName.position)))
        _ = columns.buyerID.value(of: id, in: record, &notes)
        _ = columns.buyerName.value(of: name, in: record, &notes)
        if tier == 1 || isOnlyBuyer, id.isEmpty, name.isEmpty {
            let mayContinue = isOnlyBuyer || tierBefore.isTier(1)
            let isMerged = id.isBlank && name.isBlank && mayContinue && buyerAbove.isKnown
            if !isMerged {
                buyerAbove = FirmAbove()
                return (cells.registrant, nil)
            }
        }
        switch buyerAbove.take(id: id, name: name) {
        case .firm(let id, let name): return named(id, name)
        case .fault: return nil
        case .refusedAbove:
            notes.refuse(.buyerID, Self.refusedAbove, value: "")
            return nil
        case .missing:
            guard let tier, tier > 1 else { return nil }
            let message = "a supplier of tier \(tier) supplies another supplier; name it by code or name"
            notes.refuse(.buyerID, CellFault("missing_buyer", message), value: "")
            return nil
        }
    }

    private func named(_ id: FirmID?, _ name: String?) -> NamedFirm? {
        if let id { return (id, name) }
        return name.map { (IdentityCell.named($0, registrant: cells.registrant), $0) }
    }

    /// The value of a required cell or, where it is blank, the one above it.
    private func filled<Value>(
        _ reading: CellReading<Value>, _ place: ColumnPlace, _ above: inout Above<Value>,
        _ record: borrowing Record, _ notes: inout RowNotes
    ) -> Value? {
        switch reading {
        case .value(let value):
            above = .value(value)
            return value
        case .fault(let fault):
            above = .refused
            notes.refuse(place.column, fault, value: place.shown(in: record))
            return nil
        case .none: above = .nothing
        case .blank: break
        }
        switch above {
        case .value(let value): return value
        case .refused: notes.refuse(place.column, Self.refusedAbove, value: "")
        case .nothing: notes.refuse(place.column, .missing(place.column), value: "")
        }
        return nil
    }

    private mutating func product(_ record: borrowing Record, _ notes: inout RowNotes) -> String? {
        let place = columns.product
        let reading = cells.text(record.bytes.span.extracting(record.range(place.position)))
        if reading.isEmpty {
            notes.refuse(place.column, .missing(place.column), value: place.shown(in: record))
        }
        return place.value(of: reading, in: record, &notes)
    }

    /// Reads the cells that may be empty: all of them, so that every fault of a row is told, also where there is no row.
    private mutating func readOptions(
        _ record: borrowing Record, into row: inout SupplyRow?, _ notes: inout RowNotes
    ) {
        let text = record.bytes.span
        let place = cells.region(
            text.extracting(record.range(columns.supplierRegion.position)), .supplierRegion, &notes)
        let region = columns.supplierRegion.value(of: place, in: record, &notes)
        let weight = cells.importance(text.extracting(record.range(columns.importance.position)))
        let importance = columns.importance.value(of: weight, in: record, &notes)
        let word = cells.status(text.extracting(record.range(columns.status.position)))
        let status = columns.status.value(of: word, in: record, &notes)
        let annualValue = columns.annualValue.number(.money, in: record, &notes)
        let share = columns.share.number(.share, in: record, &notes)
        let inventoryDays = columns.inventoryDays.number(.days, in: record, &notes)
        let recoveryDays = columns.recoveryDays.number(.days, in: record, &notes)
        let leadTimeDays = columns.leadTimeDays.number(.days, in: record, &notes)
        let spareCapacity = columns.spareCapacity.number(.share, in: record, &notes)
        let bringUpDays = columns.bringUpDays.number(.days, in: record, &notes)
        row?.region = region
        row?.importance = importance
        row?.status = status
        row?.annualValue = annualValue
        row?.share = share
        row?.inventoryDays = inventoryDays
        row?.recoveryDays = recoveryDays
        row?.leadTimeDays = leadTimeDays
        row?.spareCapacity = spareCapacity
        row?.bringUpDays = bringUpDays
    }

    private static let refusedAbove = CellFault(
        "refused_above", "the cell is blank and the row above that it continues was refused; correct that row"
    )
}

extension CellFault {
    /// A required cell is empty, and so is every cell above that it could continue.
    static func missing(_ column: RegisterColumn) -> CellFault {
        CellFault("missing_\(column.rawValue)", "the \(column.rawValue) is missing; fill the cell")
    }
}
