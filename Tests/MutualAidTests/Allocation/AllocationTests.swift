import Foundation
import MutualAid
import Resilience
import SupplyModel
import TestSupport
import Testing

/// What is left of S, split among those who buy from it.
@Suite struct AllocationTests {
    static let seeds = UInt64(1)...200

    /// S sells p to two or three buyers, of which the first supplies A too.
    static func chain(_ seed: UInt64) -> SmallChain {
        var random = SeededRandom(seed: seed)
        var supplies: [Supply] = []
        for buyer in ["B", "C", "D"].prefix(Int.random(in: 2...3, using: &random)) {
            let share: Double = [0.3, 0.5, 1.0].randomElement(using: &random) ?? 1
            let inventory = Double(Int.random(in: 0...9, using: &random))
            var mine = Supply(supplier: "S", region: "310000", buyer: buyer, product: "p")
            mine.share = share
            mine.value = Double(Int.random(in: 1...9, using: &random)) * 100
            mine.inventoryDays = inventory
            mine.importance = ["essential", "ordinary"].randomElement(using: &random) ?? ""
            supplies.append(mine)
            if share < 1 {
                var other = mine
                (other.supplier, other.share, other.value) = ("T", 1 - share, 50)
                supplies.append(other)
            }
            supplies.append(Supply(supplier: "U", region: "320500", buyer: buyer, product: "q"))
        }
        supplies.append(
            Supply(supplier: "B", region: "320500", buyer: "A", product: "r", inventoryDays: 2))
        return SmallChain(supplies: supplies)
    }

    static func remaining(_ seed: UInt64) -> Double { Double(seed % 9 + 1) / 10 }

    static func answer(
        _ chain: SmallChain, _ remaining: Double, standing: Scenario = Scenario([])
    ) throws -> Allocations {
        var question = AllocationQuestion(
            supplier: chain.number("S"), remaining: remaining, days: 10, untilDay: 40)
        question.standing = standing
        return try #require(Chains(chain.network).allocations(question))
    }

    @Test func `no rule gives more than there is, and none leaves anything over`() throws {
        for seed in Self.seeds {
            let found = try Self.answer(Self.chain(seed), Self.remaining(seed))
            let all = found.claims.reduce(0) { $0 + $1.need }
            #expect(found.rules.map(\.rule) == SplitRule.allCases && found.isByValue)
            for rule in found.rules {
                let given = zip(rule.fractions, found.claims).reduce(0) { $0 + $1.0 * $1.1.need }
                #expect(abs(given - Self.remaining(seed) * all) < 1e-6, "seed \(seed) \(rule.rule)")
                #expect(rule.fractions.allSatisfy { (0...1).contains($0) })
            }
            #expect(found.rules[0].fractions.allSatisfy { $0 == Self.remaining(seed) })
        }
    }

    @Test func `the fewest lost days are those of the best of all splits into units`() throws {
        var better = 0
        let units = 100
        for seed in Self.seeds {
            let chain = Self.chain(seed)
            let found = try Self.answer(chain, Self.remaining(seed))
            let all = found.claims.reduce(0) { $0 + $1.need }
            let unit = Self.remaining(seed) * all / Double(units)
            let courses = SplitCourses(
                Chains(chain.network), of: chain.number("S"), product: nil, to: [], days: 10, untilDay: 40)
            func lost(_ index: Int, _ fraction: Double) -> Double {
                courses.lostDays(of: [(index, fraction)], workers: 1)[0]
            }
            let tables = found.claims.enumerated().map { index, claim in
                (0...units).map { lost(index, min(1, Double($0) * unit / claim.need)) }
            }
            var best = Double.infinity
            for first in 0...units {
                for second in 0...(units - first) {
                    var sum = tables[0][first] + tables[1][second]
                    if tables.count == 3 { sum += tables[2][units - first - second] }
                    best = min(best, sum)
                }
            }
            let mine = found.rules[1].fractions.enumerated().reduce(0) { $0 + lost($1.offset, $1.element) }
            #expect(mine <= best + 1e-9, "seed \(seed): \(mine) \(best)")
            let proportional = found.rules[0].fractions.enumerated().reduce(0) {
                $0 + lost($1.offset, $1.element)
            }
            #expect(mine <= proportional + 0.2, "seed \(seed)")
            if mine < proportional - 0.5 { better += 1 }
        }
        #expect(better > 20)
    }

