internal import SupplyModel

/// Reads the rows of a table of firms; nothing is taken from the row above.
struct FirmRowReader {
    private var cells: CellReader
    private let id, name, region, industry, revenue, recoveryDays, whitelisted, contact: ColumnPlace
    private let formerNames, shortName, address: ColumnPlace

    init(_ header: HeaderReading, cells: CellReader) {
        self.cells = cells
        id = ColumnPlace(.id, in: header)
        name = ColumnPlace(.name, in: header)
        region = ColumnPlace(.region, in: header)
        industry = ColumnPlace(.industry, in: header)
        revenue = ColumnPlace(.revenue, in: header)
        recoveryDays = ColumnPlace(.recoveryDays, in: header)
        whitelisted = ColumnPlace(.whitelisted, in: header)
        contact = ColumnPlace(.contact, in: header)
        formerNames = ColumnPlace(.formerNames, in: header)
        shortName = ColumnPlace(.shortName, in: header)
        address = ColumnPlace(.address, in: header)
    }

    /// The row that the record holds; nil, with the reasons in the notes, where it cannot be taken.
    mutating func read(_ record: borrowing Record, _ notes: inout RowNotes) -> FirmRow? {
        let text = record.bytes.span
        let idReading = cells.firm(text.extracting(record.range(id.position)), .id, &notes)
        let nameReading = cells.text(text.extracting(record.range(name.position)))
        let knownName = name.value(of: nameReading, in: record, &notes)
        var firm = id.value(of: idReading, in: record, &notes)
        if idReading.isEmpty {
            firm = knownName.map { IdentityCell.named($0, registrant: cells.registrant) }
            let fault = IdentityFault.empty
            if nameReading.isEmpty { notes.refuse(.id, CellFault(fault.code, fault.sentence), value: "") }
        }
        var row = firm.map { FirmRow(line: record.line, id: $0) }
        row?.name = knownName
        let regionReading = cells.region(text.extracting(record.range(region.position)), .region, &notes)
        row?.region = region.value(of: regionReading, in: record, &notes)
        let industryReading = cells.industry(text.extracting(record.range(industry.position)))
        row?.industry = industry.value(of: industryReading, in: record, &notes)
        row?.revenue = revenue.number(.money, in: record, &notes)
        row?.recoveryDays = recoveryDays.number(.days, in: record, &notes)
        let flag = text.extracting(record.range(whitelisted.position))
        let flagReading = Words.read(flag, Words.flags, code: "bad_flag")
        row?.isWhitelisted = whitelisted.value(of: flagReading, in: record, &notes)
        let contactReading = cells.text(text.extracting(record.range(contact.position)))
        row?.contact = contact.value(of: contactReading, in: record, &notes)
        readNames(record, into: &row, &notes)
        return notes.isRefused ? nil : row
    }

    /// Reads what else the firm is called, and where it sits.
    private mutating func readNames(
        _ record: borrowing Record, into row: inout FirmRow?, _ notes: inout RowNotes
    ) {
        let text = record.bytes.span
        let formerReading = cells.text(text.extracting(record.range(formerNames.position)))
        if let former = formerNames.value(of: formerReading, in: record, &notes) {
            let names = NameList.names(in: former)
            if names.count > NameList.limit {
                let message =
                    "there are \(names.count) former names and \(NameList.limit) are kept; leave out the oldest"
                notes.refuse(.formerNames, CellFault("too_many_names", message), value: former)
            }
            row?.formerNames = names
        }
        let shortReading = cells.text(text.extracting(record.range(shortName.position)))
        row?.shortName = shortName.value(of: shortReading, in: record, &notes)
        let addressReading = cells.text(text.extracting(record.range(address.position)))
        row?.address = address.value(of: addressReading, in: record, &notes)
    }
}
