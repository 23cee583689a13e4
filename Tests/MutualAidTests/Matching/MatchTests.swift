import MutualAid
import Resilience
import SupplyModel
import Testing

/// Who can stand in, held against arithmetic done anew, on 200 made-up registers.
@Suite struct MatchTests {
    static let seeds = UInt64(1)...200

    /// What stops: one of the suppliers of A, or somebody above it.
    static func stopped(_ chain: SmallChain, _ seed: UInt64) -> String {
        var random = SeededRandom(seed: seed &+ 77)
        let above = PlainLimit(chain).upstream(
            of: chain.supplies.filter { $0.buyer == "A" && $0.product == "p0" }
                .filter { !$0.isBackup }.map(\.supplier)
        ).subtracting(["A"])
        return above.sorted().randomElement(using: &random) ?? "S0"
    }

    static func matches(
        _ chain: SmallChain, stopped: String, loss: Double = 1,
        change: (inout MatchQuestion) -> Void = { _ in }
    ) throws -> Matches {
        let network = chain.network
        let product = try #require(network.products.firstIndex(of: "p0"))
        var question = MatchQuestion(
            firm: chain.number("A"), product: Int32(product),
            scenario: Scenario([Shock(.firm(chain.number(stopped)), loss: loss, days: 30)]))
        change(&question)
        return try #require(Chains(network).matches(question))
    }

    @Test func `the gap is what suppliers lose in the limit`() throws {
        var lacking = 0
        for seed in Self.seeds {
            let chain = SmallChain(seed: seed)
            let stopped = Self.stopped(chain, seed)
            let found = try Self.matches(chain, stopped: stopped, loss: 0.8)
            let output = PlainLimit(chain).output(stopped: [stopped], spared: "A", loss: 0.8)
            let gap = chain.supplies.filter { $0.buyer == "A" && $0.product == "p0" && !$0.isBackup }
                .reduce(0) { $0 + $1.share * (1 - (output[$1.supplier] ?? 1)) }
            #expect(abs(found.need.gap - gap) < 1e-6, "seed \(seed)")
            if gap > 0 { lacking += 1 }
            for match in found.matches {
                let name = chain.names[Int(match.candidate.supplier)]
                #expect(abs(match.parts.notExposed - (output[name] ?? 1)) < 1e-6, "seed \(seed) \(name)")
            }
        }
        #expect(lacking > 150)
    }

    @Test func `candidates are backups, those that can spare more, and those that sell it to others`() throws
    {
        for seed in Self.seeds {
            let chain = SmallChain(seed: seed)
            let found = try Self.matches(chain, stopped: Self.stopped(chain, seed))
            let mine = chain.supplies.filter { $0.buyer == "A" && $0.product == "p0" }
            let suppliers = Set(mine.filter { !$0.isBackup }.map(\.supplier))
            var expected: [String: Candidate.Source] = [:]
            for one in chain.supplies where one.product == "p0" && one.buyer != "A" {
                if !suppliers.contains(one.supplier) { expected[one.supplier] = .otherChain }
            }
            for one in mine where one.spare > 0 { expected[one.supplier] = one.isBackup ? .backup : .active }
            let names = found.matches.map { (chain.names[Int($0.candidate.supplier)], $0.candidate.source) }
            #expect(Dictionary(uniqueKeysWithValues: names) == expected, "seed \(seed)")
        }
    }

    @Test func `the score is what its parts make it, and the best comes first`() throws {
        for seed in Self.seeds {
            let chain = SmallChain(seed: seed, isEssential: true)
            let stopped = Self.stopped(chain, seed)
            let found = try Self.matches(chain, stopped: stopped) {
                $0.isRecognised = { $0.isMultiple(of: 2) }
            }
            var last = (rank: 0, score: 2.0)
            for match in found.matches {
                let score = try Self.plainScore(match, found, chain, stopped)
                #expect(abs(match.score - score) < 1e-6, "seed \(seed)")
                let rank = !match.isOffered ? 2 : match.delivers == nil ? 1 : 0
                #expect(rank > last.rank || rank == last.rank && score < last.score + 1e-9, "seed \(seed)")
                last = (rank, score)
            }
        }
    }

    /// The score from the register alone, by the words of the documentation.
    static func plainScore(
        _ match: Match, _ found: Matches, _ chain: SmallChain, _ stopped: String
    ) throws -> Double {
        let limit = PlainLimit(chain)
        let name = chain.names[Int(match.candidate.supplier)]
        let output = limit.output(stopped: [stopped], spared: "A")
        let mine = chain.supplies.filter { $0.buyer == "A" && $0.product == "p0" && !$0.isBackup }
        let failed = mine.filter { (output[$0.supplier] ?? 1) < 1 - 1e-9 }.map(\.supplier)
        let common = limit.upstream(of: failed).intersection(limit.upstream(of: [name]))
            .subtracting([name, "A"])
        let worst = common.map { 1 - (limit.output(stopped: [$0])[name] ?? 1) }.max() ?? 0
        let gap = mine.reduce(0) { $0 + $1.share * (1 - (output[$1.supplier] ?? 1)) }
        let delivers = match.candidate.spare.map { $0 * (output[name] ?? 1) }
        var firms: [String: Double] = [:]
        var cities: [String: Double] = [:]
        for one in mine {
            firms[one.supplier, default: 0] += one.share * (output[one.supplier] ?? 1)
            cities[one.region, default: 0] += one.share * (output[one.supplier] ?? 1)
        }
        firms[name, default: 0] += min(gap, delivers ?? 0)
        cities[match.candidate.region.description, default: 0] += min(gap, delivers ?? 0)
        func spread(_ amounts: [Double]) -> Double {
            let sum = amounts.reduce(0, +)
            return sum > 0 ? 1 - amounts.reduce(0) { $0 + ($1 / sum) * ($1 / sum) } : 0
        }
        let capacity = delivers.map { gap > 1e-9 ? min(1, $0 / gap) : 1 } ?? 0
        let left = Double(found.course.firstLossDay ?? .max)
        let time = match.candidate.bringUpDays.map { $0 <= left ? 1 : left / $0 } ?? 0
        let km = try #require(match.distanceKm)
        let mean =
            0.3 * capacity + 0.25 * time + 0.15 * spread(Array(firms.values))
            + 0.1 * spread(Array(cities.values)) + 0.1 * (match.candidate.supplier.isMultiple(of: 2) ? 1 : 0)
            + 0.1 * 300 / (300 + km)
        return (output[name] ?? 1) * (1 - worst) * mean
    }

    @Test func `what a site can spare for others is scaled to this buyer's need`() throws {
        var known = 0
        for seed in Self.seeds {
            let chain = SmallChain(seed: seed)
            let found = try Self.matches(chain, stopped: Self.stopped(chain, seed))
            func value(_ buyer: String, _ product: String) -> Double {
                chain.supplies.filter { $0.buyer == buyer && $0.product == product && !$0.isBackup }
                    .reduce(0) { $0 + $1.value }
            }
            for match in found.matches where match.candidate.source == .otherChain {
                let name = chain.names[Int(match.candidate.supplier)]
                let spares = chain.supplies.filter {
                    $0.supplier == name && $0.product == "p0" && $0.buyer == "B" && $0.spare > 0
                }.map { min(1, $0.spare * value("B", "p0") / value("A", "p0")) }
                #expect(match.candidate.spare == spares.max(), "seed \(seed) \(name)")
                if !spares.isEmpty { known += 1 }
            }
        }
        #expect(known > 20)
    }
}
