/// A day in China; written as `2022-04-16`.
public struct CalendarDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let number: Int64

    private static let chinaSeconds = 28_800.0
    private static let secondsPerDay = 86_400.0

    public init(number: Int64) {
        self.number = number
    }

    /// The day of an instant.
    public init(_ time: Timestamp) {
        let milliseconds = time.adding(seconds: Self.chinaSeconds).milliseconds
        let day = Int64(Self.secondsPerDay * 1_000)
        number = milliseconds >= 0 ? milliseconds / day : (milliseconds + 1) / day - 1
    }

    /// Reads `2022-04-16`; nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.count == 10, let time = Timestamp(text + "T00:00:00+08:00") else { return nil }
        self.init(time)
    }

    /// The first day of a month such as `2022-04`, and that of the next one; nil for anything else.
    public static func month(_ text: String) -> (first: CalendarDay, next: CalendarDay)? {
        guard let first = CalendarDay(text + "-01") else { return nil }
        // No month has more than 31 days, and none fewer than 28.
        return CalendarDay(first.adding(days: 31).description.prefix(7) + "-01").map { (first, $0) }
    }

    /// When it begins.
    public var start: Timestamp {
        Timestamp(milliseconds: 0).adding(seconds: Double(number) * Self.secondsPerDay - Self.chinaSeconds)
    }

    public func adding(days: Int) -> CalendarDay { CalendarDay(number: number + Int64(days)) }

    public var description: String { String(start.description.prefix(10)) }

    public static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.number < right.number }
}

extension CalendarDay: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let day = CalendarDay(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "no date: \(text)"))
        }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
