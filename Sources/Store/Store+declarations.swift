internal import GRDB
public import SupplyModel

extension Store {
    /// Gives what stands of one registrant's declarations of supplies, one at a time, ordered by supplier; ended ones
    /// too, withdrawn ones not.
    ///
    /// - Throws: `StoreError`, and what the body throws.
    public func eachSupply(of registrant: FirmID, _ body: (SupplyRow) throws -> Void) throws {
        try each(Self.standingSupplies, of: registrant) { rows in
            var row = SupplyRow(
                line: Int(rows.integer(4)), supplier: FirmID(checked: rows.text(0) ?? ""),
                region: Self.region(rows, 1), buyer: FirmID(checked: rows.text(2) ?? ""),
                tier: Int(rows.integer(5)), industry: RegisterLoader.industry(rows.integer(6)),
                product: rows.text(3) ?? "")
            row.importance = Importance(rawValue: UInt8(truncatingIfNeeded: rows.integer(7)))
            row.status = SupplyStatus(rawValue: UInt8(truncatingIfNeeded: rows.integer(8)))
            row.annualValue = rows.double(9)
            row.share = rows.double(10)
            row.inventoryDays = rows.double(11)
            row.recoveryDays = rows.double(12)
            row.leadTimeDays = rows.double(13)
            row.spareCapacity = rows.double(14)
            row.bringUpDays = rows.double(15)
            row.supplierName = rows.text(16)
            row.buyerName = rows.text(17)
            try body(row)
        }
    }

    /// Gives what stands of one registrant's declarations of firms, one at a time, ordered by firm.
    ///
    /// - Throws: `StoreError`, and what the body throws.
    public func eachFirm(of registrant: FirmID, _ body: (FirmRow) throws -> Void) throws {
        try each(Self.standingFirms, of: registrant) { rows in
            var row = FirmRow(line: Int(rows.integer(1)), id: FirmID(checked: rows.text(0) ?? ""))
            row.name = rows.text(2)
            row.region = rows.isNull(3) ? nil : Self.region(rows, 3)
            row.industry = rows.isNull(4) ? nil : RegisterLoader.industry(rows.integer(4))
            row.revenue = rows.double(5)
            row.recoveryDays = rows.double(6)
            row.isWhitelisted = rows.isNull(7) ? nil : rows.integer(7) == 1
            row.contact = rows.text(8)
            row.formerNames = NameList.names(in: rows.text(9) ?? "")
            row.shortName = rows.text(10)
            row.address = rows.text(11)
            try body(row)
        }
    }

    /// Steps through a statement; an error of the body's own ends it and comes through as it is.
    private func each(
        _ sql: String, of registrant: FirmID, _ body: (BulkStatement) throws -> Void
    ) throws {
        var fault: (any Error)?
        try read { db in
            let rows = try BulkStatement(db, sql)
            rows.bind(registrant.description, at: 0)
            defer { rows.reset() }
            while fault == nil, try rows.next() {
                do { try body(rows) } catch { fault = error }
            }
        }
        if let fault { throw fault }
    }

    private static func region(_ rows: BulkStatement, _ column: Int) -> RegionCode {
        RegionCode(raw: UInt32(truncatingIfNeeded: rows.integer(column)))
    }

    private static let standingSupplies = """
        SELECT s.identity, d.region, b.identity, p.name, d.line, d.tier, d.industry, d.importance, d.status,
            d.annual_value, d.share, d.inventory_days, d.recovery_days, d.lead_time_days, d.spare_capacity,
            d.bring_up_days, d.supplier_name, d.buyer_name
        FROM registrant AS g CROSS JOIN declaration AS d CROSS JOIN firm AS s ON s.key = d.supplier
            CROSS JOIN firm AS b ON b.key = d.buyer CROSS JOIN product AS p ON p.key = d.product
        WHERE g.identity = ?1 AND g.inviter = '' AND d.registrant = g.key AND d.status <> 3 AND d.revision = (
            SELECT MAX(q.revision) FROM declaration AS q WHERE q.supplier = d.supplier AND q.region = d.region
                AND q.buyer = d.buyer AND q.product = d.product AND q.registrant = d.registrant)
        ORDER BY s.identity, d.region, b.identity, p.name
        """

    private static let standingFirms = """
        SELECT f.identity, d.line, d.name, d.region, d.industry, d.revenue, d.recovery_days, d.whitelisted, d.contact,
            d.former_names, d.short_name, d.address
        FROM registrant AS g CROSS JOIN firm_declaration AS d CROSS JOIN firm AS f ON f.key = d.firm
        WHERE g.identity = ?1 AND g.inviter = '' AND d.registrant = g.key AND d.revision = (
            SELECT MAX(q.revision) FROM firm_declaration AS q WHERE q.firm = d.firm AND q.registrant = d.registrant)
        ORDER BY f.identity
        """
}
