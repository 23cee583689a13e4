import MutualAid
import SupplyModel
import Testing

/// The counters that provinces report.
@Suite struct AidReportTests {
    static let month = (
        from: CalendarDay("2022-04-01")?.start ?? Timestamp(milliseconds: 0),
        to: CalendarDay("2022-05-01")?.start ?? Timestamp(milliseconds: 0)
    )

    private static func request(
        _ id: Int, _ from: UInt32, _ to: UInt32, firm: String, suppliers: [String],
        _ steps: [(AidAction, AidState, day: Double)], outcome: AidOutcome? = nil, deadline: Double = 3
    ) -> AidRequest {
        let content = AidContent(
            authority: RegionCode(raw: from), counterpart: RegionCode(raw: to),
            firm: FirmID(checked: firm), kind: .resume,
            suppliers: suppliers.map {
                AidSupplier(firm: FirmID(checked: $0), region: RegionCode(raw: to), product: "座椅")
            }, reason: "")
        return AidRequest(
            id: "HB-2022-\(id)", content: content,
            steps: steps.enumerated().map { index, step in
                AidStep(
                    number: index + 1, action: step.0, state: step.1, by: "王",
                    time: month.from.adding(seconds: step.day * 86_400),
                    deadline: month.from.adding(seconds: (steps[0].day + deadline) * 86_400),
                    outcome: outcome)
            })
    }

    /// From Shanghai to Jiangsu: closed after 2 and 5 days, one late, one only drafted; to Zhejiang: one returned; and one of March.
    private static let requests = [
        request(
            1, 310_000, 320_000, firm: "a", suppliers: ["s", "t"],
            [(.register, .registered, 1), (.answer, .answered, 2), (.close, .closed, 3)], outcome: .solved),
        request(
            2, 310_000, 320_000, firm: "a", suppliers: ["s"],
            [
                (.draft, .draft, 1), (.register, .registered, 2), (.close, .closed, 4),
                (.reopen, .inProgress, 5),
                (.close, .closed, 7),
            ], outcome: .partly),
        request(3, 310_000, 320_000, firm: "b", suppliers: ["u"], [(.register, .registered, 20)]),
        request(4, 310_000, 320_000, firm: "b", suppliers: ["v"], [(.draft, .draft, 20)]),
        request(
            5, 310_000, 330_000, firm: "b", suppliers: ["w"],
            [(.register, .registered, 20), (.sendBack, .returned, 21)]),
        request(6, 310_000, 320_000, firm: "c", suppliers: ["x"], [(.register, .registered, -1)]),
        request(
            7, 330_000, 310_000, firm: "d", suppliers: ["y"],
            [(.register, .registered, 29), (.close, .closed, 31)], outcome: .solved),
    ]

    @Test func `each pair of provinces has its counters, and all together have theirs`() throws {
        let report = AidReport(Self.requests, from: Self.month.from, to: Self.month.to, now: Self.month.to)
        let pairs = report.pairs.map { "\($0.authority?.raw ?? 0)-\($0.counterpart?.raw ?? 0)" }
        #expect(pairs == ["310000-320000", "310000-330000", "330000-310000"])
        let first = report.pairs[0]
        #expect(first.letters == 3 && first.firms == 2 && first.suppliers == 3)
        #expect(first.closed == 2 && first.solved == 1 && first.overdue == 1)
        #expect(first.closedShare == 2.0 / 3 && first.meanDays == 3.5 && first.medianDays == 3.5)
        let second = report.pairs[1]
        #expect(second.letters == 1 && second.closed == 0 && second.overdue == 0)
        #expect(second.medianDays == nil && second.meanDays == nil)
        // Closed on 2 May: at the end of April it is not.
        #expect(report.pairs[2].closed == 0 && report.pairs[2].overdue == 0)
        #expect(report.total.letters == 5 && report.total.firms == 3 && report.total.suppliers == 5)
        #expect(report.total.closedShare == 0.4)
    }

    @Test func `the median of an odd number is the one in the middle`() {
        let slow = Self.request(
            8, 310_000, 320_000, firm: "e", suppliers: [],
            [(.register, .registered, 1), (.close, .closed, 21)])
        let report = AidReport(
            [slow] + Self.requests, from: Self.month.from, to: Self.month.to, now: Self.month.to)
        #expect(report.total.medianDays == 5 && report.total.meanDays == 9)
    }

    @Test(arguments: [
        ("2021-12", "2021-12-31T23:59:59+08:00", "2022-01-01T00:00:00+08:00"),
        ("2022-01", "2022-01-01T00:00:00+08:00", "2021-12-31T23:59:59+08:00"),
        ("2023-02", "2023-02-28T23:59:59+08:00", "2023-03-01T00:00:00+08:00"),
        ("2024-02", "2024-02-29T23:59:59+08:00", "2024-03-01T00:00:00+08:00"),
        ("2022-12", "2022-12-31T15:30:00Z", "2022-12-31T16:30:00Z"),
    ])
    func `a month ends with its last day in China`(month: String, within: String, beyond: String) throws {
        let (first, next) = try #require(CalendarDay.month(month))
        func letters(_ text: String) throws -> Int {
            let time = try #require(Timestamp(text))
            let days = time.seconds(since: Self.month.from) / 86_400
            let one = Self.request(
                9, 310_000, 320_000, firm: "f", suppliers: [], [(.register, .registered, days)])
            return AidReport([one], from: first.start, to: next.start, now: next.start).total.letters
        }
        #expect(try letters(within) == 1 && letters(beyond) == 0)
    }

    @Test func `while a month goes on every step counts, also one of a clock that ran ahead`() {
        let closed = Self.request(
            8, 310_000, 320_000, firm: "e", suppliers: [],
            [(.register, .registered, 1), (.close, .closed, 41)])
        let open = Self.request(
            9, 310_000, 320_000, firm: "f", suppliers: [], [(.register, .registered, 8)])
        let later = Self.request(
            10, 310_000, 320_000, firm: "g", suppliers: [], [(.register, .registered, 41)])
        func total(_ day: Double) -> AidReport.Line {
            let now = Self.month.from.adding(seconds: day * 86_400)
            return AidReport([closed, open, later], from: Self.month.from, to: Self.month.to, now: now).total
        }
        // The open one is late on the eleventh day.
        #expect(total(10).letters == 2 && total(10).closed == 1 && total(10).overdue == 0)
        #expect(total(10).meanDays == 40 && total(12).overdue == 1)
        // At the month's end the first was still open, and late.
        #expect(total(30).letters == 2 && total(30).closed == 0 && total(30).overdue == 2)
    }

    @Test func `nothing asked gives zeros and no shares`() {
        let report = AidReport([], from: Self.month.from, to: Self.month.to, now: Self.month.to)
        #expect(report.pairs.isEmpty && report.total.letters == 0 && report.total.closedShare == nil)
    }
}
