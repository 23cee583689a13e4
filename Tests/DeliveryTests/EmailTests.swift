import Delivery
import Foundation
import SupplyModel
import TestSupport
import Testing

@Suite struct EmailTests {
    @Test(arguments: [MailServer.Mode.starttls, .smtps])
    func `a mail goes out over TLS, by the account`(mode: MailServer.Mode) async throws {
        try await MailServer.run(mode) { server in
            let channel = try server.channel(to: ["ops@example.com", "duty@example.com"])
            let attempt = try await server.report(message(Bodies.alert()), to: channel)
            #expect(attempt.verdict == .delivered, "\(attempt)")
            #expect(attempt.status == 250)
            let mail = try #require(try server.mails().first)
            #expect(mail.tls && mail.login && mail.defects.isEmpty)
            #expect(mail.sender == "tierwatch@example.com")
            #expect(mail.recipients == ["ops@example.com", "duty@example.com"])
            #expect(mail.subject == "[严重] single")
            #expect(mail.text.hasPrefix("[严重] single\n\n甲停产\n\n开始: 2026-01-02T11:04:05+08:00\n"))
            #expect(mail.heads["from"] == "Tierwatch <tierwatch@example.com>")
            #expect(mail.heads["auto-submitted"] == "auto-generated")
        }
    }

    @Test func `a repeat bears the same id, another message another`() async throws {
        try await MailServer.run(.plain) { server in
            for id in ["alert_通知", "alert_通知", "other"] {
                let attempt = try await server.report(message(Bodies.alert(), id: id), to: server.channel())
                #expect(attempt.verdict == .delivered)
            }
            let ids = try server.mails().compactMap { $0.heads["message-id"] }
            #expect(ids.count == 3 && ids[0] == ids[1] && ids[1] != ids[2])
            #expect(ids.allSatisfy { $0.hasSuffix("@example.com>") && $0.utf8.count == 46 })
        }
    }

    @Test func `no name can add to a mail's head, end it, or begin another mail`() async throws {
        try await MailServer.run(.plain) { server in
            let evil = "a\r\nBcc: evil@example.com\r\n\r\n.\r\nMAIL FROM:<evil@example.com>\r\n"
            let body = try Bodies.alert(zh: evil, en: evil, rule: evil)
            let texts = try ChannelTexts(title: MessageTemplate("{{rule}}\n{{summary}}"))
            for texts in [nil, texts] {
                let attempt = try await server.report(message(body), to: server.channel(texts: texts))
                #expect(attempt.verdict == .delivered)
            }
            let mails = try server.mails()
            try #require(mails.count == 2)
            for mail in mails {
                #expect(mail.heads["bcc"] == nil && mail.count == 9)
                #expect(mail.recipients == ["ops@example.com"])
                #expect(mail.subject.contains("Bcc: evil＠example.com"))
                #expect(mail.raw.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 76 })
            }
        }
    }

    @Test func `the longest subject and the longest list arrive whole or counted`() async throws {
        try await MailServer.run(.plain) { server in
            let name = String(repeating: "长江👨‍👩‍👧‍👦e\u{301}", count: 500)
            _ = try await server.report(message(Bodies.alert(zh: name, rule: name)), to: server.channel())
            let group = Bodies.group(firing: Array(repeating: .warning, count: 1_000), summary: "停产")
            _ = try await server.report(message(group), to: server.channel())
            let mails = try server.mails()
            try #require(mails.count == 2)
            #expect(mails[0].subject.hasPrefix("[严重] 长江👨") && mails[0].subject.hasSuffix("…"))
            #expect(mails[0].defects.isEmpty)
            #expect(mails[1].text.contains("- [警告] rule-999: 停产999\n"))
        }
    }

    @Test(arguments: [
        (["gone@example.com"], false, "550"), (["busy@example.com"], true, "451"),
        (["busy@example.com", "gone@example.com"], true, "550"),
        (["ops@example.com", "busy@example.com"], true, "1 of 2 recipients are refused for now"),
    ])
    func `a recipient who is refused for now is tried again, one who is gone is not`(
        to: [String], isRetried: Bool, words: String
    ) async throws {
        let verdict = try await MailServer.run(.plain) { server in
            try await server.report(message(Bodies.alert()), to: server.channel(to: to)).verdict
        }
        let reason = isRetried ? verdict.retryReason : verdict.failure
        #expect(reason?.contains(words) == true, "\(verdict)")
    }

