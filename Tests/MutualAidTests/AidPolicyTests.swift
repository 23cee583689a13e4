import MutualAid
import SupplyModel
import Testing

/// How long a request may take.
@Suite struct AidPolicyTests {
    /// 10 o'clock in China.
    static let now = (CalendarDay("2022-04-16")?.start ?? Timestamp(milliseconds: 0)).adding(seconds: 36_000)

    private static func hours(_ kind: AidKind = .resume, at now: Timestamp = now, stops: String?) -> Double {
        let deadline = AidPolicy.usual.deadline(
            of: kind, lineStopsOn: stops.flatMap { CalendarDay($0) }, now: now)
        return deadline.seconds(since: now) / 3_600
    }

    @Test(arguments: [
        ("2022-04-30", 72.0), ("2022-04-18", 38), ("2022-04-17", 14), ("2022-04-16", 4), ("2022-04-01", 4),
    ])
    func `the sooner the line stops, the less time there is, and least where it stands`(
        day: String, hours: Double
    ) {
        #expect(Self.hours(stops: day) == hours)
    }

    @Test func `where the line goes on a kind has its own time, and an hour before midnight is not one hour`()
    {
        #expect(Self.hours(stops: nil) == 72 && Self.hours(.transportPass, stops: nil) == 24)
        #expect(Self.hours(at: Self.now.adding(seconds: 13 * 3_600), stops: "2022-04-17") == 4)
        let short = AidPolicy(deadlineSeconds: [.resume: 3_600])
        #expect(
            short.deadline(of: .resume, lineStopsOn: CalendarDay("2022-04-16"), now: Self.now)
                == Self.now.adding(seconds: 3_600))
    }
}
