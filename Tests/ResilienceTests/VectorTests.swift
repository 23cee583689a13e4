import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

@Suite struct VectorTests {
    @Test(arguments: ["cascade_5", "cascade_12", "network_300", "sites_demo", "tiers_demo"])
    func `every figure of a vector is met`(name: String) throws {
        let folder = Fixtures.url("vectors/\(name)")
        let network = try NetworkReader.read(folder)
        let data = try Data(contentsOf: folder.appending(path: "expected.json"))
        let expected = try ReferenceFigures.decoder.decode(ReferenceFigures.self, from: data)
        let chains = Chains(network)
        let samples = chains.samples(of: Array(0..<Int32(network.firms.count)), now: NetworkReader.declared)
        let found = comparable(samples + chains.marketSamples(), with: expected)
        #expect(differences(found, expected.values) == [])
        #expect(found.count > 20)
    }

    @Test func `what enters a loop that nothing leaves is lost to the loops before it`() throws {
        let folder = Fixtures.url("closed_loop")
        let network = try NetworkReader.read(folder)
        let expected = try #require(try ReferenceFigures.run([(folder, "local:r:f00")]).first)
        let firm = try #require(network.number(of: FirmID(checked: "local:r:f00")))
        let samples = Chains(network).samples(of: [firm], now: NetworkReader.declared)
        let exposures = samples.filter { $0.metric == .regionalExposure }
        let found = comparable(exposures, with: expected)
        #expect(found.count > 10)
        #expect(differences(found, expected.values.filter { found[$0.key] != nil }) == [])
    }

    @Test func `the register that Apple published gives the known figures`() throws {
        let rows = try NetworkReader.rows(Fixtures.url("data/apple_2022/supplies.csv"))
        let network = NetworkReader.network(firms: [], supplies: rows, registrant: "local:apple")
        #expect(network.links.count == 557)
        let apple = try #require(network.number(of: FirmID(checked: "local:apple")))
        let samples = Chains(network).samples(of: [apple], now: NetworkReader.declared)
        func value(_ metric: Metric, _ labels: [String: String]) -> Double? {
            samples.first { sample in
                sample.metric == metric && labels.allSatisfy { sample.labels[$0.key] == $0.value }
            }?.value
        }
        let count = try #require(value(.deltaShare, ["tier": "1", "basis": "count"]))
        let part = try #require(value(.deltaShare, ["tier": "1", "basis": "value"]))
        let hhi = try #require(value(.hhi, ["product": "未公开"]))
        let regions = try #require(value(.regionHHI, ["product": "未公开", "level": "province"]))
        #expect(abs(count - 0.558511) < 5e-7)
        #expect(abs(part - 0.236984) < 5e-7)
        #expect(abs(hhi - 87.4459) < 5e-5)
        #expect(abs(regions - 675.0384) < 5e-5)
    }
}
