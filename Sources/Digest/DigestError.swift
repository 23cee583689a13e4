/// Why a digest or random bytes could not be had.
public enum DigestError: Error, Equatable, CustomStringConvertible {
    /// libcrypto refused a call that does not fail on a sound machine.
    case libraryFailed(String)
    case notAFile(String)
    case unreadable(String, reason: String)

    public var description: String {
        switch self {
        case .libraryFailed(let call):
            "\(call) of libcrypto failed; check the installation of OpenSSL"
        case .notAFile(let path):
            "\(path): not a regular file; name a file"
        case .unreadable(let path, let reason):
            "\(path): cannot be read (\(reason)); check that it exists and who may read it"
        }
    }
}
