/// A mailbox as SMTP names it, `ops@example.com`: what a line of a mail's head can hold without changing its meaning.
public struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    /// Source: RFC 5321, section 4.5.3.1.
    public static let lengthLimit = 254

    public let description: String

    /// Reads letters, digits and `.!#$%&'*+/=?^_{|}~-` before the `@`, a host's name after it; nil for anything else.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: 64, omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.lengthLimit, parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty
        else {
            return nil
        }
        let marks = Set(".!#$%&'*+/=?^_{|}~-".utf8)
        guard parts[0].allSatisfy({ Self.isLetterOrDigit($0) || marks.contains($0) }),
            parts[1].allSatisfy({ Self.isLetterOrDigit($0) || $0 == 45 || $0 == 46 }),
            !parts[1].split(separator: 46, omittingEmptySubsequences: false).contains(where: \.isEmpty)
        else { return nil }
        description = text
    }

    /// What stands after the `@`.
    public var host: String { String(description.drop { $0 != "@" }.dropFirst()) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}

/// How mail goes out: the server, who writes, and to whom.
public struct EmailRoute: Equatable, Sendable {
    /// Recipients of a channel.
    public static let recipientLimit = 50

    /// `smtp://host:587` or `smtps://host`.
    public var url: ValueSource
    public var from: EmailAddress
    public var to: [EmailAddress]
    /// Both or neither.
    public var user: ValueSource?
    public var password: ValueSource?
    /// Whether an `smtp://` connection must become a secure one before anything is said.
    public var startTLS: Bool
    /// CIDR ranges that are reachable though not public.
    public var allow: [String]
    /// nil for the configuration's.
    public var language: Language?
    /// The channel's own words; nil for the plain ones.
    public var texts: ChannelTexts?

    public init(
        url: ValueSource, from: EmailAddress, to: [EmailAddress], user: ValueSource? = nil,
        password: ValueSource? = nil, startTLS: Bool = true, allow: [String] = [], language: Language? = nil,
        texts: ChannelTexts? = nil
    ) {
        self.url = url
        self.from = from
        self.to = to
        self.user = user
        self.password = password
        self.startTLS = startTLS
        self.allow = allow
        self.language = language
        self.texts = texts
    }
}
