import Alerting
import Foundation
import StrictYAML
import SupplyModel
import Testing
import TestSupport

@Suite struct ChannelBookTests {
    private func channels(_ text: String) throws -> [Channel] {
        try ChannelBook(YAMLDocument(text, file: "channels.yaml")).channels
    }

    private func faults(_ entry: String) throws -> [ConfigurationFault] {
        try #require(throws: ConfigurationFaults.self) { try channels("channels:\n- {\(entry)}") }.all
    }

    @Test func `channels are read with their defaults`() throws {
        let channels = try channels(
            """
            channels:
              - {name: console, type: console}
              - name: ops
                type: webhook
                url_env: TIERWATCH_OPS_URL
                secret_file: /run/secrets/ops
                allow: [127.0.0.0/8, "::1/128", fd00::/8, 0.0.0.0/0]
                severities: [warning, critical]
                send_resolved: false
              - {name: 通知, type: webhook, url: "https://example.com/hook?a=1", secret_env: A}
            """)
        #expect(
            channels == [
                Channel(name: "console", kind: .console),
                Channel(
                    name: "ops",
                    kind: .http(
                        .webhook,
                        .init(
                            url: .environment("TIERWATCH_OPS_URL"), secret: .file("/run/secrets/ops"),
                            allow: ["127.0.0.0/8", "::1/128", "fd00::/8", "0.0.0.0/0"])),
                    severities: [.warning, .critical], sendsResolved: false),
                Channel(
                    name: "通知",
                    kind: .http(
                        .webhook,
                        .init(url: .literal("https://example.com/hook?a=1"), secret: .environment("A")))),
            ])
    }

    @Test func `a chat robot is read with its language, and signs where it can`() throws {
        let book = try channels(
            """
            channels:
              - {name: a, type: dingtalk, url_env: A, secret_env: B, language: en, severities: [critical]}
              - {name: b, type: slack, url_file: c}
            """)
        #expect(
            book == [
                Channel(
                    name: "a",
                    kind: .http(
                        .dingtalk,
                        .init(url: .environment("A"), secret: .environment("B"), language: .en)),
                    severities: [.critical]),
                Channel(name: "b", kind: .http(.slack, .init(url: .file("c")))),
            ])
    }

    @Test func `no file is one console, an empty list is no channel`() throws {
        let folder = URL(filePath: "/nowhere")
        #expect(try ChannelBook.load(folder: folder).channels == [Channel(name: "console", kind: .console)])
        #expect(try channels("channels: []").isEmpty)
    }

    @Test(arguments: [
        ("type: console", "name", "the key 'name' is missing"),
        ("name: a", "type", "the key 'type' is missing"),
        ("name: a, type: pager", "type", "'pager' is not known"),
        (
            "name: a, type: wecom, url_env: A, secret_env: B", "secret_env",
            "no meaning for a channel of type wecom"
        ),
        ("name: a, type: dingtalk", "url", "one of url, url_env, url_file is missing"),
        ("name: a, type: dingtalk, url_env: A, secret: SECx", "secret", "never written in this file"),
        ("name: a, type: feishu, url_env: A, language: fr", "language", "'fr' is not known"),
        (
            "name: a, type: webhook, url_env: A, secret_env: B, language: zh", "language",
            "no meaning for a channel of type webhook"
        ),
        ("name: a, type: console, language: zh", "language", "no meaning for a channel of type console"),
        ("name: a, type: webhok", "type", "did you mean 'webhook'?"),
        ("name: a, type: console, allow: []", "allow", "no meaning for a channel of type console"),
        ("name: a, type: console, colour: red", "colour", "no such key"),
        ("name: a, type: console, severities: []", "severities", "the list is empty"),
        ("name: a, type: console, severities: [warn]", "severities[0]", "'warn' is not known"),
        ("name: a, type: console, severities: [info, info]", "severities[1]", "already stands"),
        ("name: a, type: console, severities: info", "severities", "a list is expected"),
        ("name: a, type: console, send_resolved: no", "send_resolved", "true or false is expected"),
        ("name: a, type: webhook, secret_env: A", "url", "one of url, url_env, url_file is missing"),
        ("name: a, type: webhook, url_env: A", "secret_env", "one of secret_env, secret_file is missing"),
        ("name: a, type: webhook, url_env: A, secret: whsec_x", "secret", "never written in this file"),
        (
            "name: a, type: webhook, url_env: A, url_file: b, secret_env: A", "url_file",
            "url_env already stands"
        ),
        (
            "name: a, type: webhook, url_env: A, secret_env: A, secret_file: b", "secret_file",
            "already stands"
        ),
        (
            "name: a, type: webhook, url_env: 1A, secret_env: A", "url_env",
            "no name of an environment variable"
        ),
        (
            "name: a, type: webhook, url_env: $A, secret_env: A", "url_env",
            "no name of an environment variable"
        ),
        ("name: a, type: webhook, url: 'ftp://a', secret_env: A", "url", "no web address"),
        ("name: a, type: webhook, url: example.com, secret_env: A", "url", "no web address"),
        ("name: a, type: webhook, url: 'https://', secret_env: A", "url", "no web address"),
        ("name: a, type: webhook, url: 'https://u:p@a', secret_env: A", "url", "holds a name or password"),
        ("name: a, type: webhook, url: \"https://a/\\u0007\", secret_env: A", "url", "control characters"),
        ("name: a, type: webhook, url_file: '', secret_env: A", "url_file", "empty"),
    ])
    func `a mistake is named by its key`(entry: String, key: String, words: String) throws {
        let faults = try faults(entry)
        #expect(faults.map(\.key) == ["channels[0].\(key)"])
        #expect(faults.allSatisfy { $0.reason.contains(words) && $0.line == 2 }, "\(faults)")
    }

    @Test func `a secret is not shown in the fault that refuses it`() throws {
        let faults = try faults("name: a, type: webhook, url: 'http://u:hunter2@h', secret: whsec_hunter2")
        #expect(faults.count == 2)
        #expect(!faults.map(\.description).joined().contains("hunter2"))
    }

    @Test(arguments: [
        "127.0.0.1", "127.0.0.1/33", "127.0.0.1/8", "127.0.0/8", "127.1/8", "256.0.0.0/8", "::/129",
        "fd00::1/8",
        "/8", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/08x", "10.0.0.0/8/8", "localhost/8", "01.0.0.0/8",
        "::1%eth0/128",
        "",
    ])
    func `a bad range of addresses is refused`(range: String) throws {
        let faults = try faults("name: a, type: webhook, url_env: A, secret_env: A, allow: ['\(range)']")
        #expect(faults.map(\.key) == ["channels[0].allow[0]"])
    }

    @Test func `two channels of one name are refused`() throws {
        let fault = try #require(throws: ConfigurationFaults.self) {
            try channels("channels:\n- {name: a, type: console}\n- {name: a, type: console}")
        }
        #expect(fault.description.contains("channels.yaml:3:10: channels[1].name: a channel of this name"))
    }

    @Test func `a broken file is a fault with its path`() throws {
        try Fixtures.withFolder { folder in
            try Data("channels: [".utf8).write(to: folder.appending(path: "channels.yaml"))
            let faults = try #require(throws: ConfigurationFaults.self) {
                try ChannelBook.load(folder: folder)
            }
            #expect(
                faults.all.map(\.file) == [
                    folder.appending(path: "channels.yaml").path(percentEncoded: false)
                ])
        }
    }
}
