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
            let parts = trimmed.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.allSatisfy({ part in part.contains { $0 != " " } }) else { throw .incompleteLocal }
            description = trimmed
        } else if IdentityText.normalised(trimmed).utf8.count == 20 {
            description = try LEI(trimmed).description
        } else {
            description = try USCC(trimmed).description
        }
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

    /// What stands for this firm in the local identities that it gives: the name of a `local:<name>`, else the code.
    public var localName: String {
        description.hasPrefix("local:") ? String(description.dropFirst(6)) : description
    }

    public static func < (left: FirmID, right: FirmID) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }
}
