import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

@Suite struct SampleTests {
    /// What `supply` does not give, these do.
    private static let usual = ["tier": "1", "industry": "auto", "product": "p"]

    private func network(_ supplies: [[String: String]], firms: [[String: String]] = []) -> Network {
        NetworkReader.network(firms: firms, supplies: supplies.map { Self.usual.merging($0) { $1 } })
    }

    private func supply(
        _ supplier: String, _ buyer: String, _ more: [String: String] = [:]
    ) -> [String: String] {
        ["supplier_id": "local:t:\(supplier)", "buyer_id": "local:t:\(buyer)"].merging(more) { $1 }
    }

    private func samples(_ network: Network, _ firm: String, days: Double = 0) throws -> [Sample] {
        let number = try #require(network.number(of: FirmID(checked: "local:t:\(firm)")))
        return Chains(network).samples(
            of: [number], now: NetworkReader.declared.adding(seconds: days * 86_400))
    }

    private func find(_ samples: [Sample], _ metric: Metric, _ labels: [String: String] = [:]) -> Sample? {
        samples.first { sample in sample.metric == metric && labels.allSatisfy { sample.labels[$0] == $1 } }
    }

    @Test func `an empty network has no figures`() {
        let empty = Network(revision: 1, firms: [], products: [], links: [], backups: [], leaders: [])
        #expect(Chains(empty).samples(of: [], now: NetworkReader.declared).isEmpty)
        #expect(Chains(empty).marketSamples().isEmpty)
    }

    @Test func `a firm without suppliers is its own origin and has no other figure`() throws {
        let alone = network([], firms: [["id": "local:t:A", "region": "320500"]])
        let samples = try samples(alone, "A")
        #expect(samples.map(\.labels["kind"]) == ["origin", "origin"])
        #expect(samples.map(\.value) == [1, 1])
        #expect(samples.map(\.labels["region"]) == ["320500", "320000"])
        let path = Chains(alone).paths(
            of: 0, to: RegionCode(raw: 320_500), kind: .origin, level: .city, limit: 5)
        #expect(path == [SupplyPath(firms: [0], part: 1)])
    }

    @Test func `two firms that buy only from each other settle`() throws {
        let pair = network([
            supply("A", "B", ["supplier_region": "310000"]), supply("B", "A", ["supplier_region": "330200"]),
        ])
        let samples = try samples(pair, "A")
        #expect(find(samples, .regionalExposure, ["kind": "touch", "region": "330200"])?.value == 1)
        #expect(find(samples, .regionalExposure, ["kind": "touch", "region": "310000"])?.value == 1)
        #expect(find(samples, .regionalExposure, ["kind": "origin"]) == nil)
        #expect(find(samples, .tierCoverage, ["tier": "5"])?.value == 1)
    }

    @Test func `the age is that of the oldest declaration upstream, backups too`() throws {
        var chain = network([
            supply("B", "A"), supply("C", "B"), supply("D", "C", ["status": "backup"]), supply("X", "Y"),
        ])
        chain.backups[0].declaredAt = NetworkReader.declared.adding(seconds: -10 * 86_400)
        for index in chain.links.indices
        where chain.firms[Int(chain.links[index].buyer)].id.description.hasSuffix("Y") {
            chain.links[index].declaredAt = NetworkReader.declared.adding(seconds: -99 * 86_400)
        }
        #expect(find(try samples(chain, "A", days: 2.5), .recordAgeDays)?.value == 12.5)
        #expect(find(try samples(chain, "A", days: -20), .recordAgeDays)?.value == 0)
        #expect(find(try samples(chain, "A", days: 2.5), .validityDaysLeft)?.value == 77.5)
        #expect(find(try samples(chain, "A", days: 100), .validityDaysLeft)?.value == -20)
        chain.backups[0].confirmedAfterSeconds = 4 * 86_400
        #expect(find(try samples(chain, "A", days: 2.5), .validityDaysLeft)?.value == 81.5)
        #expect(find(try samples(chain, "A", days: 2.5), .recordAgeDays)?.value == 12.5)
    }

    @Test func `a product takes its largest share's industry, and a firm its heaviest group's`() throws {
        let mixed = network([
            supply("B", "A", ["industry": "auto", "share": "0.3"]),
            supply("C", "A", ["industry": "chips", "share": "0.5"]),
            supply(
                "D", "A", ["product": "q", "industry": "biopharma", "share": "1", "importance": "ordinary"]),
        ])
        let samples = try samples(mixed, "A")
        let single = try #require(find(samples, .singleSource, ["product": "q"]))
        #expect(single.labels["importance"] == "ordinary")
        #expect(single.industry == .biopharma)
        let hhi = try #require(find(samples, .hhi, ["product": "p"]))
        #expect(hhi.industry == .chips)
        #expect(abs(hhi.unknown - 0.2) < 1e-12)
        #expect(find(samples, .singleSourceRatio)?.industry == .biopharma)
        #expect(find(samples, .supplierCount, ["industry": "chips"])?.value == 2)
        #expect(samples.count { $0.metric == .supplierCount && $0.labels["product"] == nil } == 2)
    }

    @Test func `what is unknown adds up along the chain`() throws {
        let chain = network([
            supply("B", "A", ["share": "0.8"]),
            supply("C", "B", ["share": "0.5", "supplier_region": "320500"]),
        ])
        let samples = try samples(chain, "A")
        let touch = try #require(find(samples, .regionalExposure, ["kind": "touch", "region": "320500"]))
        #expect(abs(touch.value - 0.4) < 1e-12)
        #expect(abs(touch.unknown - 0.6) < 1e-12)
        #expect(abs((find(samples, .regionalExposure, ["kind": "direct"])?.unknown ?? 0) - 0.2) < 1e-12)
        #expect(abs((find(samples, .tierHHI, ["tier": "2"])?.unknown ?? 0) - 0.6) < 1e-12)
        #expect(abs((find(samples, .tierCoverage, ["tier": "2"])?.unknown ?? 0) - 0.2) < 1e-12)
    }

    @Test func `shares that several declarations bring above one are divided by their sum`() throws {
        let over = network([supply("B", "A", ["share": "0.9"]), supply("C", "A", ["share": "0.6"])])
        let samples = try samples(over, "A")
        #expect(abs((find(samples, .cr1)?.value ?? 0) - 0.6) < 1e-12)
        #expect(find(samples, .hhi)?.unknown == 0)
    }

    @Test func `provinces are those of the figure, else of the firm, else of its suppliers`() throws {
        let rows = [
            supply("B", "A", ["supplier_region": "KR", "share": "0.6"]),
            supply("C", "A", ["supplier_region": "320583", "share": "0.3"]),
            supply("D", "A", ["supplier_region": "310115", "share": "0.1"]),
        ]
        let jiangsuFirst = [RegionCode(raw: 320_000), RegionCode(raw: 310_000)]
        let known = try samples(network(rows, firms: [["id": "local:t:A", "region": "340100"]]), "A")
        #expect(find(known, .hhi)?.provinces == jiangsuFirst)
        #expect(find(known, .singleSourceRatio)?.provinces == [RegionCode(raw: 340_000)])
        #expect(find(known, .regionalExposure, ["region": "320500"])?.provinces == [RegionCode(raw: 320_000)])
        #expect(find(known, .regionalExposure, ["region": "KR"])?.provinces == [RegionCode(raw: 340_000)])
        #expect(find(known, .tierHHI, ["tier": "1"])?.provinces == [RegionCode(raw: 340_000)])
        let placeless = try samples(network(rows), "A")
        #expect(find(placeless, .singleSourceRatio)?.provinces == jiangsuFirst)
    }
}
