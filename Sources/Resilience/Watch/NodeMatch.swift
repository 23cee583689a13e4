internal import SupplyModel

/// Which sites and cores of two networks are the same: those of one firm at one place, and those of one firm.
struct NodeMatch: Sendable {
    /// By node of the newer network: its number in the older, or -1.
    private(set) var older: ContiguousArray<Int32>
    /// By node of the older network: its number in the newer, or -1.
    private(set) var newer: ContiguousArray<Int32>

    init(
        older old: Chains, _ oldNodes: SiteNodes, newer new: Chains, _ newNodes: SiteNodes, _ match: FirmMatch
    ) {
        older = ContiguousArray(repeating: -1, count: newNodes.count)
        newer = ContiguousArray(repeating: -1, count: oldNodes.count)
        for firm in 0..<Int32(new.network.firms.count) where match.older[Int(firm)] >= 0 {
            let former = match.older[Int(firm)]
            let mine = new.sites.sites(of: firm)
            for site in old.sites.sites(of: former) {
                let code = old.places.codes[Int(old.sites.place[site])]
                guard let same = mine.first(where: { new.places.codes[Int(new.sites.place[$0])] == code })
                else {
                    continue
                }
                pair(Int32(site), Int32(same))
            }
            let (core, formerCore) = (newNodes.core[Int(firm)], oldNodes.core[Int(former)])
            if Int(core) >= newNodes.siteCount, Int(formerCore) >= oldNodes.siteCount {
                pair(formerCore, core)
            }
        }
    }

    private mutating func pair(_ old: Int32, _ new: Int32) {
        older[Int(new)] = old
        newer[Int(old)] = new
    }
}
