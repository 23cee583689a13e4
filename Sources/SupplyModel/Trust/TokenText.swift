/// The text of a token as its bearer shows it: `tierwatch_`, its id, `_` and its secret.
public struct TokenText: Sendable {
    public let id: String
    public let text: String

    public static let prefix = "tierwatch_"
    /// Bytes of a token's text that are read.
    public static let limit = 1_024

    /// A text that looks like a token; nil where it does not.
    public init?(_ text: String) {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.limit, text.hasPrefix(Self.prefix), parts.count == 3 else { return nil }
        id = String(parts[1])
        self.text = text
    }

    /// The text of a new token.
    public init(id: String, secret: String) {
        self.id = id
        text = "\(Self.prefix)\(id)_\(secret)"
    }
}
