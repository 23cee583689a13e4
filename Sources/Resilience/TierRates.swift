internal import SupplyGraph

/// How much the tiers above every node make, as far as their sites were reported.
///
/// T_k of a node is what one unit of its need becomes k steps up, over the sites that it comes from. Instead of a walk for
/// each firm, the sums over T_k are carried down one link a step, for all nodes together: what the suppliers' tiers k − 1
/// have, weighed by the arcs, is the node's tier k.
///
/// O(arcs) a tier.
struct TierRates {
    /// What was reported of one tier of a node.
    struct Tier {
        /// Σ of T_k at sites that were reported, 0...1.
        private(set) var mass = 0.0
        /// The same, each part times its site's rate.
        private var output = 0.0
        /// The smallest and the largest rate among them, so that rounding takes no mean beyond what was reported.
        private var least = 1.0
        private var most = 0.0

        /// Nothing was reported.
        fileprivate init() {}

        /// All of it is one site.
        fileprivate init(rate: Double) { (mass, output, least, most) = (1, rate, rate, rate) }

        /// The mean rate by mass; nil where nothing was reported.
        var rate: Double? { mass > 0 ? min(most, max(least, output / mass)) : nil }

        fileprivate mutating func add(_ tier: Tier, weight: Double) {
            guard weight > 0, tier.mass > 0 else { return }
            mass += weight * tier.mass
            output += weight * tier.output
            least = min(least, tier.least)
            most = max(most, tier.most)
        }
    }

    /// By tier, from 1 on, and by node.
    private let tiers: [ContiguousArray<Tier>]

    /// `rateOfSite`: nil where nobody reported.
    init(_ chains: Chains, rateOfSite: ContiguousArray<Double?>) {
        let first = Self.sums(chains.graph) { arc in
            let place = ChainTags.place(ofTag: arc.tag)
            let site = chains.sites.site(of: chains.firm(ofNode: arc.supplier), at: place)
            return rateOfSite[Int(site)].map { Tier(rate: $0) } ?? Tier()
        }
        var tiers = [first]
        var last = first
        while tiers.count < TierMeasure.lastTier {
            let below = last
            last = Self.sums(chains.graph) { below[Int($0.supplier)] }
            tiers.append(last)
        }
        self.tiers = tiers
    }

    /// The tiers of a firm, from 1 on.
    func tiers(of firm: Int32) -> [Tier] { tiers.map { $0[Int(firm)] } }

    /// By node what its arcs lead to, weighed by them.
    private static func sums(
        _ graph: FlowGraph, _ tier: (FlowGraph.Arc) -> Tier
    ) -> ContiguousArray<Tier> {
        ContiguousArray(
            (0..<Int32(graph.nodeCount)).map { node in
                var sum = Tier()
                for arc in graph.arcs[graph.row(of: node)] where arc.supplier != FlowGraph.nobody {
                    sum.add(tier(arc), weight: arc.weight)
                }
                return sum
            })
    }
}
