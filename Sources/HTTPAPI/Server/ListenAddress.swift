/// Where the API listens: a host and a port.
public struct ListenAddress: Equatable, Sendable, CustomStringConvertible {
    public let host: String
    public let port: Int

    /// Reads one such as `127.0.0.1:8710` or `[::1]:8710`; nil where it is none.
    ///
    /// Port 0 is any that is free.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, host.utf8.count <= 255, host.allSatisfy({ $0.isASCII && !$0.isWhitespace })
        else {
            return nil
        }
        self.host = String(host)
        self.port = port
    }

    /// Whether only the own machine reaches it.
    public var isLoopback: Bool { host == "localhost" || Loopback.isAddress(host) }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
