import Delivery
import Foundation
import SupplyModel
import TestSupport
import Testing

/// The independent mail server of `Tests/Tools`, and channels that go to it.
struct MailServer: Sendable {
    /// How it speaks, or misbehaves, as its script names it.
    enum Mode: String, CaseIterable {
        case plain, starttls, smtps, greet, garbage, hang, drip, endless, reset, late, linger
    }

    let server: PythonServer
    let certificate: URL
    let mode: Mode

    /// The account that the server knows.
    static let user = "监控"
    static let password = "pass-wörd"

    static func run<T>(_ mode: Mode, _ body: (MailServer) async throws -> T) async throws -> T {
        try await Fixtures.withFolder { folder in
            let certificate = folder.appending(path: "certificate.pem")
            let key = folder.appending(path: "key.pem")
            try FaultServer.makeCertificate(certificate, key: key)
            return try await PythonServer.run(
                script: Fixtures.tool("smtp_receiver.py"),
                arguments: ["mails.jsonl", mode.rawValue, certificate.path, key.path]
            ) {
                try await body(MailServer(server: $0, certificate: certificate, mode: mode))
            }
        }
    }

    /// A channel to this server; by default with the account that it knows, where it knows one.
    func channel(
        from: String = "tierwatch@example.com", to: [String] = ["ops@example.com"], hasAccount: Bool? = nil,
        password: String = Self.password, startTLS: Bool? = nil, scheme: String? = nil,
        host: String = "127.0.0.1", allow: [String] = ["127.0.0.0/8"], texts: ChannelTexts? = nil
    ) throws -> Channel {
        let isKnown = hasAccount ?? [.starttls, .smtps].contains(mode)
        let url = server.url("", host: host, scheme: scheme ?? (mode == .smtps ? "smtps" : "smtp"))
        return Channel(
            name: "out",
            kind: .email(
                EmailRoute(
                    url: .literal(url), from: try #require(EmailAddress(from)),
                    to: try to.map { try #require(EmailAddress($0)) },
                    user: isKnown ? .literal(Self.user) : nil, password: isKnown ? .literal(password) : nil,
                    startTLS: startTLS ?? (mode == .starttls), allow: allow, texts: texts)))
    }

    /// What comes of one attempt.
    func report(
        _ message: OutboxMessage, to channel: Channel, totalSeconds: Double = 20, isTrusted: Bool = true
    ) async throws -> DeliveryAttempt {
        try await DeliveryTests.report(
            message, to: channel, totalSeconds: totalSeconds, trusting: isTrusted ? certificate.path : nil)
    }

    /// The mails that it took.
    func mails() throws -> [Mail] {
        let file = server.folder.appending(path: "mails.jsonl")
        guard FileManager.default.fileExists(atPath: file.path) else { return [] }
        return try Data(contentsOf: file).split(separator: 10).map {
            try JSONDecoder().decode(Mail.self, from: $0)
        }
    }

    struct Mail: Decodable {
        var sender: String
        var recipients: [String]
        var subject: String
        var heads: [String: String]
        var count: Int
        var text: String
        var raw: String
        var tls: Bool
        var login: Bool
        var defects: [String]
    }
}
