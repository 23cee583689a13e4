internal import SupplyGraph
internal import SupplyModel

/// Lays chains out as the graph on which days are followed.
struct TimelineBuilder {
    private let chains: Chains
    /// By firm; nil for all.
    private let isWanted: ContiguousArray<Bool>?
    private var rows: StockRows
    /// Links of status `backup`, by group; those of products that the buyer does not buy are left out.
    private let standby: [(group: Int, link: Link)]
    /// Whether active links that have spare capacity step in too.
    private let usesSpare: Bool
    /// Where deliveries come from in place of their supplier's site; nil where nothing is changed.
    private let source: ((Link) -> Int32?)?
    /// Where all backups deliver from in place of their own sites; nil for these.
    private var backupSite: Int?
    private var nextStandby = 0
    /// Scratch: the groups of one firm, and the backups of one group.
    private var supplies: [(supply: StockRows.Supply, targetDays: Double, group: Int)] = []
    private var backups: [Link] = []

    /// The graph whose sites are those of the chains, in their order.
    ///
    /// Of firms that are not wanted, the sites buy and sell nothing.
    static func graph(of chains: Chains, among isWanted: ContiguousArray<Bool>? = nil) -> StockGraph {
        var builder = TimelineBuilder(chains, isWanted, standIns: nil, source: nil)
        builder.addFirms()
        return StockGraph(builder.rows)
    }

    /// The same, with these backups alone, whatever the network has.
    static func graph(
        of chains: Chains, among isWanted: ContiguousArray<Bool>, standIns: [Link]
    ) -> StockGraph {
        var builder = TimelineBuilder(chains, isWanted, standIns: standIns, source: nil)
        builder.addFirms()
        return StockGraph(builder.rows)
    }

    /// The same, with backups that deliver every day what they can: from a further site, behind those of the chains, that needs nothing.
    static func graph(
        of chains: Chains, among isWanted: ContiguousArray<Bool>, steadyStandIns: [Link]
    ) -> StockGraph {
        var builder = TimelineBuilder(chains, isWanted, standIns: steadyStandIns, source: nil)
        builder.backupSite = chains.sites.place.count
        builder.addFirms()
        builder.rows.endSite()
        return StockGraph(builder.rows)
    }

    /// The same without backups, with further sites behind those of the chains, which need nothing, and from which come the deliveries
    /// that `source` says.
    static func graph(
        of chains: Chains, among isWanted: ContiguousArray<Bool>, furtherSites: Int,
        source: @escaping (Link) -> Int32?
    ) -> StockGraph {
        var builder = TimelineBuilder(chains, isWanted, standIns: [], source: source)
        builder.addFirms()
        for _ in 0..<furtherSites { builder.rows.endSite() }
        return StockGraph(builder.rows)
    }

    private mutating func addFirms() {
        for firm in 0..<Int32(chains.network.firms.count) { add(firm) }
    }

    private init(
        _ chains: Chains, _ isWanted: ContiguousArray<Bool>?, standIns: [Link]?,
        source: ((Link) -> Int32?)?
    ) {
        self.chains = chains
        self.isWanted = isWanted
        self.source = source
        usesSpare = standIns == nil
        let isWhole = isWanted == nil
        rows = StockRows(
            siteCount: chains.sites.place.count, inputCount: isWhole ? chains.groups.count : 0,
            arcCount: isWhole ? chains.links.count : 0)
        let groups = chains.groups
        var found: [(group: Int, link: Link)] = []
        for link in standIns ?? chains.network.backups where link.spareCapacity > 0 {
            let group = groups.groups(of: link.buyer).first { groups.product[$0] == link.product }
            if let group { found.append((group, link)) }
        }
        standby = found.enumerated().sorted { left, right in
            (left.element.group, left.offset) < (right.element.group, right.offset)
        }.map(\.element)
    }

    private mutating func add(_ firm: Int32) {
        guard wants(firm) else {
            for _ in chains.sites.sites(of: firm) { rows.endSite() }
            return
        }
        let mine = chains.groups.groups(of: firm)
        supplies.removeAll(keepingCapacity: true)
        for group in mine where chains.groups.importance[group] != .none { addSupply(group) }
        let hasIdleSite = chains.sites.hasIdleSite(firm)
        for site in chains.sites.sites(of: firm) {
            // A site of no part has group values of 0, and so equal weights.
            let isIdle = hasIdleSite && chains.sites.part[site] == 0
            for (supply, targetDays, group) in supplies {
                let isEssential = chains.groups.importance[group] == .essential
                let weight = isIdle ? 1 / Double(mine.count) : chains.groups.weight[group]
                rows.addInput(
                    supply, targetDays: targetDays, weight: isEssential ? StockGraph.essential : weight)
            }
            rows.endSite()
        }
    }

    private func wants(_ firm: Int32) -> Bool { isWanted?[Int(firm)] ?? true }

    /// Adds who supplies a group, and the days of need that are held.
    private mutating func addSupply(_ group: Int) {
        backups.removeAll(keepingCapacity: true)
        while nextStandby < standby.count, standby[nextStandby].group <= group {
            if standby[nextStandby].group == group { backups.append(standby[nextStandby].link) }
            nextStandby += 1
        }
        for index in chains.groups.links(of: group) {
            let share = chains.groups.share[index]
            let supplier = chains.links[index].supplier
            if let other = source?(chains.links[index]) {
                rows.addArc(supplier: other, share: share)
            } else if wants(supplier) {
                rows.addArc(
                    supplier: chains.sites.site(of: supplier, at: chains.places.ofLink[index]), share: share)
            }
            if usesSpare, chains.links[index].spareCapacity > 0 { backups.append(chains.links[index]) }
        }
        addBackups()
        supplies.append((rows.endSupply(), chains.targetDays(of: group), group))
    }

    /// Adds the backups of a group in the order in which they act: by days to bring up, then by identity.
    private mutating func addBackups() {
        guard !backups.isEmpty else { return }
        let ranked = backups.enumerated().sorted { left, right in
            (left.element.bringUpDays, left.element.supplier, left.offset)
                < (right.element.bringUpDays, right.element.supplier, right.offset)
        }
        for (_, link) in ranked {
            let site = backupSite ?? chains.site(of: link.supplier, in: link.region)
            let firstDay = min(max(0, link.bringUpDays.rounded(.up)), Double(Int32.max))
            rows.addBackup(
                .init(
                    source: Int32(site), firstDay: Int32(firstDay), spare: link.spareCapacity))
        }
    }
}
