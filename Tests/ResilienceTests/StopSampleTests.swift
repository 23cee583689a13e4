import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

@Suite struct StopSampleTests {
    private struct Expected: Decodable {
        struct Survival: Decodable {
            var supplier: String
            var survivalDays: Double
            var recoveryGapDays: Double?
        }
        var leader: String
        var systemic: [CascadeReference.Risk]
        var chokepoints: [ChokepointFigures.Chokepoint]
        var falseDualSource: [ChokepointFigures.FalseDual]
        var survival: [Survival]
        var exposure: [String: [ReferenceFigures.Region]]
    }

    /// What the vector says of its leader, as samples are named: only suppliers whose stop costs it enough.
    private func values(_ expected: Expected) -> [String: Double] {
        var values: [String: Double] = [:]
        let matters = Set(
            expected.chokepoints.filter { $0.criticality >= SampleBook.leastCriticality }.map(\.supplier))
        func put(_ metric: String, _ supplier: String, _ value: Double?) {
            let labels = ["firm": expected.leader, "supplier": supplier]
            if matters.contains(supplier) { values[ReferenceFigures.text(metric, labels)] = value }
        }
        for one in expected.chokepoints {
            put("criticality", one.supplier, one.criticality)
            put("chokepoint_weight", one.supplier, Double(one.chokepointWeight))
            put("shared_by", one.supplier, Double(one.sharedBy))
        }
        for one in expected.survival {
            put("survival_days", one.supplier, one.survivalDays)
            put("recovery_gap_days", one.supplier, one.recoveryGapDays)
        }
        for one in expected.falseDualSource where one.firm == expected.leader {
            let labels = ["firm": one.firm, "product": one.product, "via": one.via]
            values[ReferenceFigures.text("false_dual_source", labels)] = 1
        }
        for level in ["city", "province"] {
            for one in expected.exposure["stoppage/\(level)"] ?? [] where one.value >= Exposure.leastValue {
                let labels = [
                    "firm": expected.leader, "region": one.region, "level": level, "kind": "stoppage",
                ]
                values[ReferenceFigures.text("regional_exposure", labels)] = one.value
            }
        }
        return values
    }

    private func isOfStops(_ sample: Sample) -> Bool {
        sample.metric.isOfStops && sample.metric != .systemicRisk || sample.labels["kind"] == "stoppage"
    }

    private func text(_ sample: Sample) -> String {
        var labels = sample.labels.dictionary
        labels["industry"] = nil
        return ReferenceFigures.text(sample.metric.rawValue, labels)
    }

    @Test(arguments: ["cascade_12", "network_300", "sites_demo", "tiers_demo"])
    func `the samples of stops are those of the vector`(name: String) throws {
        let folder = Fixtures.url("vectors/\(name)")
        let data = try Data(contentsOf: folder.appending(path: "expected.json"))
        let expected = try ReferenceFigures.decoder.decode(Expected.self, from: data)
        var network = try NetworkReader.read(folder)
        let leader = try #require(network.number(of: FirmID(checked: expected.leader)))
        network.leaders = [leader]
        var book = SampleBook(workers: 2)
        let samples = book.samples(of: Chains(network), now: NetworkReader.declared)
        let ofStops = samples.filter(isOfStops)
        let found = Dictionary(uniqueKeysWithValues: ofStops.map { (text($0), $0.value) })
        let wanted = values(expected)
        #expect(differences(found, wanted) == [])
        #expect(!wanted.isEmpty)
        let alone = Chains(network).stopSamples(of: leader, workers: 1).samples
        let asked = Dictionary(uniqueKeysWithValues: alone.map { (text($0), $0.value) })
        #expect(differences(asked, wanted) == [])
        for risk in expected.systemic {
            let mine = samples.filter { $0.metric == .systemicRisk && $0.labels["supplier"] == risk.firm }
            if risk.both >= SampleBook.leastCriticality { #expect(mine.count == 3) }
            for (channel, value) in [("both", risk.both), ("down", risk.down), ("up", risk.up)] {
                guard let sample = mine.first(where: { $0.labels["channel"] == channel }) else { continue }
                #expect(abs(sample.value - value) <= 1e-6)
            }
        }
    }
}
