/// A decimal as written, so that `1,380.77` 万元 is 13,807,700 yuan to the last digit and 60% the nearest number to 0.6.
struct DecimalNumber: Equatable {
    private var digits: UInt64
    /// The power of ten that the digits are multiplied by.
    private var exponent: Int

    /// Reads digits with at most one point and, if `allowsCommas`, commas between groups of three; nil for anything else
    /// and for more than 18 digits.
    init?(_ text: Span<UInt8>, allowsCommas: Bool) {
        var digits: UInt64 = 0
        var count = 0
        var decimals = -1
        var group = -1
        for position in text.indices {
            let byte = text[position]
            switch byte {
            case 48...57:
                digits = digits &* 10 &+ UInt64(byte &- 48)
                count += 1
                if decimals >= 0 { decimals += 1 }
                if group >= 0, decimals < 0 { group += 1 }
            case UInt8(ascii: ".") where decimals < 0:
                decimals = 0
            case .comma where allowsCommas && decimals < 0:
                guard group == 3 || (group < 0 && (1...3).contains(count)) else { return nil }
                group = 0
            default: return nil
            }
            guard count <= Self.digitLimit else { return nil }
        }
        guard count > 0, group < 0 || group == 3 else { return nil }
        self.digits = digits
        exponent = -max(0, decimals)
    }

    /// Whether a Double holds all digits, so that the value is correctly rounded.
    var isExact: Bool { digits <= Self.exactDigits }

    /// The number times ten to a power, correctly rounded where it `isExact`.
    func value(times power: Int) -> Double {
        let shift = exponent + power
        guard shift != 0 else { return Double(digits) }
        guard abs(shift) < Self.powers.count else { return shift < 0 ? 0 : .infinity }
        return shift > 0 ? Double(digits) * Self.powers[shift] : Double(digits) / Self.powers[-shift]
    }

    private static let digitLimit = 18
    /// The largest whole number below which a Double leaves none out: 2^53.
    private static let exactDigits: UInt64 = 1 << 53
    /// The powers of ten that a Double holds exactly.
    private static let powers: [Double] = (0...22).map { power in
        (0..<power).reduce(1.0) { ten, _ in ten * 10 }
    }
}
