internal import SupplyModel

/// Where a column stands in a file's records.
struct ColumnPlace {
    let column: RegisterColumn
    /// Nil where the file lacks the column.
    let position: Int?
    /// The power of ten by which the column's numbers are multiplied.
    let power: Int

    init(_ column: RegisterColumn, in header: HeaderReading) {
        self.column = column
        position = header.positions[column]
        power = header.powers[column] ?? 0
    }

    /// The cell's number; refuses the row where it has none that the quantity allows.
    func number(
        _ quantity: Quantity, in record: borrowing Record, _ notes: inout RowNotes
    ) -> Double? {
        guard position != nil else { return nil }
        let reading = quantity.read(record.bytes.span.extracting(record.range(position)), headerPower: power)
        return value(of: reading, in: record, &notes)
    }

    /// The value of a reading; refuses the row where the reading is a fault.
    func value<Value>(
        of reading: CellReading<Value>, in record: borrowing Record, _ notes: inout RowNotes
    ) -> Value? {
        switch reading {
        case .value(let value): return value
        case .blank, .none: return nil
        case .fault(let fault):
            notes.refuse(column, fault, value: shown(in: record))
            return nil
        }
    }

    /// The cell for a message.
    func shown(in record: borrowing Record) -> String {
        CellText.shown(record.bytes.span.extracting(record.range(position)))
    }
}

/// The columns of a table of supplies.
struct SupplyColumns {
    let supplierID, supplierName, supplierRegion, buyerID, buyerName: ColumnPlace
    let tier, industry, product, importance, status: ColumnPlace
    let annualValue, share, inventoryDays, recoveryDays, leadTimeDays, spareCapacity, bringUpDays: ColumnPlace

    init(_ header: HeaderReading) {
        func place(_ column: RegisterColumn) -> ColumnPlace { ColumnPlace(column, in: header) }
        supplierID = place(.supplierID)
        supplierName = place(.supplierName)
        supplierRegion = place(.supplierRegion)
        buyerID = place(.buyerID)
        buyerName = place(.buyerName)
        tier = place(.tier)
        industry = place(.industry)
        product = place(.product)
        importance = place(.importance)
        status = place(.status)
        annualValue = place(.annualValue)
        share = place(.share)
        inventoryDays = place(.inventoryDays)
        recoveryDays = place(.recoveryDays)
        leadTimeDays = place(.leadTimeDays)
        spareCapacity = place(.spareCapacity)
        bringUpDays = place(.bringUpDays)
    }
}
