import MutualAid
import Resilience
import SupplyModel
import Testing

/// What stands still at an instant, by reports and events, in days of China's calendar.
@Suite struct StandingStopsTests {
    /// 甲 buys seats of S in Suzhou and glass of G in Ningbo, each for a day of stock.
    private static let chain = bought(glassDays: 1)
    private static let chains = Chains(chain.network)

    private static func bought(glassDays: Double) -> SmallChain {
        SmallChain(
            supplies: [
                Supply(supplier: "S", region: "320500", buyer: "A", product: "seats", inventoryDays: 1),
                Supply(
                    supplier: "G", region: "330200", buyer: "A", product: "glass", inventoryDays: glassDays),
            ], homes: ["A": "310000"])
    }

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
        let found = Timeline(Self.chains).lineStops(of: firm, in: stops.scenario())
        #expect(found.map { Self.chain.names[Int($0.supplier)] } == ["S"])
        #expect(found[0].firstLossDay.map(stops.date) == CalendarDay("2022-04-06"))
        let glass = try #require(Self.chain.products.firstIndex(of: "glass"))
        var question = MatchQuestion(firm: firm, product: Int32(glass), scenario: stops.scenario())
        question.decisionDay = stops.today
        #expect(try #require(Self.chains.matches(question)).need.gap == 0)
    }

    private static let seats = (region: "320500", from: "2022-04-01T00:00:00", to: "2022-04-04T00:00:00")
    private static let glass = (region: "330200", from: "2022-04-01T00:00:00", to: "2022-04-21T00:00:00")
    private static let again = (region: "320500", from: "2022-04-06T00:00:00", to: "2022-04-20T00:00:00")

    /// For want of seats A makes nothing on April 3 and 4.
    ///
    /// What was made before and the stock last for two days, and what is made on the 4th arrives on the 5th. Ten days of glass alone last until the
    /// 11th, and two days longer where A makes nothing. Seats are used up as they come, so that for want of those of the 6th it stops on the 7th.
    @Test(
        arguments: [
            (90.0, [seats, glass], "04T12", []), (90, [seats, glass], "06T12", []),
            (10, [seats, glass], "06T12", ["330000 2022-04-14 2022-04-12"]),
            (90, [seats, again], "06T12", ["320000 2022-04-07 2022-04-07"]),
            (90, [seats], "03T12", ["320000 2022-04-03 2022-04-03"]),
            (90, [seats], "01T12", ["320000 2022-04-03 2022-04-03"]),
        ] as [(Double, [(region: String, from: String, to: String)], String, [String])])
    func `a loss that is over is asked about no more, and gives no date`(
        glassDays: Double, hits: [(region: String, from: String, to: String)], now: String, asked: [String]
    ) {
        #expect(Self.asked(Self.bought(glassDays: glassDays), hits, now: now) == asked)
    }

    /// Whom A asks for, as `province line-stop-date supplier's-own-date`.
    private static func asked(
        _ chain: SmallChain, _ hits: [(region: String, from: String, to: String)], now: String
    ) -> [String] {
        let chains = Chains(chain.network)
        let stops = StandingStops(
            chains, reported: [], events: [event(hits)], now: time("2022-04-\(now):00:00"))
        let drafting = AidDrafting(
            Timeline(chains), stops, names: .init(firm: { chain.names[Int($0)] }, region: { "\($0) \($1)" }))
        func text(_ day: CalendarDay?) -> String { day?.description ?? "-" }
        let felt = drafting.felt(by: chain.number("A"))
        return drafting.contents(about: felt, kind: .resume).flatMap { one in
            one.suppliers.map { "\(one.counterpart) \(text(one.lineStopsOn)) \(text($0.lineStopsOn))" }
        }
    }

    /// Half of the seats is lacking from April 2 to 29, and on two days all of them: ten days of stock are gone after the 19th.
    ///
    /// They last where Suzhou goes on, and Suzhou alone stops nothing.
    @Test(arguments: ["Q", "P"])
    func `who stands still is asked for where those who are free again have used up the stock`(suzhou: String)
    {
        let chain = SmallChain(
            supplies: [("P", "330200"), (suzhou, "320500")].map {
                Supply(
                    supplier: $0, region: $1, buyer: "A", product: "seats", share: 0.5, inventoryDays: 10)
            }, homes: ["A": "310000"])
        let hits = [
            (region: "330200", from: "2022-04-01T00:00:00", to: "2022-04-11T00:00:00"),
            (region: "320500", from: "2022-04-09T00:00:00", to: "2022-04-29T00:00:00"),
        ]
        #expect(Self.asked(chain, hits, now: "13T12") == ["320000 2022-04-20 -"])
    }

    /// Both are told by one message; now is April 4, noon.
    @Test(
        arguments: [
            (
                ("330200", "2022-04-01", "2022-04-21"), ("320500", "2022-04-07", "2022-04-21"),
                [6...19, 0...19]
            ),
            (("330200", "2022-04-01", "2022-04-21"), ("320500", "2022-04-08", "2022-04-21"), [0...19]),
            (("330200", "2006-04-01", "2006-04-03"), ("320500", "2022-04-01", "2022-04-21"), [0...19]),
            (
                ("330200", "2006-04-01", "2022-04-21"), ("320500", "2022-04-01", "2022-04-21"),
                [363...382, 0...382]
            ),
        ] as [((String, String, String), (String, String, String), [ClosedRange<Int>])])
    func `of an event a region counts from three days before its own time, and nothing moves day 0 by years`(
        first: (String, String, String), second: (String, String, String), days: [ClosedRange<Int>]
    ) {
        let event = Self.event(
            [first, second].map { (region: $0.0, from: $0.1 + "T00:00:00", to: $0.2 + "T00:00:00") })
        let stops = StandingStops(
            Self.chains, reported: [], events: [event], now: Self.time("2022-04-04T12:00:00"))
        #expect(Self.days(stops) == days)
        #expect(stops.scenario().untilDay > stops.today + 60)
    }

    @Test(arguments: [("03T12", 2), ("06T12", nil)])
    func `who looks for a stand-in is told no day of a loss that is over`(now: String, day: Int?) throws {
        let chain = Self.bought(glassDays: 90)
        let chains = Chains(chain.network)
        let stops = StandingStops(
            chains, reported: [], events: [Self.event([Self.seats, Self.glass])],
            now: Self.time("2022-04-\(now):00:00"))
        let product = try #require(chain.products.firstIndex(of: "seats"))
        var question = MatchQuestion(
            firm: chain.number("A"), product: Int32(product), scenario: Scenario(stops.stops.map(\.shock)))
        question.decisionDay = stops.today
        #expect(try #require(chains.matches(question)).course.firstLossDay == day)
    }
}
