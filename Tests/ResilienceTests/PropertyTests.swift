import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

@Suite struct PropertyTests {
    private static let seeds = UInt64(101)...106

    private func network(_ seed: UInt64, money: Double = 1, shuffled: Bool = false) -> Network {
        let random = RandomNetwork(seed: seed)
        let supplies = random.supplies.map { row in
            var row = row
            if let value = row["annual_value"].flatMap(Double.init) {
                row["annual_value"] = "\(value * money)"
            }
            return row.filter { !$0.value.isEmpty }
        }
        var network = NetworkReader.network(
            firms: random.firms.map { row in row.filter { !$0.value.isEmpty } }, supplies: supplies)
        var order = SeededRandom(seed: seed)
        if shuffled { network.links.shuffle(using: &order) }
        return network
    }

    private func samples(_ network: Network) -> [Sample] {
        let chains = Chains(network)
        let all = Array(0..<Int32(network.firms.count))
        return chains.samples(of: all, now: NetworkReader.declared.adding(seconds: 36_000))
            + chains.marketSamples()
    }

    private func values(_ samples: [Sample]) -> [String: Double] {
        Dictionary(
            samples.map { (ReferenceFigures.text($0.metric.rawValue, $0.labels.dictionary), $0.value) },
            uniquingKeysWith: { _, _ in .nan })
    }

    @Test(arguments: seeds, [1e-6, 1e6, 1e301])
    func `the unit of money changes no figure`(seed: UInt64, money: Double) {
        let plain = values(samples(network(seed)))
        #expect(differences(values(samples(network(seed, money: money))), plain, tolerance: 1e-7) == [])
        #expect(!plain.isEmpty)
    }

    @Test(arguments: seeds)
    func `the order of links changes no figure`(seed: UInt64) {
        #expect(
            differences(values(samples(network(seed, shuffled: true))), values(samples(network(seed)))) == [])
    }

    @Test(arguments: seeds)
    func `figures are the same to the last bit each time`(seed: UInt64) {
        #expect(samples(network(seed)) == samples(network(seed)))
    }

    @Test(arguments: seeds)
    func `each sample is whole and in its range`(seed: UInt64) {
        let samples = samples(network(seed))
        #expect(Set(samples.map(\.labels.pairs).map(\.description)).count > 1)
        #expect(values(samples).count == samples.count, "no figure twice")
        for sample in samples {
            let most: Double =
                switch sample.metric.unit {
                case .fraction: sample.metric == .tierHHIRatio ? .infinity : 1 + 1e-9
                case .hhi: 10_000 + 1e-6
                case .flag: 1
                case .count, .days, .seconds: .infinity
                }
            #expect(sample.value >= 0 && sample.value <= most && sample.value.isFinite, "\(sample)")
            #expect((0...1).contains(sample.unknown), "\(sample)")
            #expect(Set(sample.labels.pairs.map(\.name)).isSubset(of: sample.metric.labelNames), "\(sample)")
            #expect(Set(sample.provinces).count == sample.provinces.count, "\(sample)")
            #expect(sample.provinces.allSatisfy { $0.isChinese && $0.at(.province) == $0 }, "\(sample)")
            if sample.metric != .marketHHI { #expect(sample.labels["industry"] == sample.industry?.rawValue) }
        }
    }

    @Test(arguments: seeds)
    func `origins never exceed the whole`(seed: UInt64) {
        let network = network(seed)
        let samples = samples(network).filter {
            $0.labels["kind"] == "origin" && $0.labels["level"] == "city"
        }
        for (_, mine) in Dictionary(grouping: samples, by: { $0.labels["firm"] }) {
            #expect(mine.reduce(0) { $0 + $1.value } <= 1 + 1e-9)
        }
    }

    @Test(arguments: seeds)
    func `paths sum up to the exposure and come heaviest first`(seed: UInt64) {
        let network = network(seed)
        let chains = Chains(network)
        for firm in 0..<Int32(min(8, network.firms.count)) {
            for kind in ExposureKind.allCases {
                for exposure in chains.exposures(of: firm, kind: kind, level: .city).prefix(2) {
                    let paths = chains.paths(
                        of: firm, to: exposure.region, kind: kind, level: .city, limit: 200)
                    let sum = paths.reduce(0) { $0 + $1.part }
                    #expect(sum <= exposure.value + 1e-9)
                    #expect(paths.count == 200 || sum > exposure.value - 1e-6)
                    #expect(paths.allSatisfy { $0.firms.first == firm })
                    #expect(zip(paths, paths.dropFirst()).allSatisfy { $0.part >= $1.part - 1e-15 })
                }
            }
        }
    }

    @Test(arguments: seeds)
    func `suppliers are those of the tiers, once each`(seed: UInt64) {
        let network = network(seed)
        let chains = Chains(network)
        for firm in 0..<Int32(network.firms.count) {
            let tiers = chains.tiers(of: firm)
            let suppliers = chains.suppliers(of: firm)
            #expect(suppliers.map(\.firm) == tiers.dropFirst().flatMap { $0 })
            #expect(tiers.first == [firm])
            let direct = suppliers.filter { $0.tier == 1 }.reduce(0) { $0 + $1.part }
            let exposures = chains.exposures(of: firm, kind: .direct, level: .province)
            #expect(abs(direct - exposures.reduce(0) { $0 + $1.value }) < 1e-6)
            #expect(
                suppliers.allSatisfy {
                    !$0.products.isEmpty && !$0.regions.isEmpty && tierRange ~= $0.declaredTier
                })
        }
    }
}
