import Delivery
import Foundation
import SupplyModel
import TestSupport
import Testing

@Suite struct ChannelCheckTests {
    private let secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    private func check(
        url: ValueSource = .literal("https://hooks.example/x"), secret: ValueSource, allow: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        let courier = Courier(
            client: CurlClient(), channels: { [] }, environment: environment, language: .en, print: { _ in },
            random: { 0 })
        let target = Channel.Target(url: url, secret: secret, allow: allow)
        try courier.check(Channel(name: "ops", kind: .http(.webhook, target)))
    }

    @Test(arguments: [[:], ["OPS_SECRET": ""], ["OPS_SECRET": " \n"], ["ops_secret": "x"]])
    func `a variable that is not set is named`(environment: [String: String]) throws {
        let fault = ChannelFault.missingVariable(.secret, channel: "ops", variable: "OPS_SECRET")
        #expect(throws: fault) { try check(secret: .environment("OPS_SECRET"), environment: environment) }
        #expect(
            fault.description
                == "missing secret: channel ops, environment variable OPS_SECRET is not set;"
                + " set it or name a file by secret_file")
    }

    @Test func `values from the environment and from files are trimmed`() throws {
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "secret")
            try "\n \(secret)\r\n".write(to: file, atomically: true, encoding: .utf8)
            try check(
                url: .environment("OPS_URL"), secret: .file(file.path),
                environment: ["OPS_URL": " https://hooks.example/x\n"])
        }
    }

    @Test func `a file is read at each use`() throws {
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "secret")
            try "whsec_AAEC".write(to: file, atomically: true, encoding: .utf8)
            #expect(throws: ChannelFault.badSecret(.badLength(bytes: 3), channel: "ops")) {
                try check(secret: .file(file.path))
            }
            try secret.write(to: file, atomically: true, encoding: .utf8)
            try check(secret: .file(file.path))
        }
    }

    @Test(arguments: [
        (Data(), ""), (Data(" \n".utf8), ""), (Data([0xFF, 0xFE]), "not UTF-8"),
        (Data(count: 17 << 10), "more than 16384 bytes"),
    ])
    func `a file without a readable text is named`(content: Data, reason: String) throws {
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "secret")
            try content.write(to: file)
            let fault =
                reason.isEmpty
                ? ChannelFault.emptyFile(.secret, channel: "ops", file: file.path)
                : .unreadableFile(.secret, channel: "ops", file: file.path, reason: reason)
            #expect(throws: fault) { try check(secret: .file(file.path)) }
        }
    }

    @Test(arguments: ["/nowhere/secret", "/tmp", "/dev/zero"])
    func `what is no file is named`(path: String) {
        #expect {
            try check(secret: .file(path))
        } throws: { error in
            guard case ChannelFault.unreadableFile(.secret, "ops", path, _) = error else { return false }
            return true
        }
    }

    @Test(arguments: ["", "hooks.example/x", "ftp://hooks.example"])
    func `a URL that is none is named`(url: String) {
        let fault = url.isEmpty ? ChannelFault.emptyValue(.url, channel: "ops") : .badURL(channel: "ops")
        #expect(throws: fault) { try check(url: .literal(url), secret: .literal(secret)) }
    }

    @Test func `a range that is none is named`() {
        #expect(throws: ChannelFault.badRange("localhost", channel: "ops")) {
            try check(secret: .literal(secret), allow: ["127.0.0.0/8", "localhost"])
        }
    }

    @Test func `a console needs nothing`() throws {
        let courier = Courier(
            client: CurlClient(), channels: { [] }, environment: [:], language: .zh, print: { _ in },
            random: { 0 })
        try courier.check(Channel(name: "screen", kind: .console))
    }
}