    @Test func `a recipient who is gone keeps the mail from nobody else, and is named`() async throws {
        try await MailServer.run(.plain) { server in
            let channel = try server.channel(to: ["gone@example.com", "ops@example.com"])
            let attempt = try await server.report(message(Bodies.alert()), to: channel)
            #expect(attempt.verdict == .delivered)
            #expect(
                attempt.answer?.hasPrefix("1 of 2 recipients are refused: 550 no such mailbox; 220 ") == true)
            #expect(try server.mails().map(\.recipients) == [["ops@example.com"]])
        }
    }

    @Test func `a trial says who was not given it`() async throws {
        try await MailServer.run(.plain) { server in
            let channel = try server.channel(to: ["gone@example.com", "ops@example.com"])
            let test = try await withClient { client in
                let courier = Courier(
                    client: client, channels: { [] }, environment: [:], language: .zh, print: { _ in },
                    random: { 0.5 })
                return await courier.test(channel, id: "test_1", now: wallClock)
            }
            #expect(test.verdict == .delivered && test.status == 250)
            #expect(test.remark == "1 of 2 recipients are refused: 550 no such mailbox")
        }
    }

    @Test func `a refusal after the data counts as what it is`() async throws {
        try await MailServer.run(.plain) { server in
            let channel = try server.channel(from: "full@example.com")
            let verdict = try await server.report(message(Bodies.alert()), to: channel).verdict
            #expect(verdict.retryReason?.contains("452 no room") == true, "\(verdict)")
        }
    }

    @Test func `a wrong password can be mended, and is not shown though the server says it back`()
        async throws
    {
        try await MailServer.run(.smtps) { server in
            let channel = try server.channel(password: "wrong-secret")
            let attempt = try await server.report(message(Bodies.alert()), to: channel)
            let reason = try #require(attempt.verdict.retryReason)
            #expect(reason.contains("535") && reason.contains("check user and password"))
            #expect(!"\(attempt)".contains("wrong-secret"))
            #expect(try server.mails().isEmpty)
        }
    }

    @Test func `nothing is said over a connection that does not become secure`() async throws {
        try await MailServer.run(.plain) { server in
            let channel = try server.channel(startTLS: true)
            let verdict = try await server.report(message(Bodies.alert()), to: channel).verdict
            #expect(verdict.retryReason?.contains("offers no STARTTLS") == true, "\(verdict)")
            #expect(try server.mails().isEmpty)
        }
    }

    @Test func `a password never goes out in the clear`() async throws {
        try await MailServer.run(.plain) { server in
            let channel = try server.channel(hasAccount: true)
            let verdict = try await server.report(message(Bodies.alert()), to: channel).verdict
            #expect(verdict.retryReason?.contains("would go out unencrypted") == true, "\(verdict)")
        }
    }

    @Test(arguments: [MailServer.Mode.starttls, .smtps])
    func `a certificate that nobody vouches for is refused`(mode: MailServer.Mode) async throws {
        try await MailServer.run(mode) { server in
            let attempt = try await server.report(
                message(Bodies.alert()), to: server.channel(), isTrusted: false)
            #expect(attempt.verdict.retryReason?.contains("self-signed certificate") == true, "\(attempt)")
            #expect(try server.mails().isEmpty)
        }
    }

    @Test(arguments: [
        (MailServer.Mode.hang, "no full answer in time"), (.drip, "no full answer in time"),
        (.endless, "too long"), (.reset, "the connection ended"), (.late, "the connection ended"),
        (.garbage, "not SMTP"),
    ])
    func `a mail server that misbehaves is tried again`(mode: MailServer.Mode, words: String) async throws {
        try await MailServer.run(mode) { server in
            let verdict = try await server.report(
                message(Bodies.alert()), to: server.channel(), totalSeconds: 2
            ).verdict
            #expect(verdict.retryReason?.contains(words) == true, "\(verdict)")
        }
    }

    @Test func `a server that is slow to say goodbye has taken the mail`() async throws {
        try await MailServer.run(.linger) { server in
            let attempt = try await server.report(
                message(Bodies.alert()), to: server.channel(), totalSeconds: 2)
            #expect(attempt.verdict == .delivered)
        }
    }

    @Test func `a server that sends everybody away is final`() async throws {
        try await MailServer.run(.greet) { server in
            let verdict = try await server.report(message(Bodies.alert()), to: server.channel()).verdict
            #expect(verdict.failure?.contains("554") == true, "\(verdict)")
        }
    }

    @Test func `the guard holds for mail too, and a closed port and a name that nobody has are told apart`()
        async throws
    {
        try await MailServer.run(.plain) { server in
            let port = try PythonServer.freePort()
            let refused = try server.channel(host: "localhost", allow: [])
            var closed = refused
            closed.kind = .email(
                EmailRoute(
                    url: .literal("smtp://127.0.0.1:\(port)"), from: try #require(EmailAddress("a@b")),
                    to: [], startTLS: false, allow: ["127.0.0.0/8"]))
            let nameless = try server.channel(host: "nobody.invalid")
            var reasons: [String] = []
            for channel in [refused, closed, nameless] {
                let attempt = try await server.report(message(Bodies.alert()), to: channel)
                reasons.append(attempt.verdict.retryReason ?? "\(attempt)")
            }
            #expect(reasons[0].contains("not a public one"))
            #expect(reasons[1].contains("cannot connect"))
            #expect(reasons[2].contains("cannot be resolved"))
            #expect(try server.mails().isEmpty)
        }
    }

    @Test func `a proxy named by the environment is not used for mail`() async {
        await #expect(processExitsWith: .success) {
            try await PythonServer.receiver { proxy in
                for name in ["all_proxy", "smtp_proxy", "http_proxy"] { setenv(name, proxy.url("/"), 1) }
                let port = try PythonServer.freePort()
                let route = EmailRoute(
                    url: .literal("smtp://127.0.0.1:\(port)"), from: try #require(EmailAddress("a@b")),
                    to: [try #require(EmailAddress("c@d"))], startTLS: false, allow: ["127.0.0.0/8"])
                let channel = Channel(name: "out", kind: .email(route))
                let verdict = try await report(message(Bodies.alert()), to: channel).verdict
                let isDirect = verdict.retryReason?.contains("cannot connect") == true
                exit(isDirect ? EXIT_SUCCESS : EXIT_FAILURE)
            }
        }
    }

    @Test(arguments: [
        "http://mail.example", "smtp://u:p@mail.example", "smtp://mail.example/helo", "smtp://",
        "mail.example",
        "smtp://mail.example?x",
    ])
    func `an address that is no mail server's is found before anything is sent`(url: String) throws {
        let courier = Courier(
            client: CurlClient(), channels: { [] }, environment: [:], language: .en, print: { _ in },
            random: { 0 })
        let route = EmailRoute(url: .literal(url), from: try #require(EmailAddress("a@b")), to: [])
        #expect(throws: ChannelFault.badMailURL(channel: "out")) {
            try courier.check(Channel(name: "out", kind: .email(route)))
        }
    }
}
