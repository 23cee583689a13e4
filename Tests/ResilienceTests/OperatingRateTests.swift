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

    /// `local:t:B`, `local:t:A tier 2`, or `320500 city`.
    private static func key(_ labels: Labels) -> String {
        guard let firm = labels["firm"] else { return "\(labels["region"] ?? "") \(labels["level"] ?? "")" }
        return firm + (labels["tier"].map { " tier \($0)" } ?? "")
    }

    private func figures(
        _ supplies: [[String: String]], firms: [[String: String]] = [], _ reports: [StatusReport]
    ) -> [String: Sample] {
        let network = NetworkReader.network(firms: firms, supplies: supplies)
        let samples = OperatingRates(Chains(network), reports).samples
        #expect(samples.allSatisfy { $0.metric == .operatingRate && $0.metric.unit == .fraction })
        return Dictionary(
            uniqueKeysWithValues: samples.map {
                (Self.key($0.labels), $0)
            })
    }

    @Test func `what nobody reported has no figure`() {
        let figures = figures([supply("B", "320500"), supply("C", "310000")], [report("B", 0.5)])
        #expect(Set(figures.keys) == ["local:t:A tier 1", "local:t:B", "320500 city", "320000 province"])
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
        #expect(Set(figures.keys) == ["local:t:A tier 1", "local:t:B"])
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

    /// A needs p, of which B delivers 60% and C 40%; B needs q from D and E, equally, and C needs q from D alone.
    private var chain: [[String: String]] {
        func row(
            _ supplier: String, _ region: String, _ buyer: String, _ product: String, _ share: String
        )
            -> [String: String]
        {
            [
                "supplier_id": "local:t:\(supplier)", "supplier_region": region,
                "buyer_id": "local:t:\(buyer)",
                "tier": buyer == "A" ? "1" : "2", "industry": "auto", "product": product, "share": share,
            ]
        }
        return [
            row("B", "320500", "A", "p", "0.6"), row("C", "310000", "A", "p", "0.4"),
            row("D", "330200", "B", "q", "0.5"), row("E", "320100", "B", "q", "0.5"),
            row("D", "340100", "C", "q", "0.8"),
        ]
    }

    @Test func `a tier is the mean of its reported sites by what they hold of the need`() {
        let found = figures(chain, [report("B", 0.5), report("C", 1), report("D", 0.25), report("E", 0.75)])
        // 0.6 · 0.5 + 0.4 · 1.
        #expect(abs((found["local:t:A tier 1"]?.value ?? 0) - 0.7) < 1e-12)
        #expect(abs(found["local:t:A tier 1"]?.unknown ?? 1) < 1e-12)
        // D holds 0.6 · 0.5 + 0.4 · 0.8, E 0.6 · 0.5; a fifth of what C needs comes from nobody known.
        let second = found["local:t:A tier 2"]
        #expect(abs((second?.value ?? 0) - (0.62 * 0.25 + 0.3 * 0.75) / 0.92) < 1e-12)
        #expect(abs((second?.unknown ?? 0) - 0.08) < 1e-12)
        #expect(second?.labels["industry"] == "auto" && found["local:t:A tier 3"] == nil)
    }

    @Test func `a tier counts the site that a supply comes from, not the whole firm`() {
        let found = figures(chain, [report("D", 0, region: 330_200), report("D", 1, region: 340_100)])
        // D's site in Ningbo holds 0.3 of the need, that in Hefei 0.32.
        #expect(abs((found["local:t:A tier 2"]?.value ?? 0) - 0.32 / 0.62) < 1e-12)
        #expect(abs((found["local:t:A tier 2"]?.unknown ?? 0) - 0.38) < 1e-12)
        let one = figures(chain, [report("D", 0.3, region: 330_200)])["local:t:A tier 2"]
        #expect(one?.value == 0.3 && abs((one?.unknown ?? 0) - 0.7) < 1e-12)
    }

    @Test func `equal rates have their own mean, whatever is rounded on the way`() {
        let rate = 0.1
        let found = figures(chain, ["B", "C", "D", "E"].map { report($0, rate) })
        #expect(found["local:t:A tier 1"]?.value == rate && found["local:t:A tier 2"]?.value == rate)
    }

    @Test func `a chain that leads back to its firm has its tiers all the same`() {
        var rows = chain
        rows.append([
            "supplier_id": "local:t:A", "supplier_region": "310000", "buyer_id": "local:t:D", "tier": "3",
            "industry": "auto", "product": "r", "share": "1",
        ])
        let found = figures(rows, [report("A", 0.5), report("B", 1)])
        #expect(found["local:t:A tier 3"]?.value == 0.5)
        #expect(abs((found["local:t:A tier 3"]?.unknown ?? 0) - 0.38) < 1e-12)
        #expect(found["local:t:A tier 4"]?.value == 1)
    }

    @Test func `the tiers of a firm that leads nobody are figures where it is asked about`() {
        let network = NetworkReader.network(firms: [], supplies: chain)
        let rates = OperatingRates(Chains(network), [report("E", 0.4)])
        let firm = network.number(of: FirmID(checked: "local:t:B")) ?? -1
        let asked = rates.samples(tiersOf: [firm]).first { $0.labels["tier"] == "1" }
        #expect(asked?.labels["firm"] == "local:t:B" && asked?.value == 0.4 && asked?.unknown == 0.5)
        #expect(!rates.samples.contains { $0.labels["firm"] == "local:t:B" })
    }
}
