internal import SupplyGraph
internal import SupplyModel

/// The chains of a network, ready for any number of stops: who loses what when a firm or a region stops.
///
/// Nodes are sites; see `SiteNodes`. Building costs O(links) and the bounds of the loops; a value never changes and may be
/// asked from several threads.
public struct Cascades: Sendable {
    let chains: Chains
    let nodes: SiteNodes
    let down: CascadePlan
    /// nil where only the downstream channel is asked about.
    let up: CascadePlan?
    /// By site: its part of all revenue.
    let weight: ContiguousArray<Double>
    /// By site, scaled CNY yuan a year.
    let revenue: ContiguousArray<Double>
    let workers: Int

    /// Prepares both channels for the whole network.
    ///
    /// `workers` is how many threads answer; results do not depend on it.
    public init(_ chains: Chains, workers: Int) {
        self.init(chains, firms: nil, workers: workers)
    }

    /// Prepares both channels, loops ordered as they were for an older network.
    init(_ chains: Chains, after older: (cascades: Cascades, match: FirmMatch)?, workers: Int) {
        self.init(chains, firms: nil, after: older, workers: workers)
    }

    /// Prepares the downstream channel for what is upstream of some firms: enough to ask what they lose.
    public init(_ chains: Chains, upstreamOf firms: [Int32], workers: Int) {
        var isUpstream = ContiguousArray<Bool>(repeating: false, count: chains.network.firms.count)
        for firm in firms where !isUpstream[Int(firm)] {
            for tier in chains.tiers(of: firm) { for one in tier { isUpstream[Int(one)] = true } }
        }
        self.init(chains, firms: isUpstream, workers: workers)
    }

    /// Prepares both channels, or the downstream one alone for firms that count, given by firm.
    init(
        _ chains: Chains, firms: ContiguousArray<Bool>?,
        after older: (cascades: Cascades, match: FirmMatch)? = nil,
        workers: Int
    ) {
        self.chains = chains
        self.workers = workers
        nodes = SiteNodes(
            chains.links, places: chains.places, sites: chains.sites,
            firmCount: chains.network.firms.count)
        revenue = chains.siteRevenue(nodes)
        weight = chains.economicWeights(nodes, revenue: revenue)
        let (nodes, revenue) = (nodes, revenue)
        let olderNode = older.map {
            NodeMatch(older: $0.cascades.chains, $0.cascades.nodes, newer: chains, nodes, $0.match).older
        }
        @Sendable func ranks(_ plan: CascadePlan?) -> ContiguousArray<Int32>? {
            guard let plan, let olderNode else { return nil }
            return ContiguousArray(olderNode.map { $0 < 0 ? -1 : Int32(plan.slot(of: $0)) })
        }
        (down, up) = concurrently {
            CascadePlan(DownGraph(chains, nodes, of: firms).graph, ranks: ranks(older?.cascades.down))
        } _: {
            guard firms == nil else { return nil }
            return CascadePlan(chains.upGraph(nodes, revenue: revenue), ranks: ranks(older?.cascades.up))
        }
    }

    /// What stops every site of a firm, in one lane.
    func stop(of firm: Int32, lane: Int) -> [CascadeSolver.Blow] {
        chains.sites.sites(of: firm).map { .init(node: Int32($0), lane: lane, loss: 1) }
    }

    /// What a firm loses in each lane: the mean of its sites by part.
    func loss(of firm: Int32, lossOfSite: (Int32) -> CascadeSolver.Lanes) -> CascadeSolver.Lanes {
        var sum = CascadeSolver.Lanes.zero
        for site in chains.sites.sites(of: firm) where chains.sites.part[site] > 0 {
            sum += lossOfSite(Int32(site)) * chains.sites.part[site]
        }
        return sum
    }

    /// Firms in batches of a solver's lanes: those that reach the same large loops together, or one that does would make
    /// seven others wait.
    func batches(_ firms: [Int32]) -> [ArraySlice<Int32>] {
        let reach = down.largestLoopReached()
        let sorted = firms.sorted {
            let left = reach[down.slot(of: nodes.core[Int($0)])]
            let right = reach[down.slot(of: nodes.core[Int($1)])]
            return (left, $0) < (right, $1)
        }
        return stride(from: 0, to: sorted.count, by: CascadeSolver.Lanes.scalarCount).map {
            sorted[$0..<min(sorted.count, $0 + CascadeSolver.Lanes.scalarCount)]
        }
    }
}
