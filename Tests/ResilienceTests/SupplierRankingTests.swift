import Resilience
import SupplyModel
import Testing

/// The ranking of suppliers, held against the figures that it is made of.
@Suite struct SupplierRankingTests {
    private static let seeds = UInt64(6_001)...6_010

    private func chains(_ seed: UInt64) -> Chains {
        let random = RandomNetwork(seed: seed)
        return Chains(
            NetworkReader.network(
                firms: random.firms.map { row in row.filter { !$0.value.isEmpty } },
                supplies: random.supplies.map { row in row.filter { !$0.value.isEmpty } }))
    }

    @Test func `every firm upstream is ranked by what its stop costs and how soon it is felt`() {
        var (compared, felt) = (0, 0)
        for seed in Self.seeds {
            let chains = chains(seed)
            let firms = Array(0..<Int32(chains.network.firms.count))
            let ranking = chains.ranking(of: firms, workers: 2).suppliers
            for (firm, list) in zip(firms, ranking) {
                let dependence = chains.dependence(of: firm, workers: 1).chokepoints
                #expect(Set(list.map(\.supplier)) == Set(dependence.map(\.chokepoint.firm)))
                let losses = Dictionary(
                    uniqueKeysWithValues: dependence.map { ($0.chokepoint.firm, $0.criticality) })
                let days = Dictionary(
                    uniqueKeysWithValues: chains.survival(of: firm, suppliers: list.map(\.supplier)).map {
                        ($0.supplier, $0.survivalDays)
                    })
                for one in list {
                    #expect(abs(one.criticality - (losses[one.supplier] ?? 0)) < 1e-8)
                    #expect(one.survivalDays == days[one.supplier])
                }
                let keys = list.map { (-$0.criticality, $0.survivalDays ?? .max, $0.supplier) }
                #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 })
                compared += list.count
                felt += days.count
            }
        }
        #expect(compared > 300 && felt > 100)
    }

    @Test(arguments: [1, 3]) func `the first of a ranking are those of the whole`(top: Int) {
        for seed in Self.seeds {
            let chains = chains(seed)
            let firms = Array(0..<Int32(chains.network.firms.count))
            let whole = chains.ranking(of: firms, workers: 2).suppliers
            #expect(
                chains.ranking(of: firms, top: top, workers: 2).suppliers
                    == whole.map { Array($0.prefix(top)) })
        }
    }
}
