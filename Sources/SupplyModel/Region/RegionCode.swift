/// Where a plant stands: a GB/T 2260 code of six digits, or an ISO 3166-1 alpha-2 country; `?` where nothing is known.
///
/// Counties roll up to cities by their first four digits and to provinces by two; in the four municipalities the city
/// *is* the province. A place known only by its province is, at city level, a region of its own under that code.
public struct RegionCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The six digits as a number, or two ASCII letters in 16 bits; 0 where the region is not known.
    public let raw: UInt32

    /// No region at all.
    public static let unknown = RegionCode(raw: 0)

    /// A code that was checked before, read back from where it is kept.
    public init(raw: UInt32) {
        self.raw = raw
    }

    /// Reads a code by its shape: six digits of a province of China, two capital letters, or `?`.
    ///
    /// Taiwan, Hong Kong and Macao become 710000, 810000 and 820000. Whether the code is in use is for `Gazetteer`.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        if bytes.count == 6, bytes.allSatisfy({ (48...57).contains($0) }), bytes[0] != 48 {
            raw = bytes.reduce(0) { $0 * 10 + UInt32($1 - 48) }
        } else if bytes.count == 2, bytes.allSatisfy({ (65...90).contains($0) }) {
            let letters = UInt32(bytes[0]) << 8 | UInt32(bytes[1])
            raw = Self.chineseByISO[text] ?? letters
        } else if text == "?" {
            raw = 0
        } else {
            return nil
        }
    }

    public var description: String {
        if raw == 0 { return "?" }
        if isChinese { return String(raw) }
        return String(decoding: [UInt8(raw >> 8), UInt8(raw & 0xFF)], as: UTF8.self)
    }

    /// Whether this is a code of GB/T 2260, not of another country.
    public var isChinese: Bool { raw >= 100_000 }

    /// Whether the place is on the mainland: not in Taiwan, Hong Kong or Macao, nor abroad.
    public var isMainland: Bool { isChinese && raw < 710_000 }

    /// The region that stands for this place at a level; abroad that is the country at both.
    public func at(_ level: RegionLevel) -> RegionCode {
        guard isChinese else { return self }
        let province = raw / 10_000
        let isWhole = Self.withoutCities.contains(province) || level == .province
        return RegionCode(raw: isWhole ? province * 10_000 : raw / 100 * 100)
    }

    /// The city that a county is in; nil for what is no county.
    public var cityOfCounty: RegionCode? {
        let city = at(.city)
        return city == self ? nil : city
    }

    /// Whether the place is in Shanghai, Jiangsu, Zhejiang or Anhui.
    public var isDelta: Bool { isChinese && (31...34).contains(raw / 10_000) }

    /// Whether only the province is known, so that no city can be named.
    public var isOnlyProvince: Bool {
        isChinese && raw % 10_000 == 0 && !Self.withoutCities.contains(raw / 10_000)
    }

    public static func < (left: RegionCode, right: RegionCode) -> Bool {
        left.description < right.description
    }

    /// Municipalities and special regions: province and city are one.
    private static let withoutCities: Set<UInt32> = [11, 12, 31, 50, 71, 81, 82]
    private static let chineseByISO: [String: UInt32] = ["TW": 710_000, "HK": 810_000, "MO": 820_000]
}

/// How finely regions are told apart.
public enum RegionLevel: String, CaseIterable, Sendable { case city, province }
