public import Digest
public import SupplyModel

/// Signs messages as Standard Webhooks 1.0.0, over `id.timestamp.body`: scheme `v1` by HMAC-SHA256, `v1a` by ed25519.
///
/// Several secrets, separated by spaces, give several signatures, so that a receiver can change its secret without
/// missing a message: give the new one beside the old until the receiver has changed. The same way one channel goes
/// over from `v1` to `v1a`.
public struct WebhookSigner: Sendable, CustomStringConvertible {
    /// Secrets at a time.
    public static let secretLimit = 4
    /// Signatures of one message.
    public static let signatureLimit = 8

    private let keys: [SigningKey]

    /// Reads `whsec_…` or `whsk_…`, or several of them.
    public init(secrets: String) throws(SecretFault) {
        let texts = secrets.split(whereSeparator: \.isWhitespace)
        guard !texts.isEmpty else { throw .empty }
        guard texts.count <= Self.secretLimit else { throw .tooMany(texts.count) }
        var keys: [SigningKey] = []
        for text in texts { keys.append(try SigningKey(text)) }
        self.keys = keys
    }

    /// The headers that make the message verifiable: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    ///
    /// The id is the same on every retry; time and signature are those of the attempt. `body`: the bytes as sent.
    public func headers(
        id: String, time: Timestamp, body: [UInt8]
    ) throws(DigestError) -> [HTTPRequest.Header] {
        let seconds = time.milliseconds / 1_000
        let signatures = try signatures(id: id, seconds: seconds, body: body)
        return [
            .init("webhook-id", id), .init("webhook-timestamp", "\(seconds)"),
            .init("webhook-signature", signatures.joined(separator: " ")),
        ]
    }

    /// Whether one of the signatures in a sender's header is by one of these secrets.
    ///
    /// `header`: signatures with spaces between them; more than `signatureLimit` are none. Each is held against each, in a time that
    /// tells nothing of which was right.
    public func isSigned(
        _ header: String, id: String, seconds: Int64, body: [UInt8]
    ) throws(DigestError) -> Bool {
        let given = header.split(separator: " ")
        guard given.count <= Self.signatureLimit else { return false }
        var isSigned = false
        for signature in try signatures(id: id, seconds: seconds, body: body) {
            for one in given where isEqualInConstantTime(Array(one.utf8), Array(signature.utf8)) {
                isSigned = true
            }
        }
        return isSigned
    }

    /// Whether all secrets are such that both sides hold, so that who verifies by them has nothing that only the sender may have.
    var isShared: Bool { keys.allSatisfy(\.isShared) }

    private func signatures(id: String, seconds: Int64, body: [UInt8]) throws(DigestError) -> [String] {
        let text = Array("\(id).\(seconds).".utf8) + body
        var signatures: [String] = []
        for key in keys { signatures.append(try key.signature(of: text)) }
        return signatures
    }

    /// Tells how many secrets there are, and nothing of them.
    public var description: String { "signer with \(keys.count) secrets" }
}
