internal import Foundation
public import SupplyModel

/// A cron expression of five fields (minute, hour, day of month, month, day of week) in one time zone.
///
/// `*`, lists, ranges and steps; 7 is Sunday too. As in cron, a day matches either of the two day fields where both are
/// restricted. What was not done: names of months and days, seconds, `@reboot`.
public struct CronSchedule: Equatable, Sendable {
    /// The expression as written.
    public let text: String
    private let minutes: Set<Int>
    private let hours: Set<Int>
    private let days: Set<Int>
    private let months: Set<Int>
    private let weekdays: Set<Int>
    private let isAnyDay: Bool
    private let isAnyWeekday: Bool
    private let zone: TimeZone

    /// Days that are searched for the next time: a 29 February is at most eight years away.
    static let searchLimitDays = 366 * 8

    /// Reads an expression; nil where it is none, or never comes.
    ///
    /// `timeZone` is a name of the time zone database, such as `Asia/Shanghai`, which is known even without it.
    public init?(_ text: String, timeZone: String) {
        let named = TimeZone(identifier: timeZone)
        guard let zone = named ?? (timeZone == "Asia/Shanghai" ? TimeZone(secondsFromGMT: 28_800) : nil)
        else {
            return nil
        }
        let fields = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard fields.count == 5, let minutes = Self.values(fields[0], 0...59),
            let hours = Self.values(fields[1], 0...23), let days = Self.values(fields[2], 1...31),
            let months = Self.values(fields[3], 1...12), let weekdays = Self.values(fields[4], 0...7)
        else { return nil }
        self.text = text
        self.zone = zone
        self.minutes = minutes
        self.hours = hours
        self.days = days
        self.months = months
        self.weekdays = Set(weekdays.map { $0 % 7 })
        isAnyDay = fields[2].hasPrefix("*")
        isAnyWeekday = fields[4].hasPrefix("*")
        guard next(after: Timestamp(milliseconds: 0)) != nil else { return nil }
    }

    /// The first time after an instant; nil where none comes within eight years.
    public func next(after time: Timestamp) -> Timestamp? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let start = Date(timeIntervalSince1970: Double(time.milliseconds / 60_000 + 1) * 60)
        var day = calendar.startOfDay(for: start)
        for _ in 0..<Self.searchLimitDays {
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: day)
            if isMatch(parts), let found = firstTime(of: parts, calendar, notBefore: start) {
                return Timestamp(milliseconds: Int64(found.timeIntervalSince1970) * 1_000)
            }
            guard let following = calendar.date(byAdding: .day, value: 1, to: day) else { return nil }
            day = following
        }
        return nil
    }

    private func isMatch(_ day: DateComponents) -> Bool {
        guard let month = day.month, let number = day.day, let weekday = day.weekday, months.contains(month)
        else {
            return false
        }
        let isDay = days.contains(number)
        let isWeekday = weekdays.contains(weekday - 1)
        return isAnyDay || isAnyWeekday ? isDay && isWeekday : isDay || isWeekday
    }

    private func firstTime(of day: DateComponents, _ calendar: Calendar, notBefore start: Date) -> Date? {
        for hour in hours.sorted() {
            for minute in minutes.sorted() {
                var parts = day
                parts.weekday = nil
                parts.hour = hour
                parts.minute = minute
                if let date = calendar.date(from: parts), date >= start { return date }
            }
        }
        return nil
    }

    /// The values that a field names, or nil where it is none.
    private static func values(_ field: String, _ range: ClosedRange<Int>) -> Set<Int>? {
        var result: Set<Int> = []
        for part in field.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "/", omittingEmptySubsequences: false)
            guard let first = halves.first, halves.count <= 2 else { return nil }
            let step = halves.count == 2 ? Int(halves[1]) : 1
            guard let step, step > 0, step <= range.upperBound + 1 else { return nil }
            var bounds = range
            if first != "*" {
                let ends = first.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
                guard let low = ends.first ?? nil, let high = ends.last ?? nil, ends.count <= 2, low <= high,
                    range.contains(low), range.contains(high)
                else { return nil }
                bounds = ends.count == 1 && halves.count == 2 ? low...range.upperBound : low...high
            }
            for value in stride(from: bounds.lowerBound, through: bounds.upperBound, by: step) {
                result.insert(value)
            }
        }
        return result
    }
}
