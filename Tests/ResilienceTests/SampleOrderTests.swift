import Resilience
import SupplyModel
import Testing

@Suite struct SampleOrderTests {
    private static let now = NetworkReader.declared.adding(seconds: 36_000)

    private func network(_ made: RandomNetwork) -> Network {
        NetworkReader.network(
            firms: made.firms.map { row in row.filter { !$0.value.isEmpty } },
            supplies: made.supplies.map { row in row.filter { !$0.value.isEmpty } })
    }

    private func fresh(_ chains: Chains, now: Timestamp) -> [Sample] {
        var book = SampleBook(workers: 1)
        return book.samples(of: chains, now: now)
    }

    /// Values, then rows that go and come, so that samples become others, fewer and more.
    private func edited(_ made: RandomNetwork, _ edit: Int) -> RandomNetwork {
        var made = made
        let row = (edit * 7) % made.supplies.count
        switch edit % 3 {
        case 0: made.supplies[row]["annual_value"] = String(1_000 * (edit + 1))
        case 1: made.supplies.remove(at: row)
        default: made.supplies[row]["importance"] = "essential"
        }
        return made
    }

    @Test(arguments: UInt64(21)...28)
    func `after each edit the samples stand in the order of a book that remembers nothing`(seed: UInt64) {
        var made = RandomNetwork(seed: seed)
        var book = SampleBook(workers: 2)
        for edit in 0..<8 {
            if edit > 0 { made = edited(made, edit) }
            let chains = Chains(network(made))
            let now = Self.now.adding(seconds: 5_000 * Double(edit))
            let mine = book.samples(of: chains, now: now)
            let theirs = fresh(chains, now: now)
            #expect(mine.map(\.metric) == theirs.map(\.metric), "seed \(seed), edit \(edit)")
            #expect(mine.map(\.labels) == theirs.map(\.labels), "seed \(seed), edit \(edit)")
            #expect(mine.map(\.industry) == theirs.map(\.industry), "seed \(seed), edit \(edit)")
        }
    }

    @Test func `samples that are held stay as they are when the book goes on`() {
        let made = RandomNetwork(seed: 31)
        var book = SampleBook(workers: 2)
        let chains = Chains(network(made))
        let held = book.samples(of: chains, now: Self.now)
        _ = book.samples(of: Chains(network(edited(made, 3))), now: Self.now.adding(seconds: 9_000))
        #expect(held == fresh(chains, now: Self.now))
    }

    @Test(arguments: UInt64(41)...48)
    func `one firm's survival is that of a timeline of the whole network`(seed: UInt64) {
        let chains = Chains(network(RandomNetwork(seed: seed)))
        let timeline = Timeline(chains)
        for firm in 0..<Int32(chains.network.firms.count) {
            let suppliers = chains.tiers(of: firm).dropFirst().joined().sorted()
            #expect(
                chains.survival(of: firm, suppliers: suppliers)
                    == timeline.survival(of: firm, suppliers: suppliers), "seed \(seed)")
        }
    }
}
