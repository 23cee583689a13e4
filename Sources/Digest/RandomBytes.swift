internal import CCrypto

/// Bytes that nobody can foretell, for tokens and secrets.
///
/// - Throws: where the machine has no randomness to give; weaker bytes are never given instead.
public func randomBytes(count: Int) throws(DigestError) -> [UInt8] {
    guard let limited = Int32(exactly: count), limited >= 0 else { throw .libraryFailed("RAND_bytes") }
    var bytes = [UInt8](repeating: 0, count: count)
    guard RAND_bytes(&bytes, limited) == 1 else { throw .libraryFailed("RAND_bytes") }
    return bytes
}
