import Foundation
import Resilience
import SupplyModel

extension Measure {
    /// Tells on standard error how far a long measurement has come.
    private static func say(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

    /// All samples of a network, then all again after one link changed: `edits` links spread over the register, one by one.
    static func watch(_ network: Network, edits: Int) -> [String: Any] {
        let clock = ContinuousClock()
        let now = Timestamp(milliseconds: 1_767_225_600_000)
        var network = network
        var book = SampleBook(workers: ProcessInfo.processInfo.activeProcessorCount)
        var count = 0
        let full = clock.measure { count = book.samples(of: Chains(network), now: now).count }
        say("full run: \(full)")
        var again: [Double] = []
        var solved: [Int] = []
        for edit in 0..<edits {
            let index = (2 * edit + 1) * network.links.count / (2 * edits)
            var link = network.links[index]
            link = Link(
                supplier: link.supplier, buyer: link.buyer, product: link.product, region: link.region,
                tier: link.tier, industry: link.industry, importance: link.importance,
                declaredAt: link.declaredAt, annualValue: (link.annualValue ?? 1) * 1.5, share: link.share,
                inventoryDays: link.inventoryDays)
            network.links[index] = link
            let time = clock.measure { _ = book.samples(of: Chains(network), now: now) }
            again.append(seconds(time))
            say("edit \(edit + 1): \(time), \(book.lastSolved.solved) stops solved")
            solved.append(book.lastSolved.solved)
        }
        return [
            "seconds": seconds(full), "samples": count, "checksum": count, "edits": again, "solved": solved,
            "firms": network.firms.count,
        ]
    }
}
