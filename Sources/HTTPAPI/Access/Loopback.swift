/// Names and addresses that lead to the own machine alone.
enum Loopback {
    /// Whether a host with or without a port, as a request names it, is the own machine.
    static func isName(_ authority: String) -> Bool {
        let host: Substring
        if authority.hasPrefix("[") {
            host = authority.dropFirst().prefix { $0 != "]" }
        } else {
            host = authority.prefix { $0 != ":" }
        }
        return host == "localhost" || isAddress(String(host))
    }

    /// Whether an address is one of the own machine: 127.0.0.0/8 or ::1.
    static func isAddress(_ text: String) -> Bool {
        if text == "::1" { return true }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
