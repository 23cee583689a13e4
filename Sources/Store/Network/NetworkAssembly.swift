internal import SupplyModel

/// Puts the parts of a network together.
enum NetworkAssembly {
    /// The network of a frame and of the parts that were read of its suppliers, which are used up.
    static func network(_ frame: NetworkFrame, _ parts: consuming [NetworkPart]) -> Network {
        var parts = parts
        var firms = frame.firms
        var isLeader = frame.isRegistrant
        // Names of equal revision: the first in the order of the scan stands.
        var nameRevision: [Int32: Int64] = [:]
        for part in parts {
            for (firm, told) in part.names where told.revision > nameRevision[firm] ?? -1 {
                nameRevision[firm] = told.revision
                firms[Int(firm)].name = told.name
            }
            for buyer in part.leaders { isLeader[Int(buyer)] = true }
            for (firm, days) in part.recoveryDays where firms[Int(firm)].recoveryDays == nil {
                firms[Int(firm)].recoveryDays = days
            }
        }
        let backups = sorted(&parts, \.backups, buyerCount: firms.count)
        let links = sorted(&parts, \.links, buyerCount: firms.count)
        return Network(
            revision: frame.revision, firms: firms, products: frame.products, links: links, backups: backups,
            leaders: isLeader.indices.filter { isLeader[$0] }.map { Int32($0) })
    }

    /// Takes the links out of the parts, in the network's order: a counting sort by buyer, then each buyer's few.
    private static func sorted(
        _ parts: inout [NetworkPart], _ kind: WritableKeyPath<NetworkPart, [Link]>, buyerCount: Int
    ) -> [Link] {
        var next = [Int](repeating: 0, count: buyerCount + 1)
        for part in parts {
            for link in part[keyPath: kind] { next[Int(link.buyer) + 1] += 1 }
        }
        for buyer in 0..<buyerCount { next[buyer + 1] += next[buyer] }
        let total = next[buyerCount]
        return [Link](unsafeUninitializedCapacity: total) { links, count in
            for index in parts.indices {
                for link in parts[index][keyPath: kind] {
                    links.initializeElement(at: next[Int(link.buyer)], to: link)
                    next[Int(link.buyer)] += 1
                }
                parts[index][keyPath: kind] = []
            }
            // Now next[b] is where the links of b end.
            for buyer in 0..<buyerCount {
                let first = buyer > 0 ? next[buyer - 1] : 0
                if next[buyer] - first > 1 { links[first..<next[buyer]].sort(by: isBefore) }
            }
            count = total
        }
    }

    /// Of one buyer's links.
    private static func isBefore(_ left: Link, _ right: Link) -> Bool {
        (left.product, left.supplier, left.region.raw) < (right.product, right.supplier, right.region.raw)
    }
}
