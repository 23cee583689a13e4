internal import SupplyModel

/// What a cell in a column of codes says about a firm.
///
/// Twenty letters and digits are an LEI, fifteen or more a unified social credit code, right or wrong; anything
/// shorter is the registrant's own code.
enum IdentityCell {
    /// Reads normalised text.
    static func read(_ text: String, registrant: FirmID) -> CellReading<FirmID> {
        if text.isEmpty { return .blank }
        if CellText.isMark(text) { return .none }
        do throws(IdentityFault) {
            if text.hasPrefix("local:") {
                return try checked(text) { text throws(IdentityFault) in try FirmID(text) }
            }
            let code = IdentityText.normalised(text)
            guard !IdentityText.looksScientific(text), !IdentityText.looksScientific(code) else {
                throw .scientificNotation
            }
            let signs = code.utf8.count { (48...57).contains($0) || (65...90).contains($0) }
            guard signs < publicCodeLength else { return .value(try FirmID(code)) }
            return try checked(text) { text throws(IdentityFault) in
                FirmID(local: text, registrant: registrant)
            }
        } catch {
            return .fault(CellFault(error.code, error.sentence))
        }
    }

    /// The identity of a firm that only has a name.
    static func named(_ name: String, registrant: FirmID) -> FirmID {
        FirmID(local: name, registrant: registrant)
    }

    /// Letters and digits from which on a text is meant as a public code.
    private static let publicCodeLength = 15

    private static func checked(
        _ text: String, _ make: (String) throws(IdentityFault) -> FirmID
    ) throws(IdentityFault) -> CellReading<FirmID> {
        if let fault = TextCell.fault(in: text) { return .fault(fault) }
        return .value(try make(text))
    }
}

/// What a cell of free text says: a name, a product, a contact.
enum TextCell {
    static func read(_ cell: Span<UInt8>) -> CellReading<String> {
        let text = CellText.normalised(cell)
        if text.isEmpty { return .blank }
        if CellText.isMark(text) { return .none }
        if let fault = fault(in: text) { return .fault(fault) }
        return .value(text)
    }

    /// Why normalised text cannot be kept.
    static func fault(in text: String) -> CellFault? {
        if let fault = CellText.formulaFault(text) { return fault }
        guard text.utf8.count <= IntakeLimits.textBytes else {
            return CellFault(
                "too_long", "the text is longer than \(IntakeLimits.textBytes) bytes; shorten it")
        }
        guard !CellText.hasControl(text) else {
            return CellFault(
                "control_character", "there is an invisible control character; type the text again")
        }
        return nil
    }
}
