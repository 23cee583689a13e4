internal import SupplyModel

/// Reads the cells of one file, remembering those that come again and again.
struct CellReader {
    let registrant: FirmID
    private let gazetteer: Gazetteer
    private var firms: CellCache<FirmID>
    private var regions = CellCache<RegionCode>(slots: 1 << 8)
    private var texts = CellCache<String>(slots: 1 << 13)
    private var tiers = CellCache<Int>(slots: 1 << 5)
    private var industries = CellCache<Industry>(slots: 1 << 5)
    private var importances = CellCache<Importance>(slots: 1 << 5)
    private var statuses = CellCache<SupplyStatus>(slots: 1 << 5)

    /// Slots for firms in a large file; a small one has fewer rows than these.
    private static let firmSlots = 1 << 16
    private static let leastFirmSlots = 1 << 6

    init(registrant: FirmID, gazetteer: Gazetteer, fileBytes: Int) {
        var slots = Self.firmSlots
        while slots > Self.leastFirmSlots, slots * CellCache<FirmID>.keyBytes > fileBytes { slots /= 2 }
        firms = CellCache(slots: slots)
        self.registrant = registrant
        self.gazetteer = gazetteer
    }

    /// A firm's code; warns of a wrong inner organisation code.
    mutating func firm(
        _ cell: Span<UInt8>, _ column: RegisterColumn, _ notes: inout RowNotes
    ) -> CellReading<FirmID> {
        if cell.isEmpty { return .blank }
        if let known = firms.value(of: cell) { return .value(known) }
        let text = CellText.normalised(cell)
        guard text.utf8.count == 18, let code = try? USCC(text) else {
            let reading = IdentityCell.read(text, registrant: registrant)
            if let firm = reading.value { firms.keep(firm, of: cell) }
            return reading
        }
        if !code.hasValidOrganisationCode {
            let message =
                "characters 9 to 17 are no valid organisation code; the row was taken, check the code"
            notes.warn(column, CellFault("organisation_code", message), value: code.description)
        }
        let firm = FirmID(checked: code.description)
        firms.keep(firm, of: cell)
        return .value(firm)
    }

    /// A place by code or name; warns of one that was dissolved.
    mutating func region(
        _ cell: Span<UInt8>, _ column: RegisterColumn, _ notes: inout RowNotes
    ) -> CellReading<RegionCode> {
        if cell.isEmpty { return .blank }
        if let known = regions.value(of: cell) { return .value(known) }
        let text = CellText.normalised(cell)
        if text.isEmpty { return .blank }
        if CellText.isMark(text) { return .none }
        if let fault = CellText.formulaFault(text) { return .fault(fault) }
        do throws(RegionFault) {
            let region = try gazetteer.code(named: text)
            guard region != .unknown else { return .none }
            regions.keep(region, of: cell)
            if gazetteer.isDissolved(region) {
                let message =
                    "Chaohu was dissolved in 2011; the row was taken, give the place's code of today"
                notes.warn(column, CellFault("dissolved_region", message), value: text)
            }
            return .value(region)
        } catch {
            return .fault(CellFault(error.code, error.sentence))
        }
    }

    /// A firm's name: most come once or a few times, and would only drive out the texts that are worth remembering.
    func name(_ cell: Span<UInt8>) -> CellReading<String> {
        cell.isEmpty ? .blank : TextCell.read(cell)
    }

    mutating func text(_ cell: Span<UInt8>) -> CellReading<String> {
        Self.remembered(cell, &texts, TextCell.read)
    }

    mutating func tier(_ cell: Span<UInt8>) -> CellReading<Int> {
        Self.remembered(cell, &tiers, Words.tier)
    }

    mutating func industry(_ cell: Span<UInt8>) -> CellReading<Industry> {
        Self.remembered(cell, &industries) { Words.read($0, Words.industries, code: "bad_industry") }
    }

    mutating func importance(_ cell: Span<UInt8>) -> CellReading<Importance> {
        Self.remembered(cell, &importances) { Words.read($0, Words.importances, code: "bad_importance") }
    }

    mutating func status(_ cell: Span<UInt8>) -> CellReading<SupplyStatus> {
        Self.remembered(cell, &statuses) { Words.read($0, Words.statuses, code: "bad_status") }
    }

    private static func remembered<Value>(
        _ cell: Span<UInt8>, _ cache: inout CellCache<Value>, _ read: (Span<UInt8>) -> CellReading<Value>
    ) -> CellReading<Value> {
        if cell.isEmpty { return .blank }
        if let known = cache.value(of: cell) { return .value(known) }
        let reading = read(cell)
        if let value = reading.value { cache.keep(value, of: cell) }
        return reading
    }
}
