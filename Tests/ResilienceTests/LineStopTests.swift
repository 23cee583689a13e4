import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

/// Who upstream stops a firm's line, and on which day.
@Suite struct LineStopTests {
    private static let regions = ["310000", "320000"]

    private static func chains(_ made: RandomNetwork) -> Chains {
        func filled(_ rows: [[String: String]]) -> [[String: String]] {
            rows.map { $0.filter { !$0.value.isEmpty } }
        }
        return Chains(NetworkReader.network(firms: filled(made.firms), supplies: filled(made.supplies)))
    }

    /// Each supplier that stands still wholly, asked of the reference alone.
    @Test func `each supplier's day is that of the reference's simulation in which it alone stops`() throws {
        try Fixtures.withFolder { folder in
            var questions: [ReferenceCourses.Question] = []
            var found: [Int?] = []
            for seed in UInt64(301)...420 {
                let made = RandomNetwork(seed: seed)
                let place = folder.appending(path: "\(seed)")
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
                try made.write(to: place)
                let chains = Self.chains(made)
                let firm = try #require(chains.network.number(of: FirmID(checked: made.buyer)))
                let region = Self.regions[Int(seed) % 2]
                let code = try #require(RegionCode(region))
                let timeline = Timeline(chains)
                let scenario = Scenario([Shock(.region(code), loss: 0.7, days: 20)], untilDay: 50)
                for stop in timeline.lineStops(of: firm, in: scenario) {
                    #expect(stop.loss == 0.7)
                    let whole = timeline.siteCount(hitBy: .firm(stop.supplier))
                    let hit = chains.sitesHit(of: stop.supplier, by: code)
                    guard whole == hit else { continue }
                    questions.append(
                        .init(
                            folder: place, firm: made.buyer,
                            stop: chains.network.firms[Int(stop.supplier)].id.description, region: region,
                            loss: 0.7, days: 20))
                    found.append(stop.firstLossDay)
                }
            }
            #expect(questions.count > 20, "\(questions.count)")
            let expected = try ReferenceCourses.run(questions).enumerated().map { index, answer in
                answer.whatif.result.first { $0.firm == questions[index].firm }?.firstLossDay
            }
            #expect(found == expected)
        }
    }

    /// Of a firm with a stock of 20 days, two suppliers each deliver 6%: without one the stock lasts for over 300 days.
    @Test func `two that stop a line only together are both felt`() throws {
        func row(_ supplier: String, _ share: String) -> [String: String] {
            [
                "supplier_id": "local:t:\(supplier)",
                "supplier_region": supplier == "C" ? "330100" : "320500",
                "buyer_id": "local:t:F", "tier": "1", "industry": "auto", "product": "板", "share": share,
                "inventory_days": "20",
            ]
        }
        let rows = [row("A", "0.06"), row("B", "0.06"), row("C", "0.88")]
        let chains = Chains(NetworkReader.network(firms: [], supplies: rows))
        let firm = try #require(chains.network.number(of: FirmID(checked: "local:t:F")))
        let region = try #require(RegionCode("320500"))
        let scenario = Scenario([Shock(.region(region), loss: 1, days: 240)], untilDay: 250)
        let stops = Timeline(chains).lineStops(of: firm, in: scenario)
        #expect(stops.map(\.firstLossDay) == [nil, nil])
        #expect(stops.map(\.isFelt) == [true, true])
        let whole = Timeline(chains).courses(of: [firm], in: scenario) { _ in }
        #expect(whole.first?.firstLossDay != nil)
        let short = Scenario([Shock(.region(region), loss: 1, days: 20)], untilDay: 250)
        #expect(Timeline(chains).lineStops(of: firm, in: short).map(\.isFelt) == [false, false])
    }

    /// Seats have slowed the line before today, which spared the glass: without Y less is lost, without X more, and without both more too.
    @Test func `who makes a difference is felt, also where others with it make none`() throws {
        func row(
            _ supplier: String, _ product: String, _ share: String, _ days: String
        ) -> [String: String] {
            [
                "supplier_id": "local:t:\(supplier)", "supplier_region": "320500", "buyer_id": "local:t:F",
                "tier": "1", "industry": "auto", "product": product, "share": share,
                "importance": "essential", "inventory_days": days,
            ]
        }
        let chains = Chains(
            NetworkReader.network(
                firms: [],
                supplies: [
                    row("S", "glass", "0.98", "10"), row("Y", "glass", "0.02", "10"),
                    row("A", "seats", "0.5", "15"), row("X", "seats", "0.5", "15"),
                ]))
        func number(_ name: String) throws -> Int32 {
            try #require(chains.network.number(of: FirmID(checked: "local:t:\(name)")))
        }
        let shocks = [
            Shock(.firm(try number("A")), loss: 1, startDay: 0, days: 30),
            Shock(.firm(try number("A")), loss: 0.1, startDay: 30, days: 62),
            Shock(.firm(try number("X")), loss: 0.1, startDay: 0, days: 92),
            Shock(.firm(try number("S")), loss: 1, startDay: 24, days: 68),
            Shock(.firm(try number("Y")), loss: 0.6, startDay: 24, days: 68),
        ]
        let scenario = Scenario(shocks, untilDay: 152, today: 32)
        let stops = Timeline(chains).lineStops(of: try number("F"), in: scenario)
        let felt = stops.filter(\.isFelt).map(\.supplier)
        #expect(try [number("Y"), number("S")].allSatisfy(felt.contains))
    }