    @Test func `max-min covers the worst covered need as well as can be`() throws {
        var uneven = 0
        for seed in Self.seeds {
            let found = try Self.answer(Self.chain(seed), Self.remaining(seed))
            let fractions = found.rules[2].fractions
            let covered = zip(fractions, found.claims).map { 1 - $1.share * (1 - $0) }
            let level = zip(fractions, covered).filter { $0.0 > 0 && $0.0 < 1 }.map(\.1)
            let lowest = try #require(covered.min())
            // Whoever gets something is covered alike; whoever gets nothing is covered better without it.
            #expect(level.allSatisfy { abs($0 - lowest) < 1e-9 }, "seed \(seed)")
            if Set(fractions.map { ($0 * 1e6).rounded() }).count > 1 { uneven += 1 }
        }
        #expect(uneven > 50)
    }

    @Test func `what each firm loses is what the reference gives for the same deliveries`() throws {
        try Fixtures.withFolder { folder in
            var questions: [(folder: URL, arguments: [String])] = []
            var answers: [(chain: SmallChain, allocation: Allocation)] = []
            for seed in Self.seeds {
                let chain = Self.chain(seed)
                let found = try Self.answer(chain, Self.remaining(seed))
                // Each buyer gets a supplier of its own in the place of S.
                var split = chain
                for index in split.supplies.indices where split.supplies[index].supplier == "S" {
                    split.supplies[index].supplier = "S\(split.supplies[index].buyer)"
                }
                let place = folder.appending(path: "\(seed)")
                try split.write(to: place, backups: [])
                for rule in found.rules {
                    let shocks = zip(found.claims, rule.fractions).map { claim, fraction in
                        "\(SmallChain.id("S" + chain.names[Int(claim.firm)]))=\(1 - fraction)"
                    }
                    questions.append((place, shocks + ["--days", "10", "--until", "40"]))
                    answers.append((chain, rule))
                }
            }
            var above = 0
            for (expected, answer) in zip(try ReferenceCourse.run(questions), answers) {
                for course in answer.allocation.courses {
                    let name = "\(SmallChain.id(answer.chain.names[Int(course.firm)]))"
                    let mine = expected.first { $0.firm == name }
                    #expect(mine.map { $0.isSame(as: course) } ?? (course.lostDays < 1e-9), "\(name)")
                    if name.hasSuffix("A") { above += 1 }
                }
            }
            #expect(questions.count == 600 && above > 50)
        }
    }

    /// S has made less for some days; to each buyer the same part is given, so that it is as if S went on with it.
    @Test func `what was lost before today was taken from stocks, and is lost no more`() throws {
        var earlier = 0
        for seed in Self.seeds {
            let chain = Self.chain(seed)
            let (chains, supplier) = (Chains(chain.network), chain.number("S"))
            let (past, remaining) = (Int(seed % 7 + 1), Self.remaining(seed))
            let lost = Double(seed % 5 + 1) / 5
            let before = Shock(.firm(supplier), loss: lost, days: past)
            let found = try Self.answer(chain, remaining, standing: Scenario([before], today: past)).rules[0]
            let scenario = Scenario(
                [
                    before,
                    Shock(.firm(supplier), loss: 1 - remaining, startDay: past, days: 10),
                ], untilDay: past + 40, today: past)
            let fresh = try Self.answer(chain, remaining).rules[0]
            for (index, course) in found.courses.prefix(found.claimCount).enumerated() {
                let expected = chains.courses(of: [course.firm], in: scenario)[0]
                #expect(course.firstLossDay == expected.firstLossDay, "seed \(seed)")
                #expect(course.output == Array(expected.output.dropFirst(past)), "seed \(seed)")
                let sum = course.output.reduce(0) { $0 + (1 - $1) }
                #expect(abs(course.lostDays - sum) < 1e-9)
                if course.lostDays > fresh.courses[index].lostDays + 0.5 { earlier += 1 }
            }
        }
        #expect(earlier > 50)
    }

    @Test func `where a value is missing every buyer counts alike, and who needs nothing has no claim`()
        throws
    {
        var chain = Self.chain(1)
        for index in chain.supplies.indices where chain.supplies[index].supplier == "S" {
            chain.supplies[index].value = index == 0 ? 0 : 100
        }
        let found = try Self.answer(chain, 0.5)
        #expect(!found.isByValue && found.claims.allSatisfy { $0.need == 1 })
        let question = AllocationQuestion(supplier: chain.number("A"), remaining: 0.5, days: 10)
        #expect(Chains(chain.network).allocations(question) == nil)
    }

    @Test(arguments: [0.0, 1.0])
    func `with nothing left nobody gets anything, with all of it everybody everything`(
        remaining: Double
    ) throws {
        let found = try Self.answer(Self.chain(3), remaining)
        for rule in found.rules {
            #expect(
                rule.fractions.allSatisfy { abs($0 - remaining) < 1e-9 }, "\(rule.rule) \(rule.fractions)")
        }
    }
}
