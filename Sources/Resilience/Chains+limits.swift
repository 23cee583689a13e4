internal import SupplyGraph
internal import SupplyModel

/// The downstream channel: what a site loses when its inputs fail.
///
/// Contract, section 5, hd.
struct DownGraph {
    private(set) var graph = LimitGraph()
    /// By arc of the graph: the link that it stands for, or -1.
    private(set) var linkOfArc: ContiguousArray<Int32> = []
    private let chains: Chains
    private let nodes: SiteNodes

    /// Builds it for the firms that count, given by firm; what the others lose is not asked.
    ///
    /// All count, unless given.
    init(_ chains: Chains, _ nodes: SiteNodes, of firms: ContiguousArray<Bool>? = nil) {
        self.chains = chains
        self.nodes = nodes
        let (groups, sites) = (chains.groups, chains.sites)
        graph.reserve(nodes: nodes.siteCount, limits: groups.count, arcs: chains.links.count)
        for site in 0..<nodes.siteCount {
            let firm = nodes.firmOfSite[site]
            if firms?[Int(firm)] ?? true {
                let core = nodes.core[Int(firm)]
                if Int(core) == site {
                    addLimits(of: firm) { groups.weight[$0] }
                } else if sites.part[site] == 0, groups.weightsDiffer(of: firm) {
                    // What a site of part 0 buys is worth nothing, so all its groups weigh the same.
                    let weight = 1 / Double(groups.groups(of: firm).count)
                    addLimits(of: firm) { _ in weight }
                } else {
                    graph.addArc(to: core, weight: 1)
                    linkOfArc.append(-1)
                    graph.endLimit()
                }
            }
            graph.endNode()
        }
        for firm in nodes.coreFirms {
            if firms?[Int(firm)] ?? true { addLimits(of: firm) { groups.weight[$0] } }
            graph.endNode()
        }
    }

    private mutating func addLimits(of firm: Int32, weight: (Int) -> Double) {
        let groups = chains.groups
        for group in groups.groups(of: firm) where groups.importance[group] == .essential {
            for link in groups.links(of: group) { addArc(link, groups.share[link]) }
            graph.endLimit()
        }
        for group in groups.groups(of: firm) where groups.importance[group] == .ordinary {
            for link in groups.links(of: group) { addArc(link, weight(group) * groups.share[link]) }
        }
        graph.endLimit()
    }

    private mutating func addArc(_ link: Int, _ weight: Double) {
        if graph.addArc(to: nodes.siteOfLink[link], weight: weight) { linkOfArc.append(Int32(link)) }
    }
}

extension Chains {
    /// The upstream channel: what a site loses when its customers stop buying.
    ///
    /// Contract, section 5, hu.
    func upGraph(_ nodes: SiteNodes, revenue: ContiguousArray<Double>) -> LimitGraph {
        var starts = ContiguousArray<Int32>(repeating: 0, count: nodes.siteCount + 1)
        for site in nodes.siteOfLink { starts[Int(site) + 1] += 1 }
        for site in 0..<nodes.siteCount { starts[site + 1] += starts[site] }
        var next = starts
        var sales = ContiguousArray<Int32>(repeating: 0, count: links.count)
        for link in links.indices {
            let site = Int(nodes.siteOfLink[link])
            sales[Int(next[site])] = Int32(link)
            next[site] += 1
        }
        var graph = LimitGraph()
        graph.reserve(nodes: nodes.siteCount, limits: nodes.siteCount, arcs: links.count)
        for site in 0..<nodes.siteCount {
            if revenue[site] > 0 {
                for sale in sales[Int(starts[site])..<Int(starts[site + 1])] {
                    let link = links[Int(sale)]
                    let value = (link.annualValue ?? 0) * moneyScale
                    graph.addArc(to: nodes.core[Int(link.buyer)], weight: value / revenue[site])
                }
                graph.endLimit()
            }
            graph.endNode()
        }
        for firm in nodes.coreFirms {
            for site in sites.sites(of: firm) { graph.addArc(to: Int32(site), weight: sites.part[site]) }
            graph.endLimit()
            graph.endNode()
        }
        return graph
    }

    /// By site: CNY yuan a year, scaled: its part of the firm's revenue, or of its sales where that is missing.
    func siteRevenue(_ nodes: SiteNodes) -> ContiguousArray<Double> {
        var revenue = ContiguousArray<Double>(repeating: 0, count: network.firms.count)
        for link in links { revenue[Int(link.supplier)] += (link.annualValue ?? 0) * moneyScale }
        for (index, firm) in network.firms.enumerated() {
            if let declared = firm.revenue, declared > 0 { revenue[index] = declared * moneyScale }
        }
        return ContiguousArray(
            (0..<nodes.siteCount).map { revenue[Int(nodes.firmOfSite[$0])] * sites.part[$0] })
    }

    /// By site: its weight in the economy, Σ 1; firms weigh equally where no revenue is known at all.
    func economicWeights(_ nodes: SiteNodes, revenue: ContiguousArray<Double>) -> ContiguousArray<Double> {
        let sum = revenue.reduce(0, +)
        if sum > 0 { return ContiguousArray(revenue.map { $0 / sum }) }
        let firmCount = Double(takesPart.count { $0 })
        return ContiguousArray(
            sites.part.indices.map {
                takesPart[Int(nodes.firmOfSite[$0])] ? sites.part[$0] / firmCount : 0
            })
    }
}
