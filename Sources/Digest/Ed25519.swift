internal import CCrypto

/// A key that signs by ed25519: only its public half is needed to verify.
///
/// Source: RFC 8032; vectors of its section 7.1.
public struct Ed25519Key: Sendable {
    /// Bytes of the secret from which everything else is made.
    public static let seedByteCount = 32
    public static let publicByteCount = 32
    public static let signatureByteCount = 64

    private let seed: [UInt8]
    /// 32 bytes.
    public let publicKey: [UInt8]

    /// `seed`: 32 bytes.
    ///
    /// - Throws: where there are not so many, or libcrypto fails.
    public init(seed: [UInt8]) throws(DigestError) {
        guard seed.count == Self.seedByteCount else { throw .libraryFailed("EVP_PKEY_new_raw_private_key") }
        let key = try Self.load(seed)
        defer { EVP_PKEY_free(key) }
        var publicKey = [UInt8](repeating: 0, count: Self.publicByteCount)
        var count = publicKey.count
        guard EVP_PKEY_get_raw_public_key(key, &publicKey, &count) == 1, count == Self.publicByteCount else {
            throw .libraryFailed("EVP_PKEY_get_raw_public_key")
        }
        self.seed = seed
        self.publicKey = publicKey
    }

    /// 64 bytes, always the same for the same message.
    public func signature(of message: [UInt8]) throws(DigestError) -> [UInt8] {
        let key = try Self.load(seed)
        defer { EVP_PKEY_free(key) }
        guard let context = EVP_MD_CTX_new() else { throw .libraryFailed("EVP_MD_CTX_new") }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1 else {
            throw .libraryFailed("EVP_DigestSignInit")
        }
        var signature = [UInt8](repeating: 0, count: Self.signatureByteCount)
        var count = signature.count
        // One byte more, so that the pointer is not null when the message is empty.
        guard EVP_DigestSign(context, &signature, &count, message + [0], message.count) == 1,
            count == Self.signatureByteCount
        else { throw .libraryFailed("EVP_DigestSign") }
        return signature
    }

    /// libcrypto's form of the key, which the caller frees.
    private static func load(_ seed: [UInt8]) throws(DigestError) -> OpaquePointer {
        guard let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else {
            throw .libraryFailed("EVP_PKEY_new_raw_private_key")
        }
        return key
    }
}
