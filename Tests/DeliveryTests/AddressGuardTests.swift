import Delivery
import Foundation
import TestSupport
import Testing

@Suite struct AddressGuardTests {
    @Test(arguments: [
        "127.0.0.1", "127.255.255.255", "0.0.0.0", "10.1.2.3", "100.64.0.1", "169.254.169.254", "172.31.0.1",
        "192.168.1.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::808:808",
        "2002:7f00:1::", "2002:808:808::1", "2001::1", "2001:db8::1", "fc00::1", "fe80::1", "fec0::1",
        "ff02::1", "192.0.0.9", "192.0.0.170", "224.0.1.1", "100:0:0:1::1", "2001:1::1", "2001:20::1",
        "3fff::1",
        "5f00::1", "ff0e::1",
    ])
    func `an address that is not public is refused`(text: String) throws {
        #expect(!AddressGuard().permits(try #require(IPAddress(text))))
    }

    @Test(arguments: ["8.8.8.8", "223.5.5.5", "2400:3200::1", "2606:4700::1111", "64:ff9b::808:808"])
    func `a public address is permitted`(text: String) throws {
        #expect(AddressGuard().permits(try #require(IPAddress(text))))
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("::ffff:127.0.0.1", true), ("128.0.0.1", true), ("10.0.0.1", false),
        ("fd00::7", true), ("fd01::7", false), ("64:ff9b::7f00:1", false), ("::1", false),
    ])
    func `a list allows its own ranges and no more`(text: String, isPermitted: Bool) throws {
        let ranges = ["127.0.0.0/8", "fd00::/16"].compactMap(AddressRange.init)
        #expect(AddressGuard(allowed: ranges).permits(try #require(IPAddress(text))) == isPermitted)
    }

    @Test func `the judgement is Python's on every edge and on ten thousand addresses of each family`() throws
    {
        let addresses = Sampling.edges() + Sampling.random(count: 10_000)
        let lines = addresses.map { address in
            switch address {
            case .v4(let number): "4 \(number)"
            case .v6(let number): "6 \(number)"
            }
        }
        let verdicts = try Fixtures.withFolder { folder in
            let input = folder.appending(path: "addresses")
            try lines.joined(separator: "\n").write(to: input, atomically: true, encoding: .utf8)
            let run = try Command.run(Command.python, ["-c", Self.oracle], input: input)
            try #require(run.status == 0, "\(run.errorText)")
            return run.text.split(separator: "\n").map { $0 == "1" }
        }
        try #require(verdicts.count == addresses.count)
        #expect(verdicts.contains(true) && verdicts.contains(false))
        let different = zip(addresses, verdicts).filter { AddressGuard.isPublic($0.0) != $0.1 }
        #expect(different.isEmpty, "\(different.prefix(5))")
    }

    /// `is_global`, but for the ranges in which we are stricter on purpose, and of what is inside.
    private static let oracle = """
        import sys, ipaddress as ip
        stricter = [ip.ip_network(n) for n in (
            '192.0.0.0/24', '224.0.0.0/4', '::ffff:0:0/96', '64:ff9b:1::/48', '100:0:0:1::/64', '2001::/23',
            '2002::/16', '3fff::/20', '5f00::/16', 'fec0::/10', 'ff00::/8')]
        carriers = [ip.ip_network(n) for n in ('::/96', '64:ff9b::/96')]
        def public(a):
            if not a.is_global or any(a in n for n in stricter): return False
            return not any(a in n for n in carriers) or public(ip.IPv4Address(int(a) & 0xffffffff))
        for line in sys.stdin:
            family, number = line.split()
            print(int(public((ip.IPv4Address if family == '4' else ip.IPv6Address)(int(number)))))
        """
}

@Suite struct AddressTextTests {
    @Test(arguments: [
        "", "localhost", "127.1", "0x7f000001", "256.1.1.1", "1.2.3.4.5", "::1%lo", "1::2::3", "127.0.0.1 ",
    ])
    func `only full addresses are read`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        "", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "::/129", "ten/8", "10.0.0.0/٨",
        "10.0.0.0/99999999999999999999",
    ])
    func `only ranges in CIDR notation are read`(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test func `a range of no bits holds its whole family, and one of all bits a single address`() throws {
        let everything = try #require(AddressRange("0.0.0.0/0"))
        let one = try #require(AddressRange("::1"))
        #expect(everything.contains(.v4(.max)) && !everything.contains(.v6(1)))
        #expect(one.contains(.v6(1)) && !one.contains(.v6(2)))
    }
}

/// Addresses to ask about.
private enum Sampling {
    private static let blocks4: [(UInt32, UInt32)] = [
        (0, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
        (0xC000_0000, 24), (0xC000_0000, 29), (0xC000_00AA, 31), (0xC000_0200, 24), (0xC058_6300, 24),
        (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24), (0xCB00_7100, 24), (0xE000_0000, 4),
        (0xF000_0000, 4), (0xFFFF_FFFF, 32),
    ]

    private static let blocks6: [(UInt128, UInt128)] = [
        (0, 96), (0, 128), (1, 128), (0xFFFF_0000_0000, 96), (0x0064_FF9B << 96, 96),
        (0x0064_FF9B_0001 << 80, 48),
        (0x0100 << 112, 64), (0x0100_0000_0000_0001 << 64, 64), (0x2001 << 112, 23), (0x2001 << 112, 32),
        (0x2001_0002 << 96, 48), (0x2001_0010 << 96, 28), (0x2001_0DB8 << 96, 32), (0x2002 << 112, 16),
        (0x3FFF << 112, 20), (0x5F00 << 112, 16), (0xFC00 << 112, 7), (0xFE80 << 112, 10),
        (0xFEC0 << 112, 10),
        (0xFF00 << 112, 8),
    ]

    /// The first and last of each special block, and their neighbours outside.
    static func edges() -> [IPAddress] {
        let four = blocks4.flatMap { first, bits in
            let last = first | UInt32(UInt64(0xFFFF_FFFF) >> UInt64(bits))
            return [first &- 1, first, last, last &+ 1].map(IPAddress.v4)
        }
        let six = blocks6.flatMap { first, bits in
            let last = first | (bits == 128 ? 0 : UInt128.max >> bits)
            return [first &- 1, first, last, last &+ 1].map(IPAddress.v6)
        }
        return four + six
    }

    /// Half of those of version 6 lie in special blocks, where chance alone would hardly ever come.
    static func random(count: Int) -> [IPAddress] {
        var generator = SplitMix(state: 20_260_102)
        let four = (0..<count).map { _ in IPAddress.v4(UInt32.random(in: 0...(.max), using: &generator)) }
        let six = (0..<count).map { index -> IPAddress in
            let number = UInt128.random(in: 0...(.max), using: &generator)
            let (first, bits) = blocks6[index / 2 % blocks6.count]
            return .v6(index % 2 == 0 ? number : first | (bits == 128 ? 0 : number >> bits))
        }
        return four + six
    }
}

/// Numbers that are the same in every run.
///
/// Source: Steele, Lea, Flood, OOPSLA 2014.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
