import Alerting
import Foundation
import StrictYAML
import SupplyModel
import TestSupport
import Testing

/// What each type of channel asks for, beside what all have.
@Suite struct ChannelKindTests {
    private func channels(_ entry: String) throws -> [Channel] {
        try ChannelBook(YAMLDocument("channels:\n- {name: a, \(entry)}", file: "channels.yaml")).channels
    }

    private func faults(_ entry: String) throws -> [ConfigurationFault] {
        try #require(throws: ConfigurationFaults.self) { try channels(entry) }.all
    }

    @Test func `services of machines are read with what each asks for`() throws {
        let kinds = try [
            "type: pagerduty, routing_key_env: K",
            "type: pagerduty, routing_key_file: /k, url: 'https://events.eu.pagerduty.com/v2/enqueue', language: en",
            "type: alertmanager, url_env: A, allow: [10.0.0.0/8], language: en",
            "type: alertmanager_webhook, url_file: /u", "type: cloudevents, url_env: A",
            "type: cloudevents, url_env: A, mode: binary, source: /tierwatch/shanghai",
            "type: file, path: /var/log/alerts.jsonl",
        ].map { try channels($0)[0].kind }
        #expect(
            kinds == [
                .http(
                    .pagerduty,
                    .init(
                        url: .literal("https://events.pagerduty.com/v2/enqueue"), secret: .environment("K"))),
                .http(
                    .pagerduty,
                    .init(
                        url: .literal("https://events.eu.pagerduty.com/v2/enqueue"), secret: .file("/k"),
                        language: .en)),
                .http(
                    .alertmanager, .init(url: .environment("A"), allow: ["10.0.0.0/8"], language: .en)),
                .http(.alertmanagerWebhook, .init(url: .file("/u"))),
                .http(.cloudevents, .init(url: .environment("A"))),
                .http(
                    .cloudevents,
                    .init(url: .environment("A"), source: "/tierwatch/shanghai", isBinary: true)),
                .file(path: "/var/log/alerts.jsonl"),
            ])
    }

    @Test func `mail is read with its account, and secure unless it says otherwise`() throws {
        let common =
            "type: email, url: 'smtp://mail.example.com:587', from: tierwatch@example.com, to: [a@b.cn]"
        let from = try #require(EmailAddress("tierwatch@example.com"))
        let to = try #require(EmailAddress("a@b.cn"))
        var route = EmailRoute(url: .literal("smtp://mail.example.com:587"), from: from, to: [to])
        #expect(try channels(common)[0].kind == .email(route))
        route.user = .literal("tierwatch")
        route.password = .file("/run/secrets/mail")
        route.startTLS = false
        route.language = .zh
        let more = "user: tierwatch, password_file: /run/secrets/mail, starttls: false, language: zh"
        #expect(try channels("\(common), \(more)")[0].kind == .email(route))
    }

    @Test func `a channel's own words are split when they are read`() throws {
        let kind = try channels(
            "type: wecom, url_env: A, template: {title: '{{rule}}', text: '{{firm}}: {{summary}}'}")[0].kind
        let texts = try ChannelTexts(
            title: MessageTemplate("{{rule}}"), text: MessageTemplate("{{firm}}: {{summary}}"))
        #expect(kind == .http(.wecom, .init(url: .environment("A"), texts: texts)))
    }

    @Test(arguments: [
        ("type: pagerduty", "routing_key_env", "one of routing_key_env, routing_key_file is missing"),
        ("type: pagerduty, routing_key: x", "routing_key", "with routing_key_env or routing_key_file"),
        ("type: pagerduty, routing_key_env: K, url: ftp://a", "url", "no web address"),
        ("type: pagerduty, routing_key_env: K, secret_env: S", "secret_env", "no meaning"),
        ("type: alertmanager", "url", "one of url, url_env, url_file is missing"),
        ("type: alertmanager, url_env: A, template: {title: x}", "template", "no meaning"),
        ("type: cloudevents, url_env: A, mode: both", "mode", "'both' is not known"),
        ("type: cloudevents, url_env: A, source: 'a b'", "source", "no URI reference"),
        ("type: cloudevents, url_env: A, source: ''", "source", "no URI reference"),
        ("type: webhook, url_env: A, secret_env: B, mode: binary", "mode", "no meaning"),
        ("type: file", "path", "the key 'path' is missing"),
        ("type: file, path: alerts.jsonl", "path", "no path of a file from the root"),
        ("type: file, path: /var/log/", "path", "no path of a file from the root"),
        ("type: file, path: \"/a\\u0000b\"", "path", "no path of a file from the root"),
        ("type: file, path: /a, url_env: A", "url_env", "no meaning for a channel of type file"),
        ("type: email, url_env: A, from: a@b", "to", "the key 'to' is missing"),
        ("type: email, url_env: A, to: [a@b]", "from", "the key 'from' is missing"),
        ("type: email, url_env: A, from: a@b, to: []", "to", "there are 0 addresses"),
        ("type: email, url_env: A, from: a@b, to: [a@b, c@d, a@b]", "to[2]", "already stands"),
        ("type: email, url_env: A, from: a@b, to: [\"a@b\\r\\nBcc: c@d\"]", "to[0]", "no mail address"),
        ("type: email, url_env: A, from: 'Ops <a@b>', to: [a@b]", "from", "no mail address"),
        ("type: email, url: 'http://a', from: a@b, to: [a@b]", "url", "begins with smtp:// or smtps://"),
        ("type: email, url: 'smtp://u:p@h', from: a@b, to: [a@b]", "url", "holds a name or password"),
        ("type: email, url_env: A, from: a@b, to: [a@b], user: u", "user", "go together"),
        ("type: email, url_env: A, from: a@b, to: [a@b], password_env: P", "password_env", "go together"),
        ("type: email, url_env: A, from: a@b, to: [a@b], user: u, password: p", "password", "never written"),
        ("type: email, url_env: A, from: a@b, to: [a@b], starttls: maybe", "starttls", "true or false"),
        ("type: slack, url_env: A, template: {}", "template", "it is empty"),
        ("type: slack, url_env: A, template: {text: '{{rul}}'}", "template.text", "did you mean 'rule'?"),
        ("type: slack, url_env: A, template: {title: '{{rule'}", "template.title", "not closed"),
        ("type: slack, url_env: A, template: {body: x}", "template.body", "no such key"),
        ("type: slack, url_env: A, template: x", "template", "a mapping is expected"),
    ])
    func `a mistake is named by its key`(entry: String, key: String, words: String) throws {
        let faults = try faults(entry)
        #expect(faults.map(\.key) == ["channels[0].\(key)"], "\(faults)")
        #expect(faults.allSatisfy { $0.reason.contains(words) && $0.line == 2 }, "\(faults)")
    }

    @Test func `all mistakes of a channel are told at once, and no password`() throws {
        let faults = try faults(
            "type: email, url: nowhere, from: x, to: [y, a@b], password: hunter2, path: /a, template: {text: ''}"
        )
        #expect(
            Set(faults.map { $0.key.replacing("channels[0].", with: "") }) == [
                "url", "from", "to[0]", "password", "path", "template.text",
            ])
        #expect(!faults.map(\.description).joined().contains("hunter2"))
    }

    @Test(arguments: [
        "", "@", "a@", "@b", "a@b@c", "a b@c", "a@b c", "a@b\n", "<a@b>", "a,b@c", "甲@b.cn", "a@b..c", "a@.b",
        String(repeating: "a", count: 250) + "@b.cn",
    ])
    func `a text that is no mail address is refused`(text: String) {
        #expect(EmailAddress(text) == nil)
    }

    @Test(arguments: ["a@b", "first.last+tag@sub.example.com", "o'brien@xn--fiq228c.cn"])
    func `a mail address is kept as it is written`(text: String) {
        #expect(EmailAddress(text)?.description == text)
    }
}
