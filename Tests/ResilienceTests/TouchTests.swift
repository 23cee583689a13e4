import Resilience
import SupplyModel
import Testing

@Suite struct TouchTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `the stream over regions has the exposures of every firm`(seed: UInt64) {
        let made = RandomNetwork(seed: seed)
        let chains = Chains(NetworkReader.network(firms: made.firms, supplies: made.supplies))
        let firms = Array(0..<Int32(chains.network.firms.count))
        for level in RegionLevel.allCases {
            let listed = chains.exposures(of: firms, kind: .touch, level: level)
            var streamed = [[Exposure]](repeating: [], count: firms.count)
            var regions: [RegionCode] = []
            var total = 0.0
            let settled = chains.eachTouch(of: firms, level: level) { lanes in
                regions += lanes.regions
                total += lanes.total
                #expect(lanes.count == firms.count)
                for firm in firms.indices {
                    for (lane, region) in lanes.regions.enumerated()
                    where lanes[firm][lane] >= Exposure.leastValue {
                        streamed[firm].append(Exposure(region: region, value: lanes[firm][lane]))
                    }
                }
            }
            #expect(settled)
            #expect(regions == regions.sorted())
            #expect(abs(total - listed.joined().reduce(0) { $0 + $1.value }) < 1e-6)
            for (mine, theirs) in zip(streamed, listed) {
                #expect(mine.sorted { ($1.value, $0.region) < ($0.value, $1.region) } == theirs)
            }
        }
    }
}
