internal import Foundation

/// Where a message is posted: an `http` or `https` URL with a host.
///
/// The whole text may be a secret (many services put their key in the path), so errors show `redacted`.
public struct Endpoint: Hashable, Sendable {
    /// The URL as it was given.
    public let url: String
    /// Scheme and host, `https://hooks.example/…`: all that may be shown.
    public let redacted: String

    /// The URL, and its parts that may hold a key: what no answer may show.
    var secrets: [String] {
        let parts = URLComponents(string: url)
        let values = parts?.queryItems?.compactMap(\.value) ?? []
        let steps = (parts?.path ?? "").split(separator: "/").map(String.init)
        // Short words of a path or a query are none.
        return [url] + (values + steps).filter { $0.count >= 8 }
    }

    /// Characters that are read as a URL.
    public static let lengthLimit = 4_096

    /// Reads a URL; nil unless it is one of `http` or `https` with a host, in visible characters.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.lengthLimit, text.utf8.allSatisfy({ $0 > 32 && $0 != 127 }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.encodedHost, !host.isEmpty
        else { return nil }
        url = text
        redacted = "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "") + "/…"
    }
}
