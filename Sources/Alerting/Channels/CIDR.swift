internal import Glibc

/// Checks ranges of addresses as channels allow them, `10.1.0.0/16` or `fd00::/8`.
enum CIDR {
    /// Checks one range.
    ///
    /// - Throws: where the address or the length is none, or the address has bits beyond the length.
    static func check(_ text: String) throws(CIDRFault) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = bytes(of: String(parts[0])) else { throw .noAddress }
        let bitCount = bytes.count * 8
        guard parts.count == 2 else { throw .noLength(bitCount) }
        let digits = parts[1]
        guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let length = Int(digits), length <= bitCount
        else { throw .badLength(bitCount) }
        for bit in length..<bitCount where bytes[bit / 8] >> (7 - bit % 8) & 1 == 1 {
            throw .bitsBeyond(length)
        }
    }

    /// The 4 or 16 bytes of an address; nil for anything else.
    private static func bytes(of address: String) -> [UInt8]? {
        guard !address.utf8.contains(0) else { return nil }
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, address, &bytes) == 1 { return bytes }
        }
        return nil
    }
}

/// Why a text is no range of addresses.
enum CIDRFault: Error, Equatable {
    case noAddress
    case noLength(Int)
    case badLength(Int)
    case bitsBeyond(Int)

    var sentence: String {
        switch self {
        case .noAddress: "it does not begin with an address; write one such as 10.1.0.0/16 or fd00::/8"
        case .noLength(let bits): "the length is missing; write /\(bits) after a single address"
        case .badLength(let bits): "the length is no number from 0 to \(bits); correct it"
        case .bitsBeyond(let length): "the address has bits beyond /\(length); set them to 0"
        }
    }
}
