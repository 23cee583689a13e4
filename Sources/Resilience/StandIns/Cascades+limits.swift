internal import SupplyGraph
public import SupplyModel

/// What sites lose in the limit of one downstream cascade.
public struct LimitLosses: Sendable {
    private let chains: Chains
    /// By site, 0...1.
    private let losses: ContiguousArray<Double>
    /// Whether every loop that was reached settled.
    public let hasConverged: Bool

    init(_ chains: Chains, losses: ContiguousArray<Double>, hasConverged: Bool) {
        self.chains = chains
        self.losses = losses
        self.hasConverged = hasConverged
    }

    /// The part-weighted mean of a firm's sites.
    public func loss(of firm: Int32) -> Double {
        let own = chains.sites.sites(of: firm)
        return min(1, own.reduce(0) { $0 + chains.sites.part[$1] * losses[$1] })
    }

    /// Of a firm's site in a region, by its code; of its first one where it ships from elsewhere.
    public func loss(of firm: Int32, in region: RegionCode) -> Double {
        losses[chains.site(of: firm, in: region)]
    }
}

/// A place of a firm: one site, or all of them where no region is named.
public struct Plant: Hashable, Sendable {
    public var firm: Int32
    public var region: RegionCode?

    public init(firm: Int32, region: RegionCode? = nil) {
        self.firm = firm
        self.region = region
    }
}

extension Cascades {
    /// Prepares the downstream channel for what lies between firms that are hit and firms that are asked about; what others lose is
    /// not asked.
    public init(_ chains: Chains, from hit: [Int32], to firms: [Int32], workers: Int) {
        self.init(chains, firms: chains.between(hit, firms), after: nil, workers: workers)
    }

    /// What sites lose when shocks last for ever; of several on one site the largest counts.
    public func limit(of shocks: [Shock]) -> LimitLosses {
        var solver = CascadeSolver(down)
        let outcome = solver.solve(
            shocks.flatMap { shock in
                chains.sites(hitBy: shock.target).map { .init(node: $0, lane: 0, loss: shock.loss) }
            })
        let losses = ContiguousArray((0..<Int32(nodes.siteCount)).map { solver.losses(of: $0)[0] })
        return LimitLosses(chains, losses: losses, hasConverged: outcome.hasConverged[0])
    }

    /// What each of some sites loses when each of some plants stops, in the orders given: by stop, then by site.
    ///
    /// A site is a plant with its region.
    /// - Complexity: for each eight stops one pass over what they reach.
    public func losses(at sites: [Plant], whenStopped plants: [Plant]) -> [[Double]] {
        let asked = sites.map { Int32(chains.site(of: $0.firm, in: $0.region ?? .unknown)) }
        let lanes = CascadeSolver.Lanes.scalarCount
        let found = Batches.map(
            count: (plants.count + lanes - 1) / lanes, workers: workers, scratch: { CascadeSolver(down) }
        ) { solver, batch in
            let part = plants[(batch * lanes)..<min(plants.count, (batch + 1) * lanes)]
            var blows: [CascadeSolver.Blow] = []
            for (lane, plant) in part.enumerated() {
                let target = plant.region.map { Shock.Target.site(plant.firm, $0) } ?? .firm(plant.firm)
                for site in chains.sites(hitBy: target) {
                    blows.append(.init(node: site, lane: lane, loss: 1))
                }
            }
            _ = solver.solve(blows)
            let losses = asked.map { solver.losses(of: $0) }
            return part.indices.map { index in losses.map { min(1, $0[index - part.startIndex]) } }
        }
        return Array(found.joined())
    }
}
