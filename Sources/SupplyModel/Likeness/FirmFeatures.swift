/// What two firms are compared by, read once for each.
struct FirmFeatures {
    let name: FirmName?
    let formerNames: [FirmName]
    /// Without spaces and marks, in lower case.
    let shortName: String?
    let address: FirmAddress?
    /// The 18 characters of a unified social credit code.
    let code: [UInt8]?

    init(_ firm: Firm) {
        name = firm.name.map { FirmName($0) }
        formerNames = firm.formerNames.map { FirmName($0) }
        shortName = firm.shortName.map { FirmName($0).whole }.flatMap { $0.isEmpty ? nil : $0 }
        address = firm.address.flatMap { FirmAddress($0) }
        let bytes = Array(firm.id.description.utf8)
        code = firm.id.kind == .uscc && bytes.count == 18 ? bytes : nil
    }
}

/// An address that is precise enough to be compared: with a number in it.
struct FirmAddress {
    let region: RegionCode
    /// Without the place, spaces and marks.
    let street: String

    /// Characters of the street at least.
    private static let leastCharacters = 4

    /// Nil where the text names no number, or hardly anything.
    init?(_ text: String) {
        let plain = IdentityText.normalisedName(text).lowercased().filter { $0.isLetter || $0.isNumber }
        let prefix = PlacePrefix(plain[...], leastRest: Self.leastCharacters)
        guard prefix.rest.contains(where: \.isNumber), prefix.rest.count >= Self.leastCharacters else {
            return nil
        }
        (region, street) = (prefix.region, String(prefix.rest))
    }

    func isSame(_ other: FirmAddress) -> Bool {
        street == other.street && PlaceRelation(region, other.region) != .apart
    }
}
