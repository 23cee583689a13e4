import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

@Suite struct CascadeTests {
    @Test(arguments: ["cascade_5", "cascade_12", "network_300", "sites_demo", "tiers_demo"])
    func `every cascade figure of a vector is met`(name: String) throws {
        let folder = Fixtures.url("vectors/\(name)")
        let data = try Data(contentsOf: folder.appending(path: "expected.json"))
        let expected = try ReferenceFigures.decoder.decode(CascadeReference.self, from: data)
        let found = cascadeValues(try NetworkReader.read(folder), leader: expected.leader)
        let wanted = expected.values
        let asked = found.filter { wanted[$0.key] != nil || $0.key.contains("did not converge") }
        #expect(differences(asked, wanted) == [])
        #expect(wanted.count > 10)
    }

    @Test func `a hundred random networks give the cascade figures of the plain reference`() throws {
        try Fixtures.withFolder { folder in
            var cases: [(folder: URL, firm: String)] = []
            for seed in UInt64(1_001)...1_100 {
                let network = RandomNetwork(seed: seed)
                let place = folder.appending(path: String(seed))
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
                try network.write(to: place)
                cases.append((place, network.buyer))
            }
            var compared = 0
            for (item, reference) in zip(cases, try CascadeReference.run(cases)) {
                let network = try NetworkReader.read(item.folder)
                let (found, expected) = (cascadeValues(network, leader: item.firm), reference.values)
                compared += found.count
                #expect(differences(found, expected) == [], "seed \(item.folder.lastPathComponent)")
            }
            #expect(compared > 5_000)
        }
    }
}
