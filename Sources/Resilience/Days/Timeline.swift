internal import SupplyGraph
internal import SupplyModel

/// Supply chains laid out to be followed day by day: sites with their stocks, and the backups that can step in.
///
/// Building is O(links); one timeline answers any number of questions.
public struct Timeline: Sendable {
    public let chains: Chains
    let graph: StockGraph

    /// Below so many firms a second thread costs more than it brings.
    static let firmsPerThread = 10_000

    public init(_ chains: Chains) {
        self.chains = chains
        graph = Self.graph(of: chains)
    }

    /// The part-weighted mean loss of a firm's sites.
    func loss(of firm: Int32, _ losses: ContiguousArray<Double>) -> Double {
        var loss = 0.0
        for site in chains.sites.sites(of: firm) { loss += chains.sites.part[site] * losses[site] }
        return min(1, loss)
    }

    /// The sites that a shock hits.
    func sites(of target: Shock.Target) -> [Int32] {
        switch target {
        case .firm(let firm): return chains.sites.sites(of: firm).map { Int32($0) }
        case .region(let region):
            let isHit = chains.places.codes.map { place in
                place == region || place.at(.city) == region || place.at(.province) == region
            }
            return chains.sites.place.indices.filter { isHit[Int(chains.sites.place[$0])] }.map { Int32($0) }
        }
    }

    private static func graph(of chains: Chains) -> StockGraph {
        let (groups, sites) = (chains.groups, chains.sites)
        let backups = BackupList(chains)
        let firmCount = chains.network.firms.count
        var graph = StockGraph(firmCount: firmCount, arcCount: chains.links.count)
        var next = 0
        for firm in 0..<Int32(firmCount) {
            let mine = groups.groups(of: firm)
            let own = sites.sites(of: firm)
            let hasIdleSite = sites.hasIdleSite(firm)
            for group in mine where groups.importance[group] != .none {
                for link in groups.links(of: group) {
                    let supplier = chains.links[link].supplier
                    graph.addArc(
                        supplier: sites.site(of: supplier, at: chains.places.ofLink[link]),
                        share: groups.share[link])
                }
                while next < backups.all.count, backups.all[next].group < group { next += 1 }
                while next < backups.all.count, backups.all[next].group == group {
                    graph.addBackup(backups.all[next].backup)
                    next += 1
                }
                let isEssential = groups.importance[group] == .essential
                let weights = own.lazy.map { site in
                    if isEssential { return StockGraph.essential }
                    // A site of no part has group values of 0, and so equal weights.
                    let isIdle = hasIdleSite && sites.part[site] == 0
                    return isIdle ? 1 / Double(mine.count) : groups.weight[group]
                }
                graph.addGroup(target: targetDays(of: group, chains), weights: weights)
            }
            graph.addFirm(siteCount: own.count)
        }
        return graph
    }

    /// Days of need that a buyer holds of a product: the mean over its suppliers by share, a missing one being 0.
    private static func targetDays(of group: Int, _ chains: Chains) -> Double {
        var days = 0.0
        var known = 0.0
        for link in chains.groups.links(of: group) {
            known += chains.groups.share[link]
            days += chains.groups.share[link] * (chains.links[link].inventoryDays ?? 0)
        }
        return known > 0 ? days / known : 0
    }
}

/// The backups of all groups: links of that status, and active ones that have capacity to spare.
struct BackupList {
    /// One backup of one group.
    struct Entry {
        var group: Int
        var bringUpDays: Double
        var supplier: Int32
        var backup: StockGraph.Backup
    }

    /// By group, then in the order in which they act.
    private(set) var all: [Entry] = []

    /// Those with nothing to spare, and those of products that the buyer does not buy, are left out.
    init(_ chains: Chains) {
        for link in chains.network.backups { add(link, chains) }
        for link in chains.links { add(link, chains) }
        // Sorting is stable for what is equal here: links come in one order, backups before active ones.
        let ranked = all.enumerated().sorted { left, right in
            (left.element.group, left.element.bringUpDays, left.element.supplier, left.offset)
                < (right.element.group, right.element.bringUpDays, right.element.supplier, right.offset)
        }
        all = ranked.map(\.element)
    }

    private mutating func add(_ link: Link, _ chains: Chains) {
        guard link.spareCapacity > 0 else { return }
        let (groups, sites) = (chains.groups, chains.sites)
        guard let group = groups.groups(of: link.buyer).first(where: { groups.product[$0] == link.product })
        else { return }
        let own = sites.sites(of: link.supplier)
        let site = own.first { chains.places.codes[Int(sites.place[$0])] == link.region } ?? own.lowerBound
        let days = min(max(0, link.bringUpDays.rounded(.up)), Double(Int32.max))
        all.append(
            Entry(
                group: group, bringUpDays: link.bringUpDays, supplier: link.supplier,
                backup: .init(source: Int32(site), firstDay: Int32(days), spare: link.spareCapacity)))
    }
}
