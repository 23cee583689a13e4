internal import Foundation

/// Where a message goes: an `http` or `https` URL with a host, or one of `smtp` or `smtps`.
///
/// The whole text may be a secret (many services put their key in the path), so errors show `redacted`.
public struct Endpoint: Hashable, Sendable {
    /// The URL as it was given.
    public let url: String
    /// In small letters.
    let scheme: String
    /// Scheme and host, `https://hooks.example/…`: all that may be shown.
    public let redacted: String

    /// The URL, and its parts that may hold a key: what no answer may show.
    var secrets: [String] {
        let parts = URLComponents(string: url)
        let values = parts?.queryItems?.compactMap(\.value) ?? []
        let steps = (parts?.path ?? "").split(separator: "/").map(String.init)
        // Short words of a path or a query are none.
        let login = [parts?.user, parts?.password].compactMap(\.self).filter { !$0.isEmpty }
        return [url] + login + (values + steps).filter { $0.count >= 8 }
    }

    /// Whether it names a host and a port, and nothing else.
    var isHostAlone: Bool {
        let parts = URLComponents(string: url)
        return ["", "/"].contains(parts?.path) && parts?.query == nil && parts?.fragment == nil
            && parts?.user == nil && parts?.password == nil
    }

    /// Characters that are read as a URL.
    public static let lengthLimit = 4_096

    /// Schemes of a mail server.
    public static let mailSchemes: Set<String> = ["smtp", "smtps"]

    /// Reads a URL; nil unless it has one of these schemes and a host, in visible characters.
    public init?(_ text: String, schemes: Set<String> = ["http", "https"]) {
        guard text.utf8.count <= Self.lengthLimit, text.utf8.allSatisfy({ $0 > 32 && $0 != 127 }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            schemes.contains(scheme), let host = parts.encodedHost, !host.isEmpty
        else { return nil }
        url = text
        self.scheme = scheme
        redacted = "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "") + "/…"
    }
}
