internal import SupplyModel

/// A service with the values at hand that its channel only names, fetched for one attempt.
struct Recipient: Sendable {
    var channel: String
    var endpoint: Endpoint
    var secret: String?
    var addresses: AddressGuard
    var language: Language
    var texts: ChannelTexts?
    /// Who speaks, in a CloudEvent.
    var source: String?
    /// Whether a CloudEvent's attributes go into headers.
    var isBinary = false

    /// What no answer may show.
    var hidden: [String] {
        endpoint.secrets + (secret ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
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
