/// Says which addresses a channel may reach: public ones, and those that it lists.
///
/// The judgement is made on the concrete address that the socket is opened to, never on the name, so a name that
/// changes its meaning between look-up and connection gains nothing. "Public" is what Python's
/// `ipaddress.is_global` says, and stricter where versions of Python differ or it is too kind for a sender:
/// multicast, the old site-local range, 6to4 (withdrawn by RFC 7526), all of 192.0.0.0/24 and 2001::/23 are
/// refused; so is `::ffff:a.b.c.d`, except by a list that allows a.b.c.d; and a compatible or NAT64 address is
/// public only when the version 4 address inside it is.
///
/// Source: the IANA special-purpose address registries (RFC 6890 and its successors).
public struct AddressGuard: Sendable {
    private let allowed: [AddressRange]

    /// `allowed`: ranges that may be reached though they are not public.
    public init(allowed: [AddressRange] = []) {
        self.allowed = allowed
    }

    public func permits(_ address: IPAddress) -> Bool {
        let reached = Self.reached(by: address)
        return Self.isPublic(address)
            || allowed.contains { $0.contains(address) || $0.contains(reached) }
    }

    /// Whether anybody on the internet may have this address, and every address inside it.
    public static func isPublic(_ address: IPAddress) -> Bool {
        [address, inner(of: address)].compactMap { $0 }.allSatisfy { address in
            !refused.contains { $0.contains(address) }
        }
    }

    /// What the kernel really connects to: `::ffff:a.b.c.d` is a.b.c.d itself.
    ///
    /// Other embedded addresses are reached by a gateway, whose range is another than ours, so no list allows them.
    private static func reached(by address: IPAddress) -> IPAddress {
        if case .v6(let number) = address, number >> 32 == 0xFFFF {
            return .v4(UInt32(truncatingIfNeeded: number))
        }
        return address
    }

    /// The version 4 address at the end of `::a.b.c.d` (compatible) and `64:ff9b::a.b.c.d` (NAT64).
    private static func inner(of address: IPAddress) -> IPAddress? {
        guard case .v6(let number) = address, [0, 0x0064_FF9B_0000_0000_0000_0000].contains(number >> 32)
        else { return nil }
        return .v4(UInt32(truncatingIfNeeded: number))
    }

    private static let refused: [AddressRange] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/3",
        "::/127", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23",
        "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8",
    ].compactMap(AddressRange.init)
}
