import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

@Suite struct RandomNetworkTests {
    @Test func `sixty random networks give the figures of the plain reference`() throws {
        try Fixtures.withFolder { folder in
            var cases: [(folder: URL, firm: String)] = []
            for seed in UInt64(1)...60 {
                let network = RandomNetwork(seed: seed)
                let place = folder.appending(path: String(seed))
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
                try network.write(to: place)
                cases.append((place, network.buyer))
            }
            var compared = 0
            for (item, expected) in zip(cases, try ReferenceFigures.run(cases)) {
                let network = try NetworkReader.read(item.folder)
                let chains = Chains(network)
                let samples = chains.samples(
                    of: Array(0..<Int32(network.firms.count)), now: NetworkReader.declared)
                let found = comparable(samples + chains.marketSamples(), with: expected)
                compared += found.count
                #expect(differences(found, expected.values) == [], "seed \(item.folder.lastPathComponent)")
                for firm in 0..<Int32(network.firms.count) {
                    let alone = chains.samples(of: [firm], now: NetworkReader.declared)
                    let values = comparable(alone, with: expected)
                    #expect(differences(values, found.filter { values[$0.key] != nil }) == [])
                }
            }
            #expect(compared > 5_000)
        }
    }
}
