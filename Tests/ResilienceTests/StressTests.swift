import Resilience
import SupplyModel
import Testing

/// The stress page and the ranking of chokepoints, held against the figures that they are made of.
@Suite struct StressTests {
    private static let seeds = UInt64(3_001)...3_012

    private func chains(_ seed: UInt64) -> Chains {
        let random = RandomNetwork(seed: seed)
        return Chains(
            NetworkReader.network(
                firms: random.firms.map { row in row.filter { !$0.value.isEmpty } },
                supplies: random.supplies.map { row in row.filter { !$0.value.isEmpty } }))
    }

    @Test func `a page has every stop that costs its firm anything, worst first`() {
        var compared = 0
        for seed in Self.seeds {
            let chains = chains(seed)
            let firms = Array(0..<Int32(chains.network.firms.count))
            let cascades = Cascades(chains, workers: 1)
            let losses = cascades.stops(buyers: firms).criticalities
            for level in RegionLevel.allCases {
                let page = StressTest(chains, firms: firms, workers: 2).run(level: level, top: .max).findings
                for (list, (firm, exposures)) in zip(
                    page, zip(firms, cascades.stoppages(of: firms, level: level)))
                {
                    let expected =
                        exposures.map(\.value)
                        + losses.filter { $0.firm == firm && $0.loss >= Exposure.leastValue }.map(\.loss)
                    #expect(list.count == expected.count)
                    for (one, loss) in zip(list, expected.sorted(by: >)) {
                        #expect(abs(one.loss - loss) < 1e-9)
                    }
                    #expect(zip(list, list.dropFirst()).allSatisfy { $0.loss >= $1.loss })
                    compared += list.count
                }
            }
        }
        #expect(compared > 300)
    }

    @Test func `every loss on a page comes through a supplier of the firm`() {
        for seed in Self.seeds {
            let chains = chains(seed)
            let firms = Array(0..<Int32(chains.network.firms.count))
            for list in StressTest(chains, firms: firms, workers: 2).run(level: .city, top: 5).findings {
                for one in list {
                    #expect(one.entry?.buyer == one.firm)
                    #expect((one.entry?.loss ?? 0) > 0)
                }
            }
        }
    }

    @Test func `survival on a page is that of the days`() {
        for seed in Self.seeds {
            let chains = chains(seed)
            let firms = Array(0..<Int32(chains.network.firms.count))
            let page = StressTest(chains, firms: firms, workers: 2).run(level: .city, top: .max)
            for (firm, list) in zip(firms, page.findings) {
                let suppliers = list.compactMap { one -> Int32? in
                    if case .supplier(let supplier) = one.stop { supplier } else { nil }
                }
                let survivals = chains.survival(of: firm, suppliers: suppliers).map {
                    "\($0.supplier) \($0.survivalDays) \($0.recoveryGapDays ?? .nan)"
                }
                let told = list.compactMap { one -> String? in
                    guard case .supplier(let supplier) = one.stop, let days = one.survivalDays else {
                        return nil
                    }
                    return "\(supplier) \(days) \(one.recoveryGapDays ?? .nan)"
                }
                #expect(told == survivals)
            }
        }
    }

    @Test func `the number of threads changes no page`() {
        for seed in Self.seeds {
            let chains = chains(seed)
            let firms = Array(0..<Int32(chains.network.firms.count))
            let pages = [1, 3].map { workers in
                StressTest(chains, firms: firms, workers: workers).run(level: .city, top: 4).findings
            }
            #expect(pages[0] == pages[1])
        }
    }

    @Test func `a firm's own sites go on when its region stops`() throws {
        func row(_ supplier: String, _ buyer: String, _ region: String) -> [String: String] {
            [
                "supplier_id": "local:r:\(supplier)", "buyer_id": "local:r:\(buyer)",
                "supplier_region": region,
                "tier": "1", "industry": "auto", "product": "p\(supplier)", "inventory_days": "5",
            ]
        }
        let supplies = [row("L", "X", "310000"), row("A", "L", "310000"), row("B", "L", "320500")]
        let chains = Chains(NetworkReader.network(firms: [], supplies: supplies))
        let firm = try #require(chains.network.number(of: FirmID(checked: "local:r:L")))
        let page = try #require(
            StressTest(chains, firms: [firm], workers: 1).run(level: .city, top: 9).findings.first)
        let region = try #require(RegionCode("310000"))
        let stop = try #require(page.first { $0.stop == .region(region) })
        #expect(stop.loss == 1)
        // What is on its way arrives on day 0; the stock lasts for days 1 to 5.
        #expect(stop.survivalDays == 6)
    }

    @Test func `chokepoints are ranked by what they cost, then by what hangs on them`() {
        for seed in Self.seeds {
            let chains = chains(seed)
            let cascades = Cascades(chains, workers: 1)
            for firm in 0..<Int32(chains.network.firms.count) {
                let ranked = chains.dependence(of: firm, workers: 2).chokepoints
                #expect(ranked.map(\.chokepoint).sorted { $0.firm < $1.firm } == chains.chokepoints(of: firm))
                let losses = cascades.stops(of: ranked.map(\.chokepoint.firm), buyers: [firm]).criticalities
                for one in ranked {
                    let loss = losses.first { $0.supplier == one.chokepoint.firm }?.loss ?? 0
                    #expect(abs(one.criticality - loss) < 1e-9)
                }
                let keys = ranked.map {
                    (
                        -$0.criticality, -$0.chokepoint.chokepointWeight, -$0.chokepoint.sharedBy,
                        $0.chokepoint.firm
                    )
                }
                #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 })
            }
        }
    }

    @Test func `the products of a firm together lead to all that is upstream of it`() {
        for seed in Self.seeds {
            let chains = chains(seed)
            for firm in 0..<Int32(chains.network.firms.count) {
                var isMet = [Bool](repeating: false, count: chains.network.firms.count)
                for group in chains.groups(of: firm) {
                    let leads = chains.leadsTo(product: group.product, of: firm)
                    #expect(!leads[Int(firm)])
                    #expect(group.suppliers.allSatisfy { leads[Int($0.firm)] })
                    for other in isMet.indices where leads[other] { isMet[other] = true }
                }
                let upstream = chains.chokepoints(of: firm).map(\.firm)
                #expect(isMet.indices.filter { isMet[$0] }.map { Int32($0) } == upstream)
            }
        }
    }
}
