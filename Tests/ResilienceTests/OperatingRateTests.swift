import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

@Suite struct OperatingRateTests {
    private static let usual = ["tier": "1", "industry": "auto", "product": "p"]

    private func supply(_ supplier: String, _ region: String, value: String? = nil) -> [String: String] {
        var row = Self.usual
        row["supplier_id"] = "local:t:\(supplier)"
        row["supplier_region"] = region
        row["buyer_id"] = "local:t:A"
        row["annual_value"] = value
        return row
    }

    private func report(
        _ firm: String, _ rate: Double, region: UInt32? = nil, minute: Int64 = 0
    ) -> StatusReport {
        StatusReport(
            firm: FirmID(checked: "local:t:\(firm)"), region: region.map { RegionCode(raw: $0) },
            time: Timestamp(milliseconds: minute * 60_000), registrant: FirmID(checked: "local:t"),
            operatingRate: rate)
    }

    private func figures(
        _ supplies: [[String: String]], firms: [[String: String]] = [], _ reports: [StatusReport]
    ) -> [String: Sample] {
        let network = NetworkReader.network(firms: firms, supplies: supplies)
        let samples = OperatingRates(Chains(network), reports).samples
        #expect(samples.allSatisfy { $0.metric == .operatingRate && $0.metric.unit == .fraction })
        return Dictionary(
            uniqueKeysWithValues: samples.map {
                ($0.labels["firm"] ?? "\($0.labels["region"] ?? "") \($0.labels["level"] ?? "")", $0)
            })
    }

    @Test func `what nobody reported has no figure`() {
        let figures = figures([supply("B", "320500"), supply("C", "310000")], [report("B", 0.5)])
        #expect(Set(figures.keys) == ["local:t:B", "320500 city", "320000 province"])
        #expect(figures["local:t:B"]?.value == 0.5 && figures["local:t:B"]?.unknown == 0)
        #expect(figures["local:t:B"]?.labels["industry"] == "auto")
        #expect(figures["local:t:B"]?.provinces == [RegionCode(raw: 320_000)])
    }

    @Test func `a region weighs its firms by what they sell, and knows whom it did not hear`() {
        let supplies = [
            supply("B", "320500", value: "300"), supply("C", "320583", value: "100"),
            supply("D", "320500", value: "400"),
        ]
        let city = figures(supplies, [report("B", 0.2), report("C", 1)])["320500 city"]
        // 300/400 · 0.2 + 100/400 · 1, and half of the region's sales were not reported.
        #expect(abs((city?.value ?? 0) - 0.4) < 1e-12)
        #expect(city?.unknown == 0.5)
    }

    @Test func `firms weigh equally where one has neither sales with values nor revenue`() {
        let supplies = [supply("B", "320500", value: "300"), supply("C", "320500")]
        let reports = [report("B", 0.2), report("C", 1)]
        #expect(abs((figures(supplies, reports)["320500 city"]?.value ?? 0) - 0.6) < 1e-12)
        let firms = [["id": "local:t:C", "revenue": "100", "region": "320500"]]
        let weighed = figures(supplies, firms: firms, reports)["320500 city"]
        #expect(abs((weighed?.value ?? 0) - 0.4) < 1e-12)
    }

    @Test func `a firm of two sites is their mean by part, as far as they were reported`() {
        let supplies = [supply("B", "320500", value: "300"), supply("B", "310000", value: "100")]
        let both = figures(supplies, [report("B", 1), report("B", 0.2, region: 320_000, minute: 1)])
        // Parts 3/4 at 0.2 and 1/4 at 1.
        #expect(abs((both["local:t:B"]?.value ?? 0) - 0.4) < 1e-12)
        #expect(both["320500 city"]?.value == 0.2 && both["310000 city"]?.value == 1)
        let one = figures(supplies, [report("B", 0.2, region: 320_500)])
        #expect(one["local:t:B"]?.value == 0.2 && one["local:t:B"]?.unknown == 0.25)
        #expect(one["310000 city"] == nil)
    }

    @Test func `a newer word of the whole firm stands over an older one of a site`() {
        let supplies = [supply("B", "320500", value: "300"), supply("B", "310000", value: "100")]
        let reports = [report("B", 0.2, region: 320_500), report("B", 0.9, minute: 1)]
        #expect(figures(supplies, reports)["local:t:B"]?.value == 0.9)
    }

    @Test func `firms and places that are not known are no figures`() {
        let supplies = [supply("B", "?")]
        let figures = figures(supplies, [report("B", 0.5), report("Z", 0.1)])
        #expect(Set(figures.keys) == ["local:t:B"])
    }

    @Test func `what sites cannot make are shocks, and none where they make all`() {
        let supplies = [supply("B", "320500"), supply("B", "320000"), supply("C", "310000")]
        let network = NetworkReader.network(firms: [], supplies: supplies)
        let rates = OperatingRates(
            Chains(network),
            [
                report("B", 0.75, region: 320_000), report("B", 0.5, region: 320_500, minute: 1),
                report("C", 1),
            ])
        let firm = network.number(of: FirmID(checked: "local:t:B")) ?? -1
        #expect(
            rates.shocks(days: 3) == [
                Shock(.site(firm, RegionCode(raw: 320_000)), loss: 0.25, days: 3),
                Shock(.site(firm, RegionCode(raw: 320_500)), loss: 0.5, days: 3),
            ])
        let timeline = Timeline(Chains(network))
        #expect(timeline.siteCount(hitBy: .site(firm, RegionCode(raw: 320_000))) == 1)
    }
}
