public import SupplyModel

/// One thing to send: each by its own protocol, all of them by the same thread and under the same guard.
enum Parcel: Sendable {
    case http(HTTPRequest)
    case mail(MailRequest)

    /// Mail has settings of its own that its handle keeps.
    var isMail: Bool { if case .mail = self { true } else { false } }

    /// Which addresses may be connected to.
    var addresses: AddressGuard {
        switch self {
        case .http(let request): request.addresses
        case .mail(let mail): mail.addresses
        }
    }

    /// The protocols that libcurl may speak for it, as it names them.
    var protocols: String {
        switch self {
        case .http: "http,https"
        case .mail: "smtp,smtps"
        }
    }
}

/// One mail, to all of its recipients at once.
public struct MailRequest: Sendable {
    /// `smtp://` or `smtps://`.
    public var endpoint: Endpoint
    public var from: EmailAddress
    public var to: [EmailAddress]
    /// nil where nobody logs in.
    public var account: Account?
    /// Whether an `smtp://` connection must become a secure one before anything is said.
    public var startTLS: Bool
    /// Head and body, lines ended by CR and LF.
    public var content: [UInt8]
    public var addresses: AddressGuard

    /// Who logs in at the server.
    public struct Account: Sendable {
        public var user: String
        public var password: String

        public init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    public init(
        endpoint: Endpoint, from: EmailAddress, to: [EmailAddress], account: Account?, startTLS: Bool,
        content: [UInt8], addresses: AddressGuard = AddressGuard()
    ) {
        self.endpoint = endpoint
        self.from = from
        self.to = to
        self.account = account
        self.startTLS = startTLS
        self.content = content
        self.addresses = addresses
    }
}
