internal import CCrypto
internal import Foundation

/// SHA-256 over bytes that come piece by piece: `update` as often as needed, then `finish`.
///
/// Source: FIPS 180-4.
public struct SHA256: ~Copyable {
    /// Bytes of a digest.
    public static let byteCount = 32
    /// Bytes of a file that are held at a time.
    static let chunkBytes = 1 << 18

    private let context: OpaquePointer

    public init() throws(DigestError) {
        guard let context = EVP_MD_CTX_new() else { throw .libraryFailed("EVP_MD_CTX_new") }
        guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            EVP_MD_CTX_free(context)
            throw .libraryFailed("EVP_DigestInit_ex")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    public mutating func update(_ bytes: some Sequence<UInt8>) throws(DigestError) {
        let array = Array(bytes)
        let status = array.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        guard status == 1 else { throw .libraryFailed("EVP_DigestUpdate") }
    }

    /// The digest of all that came.
    public consuming func finish() throws(DigestError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Self.byteCount)
        guard EVP_DigestFinal_ex(context, &digest, nil) == 1 else {
            throw .libraryFailed("EVP_DigestFinal_ex")
        }
        return digest
    }
}

extension SHA256 {
    /// The digest of bytes that are at hand.
    public static func digest(of bytes: some Sequence<UInt8>) throws(DigestError) -> [UInt8] {
        var hash = try SHA256()
        try hash.update(bytes)
        return try hash.finish()
    }

    /// The digest of a regular file as 64 hexadecimal digits; memory does not grow with the file.
    public static func hexDigest(ofFile path: String) throws(DigestError) -> String {
        var hash = try SHA256()
        let file = URL(filePath: path).resolvingSymlinksInPath()
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            guard attributes[.type] as? FileAttributeType == .typeRegular else {
                throw DigestError.notAFile(path)
            }
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            while let chunk = try handle.read(upToCount: chunkBytes), !chunk.isEmpty {
                try hash.update(chunk)
            }
        } catch let error as DigestError {
            throw error
        } catch {
            throw .unreadable(path, reason: (error as NSError).localizedDescription)
        }
        return hexadecimal(try hash.finish())
    }
}

/// Two lower-case digits a byte.
public func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
}
