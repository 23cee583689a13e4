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
