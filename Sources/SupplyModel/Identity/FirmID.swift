/// The identity of a firm: a USCC, an LEI, or `local:…` where it has neither.
public struct FirmID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// How a firm is identified.
    public enum Kind: Sendable { case uscc, lei, local }

    /// The canonical text, as every command and message shows it.
    public let description: String

    /// Reads a complete identity, as `--firm` and `--registrant` take it.
    ///
    /// - Throws: why the text is neither a USCC, nor an LEI, nor a complete `local:…`.
    public init(_ text: String) throws(IdentityFault) {
        let trimmed = IdentityText.normalisedName(text)
        if trimmed.hasPrefix("local:") {
            guard Self.isComplete(trimmed) else { throw .incompleteLocal }
            description = trimmed
        } else if IdentityText.normalised(trimmed).utf8.count == 20 {
            description = try LEI(trimmed).description
        } else {
            description = try USCC(trimmed).description
        }
    }

    /// Whether something stands between all colons of a text.
    private static func isComplete(_ text: String) -> Bool {
        let bytes = text.utf8.span
        var isBlank = true
        for position in bytes.indices {
            let byte = bytes[position]
            if byte == UInt8(ascii: ":"), isBlank { return hasFullParts(text) }
            isBlank = byte == UInt8(ascii: ":") || (isBlank && byte == UInt8(ascii: " "))
        }
        return !isBlank || hasFullParts(text)
    }

    /// The same by characters, of which one may be a colon or a space with a mark above it.
    private static func hasFullParts(_ text: String) -> Bool {
        text.split(separator: ":", omittingEmptySubsequences: false)
            .allSatisfy { part in part.contains { $0 != " " } }
    }

    /// A firm that has no public code, named by its registrant: `local:<registrant's name>:<code or name>`.
    public init(local code: String, registrant: FirmID) {
        description = "local:\(registrant.localName):\(IdentityText.normalisedName(code))"
    }

    /// An identity that was checked before, read back from where it is kept.
    public init(checked text: String) {
        description = text
    }

    /// Which of the three it is.
    public var kind: Kind {
        if description.hasPrefix("local:") { return .local }
        return description.utf8.count == 20 ? .lei : .uscc
    }

    /// The province whose authority registered the firm, by characters 3–8 of its USCC; nil where it has none, or they are no place's.
    ///
    /// That is who speaks for it, never where a plant stands.
    public var registeredIn: RegionCode? {
        guard kind == .uscc else { return nil }
        let place = RegionCode(String(description.dropFirst(2).prefix(6)))?.at(.province)
        // 100000 is registration with the state, in no province.
        return place.flatMap { $0.raw < Self.leastProvince ? nil : $0 }
    }

    /// Beijing, the first of the provinces.
    private static let leastProvince: UInt32 = 110_000

    /// What stands for this firm in the local identities that it gives: the name of a `local:<name>`, else the code.
    public var localName: String {
        description.hasPrefix("local:") ? String(description.dropFirst(6)) : description
    }

    /// Whether it means the same firm to everybody; a `local:` identity does so only to who keeps the register, and names its registrant.
    public var isPublic: Bool { kind != .local }

    /// What a `local:` identity calls the firm, without who gave it; else the code.
    public var ownName: String {
        isPublic ? description : description.split(separator: ":").last.map(String.init) ?? description
    }

    public static func < (left: FirmID, right: FirmID) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }
}

extension FirmID: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(checked: try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
