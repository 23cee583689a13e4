import Delivery
import SupplyModel
import Testing

/// A service with the receiver's path for it, and the secret that the receiver verifies with.
struct ServiceCase: Sendable, CustomTestStringConvertible {
    var service: Channel.Service
    var path: String
    var secret: String?
    var testDescription: String { service.rawValue }

    static let chats = [
        ServiceCase(
            service: .dingtalk, path: "/ding?access_token=x",
            secret: "SEC0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        ServiceCase(service: .wecom, path: "/wecom?key=k"),
        ServiceCase(service: .feishu, path: "/feishu?hook=h", secret: "Kz3dLq9mXbT1fVhN0pRwUe"),
        ServiceCase(service: .slack, path: "/slack?hook=h"),
        ServiceCase(service: .teams, path: "/teams?hook=h"),
    ]

    static let routingKey = "0123456789abcdef0123456789abcdef"

    static let machines = [
        ServiceCase(
            service: .webhook, path: "/std?hook=h",
            secret: "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
        ServiceCase(service: .cloudevents, path: "/ce?hook=h"),
        ServiceCase(service: .pagerduty, path: "/pd?hook=h", secret: routingKey),
        ServiceCase(service: .alertmanager, path: "/api/v2/alerts?hook=h"),
        ServiceCase(service: .alertmanagerWebhook, path: "/amv4?hook=h"),
    ]

    static let all = chats + machines

    /// The channel, at a URL that is given or at the receiver's path.
    func channel(
        at url: String? = nil, query: String = "", allow: [String] = ["127.0.0.0/8"],
        language: Language? = nil, texts: ChannelTexts? = nil, isBinary: Bool = false
    ) throws -> Channel {
        Channel(
            name: "out",
            kind: .http(
                service,
                .init(
                    url: .literal(try url ?? Receiver.current.url(path + query)),
                    secret: secret.map { .literal($0) }, allow: allow, language: language, texts: texts,
                    isBinary: isBinary)))
    }
}

extension DeliveryVerdict {
    /// Why there is another attempt; nil for any other verdict.
    var retryReason: String? { if case .retry(_, let reason) = self { reason } else { nil } }

    /// Why there is none; nil for any other verdict.
    var failure: String? { if case .failed(let reason) = self { reason } else { nil } }
}
