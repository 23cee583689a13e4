import MutualAid
import Resilience
import SupplyModel
import Testing

/// What firms lack, and who could help, asked of many at once.
@Suite struct NeedSearchTests {
    private static let seeds = UInt64(1)...60

    private struct Case {
        var seed: UInt64
        var chains: Chains
        var firms: [Int32]
        var scenario: Scenario
    }

    private static let cases = seeds.map { seed in
        let chain = SmallChain(seed: seed)
        let stopped = chain.number(MatchTests.stopped(chain, seed))
        let scenario = Scenario([
            Shock(.firm(stopped), loss: 0.8, days: 30),
            Shock(.region(RegionCode(SmallChain.cities[Int(seed) % 6]) ?? .unknown), startDay: 2, days: 9),
        ])
        let network = chain.network
        return Case(
            seed: seed, chains: Chains(network), firms: network.firms.indices.map { Int32($0) },
            scenario: scenario)
    }

    @Test func `what a firm lacks is what it lacks when it alone is asked about, and what a match finds`() {
        var lacking = 0
        for one in Self.cases {
            let together = NeedSearch(one.chains, of: one.firms, in: one.scenario, workers: 2)
            for firm in one.firms {
                let alone = NeedSearch(one.chains, of: [firm], in: one.scenario, workers: 1).needs(of: firm)
                let found = together.needs(of: firm)
                #expect(found.map(\.number) == alone.map(\.number), "seed \(one.seed) \(firm)")
                for (need, known) in zip(found, alone) {
                    let question = MatchQuestion(firm: firm, product: need.number, scenario: one.scenario)
                    let match = one.chains.matches(question)?.need
                    #expect(abs(need.gap - known.gap) < 1e-9 && abs(need.gap - (match?.gap ?? 0)) < 1e-9)
                    lacking += 1
                }
            }
        }
        #expect(lacking > 100)
    }

    @Test func `questions that are asked together are answered in their order, as each is alone`() {
        var offered = 0
        for one in Self.cases {
            let search = NeedSearch(one.chains, of: one.firms, in: one.scenario, workers: 1)
            let questions = one.firms.flatMap(search.needs).map {
                MatchQuestion(firm: $0.firm, product: $0.number, scenario: one.scenario)
            }
            let together = one.chains.matches(questions, workers: 3)
            let alone = questions.map { one.chains.matches($0) }
            #expect(together.map(Self.told) == alone.map(Self.told), "seed \(one.seed)")
            offered += alone.reduce(0) { $0 + ($1?.matches.count ?? 0) }
        }
        #expect(offered > 100)
    }

    private static func told(_ found: Matches?) -> [String] {
        guard let found else { return [] }
        return ["\(found.need.firm) \(found.need.product) \(found.need.gap) \(found.course.lostDays)"]
            + found.matches.map { match in
                "\(match.candidate) \(match.score) \(match.classNumber) \(match.course?.lostDays ?? -1)"
            }
    }
}
