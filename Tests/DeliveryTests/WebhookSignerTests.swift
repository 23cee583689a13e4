import Delivery
import Foundation
import SupplyModel
import TestSupport
import Testing

@Suite struct WebhookSignerTests {
    private struct Vector: Decodable {
        var secret: String
        var id: String
        var timestamp: String
        var body: String
        var signature: String
    }

    private func vector(_ name: String) throws -> Vector {
        let data = try Data(contentsOf: Fixtures.url("vectors/webhooks.json"))
        let vectors = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        var fields = try #require(vectors[name] as? [String: Any])
        if let key = fields["secret_key_64"] { fields["secret"] = key }
        let one = try JSONSerialization.data(withJSONObject: fields)
        return try JSONDecoder().decode(Vector.self, from: one)
    }

    private func headers(_ signer: WebhookSigner, _ vector: Vector) throws -> [HTTPRequest.Header] {
        let seconds = try #require(Int64(vector.timestamp))
        return try signer.headers(
            id: vector.id, time: Timestamp(milliseconds: seconds * 1_000 + 999), body: Array(vector.body.utf8)
        )
    }

    @Test(arguments: ["standard_webhooks_v1", "standard_webhooks_v1_utf8"])
    func `the published messages are signed byte for byte`(name: String) throws {
        let vector = try vector(name)
        #expect(
            try headers(WebhookSigner(secrets: vector.secret), vector) == [
                .init("webhook-id", vector.id), .init("webhook-timestamp", vector.timestamp),
                .init("webhook-signature", vector.signature),
            ])
    }

    @Test(arguments: [64, 32])
    func `an ed25519 key signs the published message byte for byte`(byteCount: Int) throws {
        let vector = try vector("standard_webhooks_v1a")
        let key = try #require(Data(base64Encoded: String(vector.secret.dropFirst("whsk_".count))))
        let secret = "whsk_" + key.prefix(byteCount).base64EncodedString()
        #expect(
            try headers(WebhookSigner(secrets: secret), vector).last
                == .init("webhook-signature", vector.signature))
    }

    @Test func `each of several secrets gives its signature`() throws {
        let first = try vector("standard_webhooks_v1")
        let second = try vector("standard_webhooks_v1_utf8")
        let both = try headers(WebhookSigner(secrets: " \(second.secret)\n\(first.secret) "), first)
        let one = try headers(WebhookSigner(secrets: second.secret), first)
        #expect(both.last?.value == "\(one.last?.value ?? "") \(first.signature)")
    }

    private func isSigned(
        _ signer: WebhookSigner, _ vector: Vector, _ header: String, id: String? = nil, later: Int64 = 0,
        body: String? = nil
    ) throws -> Bool {
        let seconds = try #require(Int64(vector.timestamp)) + later
        return try signer.isSigned(
            header, id: id ?? vector.id, seconds: seconds, body: Array((body ?? vector.body).utf8))
    }

    @Test(arguments: ["standard_webhooks_v1", "standard_webhooks_v1_utf8"])
    func `the published signatures are known among others, and nothing else is`(name: String) throws {
        let vector = try vector(name)
        let signer = try WebhookSigner(secrets: vector.secret)
        let header = vector.signature
        #expect(try isSigned(signer, vector, header))
        #expect(try isSigned(signer, vector, "v1,AAAA v1a,AAAA \(header)"))
        #expect(try !isSigned(signer, vector, header, id: vector.id + "x"))
        #expect(try !isSigned(signer, vector, header, later: 1))
        #expect(try !isSigned(signer, vector, header, body: vector.body + " "))
        for wrong in [
            "", " ", "v1,", String(header.dropFirst(3)), String(header.dropLast()), header + "=",
            "v2" + header.dropFirst(2), header.lowercased(), "v1,AAAA,\(header)",
        ] {
            #expect(try !isSigned(signer, vector, wrong), "\(wrong)")
        }
        let many = Array(repeating: "v1,AAAA", count: WebhookSigner.signatureLimit)
        #expect(try !isSigned(signer, vector, (many + [header]).joined(separator: " ")))
    }

    @Test func `each of several secrets is a sender's, another is nobody's`() throws {
        let first = try vector("standard_webhooks_v1")
        let second = try vector("standard_webhooks_v1_utf8")
        let other = try WebhookSigner(secrets: "whsec_" + Data(count: 32).base64EncodedString())
        #expect(
            try isSigned(
                WebhookSigner(secrets: "whsec_\(Data(count: 32).base64EncodedString()) \(first.secret)"),
                first,
                first.signature))
        #expect(try isSigned(other, second, second.signature) == false)
    }

    @Test func `a key that only the sender may have verifies nothing, and no fault shows it`() throws {
        let key = try vector("standard_webhooks_v1a").secret
        let keys = SenderKeys(environment: ["A": key, "B": "whsec_AAEC"])
        #expect(throws: ChannelFault.badSecret(.privateKey, channel: "x")) {
            try keys.signer(.environment("A"), of: "x")
        }
        #expect(throws: ChannelFault.badSecret(.badLength(bytes: 3), channel: "x")) {
            try keys.signer(.environment("B"), of: "x")
        }
        #expect(throws: ChannelFault.missingVariable(.secret, channel: "x", variable: "C")) {
            try keys.signer(.environment("C"), of: "x")
        }
        #expect(!SecretFault.privateKey.sentence.contains(key))
    }

    @Test(arguments: [
        ("", SecretFault.empty), ("  \n", .empty), ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", .missingPrefix),
        ("whpk_A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=", .publicKey),
        ("whsk_AAEC", .badKeyLength(bytes: 3)),
        ("whsk_?", .notBase64(prefix: "whsk_")),
        ("whsk_" + Data(count: 64).base64EncodedString(), .unlikeHalves),
        ("whsec_", .badLength(bytes: 0)), ("whsec_!!!", .notBase64(prefix: "whsec_")),
        ("whsec_AAEC", .badLength(bytes: 3)),
        ("whsec_" + Data(count: 23).base64EncodedString(), .badLength(bytes: 23)),
        ("whsec_" + Data(count: 65).base64EncodedString(), .badLength(bytes: 65)),
        (String(repeating: "whsec_AAEC ", count: 5), .tooMany(5)),
    ])
    func `a text that is no secret is a named fault`(text: String, fault: SecretFault) {
        #expect(throws: fault) { try WebhookSigner(secrets: text) }
    }

    @Test(arguments: [24, 64])
    func `secrets of 24 to 64 bytes are taken`(count: Int) throws {
        _ = try WebhookSigner(secrets: "whsec_" + Data(count: count).base64EncodedString())
    }

    @Test func `a signer shows nothing of its secrets`() throws {
        let signer = try WebhookSigner(secrets: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        #expect("\(signer)" == "signer with 1 secrets")
    }
}
