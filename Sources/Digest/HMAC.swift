internal import CCrypto

/// HMAC-SHA256 of a message: 32 bytes.
///
/// Source: RFC 2104; vectors of RFC 4231.
public func hmacSHA256(key: [UInt8], message: [UInt8]) throws(DigestError) -> [UInt8] {
    guard let keyBytes = Int32(exactly: key.count) else { throw .libraryFailed("HMAC") }
    var code = [UInt8](repeating: 0, count: SHA256.byteCount)
    // One byte more, so that neither pointer is null when the key or the message is empty.
    let result = HMAC(EVP_sha256(), key + [0], keyBytes, message + [0], message.count, &code, nil)
    guard result != nil else { throw .libraryFailed("HMAC") }
    return code
}

/// Whether two byte strings are the same, in a time that tells nothing of where they differ.
///
/// Their lengths are no secret.
public func isEqualInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}
