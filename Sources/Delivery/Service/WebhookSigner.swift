public import Digest
internal import Foundation
public import SupplyModel

/// Why a text is no signing secret.
///
/// No case carries any part of it.
public enum SecretFault: Error, Equatable, Sendable {
    case empty
    case missingPrefix
    /// `whsk_` and `whpk_` are keys of ed25519 signatures.
    case asymmetricKey
    case notBase64
    case badLength(bytes: Int)
    case tooMany(Int)

    /// What is wrong and what to do.
    public var sentence: String {
        switch self {
        case .empty: "the secret is empty; give 'whsec_' and the base64 of 24 to 64 random bytes"
        case .missingPrefix: "the secret does not begin with 'whsec_'; copy it again from the receiver"
        case .asymmetricKey:
            "this is an ed25519 key ('whsk_' or 'whpk_'); give the shared secret that begins with 'whsec_'"
        case .notBase64: "what follows 'whsec_' is not base64; copy the whole secret again"
        case .badLength(let bytes):
            "the secret has \(bytes) bytes, and must have 24 to 64; make a new one with 'openssl rand -base64 32'"
        case .tooMany(let count): "\(count) secrets are given; keep the newest \(WebhookSigner.secretLimit)"
        }
    }
}

/// Signs messages as Standard Webhooks 1.0.0, scheme `v1`: HMAC-SHA256 over `id.timestamp.body`.
///
/// Several secrets, separated by spaces, give several signatures, so that a receiver can change its secret without
/// missing a message: give the new one beside the old until the receiver has changed.
public struct WebhookSigner: Sendable, CustomStringConvertible {
    /// Secrets at a time.
    public static let secretLimit = 4

    private let keys: [[UInt8]]

    /// Reads `whsec_…` or several of them.
    public init(secrets: String) throws(SecretFault) {
        let texts = secrets.split(whereSeparator: \.isWhitespace)
        guard !texts.isEmpty else { throw .empty }
        guard texts.count <= Self.secretLimit else { throw .tooMany(texts.count) }
        var keys: [[UInt8]] = []
        for text in texts { keys.append(try Self.key(text)) }
        self.keys = keys
    }

    private static func key(_ text: Substring) throws(SecretFault) -> [UInt8] {
        let prefix = "whsec_"
        guard text.hasPrefix(prefix) else {
            throw text.hasPrefix("whsk_") || text.hasPrefix("whpk_") ? .asymmetricKey : .missingPrefix
        }
        guard let key = Data(base64Encoded: String(text.dropFirst(prefix.count))) else { throw .notBase64 }
        guard (24...64).contains(key.count) else { throw .badLength(bytes: key.count) }
        return Array(key)
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
        for key in keys {
            let code = try hmacSHA256(key: key, message: text)
            signatures.append("v1," + Data(code).base64EncodedString())
        }
        return [
            .init("webhook-id", id), .init("webhook-timestamp", "\(seconds)"),
            .init("webhook-signature", signatures.joined(separator: " ")),
        ]
    }

    /// Tells how many secrets there are, and nothing of them.
    public var description: String { "signer with \(keys.count) secrets" }
}
