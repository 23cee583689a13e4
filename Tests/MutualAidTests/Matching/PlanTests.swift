import MutualAid
import Resilience
import SupplyModel
import Testing

/// Sets of stand-ins, held against every set that there is.
@Suite struct PlanTests {
    /// What a set leaves open, its HHI among firms and cities, its size, and its members.
    struct Set {
        var left: Double
        var hhi: Double
        var regionHHI: Double
        var members: [Int]

        func isBetter(than other: Set) -> Bool {
            if abs(left - other.left) > 1e-8 { return left < other.left }
            if abs(hhi - other.hhi) > 1e-5 { return hhi < other.hhi }
            if abs(regionHHI - other.regionHHI) > 1e-5 { return regionHHI < other.regionHHI }
            return (members.count, members.description) < (other.members.count, other.members.description)
        }
    }

    static func set(_ members: [Int], of found: Matches) -> Set {
        let need = found.need
        let all = members.reduce(0) { $0 + (found.matches[$1].delivers ?? 0) }
        var firms: [Int32: Double] = [:]
        var cities: [RegionCode: Double] = [:]
        func add(_ firm: Int32, _ region: RegionCode, _ amount: Double) {
            firms[firm, default: 0] += amount
            cities[region.at(.city), default: 0] += amount
        }
        for source in need.sources { add(source.supplier, source.region, source.share * (1 - source.loss)) }
        for member in members {
            let match = found.matches[member]
            let delivers = match.delivers ?? 0
            add(match.candidate.supplier, match.candidate.region, delivers * min(1, need.gap / all))
        }
        func hhi(_ amounts: [Double]) -> Double {
            let sum = amounts.reduce(0, +)
            return sum > 0 ? 10_000 * amounts.reduce(0) { $0 + ($1 / sum) * ($1 / sum) } : 10_000
        }
        return Set(
            left: max(0, need.gap - all), hhi: hhi(Array(firms.values)), regionHHI: hhi(Array(cities.values)),
            members: members)
    }

    /// The best of all sets in which a class has one member, or of all sets where that leaves less open.
    static func best(of found: Matches) -> Set? {
        let usable = found.matches.indices.filter {
            found.matches[$0].isOffered && found.matches[$0].delivers != nil
        }
        func best(byClass: Bool) -> Set? {
            (1..<(1 << usable.count)).compactMap { bits -> Set? in
                let members = usable.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element)
                let classes = Swift.Set(members.map { found.matches[$0].classNumber })
                return byClass && classes.count < members.count ? nil : set(members, of: found)
            }.min { $0.isBetter(than: $1) }
        }
        guard let strict = best(byClass: true), let free = best(byClass: false) else { return nil }
        return strict.left > 1e-9 && free.left < strict.left - 1e-9 ? free : strict
    }

    @Test func `the exact plan is the best of all sets, and the greedy one says how far it is from it`()
        throws
    {
        var (planned, worse, together) = (0, 0, 0)
        for seed in MatchTests.seeds {
            let chain = SmallChain(seed: seed)
            let found = try MatchTests.matches(chain, stopped: MatchTests.stopped(chain, seed)) {
                $0.isPlanned = true
            }
            guard found.need.gap > 0, let best = Self.best(of: found) else {
                #expect(found.plans.isEmpty, "seed \(seed)")
                continue
            }
            try #require(found.plans.map(\.method) == [.exact, .greedy])
            let (exact, greedy) = (found.plans[0], found.plans[1])
            let mine = Self.set(exact.members.map(\.match), of: found)
            #expect(mine.members == best.members, "seed \(seed): \(mine) \(best)")
            #expect(abs(exact.left - best.left) < 1e-8)
            let other = Self.set(greedy.members.map(\.match), of: found)
            #expect(!other.isBetter(than: best))
            let distance = try #require(greedy.hhiAboveExact)
            #expect(abs(distance - (other.hhi - best.hhi)) < 1e-5, "seed \(seed)")
            let taken = exact.members.reduce(0) { $0 + $1.takes }
            #expect(abs(taken + exact.left - found.need.gap) < 1e-8)
            let classes = Swift.Set(exact.members.map { found.matches[$0.match].classNumber })
            planned += 1
            if distance > 1e-5 { worse += 1 }
            if classes.count < exact.members.count { together += 1 }
        }
        #expect(planned > 100 && worse > 0 && together > 0, "\(planned) \(worse) \(together)")
    }

    @Test func `above sixteen candidates there is a greedy plan alone`() throws {
        var chain = SmallChain(supplies: [Supply(supplier: "S", region: "310000", buyer: "A", product: "p0")])
        for index in 10..<27 {
            chain.supplies.append(
                Supply(
                    supplier: "T\(index)", region: "320500", buyer: "A", product: "p0", isBackup: true,
                    spare: 0.1))
        }
        let found = try MatchTests.matches(chain, stopped: "S") { $0.isPlanned = true }
        #expect(found.plans.map(\.method) == [.greedy])
        #expect(found.plans[0].left == 0 && found.plans[0].hhiAboveExact == nil)
    }

    @Test func `what nobody lacks needs no plan`() throws {
        let chain = SmallChain(supplies: [
            Supply(supplier: "S", region: "310000", buyer: "A", product: "p0"),
            Supply(supplier: "T", region: "310000", buyer: "A", product: "p0", isBackup: true, spare: 1),
            Supply(supplier: "X", region: "310000", buyer: "Y", product: "q"),
        ])
        let found = try MatchTests.matches(chain, stopped: "X") { $0.isPlanned = true }
        #expect(found.need.gap == 0 && found.plans.isEmpty && found.matches.count == 1)
        #expect(found.matches[0].hhi == found.hhi)
    }
}
