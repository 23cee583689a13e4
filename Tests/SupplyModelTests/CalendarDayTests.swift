import SupplyModel
import Testing

/// Days as the calendar in China has them.
@Suite struct CalendarDayTests {
    @Test(arguments: [
        ("1970-01-01", Int64(0)), ("1969-12-31", -1), ("1968-02-29", -672), ("2000-02-29", 11_016),
        ("2022-04-16", 19_098), ("2024-02-29", 19_782), ("2024-03-01", 19_783),
    ])
    func `a day has its number, also before 1970 and in leap years`(text: String, number: Int64) throws {
        let day = try #require(CalendarDay(text))
        #expect(day.number == number && CalendarDay(number: number).description == text)
        #expect(CalendarDay(day.start) == day && CalendarDay(day.start.adding(seconds: -0.001)) < day)
    }

    @Test(arguments: [
        ("2022-04-15T15:59:59Z", "2022-04-15"), ("2022-04-15T16:00:00Z", "2022-04-16"),
        ("1970-01-01T00:00:00+08:00", "1970-01-01"), ("1969-12-31T23:59:59+08:00", "1969-12-31"),
        ("1969-12-30T16:00:00Z", "1969-12-31"),
    ])
    func `the day of an instant begins at midnight in China`(time: String, day: String) throws {
        #expect(CalendarDay(try #require(Timestamp(time))).description == day)
    }

    @Test func `days are added across the ends of months and years`() throws {
        let last = try #require(CalendarDay("2023-12-31"))
        #expect(last.adding(days: 1).description == "2024-01-01")
        #expect(last.adding(days: 60).description == "2024-02-29")
        #expect(last.adding(days: -365).description == "2022-12-31")
    }

    @Test(arguments: ["2023-02-29", "2022-13-01", "2022-4-16", "20220416", "2022-04-16T", "", "2022-04-31"])
    func `what is no day is none`(text: String) { #expect(CalendarDay(text) == nil) }

    @Test(arguments: [
        ("2021-12", "2021-12-01", "2022-01-01"), ("2023-02", "2023-02-01", "2023-03-01"),
        ("2024-02", "2024-02-01", "2024-03-01"), ("2022-01", "2022-01-01", "2022-02-01"),
    ])
    func `a month ends where the next begins`(text: String, first: String, next: String) throws {
        let month = try #require(CalendarDay.month(text))
        #expect(month.first.description == first && month.next.description == next)
    }

    @Test(arguments: ["2022-13", "2022", "2022-4", "2022-04-01", ""])
    func `what is no month is none`(text: String) { #expect(CalendarDay.month(text) == nil) }
}