    /// Two regions are hit, one after the other, and today is a day of the first.
    @Test(arguments: UInt64(501)...620)
    func `who is felt is told as by asking of each in each round whether less is lost without it`(
        seed: UInt64
    ) throws {
        let made = RandomNetwork(seed: seed)
        let chains = Self.chains(made)
        let firm = try #require(chains.network.number(of: FirmID(checked: made.buyer)))
        var shocks: [Shock] = []
        for (region, loss, start, days) in [("320000", 1, 0, 12), ("310000", 0.6, 5, 20)] {
            let code = try #require(RegionCode(region))
            for supplier in chains.tiers(of: firm).dropFirst().joined() {
                shocks += chains.places(of: supplier, in: code).map {
                    Shock(.site(supplier, $0), loss: loss, startDay: start, days: days)
                }
            }
        }
        let scenario = Scenario(shocks, untilDay: 60, today: 2)
        let timeline = Timeline(chains)
        let stops = timeline.lineStops(of: firm, in: scenario)
        let alone = stops.filter { $0.firstLossDay != nil }.map(\.supplier)
        let plain = PlainlyFelt(timeline, firm, scenario, suppliers: stops.map(\.supplier))
        #expect(Set(stops.filter(\.isFelt).map(\.supplier)) == plain.felt(alone: Set(alone)))
    }

    /// Of several sites only those that are hit count.
    @Test(arguments: UInt64(341)...360)
    func `a supplier's day is that of a scenario in which its hit sites alone stop`(seed: UInt64) throws {
        let made = RandomNetwork(seed: seed)
        let chains = Self.chains(made)
        let firm = try #require(chains.network.number(of: FirmID(checked: made.buyer)))
        let timeline = Timeline(chains)
        let region = try #require(RegionCode("320000"))
        let scenario = Scenario([Shock(.region(region), loss: 1, startDay: 3, days: 9)], untilDay: 60)
        for stop in timeline.lineStops(of: firm, in: scenario) {
            let places = Set(stop.deliveries.map(\.place))
            let shocks = chains.places(of: stop.supplier, in: region).map {
                Shock(.site(stop.supplier, $0), loss: 1, startDay: 3, days: 9)
            }
            let alone = timeline.courses(of: [firm], in: Scenario(shocks, untilDay: 60)) { _ in }
            #expect(alone.first?.firstLossDay == stop.firstLossDay)
            #expect(places.allSatisfy { $0.at(.province) == region })
        }
    }
}

/// Whom a firm feels, each question answered by a run of the whole.
private struct PlainlyFelt {
    private let timeline: Timeline
    private let firm: Int32
    private let scenario: Scenario
    private let suppliers: [Int32]

    init(_ timeline: Timeline, _ firm: Int32, _ scenario: Scenario, suppliers: [Int32]) {
        self.timeline = timeline
        self.firm = firm
        self.scenario = scenario
        self.suppliers = suppliers
    }

    func felt(alone: Set<Int32>) -> Set<Int32> {
        var felt = alone
        var spared: Set<Int32> = []
        for _ in 0..<5 {
            let whole = lostDays(sparing: spared)
            guard whole > Course.leastLoss else { return felt }
            felt.formUnion(
                suppliers.filter { lostDays(sparing: spared.union([$0])) < whole - Course.leastLoss })
            guard felt != spared else { break }
            spared = felt
        }
        let least = lostDays(sparing: Set(suppliers))
        return least < lostDays(sparing: spared) - Course.leastLoss ? Set(suppliers) : felt
    }

    /// What the firm loses from today on where some go on.
    private func lostDays(sparing spared: Set<Int32>) -> Double {
        var part = scenario
        part.shocks.removeAll { shock in
            guard case .site(let supplier, _) = shock.target else { return false }
            return spared.contains(supplier)
        }
        let course = timeline.courses(of: [firm], in: part) { _ in }
        return course[0].output.dropFirst(scenario.today).reduce(0) { $0 + 1 - $1 }
    }
}

extension Chains {
    /// The regions of a firm's sites that lie in one.
    fileprivate func places(of firm: Int32, in region: RegionCode) -> [RegionCode] {
        let timeline = Timeline(self)
        let known = Set(network.links.filter { $0.supplier == firm }.map(\.region)).union([
            network.firms[Int(firm)].region
        ])
        return known.filter {
            $0.at(.province) == region && timeline.siteCount(hitBy: .site(firm, $0)) > 0
        }.sorted()
    }

    fileprivate func sitesHit(of firm: Int32, by region: RegionCode) -> Int {
        places(of: firm, in: region).count
    }
}
