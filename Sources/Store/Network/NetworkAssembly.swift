internal import SupplyModel

/// Puts the parts of a network together.
enum NetworkAssembly {
    /// The network of a frame and of the parts that were read of its suppliers.
    static func network(_ frame: NetworkFrame, _ parts: [NetworkPart]) -> Network {
        var firms = frame.firms
        var isLeader = frame.isRegistrant
        var names: [Int32: FirmName] = [:]
        var aliases = frame.aliases
        for part in parts {
            for (firm, name) in part.names where names[firm].map(name.precedes) ?? true {
                names[firm] = name
                firms[Int(firm)].name = name.text
            }
            aliases.merge(part.aliases) { $0.union($1) }
            for buyer in part.leaders { isLeader[Int(buyer)] = true }
            for (firm, days) in part.recoveryDays where firms[Int(firm)].recoveryDays == nil {
                firms[Int(firm)].recoveryDays = days
            }
        }
        let backups = LinkSort.sorted(parts.map(\.backups), buyerCount: firms.count)
        let links = LinkSort.sorted(parts.map(\.links), buyerCount: firms.count)
        return Network(
            revision: frame.shownRevision, firms: firms, products: frame.products, links: links,
            backups: backups,
            leaders: isLeader.indices.filter { isLeader[$0] }.map { Int32($0) }, merged: frame.merged,
            aliases: aliases)
    }
}
