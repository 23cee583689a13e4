/// One POST.
public struct HTTPRequest: Sendable {
    public var endpoint: Endpoint
    /// Sent in this order, besides what HTTP itself needs.
    public var headers: [Header]
    public var body: [UInt8]
    /// Which addresses may be connected to.
    public var addresses: AddressGuard

    /// A header line; line breaks and other control characters are left out of it when it is sent.
    public struct Header: Equatable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(
        endpoint: Endpoint, headers: [Header], body: [UInt8], addresses: AddressGuard = AddressGuard()
    ) {
        self.endpoint = endpoint
        self.headers = headers
        self.body = body
        self.addresses = addresses
    }
}

/// What a server answered.
public struct HTTPResponse: Equatable, Sendable {
    public var status: Int
    /// The header `Retry-After` as it came.
    public var retryAfter: String?
    /// The first `CurlClient.bodyLimit` bytes; where there was more, the rest was not read.
    public var body: [UInt8]

    public init(status: Int, retryAfter: String? = nil, body: [UInt8] = []) {
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
    }
}

/// What became of a request.
public enum HTTPOutcome: Equatable, Sendable {
    case response(HTTPResponse)
    case fault(TransportFault)
}

/// Why no answer came.
///
/// No case carries any part of a URL, header or body.
public enum TransportFault: Error, Equatable, Sendable {
    /// Every address of the host is one that the channel may not reach: permanent until its configuration changes.
    case refusedAddress
    case nameNotResolved
    case connectFailed
    case timedOut
    /// The certificate or the handshake; libcurl's words.
    case tlsFailed(String)
    /// The connection ended before the answer did.
    case reset
    /// The answer's headers are longer than `CurlClient.headerLimit`.
    case tooLarge
    case notHTTP
    case notSMTP
    /// A mail server that knows no secure connection.
    case noStartTLS
    /// A mail server that knows no way to log in that libcurl knows too.
    case noLogin
    /// More requests wait than `CurlClient.waitingLimit`.
    case queueFull
    /// The task that asked was cancelled.
    case cancelled
    /// The client was stopped, or never started.
    case stopped
    /// libcurl's code and its words for it.
    case other(code: Int, text: String)

    /// What went wrong and, where somebody can mend it, what to do.
    public var sentence: String {
        switch self {
        case .refusedAddress:
            "the address is not a public one; list its range under 'allow' of the channel if that is meant"
        case .nameNotResolved: "the host's name cannot be resolved; check the URL and the name service"
        case .connectFailed: "cannot connect; check that the receiver runs and is reachable from here"
        case .timedOut: "no full answer in time"
        case .tlsFailed(let text): "no secure connection: \(text)"
        case .reset: "the connection ended before the answer"
        case .tooLarge: "the answer's headers are too long"
        case .notHTTP: "the answer is not HTTP; check the URL"
        case .notSMTP: "the answer is not SMTP; check the URL"
        case .noStartTLS:
            "the mail server offers no STARTTLS; use smtps://, or set starttls: false where the network is trusted"
        case .noLogin: "the mail server offers no way to log in; check its settings and the URL's port"
        case .queueFull: "too many requests wait"
        case .cancelled: "cancelled"
        case .stopped: "the HTTP client is stopped"
        case .other(let code, let text): "libcurl error \(code): \(text)"
        }
    }
}
