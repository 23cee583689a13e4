import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

@Suite struct SampleBookTests {
    private static let now = NetworkReader.declared.adding(seconds: 36_000)

    private func values(_ samples: [Sample]) -> [String: Double] {
        Dictionary(
            samples.map { (ReferenceFigures.text($0.metric.rawValue, $0.labels.dictionary), $0.value) },
            uniquingKeysWith: { _, _ in .nan })
    }

    private func provinces(_ samples: [Sample]) -> [String: [RegionCode]] {
        Dictionary(
            uniqueKeysWithValues: samples.map {
                (ReferenceFigures.text($0.metric.rawValue, $0.labels.dictionary), $0.provinces)
            })
    }

    private func network(_ supplies: [[String: String]], _ firms: [[String: String]]) -> Network {
        NetworkReader.network(
            firms: firms.map { row in row.filter { !$0.value.isEmpty } },
            supplies: supplies.map { row in row.filter { !$0.value.isEmpty } })
    }

    /// Changes a register a little, as people do.
    private func edit(
        _ supplies: inout [[String: String]], _ firms: inout [[String: String]], _ random: inout SeededRandom
    ) {
        let row = Int.random(in: supplies.indices, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0: supplies[row]["annual_value"] = String(Int.random(in: 0...9_000_000, using: &random))
        case 1: supplies[row]["importance"] = ["essential", "ordinary", "none"].randomElement(using: &random)
        case 2: supplies[row]["status"] = ["active", "ended", "backup"].randomElement(using: &random)
        case 3: supplies[row]["supplier_region"] = ["310000", "320500", "JP"].randomElement(using: &random)
        case 4: supplies[row]["tier"] = String(Int.random(in: 1...5, using: &random))
        case 5 where supplies.count > 2: supplies.remove(at: row)
        case 6:
            var copy = supplies[row]
            copy["supplier_id"] = "local:r:new\(Int.random(in: 0..<3, using: &random))"
            let exists = supplies.contains {
                $0["supplier_id"] == copy["supplier_id"] && $0["buyer_id"] == copy["buyer_id"]
                    && $0["product"] == copy["product"]
            }
            if !exists, copy["share"]?.isEmpty ?? true { supplies.append(copy) }
        case 7 where !firms.isEmpty:
            firms[Int.random(in: firms.indices, using: &random)]["revenue"] =
                String(Int.random(in: 0...9_000_000, using: &random))
        case 8 where !firms.isEmpty:
            let firm = Int.random(in: firms.indices, using: &random)
            firms[firm]["region"] = ["310000", "440300", "KR"].randomElement(using: &random)
            firms[firm]["industry"] = ["auto", "chips"].randomElement(using: &random)
        default: supplies[row]["inventory_days"] = String(Int.random(in: 0...30, using: &random))
        }
    }

    @Test(arguments: UInt64(1)...12)
    func `after each edit the samples are those of a book that remembers nothing`(seed: UInt64) throws {
        let made = RandomNetwork(seed: seed)
        var (supplies, firms) = (made.supplies, made.firms)
        var random = SeededRandom(seed: seed &+ 500)
        var book = SampleBook(workers: 2)
        var reused = 0
        var compared = 0
        for edited in 0..<15 {
            if edited > 0 { edit(&supplies, &firms, &random) }
            var network = network(supplies, firms)
            // A word that some declarations still hold, in one network and not in the next.
            for index in network.links.indices where index % 4 == edited % 4 && edited % 3 > 0 {
                network.links[index].confirmedAfterSeconds = 3_600
            }
            let chains = Chains(network)
            let now = Self.now.adding(seconds: 10_000 * Double(edited))
            let mine = book.samples(of: chains, now: now)
            var fresh = SampleBook(workers: 1)
            let theirs = fresh.samples(of: chains, now: now)
            // What did not settle is off by an amount that nobody knows, and says so.
            guard book.unsettledCount == 0, fresh.unsettledCount == 0 else { continue }
            let (kept, anew) = (values(mine), values(theirs))
            #expect(provinces(mine) == provinces(theirs))
            #expect(differences(kept, anew, tolerance: 6e-8) == [], "seed \(seed), edit \(edited)")
            #expect(!anew.values.contains { $0.isNaN })
            compared += 1
            reused += book.lastSolved.all - book.lastSolved.solved
        }
        #expect(reused > 0)
        #expect(compared > 0)
    }

    /// The rows with one firm under the name of another, as a merger has them.
    private func merged(
        _ supplies: [[String: String]], _ firm: String, into other: String
    ) -> [[String: String]] {
        var seen: Set<[String]> = []
        return supplies.compactMap { supply in
            var row = supply
            for column in ["supplier_id", "buyer_id"] where row[column] == firm { row[column] = other }
            let key = ["supplier_id", "supplier_region", "buyer_id", "product"].map { row[$0] ?? "" }
            return row["supplier_id"] != row["buyer_id"] && seen.insert(key).inserted ? row : nil
        }
    }

    @Test(arguments: UInt64(21)...28)
    func `the samples follow a firm that is merged into another, and split from it again`(seed: UInt64) throws
    {
        let made = RandomNetwork(seed: seed)
        var random = SeededRandom(seed: seed)
        let ids = Set(made.supplies.flatMap { [$0["supplier_id"], $0["buyer_id"]] }.compactMap(\.self))
            .sorted()
        let firm = try #require(ids.randomElement(using: &random))
        let other = try #require(ids.filter { $0 != firm }.randomElement(using: &random))
        let one = merged(made.supplies, firm, into: other)
        let registers = [
            (made.supplies, made.firms, false), (one, made.firms.filter { $0["id"] != firm }, true),
            (made.supplies, made.firms, false),
        ]
        var book = SampleBook(workers: 2)
        for (supplies, firms, isMerged) in registers {
            let chains = Chains(network(supplies, firms))
            let mine = book.samples(of: chains, now: Self.now)
            var fresh = SampleBook(workers: 1)
            let theirs = fresh.samples(of: chains, now: Self.now)
            guard book.unsettledCount == 0, fresh.unsettledCount == 0 else { continue }
            #expect(differences(values(mine), values(theirs), tolerance: 6e-8) == [], "seed \(seed)")
            let isNamed = mine.contains { $0.labels["firm"] == firm || $0.labels["supplier"] == firm }
            #expect(!isMerged || !isNamed)
        }
    }

    @Test func `a rule's lower threshold keeps smaller losses`() throws {
        let chains = Chains(try NetworkReader.read(Fixtures.url("vectors/network_300")))
        var book = SampleBook(workers: 2)
        func losses(_ least: Double) -> [Double] {
            book.samples(of: chains, leastLoss: least, now: Self.now).filter { $0.metric == .criticality }
                .map(\.value)
        }
        let usual = losses(SampleBook.leastCriticality)
        let more = losses(0.001)
        #expect(usual.allSatisfy { $0 >= 0.01 })
        #expect(more.contains { $0 < 0.01 })
        #expect(more.count > usual.count)
        #expect(losses(SampleBook.leastCriticality) == usual)
    }
}
