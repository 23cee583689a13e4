public import SupplyModel

/// A time of the day, every day or on one day of the week, in China Standard Time, which has no summer time.
public struct WeekTime: Equatable, Sendable, CustomStringConvertible {
    /// 0 for Monday; nil for every day.
    private let day: Int?
    private let minuteOfDay: Int

    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let offsetMilliseconds: Int64 = 8 * 3_600_000
    private static let dayMilliseconds: Int64 = 86_400_000

    /// Reads `daily 08:30` or `Mon 08:30`; nil for anything else.
    public init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, words[1].utf8.count == 5 else { return nil }
        let parts = words[1].split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        guard words[0] == "daily" || Self.days.contains(String(words[0])) else { return nil }
        day = Self.days.firstIndex(of: String(words[0]))
        minuteOfDay = hour * 60 + minute
    }

    public var description: String {
        func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return
            "\(day.map { Self.days[$0] } ?? "daily") \(padded(minuteOfDay / 60)):\(padded(minuteOfDay % 60))"
    }

    /// The first such time after an instant.
    public func next(after time: Timestamp) -> Timestamp {
        let last = self.last(notAfter: time)
        let period = day == nil ? Self.dayMilliseconds : 7 * Self.dayMilliseconds
        return Timestamp(milliseconds: last.milliseconds + period)
    }

    /// The last such time at or before an instant.
    public func last(notAfter time: Timestamp) -> Timestamp {
        let local = time.milliseconds + Self.offsetMilliseconds
        let period = day == nil ? Self.dayMilliseconds : 7 * Self.dayMilliseconds
        // The first day of 1970 was a Thursday.
        let dayShift = day.map { Int64(($0 + 4) % 7) * Self.dayMilliseconds } ?? 0
        let phase = dayShift + Int64(minuteOfDay) * 60_000
        let past = ((local - phase) % period + period) % period
        return Timestamp(milliseconds: time.milliseconds - past)
    }
}
