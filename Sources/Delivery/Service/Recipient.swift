internal import SupplyModel

/// A service with the values at hand that its channel only names, fetched for one attempt.
struct Recipient: Sendable {
    let channel: String
    let endpoint: Endpoint
    let secret: String?
    let addresses: AddressGuard
    let language: Language
    let texts: ChannelTexts?
    /// Who speaks, in a CloudEvent.
    let source: String?
    /// Whether a CloudEvent's attributes go into headers.
    let isBinary: Bool
    /// What no answer may show.
    let hidden: [String]
    /// What signs by the secret, where it is one of Standard Webhooks.
    let signer: Result<WebhookSigner, SecretFault>

    init(
        channel: String, endpoint: Endpoint, secret: String?, addresses: AddressGuard, language: Language,
        texts: ChannelTexts?, source: String?, isBinary: Bool
    ) {
        self.channel = channel
        self.endpoint = endpoint
        self.secret = secret
        self.addresses = addresses
        self.language = language
        self.texts = texts
        self.source = source
        self.isBinary = isBinary
        hidden = endpoint.secrets + (secret ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        signer = Result { () throws(SecretFault) in try WebhookSigner(secrets: secret ?? "") }
    }

    /// A POST to it, or to a URL made from its own.
    func post(
        _ body: [UInt8], type: String = "application/json", headers: [HTTPRequest.Header] = [],
        to endpoint: Endpoint? = nil
    ) -> HTTPRequest {
        let common = [
            HTTPRequest.Header("Content-Type", type), HTTPRequest.Header("User-Agent", "tierwatch"),
        ]
        return HTTPRequest(
            endpoint: endpoint ?? self.endpoint, headers: common + headers, body: body, addresses: addresses)
    }
}
