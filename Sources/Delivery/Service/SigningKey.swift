internal import Digest
internal import Foundation

/// Why a text is no signing secret.
///
/// No case carries any part of it.
public enum SecretFault: Error, Equatable, Sendable {
    case empty
    case missingPrefix
    /// `whpk_` is the half of an ed25519 key that only verifies.
    case publicKey
    case notBase64(prefix: String)
    case badLength(bytes: Int)
    case badKeyLength(bytes: Int)
    /// The public half at the end of a `whsk_` key belongs to another key.
    case unlikeHalves
    case tooMany(Int)
    /// Who verifies by `whsk_` could sign in the sender's name.
    case privateKey
    case unusable(String)

    /// What is wrong and what to do.
    public var sentence: String {
        switch self {
        case .empty: "the secret is empty; give 'whsec_' and the base64 of 24 to 64 random bytes"
        case .missingPrefix:
            "the secret begins neither with 'whsec_' nor with 'whsk_'; copy it again from the receiver"
        case .publicKey:
            "this is the public half of an ed25519 key ('whpk_'); give the private one, which begins with 'whsk_'"
        case .notBase64(let prefix): "what follows '\(prefix)' is not base64; copy the whole secret again"
        case .badLength(let bytes):
            "the secret has \(bytes) bytes, and must have 24 to 64; make a new one with 'openssl rand -base64 32'"
        case .badKeyLength(let bytes):
            "the ed25519 key has \(bytes) bytes, and must have 64, or 32 without its public half; copy it again"
        case .unlikeHalves:
            "the two halves of the ed25519 key do not belong together; copy the whole key again"
        case .tooMany(let count): "\(count) secrets are given; keep the newest \(WebhookSigner.secretLimit)"
        case .privateKey:
            "this is the private half of an ed25519 key ('whsk_'), which only its sender may have;"
                + " agree with the sender on a secret that begins with 'whsec_'"
        case .unusable(let reason): "the key cannot be used: \(reason)"
        }
    }
}

/// One secret of a webhook: what signs, and under which version the signature stands.
enum SigningKey: Sendable {
    /// `v1`: HMAC-SHA256 by a secret that both sides hold.
    case shared([UInt8])
    /// `v1a`: ed25519, so that the receiver cannot sign in our name.
    case asymmetric(Ed25519Key)

    /// Reads `whsec_…`, or `whsk_…`, which is a seed of 32 bytes and, where there are 64, its public key.
    init(_ text: Substring) throws(SecretFault) {
        if text.hasPrefix("whsec_") {
            let key = try Self.bytes(text, after: "whsec_")
            guard (24...64).contains(key.count) else { throw .badLength(bytes: key.count) }
            self = .shared(key)
        } else if text.hasPrefix("whsk_") {
            let bytes = try Self.bytes(text, after: "whsk_")
            let seedCount = Ed25519Key.seedByteCount
            guard [seedCount, seedCount + Ed25519Key.publicByteCount].contains(bytes.count) else {
                throw .badKeyLength(bytes: bytes.count)
            }
            let key: Ed25519Key
            do throws(DigestError) {
                key = try Ed25519Key(seed: Array(bytes.prefix(seedCount)))
            } catch {
                throw .unusable(error.description)
            }
            guard bytes.count == seedCount || Array(bytes.dropFirst(seedCount)) == key.publicKey else {
                throw .unlikeHalves
            }
            self = .asymmetric(key)
        } else {
            throw text.hasPrefix("whpk_") ? .publicKey : .missingPrefix
        }
    }

    var isShared: Bool {
        if case .shared = self { true } else { false }
    }

    /// Such as `v1,` and base64.
    func signature(of text: [UInt8]) throws(DigestError) -> String {
        switch self {
        case .shared(let key): "v1," + Data(try hmacSHA256(key: key, message: text)).base64EncodedString()
        case .asymmetric(let key): "v1a," + Data(try key.signature(of: text)).base64EncodedString()
        }
    }

    private static func bytes(_ text: Substring, after prefix: String) throws(SecretFault) -> [UInt8] {
        guard let data = Data(base64Encoded: String(text.dropFirst(prefix.count))) else {
            throw .notBase64(prefix: prefix)
        }
        return Array(data)
    }
}
