import Delivery
import Foundation
import SupplyModel
import TestSupport
import Testing

@Suite(.receiver) struct ChatTests {
    /// Each service with the receiver's path for it and the secret that the receiver verifies with.
    struct Service: Sendable, CustomTestStringConvertible {
        var bot: Channel.Service
        var path: String
        var secret: String?
        var testDescription: String { bot.rawValue }
    }

    static let services = [
        Service(
            bot: .dingtalk, path: "/ding?access_token=x",
            secret: "SEC0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        Service(bot: .wecom, path: "/wecom?key=k"),
        Service(bot: .feishu, path: "/feishu?hook=h", secret: "Kz3dLq9mXbT1fVhN0pRwUe"),
        Service(bot: .slack, path: "/slack?hook=h"), Service(bot: .teams, path: "/teams?hook=h"),
    ]

    private func body(_ zh: String = "甲停产", en: String = "a stops", rule: String = "single") throws -> [UInt8]
    {
        let alert = Alert(
            fingerprint: "00c0ffee00c0ffee", rule: rule, severity: .critical, metric: .singleSource,
            labels: ["firm": "local:b"], state: .firing, value: 1, threshold: 1, startsAt: noon,
            industry: .auto,
            provinces: [], isMutualAid: true, summary: BilingualText(zh: zh, en: en))
        return try Notification(kind: .firing, time: noon, alert: alert).json()
    }

    private func attempt(
        _ service: Service, query: String = "", secret: String? = nil, language: Language? = nil,
        attempts: Int = 0, totalSeconds: Double = 20, body: [UInt8]? = nil
    ) async throws -> DeliveryVerdict {
        let url = try Receiver.current.url(service.path + query)
        let channel = Channel(
            name: "chat",
            kind: .http(
                service.bot,
                .init(
                    url: .literal(url), secret: (secret ?? service.secret).map { .literal($0) },
                    allow: ["127.0.0.0/8"], language: language)))
        let message = OutboxMessage(
            id: "msg_1", channel: "chat", fingerprint: "00c0ffee00c0ffee",
            body: try body ?? self.body(), attempts: attempts, epoch: 1)
        return try await withClient(totalSeconds: totalSeconds) { client in
            let courier = Courier(
                client: client, channels: { [channel] }, environment: [:], language: .zh, print: { _ in },
                random: { 0.5 })
            return await courier.attempt(message, now: Self.now)
        }
    }

    private static func now() -> Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }

    private func sent(_ mark: String) throws -> [String: Any] {
        let request = try #require(try Receiver.current.requests(marked: mark).first)
        return try #require(try JSONSerialization.jsonObject(with: Data(request.req.utf8)) as? [String: Any])
    }

    @Test(arguments: services)
    func `the service takes an alert, signed where it signs`(service: Service) async throws {
        #expect(try await attempt(service) == .delivered)
    }

    @Test(arguments: [services[0], services[2]])
    func `an error inside of status 200 is no success`(service: Service) async throws {
        guard case .retry(_, let reason) = try await attempt(service, secret: "SECwrong") else {
            Issue.record("a wrong signature counted as told")
            return
        }
        #expect(reason.contains("error") && reason.contains("check the robot's signing secret"))
        #expect(!reason.contains("SECwrong") && !reason.contains("access_token") && !reason.contains("hook="))
    }

    @Test(arguments: services[0...2])
    func `a robot that is too fast waits as long as the service blocks it`(service: Service) async throws {
        let before = Self.now()
        guard case .retry(let at, let reason) = try await attempt(service, query: "&fault=ratelimit") else {
            Issue.record("a rate limit counted as told, or as final")
            return
        }
        let after = Self.now()
        let waitSeconds = service.bot == .dingtalk ? 600.0 : 60
        #expect(at >= before.adding(seconds: waitSeconds) && at <= after.adding(seconds: waitSeconds))
        #expect(reason.contains("error"))
    }

    @Test func `what will never be taken is not tried again`() async throws {
        for service in [Self.services[1], Self.services[2]] {
            guard case .failed(let reason) = try await attempt(service, query: "&fault=toolong") else {
                Issue.record("\(service.bot) is tried again")
                continue
            }
            #expect(reason.contains("error"))
        }
    }

    @Test(arguments: services)
    func `a name mentions nobody, links nowhere and formats nothing`(service: Service) async throws {
        let evil =
            "@all <!channel> <at id=all></at> [x](https://evil.example) <script> {{x}} **b** \u{202E}\u{1B}[31m"
        #expect(try await attempt(service, query: "&mark=evil", body: body(evil, en: evil)) == .delivered)
        let requests = try Receiver.current.requests {
            $0.hasPrefix(service.path) && $0.contains("mark=evil")
        }
        let request = try #require(requests.first?.req)
        for sign in [
            "@all", "<!channel", "<at ", "](http", "://evil", "<script", "{{", "**b", "\u{202E}", "\u{1B}",
            "\\u001b",
        ] {
            #expect(!request.contains(sign), "\(sign) in \(request)")
        }
        #expect(request.contains("＠all"))
    }

    @Test func `each channel speaks its own language`() async throws {
        #expect(try await attempt(Self.services[1], query: "&mark=zh") == .delivered)
        #expect(try await attempt(Self.services[1], query: "&mark=en", language: .en) == .delivered)
        let zh = try #require((try sent("mark=zh")["markdown"] as? [String: String])?["content"])
        #expect(zh.contains("[严重] single") && zh.contains("甲停产") && zh.contains("互保机制: "))
        let en = try #require((try sent("mark=en")["markdown"] as? [String: String])?["content"])
        #expect(en.contains("[CRITICAL] single") && en.contains("a stops"))
    }
}
