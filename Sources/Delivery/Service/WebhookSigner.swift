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
        let text = Array("\(id).\(seconds).".utf8) + body
        var signatures: [String] = []
        for key in keys { signatures.append(try key.signature(of: text)) }
        return [
            .init("webhook-id", id), .init("webhook-timestamp", "\(seconds)"),
            .init("webhook-signature", signatures.joined(separator: " ")),
        ]
    }

    /// Tells how many secrets there are, and nothing of them.
    public var description: String { "signer with \(keys.count) secrets" }
}
