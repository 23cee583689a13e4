import MutualAid
import Resilience
import SupplyModel
import Testing

/// What stands still at an instant, by reports and events, in days of China's calendar.
@Suite struct StandingStopsTests {
    /// 甲 buys seats of S in Suzhou and glass of G in Ningbo, each for a day of stock.
    private static let chain = SmallChain(
        supplies: [
            Supply(supplier: "S", region: "320500", buyer: "A", product: "seats", inventoryDays: 1),
            Supply(supplier: "G", region: "330200", buyer: "A", product: "glass", inventoryDays: 1),
        ], homes: ["A": "310000"])
    private static let chains = Chains(chain.network)

    private static func time(_ text: String) -> Timestamp {
        Timestamp(text + "+08:00") ?? Timestamp(milliseconds: 0)
    }

    private static func report(_ firm: String, _ time: String, _ rate: Double) -> StatusReport {
        StatusReport(
            firm: SmallChain.id(firm), region: nil, time: Self.time(time), registrant: SmallChain.id("A"),
            operatingRate: rate)
    }

    private static func reported(_ reports: [StatusReport], now: String) -> [ReportedStop] {
        var courses = ReportedCourses(chains, validDays: 14)
        for report in reports { courses.take(report) }
        return courses.stops(at: time(now))
    }

    private static func event(_ hits: [(region: String, from: String, to: String)]) -> KnownEvent {
        let report = EventReport(
            id: "e", source: .table, toldAt: time(hits[0].from), title: "e",
            hits: hits.map {
                EventHit(
                    region: RegionCode($0.region) ?? .unknown, startsAt: time($0.from), endsAt: time($0.to),
                    loss: 1)
            })
        return KnownEvent(event: "e", number: 1, madeAt: report.toldAt, report: report)
    }

    private static func days(_ stops: StandingStops) -> [ClosedRange<Int>] {
        stops.stops.map { $0.shock.startDay...($0.shock.endDay - 1) }
    }

    @Test func `a site stands still since the first report that says so without a break`() {
        let said = [
            Self.report("S", "2022-04-01T09:00:00", 0), Self.report("S", "2022-04-02T09:00:00", 1),
            Self.report("S", "2022-04-05T09:00:00", 0.5), Self.report("S", "2022-04-06T09:00:00", 0.5),
            Self.report("S", "2022-04-08T09:00:00", 0),
        ]
        let found = Self.reported(said, now: "2022-04-10T00:00:00")
        #expect(found.map(\.loss) == [0.5, 1])
        #expect(found.map(\.since) == [said[2].time, said[4].time])
        #expect(found.map(\.until) == [said[4].time, nil])
        #expect(Self.reported(Array(said.prefix(2)), now: "2022-04-10T00:00:00").isEmpty)
        // Nobody knows any more what was after two weeks.
        #expect(Self.reported(Array(said.prefix(1)), now: "2022-04-16T00:00:00").isEmpty)
        let late = [said[0], Self.report("S", "2022-04-20T09:00:00", 0)]
        #expect(Self.reported(late, now: "2022-04-20T10:00:00").map(\.since) == [late[1].time])
    }

    @Test func `days are those of the calendar, whatever hour something begins at`() {
        for hour in ["00:00:00", "09:30:00", "23:59:59"] {
            let reported = Self.reported(
                [Self.report("S", "2022-04-05T\(hour)", 0)], now: "2022-04-06T00:00:01")
            let event = Self.event([("330200", "2022-04-04T20:00:00", "2022-04-08T00:00:00")])
            let stops = StandingStops(
                Self.chains, reported: reported, events: [event], now: Self.time("2022-04-06T00:00:01"))
            #expect(stops.origin == CalendarDay("2022-04-04") && stops.today == 2)
            #expect(Self.days(stops) == [1...61, 0...3])
            #expect(stops.date(ofDay: 1) == CalendarDay("2022-04-05"))
        }
    }

    @Test func `a region that is free again has used up stocks, and stands still no more`() throws {
        let event = Self.event([
            ("330200", "2022-04-01T00:00:00", "2022-04-03T00:00:00"),
            ("320500", "2022-04-04T00:00:00", "2022-04-20T00:00:00"),
        ])
        let stops = StandingStops(
            Self.chains, reported: [], events: [event], now: Self.time("2022-04-05T12:00:00"))
        let firm = Self.chain.number("A")
        let found = Timeline(Self.chains).lineStops(of: firm, in: stops.scenario(), today: stops.today)
        #expect(found.map { Self.chain.names[Int($0.supplier)] } == ["S"])
        #expect(found[0].firstLossDay.map(stops.date) == CalendarDay("2022-04-06"))
        let glass = try #require(Self.chain.products.firstIndex(of: "glass"))
        var question = MatchQuestion(firm: firm, product: Int32(glass), scenario: stops.scenario())
        question.decisionDay = stops.today
        #expect(try #require(Self.chains.matches(question)).need.gap == 0)
    }
}
