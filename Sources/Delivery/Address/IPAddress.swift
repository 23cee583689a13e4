internal import Glibc

/// An address of the internet protocol, version 4 or 6, as a number in host order.
public enum IPAddress: Hashable, Sendable {
    case v4(UInt32)
    case v6(UInt128)

    /// Reads `127.0.0.1` or `::1`; nil for anything else, names and short forms such as `127.1` too.
    public init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self = .v4(UInt32(bigEndian: four.s_addr))
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            self = .v6(Self.number(six))
        } else {
            return nil
        }
    }

    /// Reads what the kernel is asked to connect to; nil for another family.
    ///
    /// `length`: bytes that `address` points to.
    init?(_ address: UnsafePointer<sockaddr>, length: Int) {
        let raw = UnsafeRawPointer(address)
        guard length >= MemoryLayout<sockaddr>.size else { return nil }
        switch Int32(address.pointee.sa_family) {
        case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
            self = .v4(UInt32(bigEndian: raw.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
            self = .v6(Self.number(raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr))
        default:
            return nil
        }
    }

    private static func number(_ address: in6_addr) -> UInt128 {
        withUnsafeBytes(of: address) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) }
    }
}

/// The addresses that begin with the same bits: `10.0.0.0/8`, `fd00::/8`, or one address alone.
public struct AddressRange: Hashable, Sendable {
    private let first: IPAddress
    private let prefixBits: Int

    /// Reads CIDR notation; bits beyond the prefix do not count.
    ///
    /// Nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress(String($0)) }) else { return nil }
        let width = if case .v4 = address { 32 } else { 128 }
        if parts.count == 2 {
            let digits = parts[1]
            guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let bits = Int(digits), bits <= width
            else { return nil }
            prefixBits = bits
        } else {
            prefixBits = width
        }
        first = address
    }

    public func contains(_ address: IPAddress) -> Bool {
        switch (first, address) {
        case (.v4(let first), .v4(let other)): (first ^ other) >> UInt32(32 - prefixBits) == 0
        case (.v6(let first), .v6(let other)): (first ^ other) >> UInt128(128 - prefixBits) == 0
        default: false
        }
    }
}
