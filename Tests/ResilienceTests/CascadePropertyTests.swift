import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

@Suite struct CascadePropertyTests {
    private static let seeds = UInt64(201)...208

    private func network(_ seed: UInt64, money: Double = 1, shuffled: Bool = false) -> Network {
        let random = RandomNetwork(seed: seed)
        func scaled(_ row: [String: String], _ column: String) -> [String: String] {
            var row = row.filter { !$0.value.isEmpty }
            if let value = row[column].flatMap(Double.init) { row[column] = "\(value * money)" }
            return row
        }
        var network = NetworkReader.network(
            firms: random.firms.map { scaled($0, "revenue") },
            supplies: random.supplies.map { scaled($0, "annual_value") })
        var order = SeededRandom(seed: seed)
        if shuffled { network.links.shuffle(using: &order) }
        return network
    }

    private func values(_ network: Network, workers: Int = 2) -> [String: Double] {
        guard let link = network.links.first else { return [:] }
        return cascadeValues(network, leader: network.firms[Int(link.buyer)].id.description, workers: workers)
    }

    @Test(arguments: seeds, [1e-6, 1e6, 1e300])
    func `the unit of money changes no loss`(seed: UInt64, money: Double) {
        let plain = values(network(seed))
        #expect(differences(values(network(seed, money: money)), plain, tolerance: 1e-7) == [])
        #expect(!plain.isEmpty)
    }

    @Test(arguments: seeds)
    func `the order of links changes no loss`(seed: UInt64) {
        let ordered = network(seed)
        let leader = ordered.firms[Int(ordered.links[0].buyer)].id.description
        let found = cascadeValues(network(seed, shuffled: true), leader: leader)
        #expect(differences(found, cascadeValues(ordered, leader: leader)) == [])
    }

    @Test(arguments: seeds)
    func `losses are the same to the last bit each time, on one core or several`(seed: UInt64) {
        let once = values(network(seed), workers: 1)
        #expect(values(network(seed), workers: 1) == once)
        #expect(values(network(seed), workers: 3) == once)
    }

    @Test(arguments: seeds)
    func `every loss is a part of the whole`(seed: UInt64) {
        for (name, value) in values(network(seed)) {
            #expect((-1e-12...1 + 1e-12).contains(value), "\(name)")
        }
    }

    @Test(arguments: seeds)
    func `both channels lose at least what either does, and no more than their sum`(seed: UInt64) {
        for risk in Cascades(Chains(network(seed)), workers: 2).stops().risks {
            #expect(risk.both >= max(risk.down, risk.up) - 1e-9)
            #expect(risk.both <= risk.down + risk.up + 1e-9)
        }
    }

    @Test(arguments: seeds)
    func `buyers who can turn to others lose no more`(seed: UInt64) {
        let cascades = Cascades(Chains(network(seed)), workers: 2)
        let (plain, substituted) = (cascades.stops().risks, cascades.stops(substitution: true).risks)
        for (one, other) in zip(plain, substituted) { #expect(other.down <= one.down + 1e-8) }
    }

    @Test(arguments: seeds)
    func `a province that stops hurts at least as much as each of its cities`(seed: UInt64) throws {
        let network = network(seed)
        let cascades = Cascades(Chains(network), workers: 2)
        let all = Array(0..<Int32(network.firms.count))
        let cities = cascades.stoppages(of: all, level: .city)
        let provinces = cascades.stoppages(of: all, level: .province)
        for (mine, wider) in zip(cities, provinces) {
            for city in mine {
                let province = wider.first { $0.region == city.region.at(.province) }
                #expect(try #require(province).value >= city.value - 1e-8)
            }
        }
    }

    @Test(arguments: seeds)
    func `the ways of a stoppage sum to its loss, and each ends in the region`(seed: UInt64) throws {
        let network = network(seed)
        let cascades = Cascades(Chains(network), workers: 1)
        for firm in 0..<Int32(network.firms.count) {
            for exposure in cascades.stoppages(of: [firm], level: .city)[0].prefix(3) {
                let paths = cascades.stoppagePaths(
                    of: firm, region: exposure.region, level: .city, limit: 300)
                let sum = paths.reduce(0) { $0 + $1.part }
                #expect(sum <= exposure.value + 1e-8)
                if paths.count < 300 { #expect(sum >= exposure.value - 1e-6) }
                for path in paths.prefix(20) {
                    #expect(path.firms.first == firm)
                    let last = try #require(path.steps.last)
                    #expect(
                        network.links.contains {
                            $0.supplier == last.supplier && $0.region.at(.city) == exposure.region
                        } || network.firms[Int(last.supplier)].region.at(.city) == exposure.region)
                }
            }
        }
    }
}
