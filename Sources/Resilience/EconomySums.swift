internal import SupplyGraph

/// The solvers of both channels, for one thread.
struct StopSolvers {
    typealias Lanes = CascadeSolver.Lanes

    private var down: CascadeSolver
    private var up: CascadeSolver?
    private var substituted: SubstitutionSolver?

    init(down: CascadePlan, up: CascadePlan?, substituted: SubstitutionPlan?) {
        self.down = CascadeSolver(down)
        self.up = up.map { CascadeSolver($0) }
        self.substituted = substituted.map { SubstitutionSolver($0) }
    }

    mutating func solve(
        _ blows: [CascadeSolver.Blow], near memories: [StopMemory] = []
    ) -> (down: CascadeSolver.Outcome, up: CascadeSolver.Outcome) {
        let downOutcome = substituted?.solve(blows) ?? down.solve(blows, near: memories.map(\.down))
        return (downOutcome, up?.solve(blows, near: memories.map(\.up)) ?? CascadeSolver.Outcome())
    }

    /// What is to be kept of the first stops of the last batch.
    func memories(count: Int) -> [StopMemory] {
        let downs = down.memories(count: count)
        let ups = up?.memories(count: count) ?? downs.map { _ in CascadeMemory() }
        return zip(downs, ups).map { StopMemory(down: $0, up: $1) }
    }

    func downLosses(of node: Int32) -> Lanes { substituted?.losses(of: node) ?? down.losses(of: node) }

    /// What a node's inputs alone make it lose; see `CascadeSolver.lossesOfInputs(of:)`.
    func downLossesOfInputs(of node: Int32) -> Lanes { down.lossesOfInputs(of: node) }

    func upLossesOfSales(of node: Int32) -> Lanes { up?.lossesOfInputs(of: node) ?? .zero }

    func upLosses(of node: Int32) -> Lanes { up?.losses(of: node) ?? .zero }

    /// Hands out every site that the downstream channel may have reached, in a fixed order.
    func forEachDown(_ body: (_ slot: Int, _ losses: Lanes) -> Void) {
        if let substituted { substituted.forEachReached(body) } else { down.forEachReached(body) }
    }

    func forEachUp(_ body: (_ slot: Int, _ losses: Lanes) -> Void) { up?.forEachReached(body) }
}

/// Sums what sites lose over the economy.
///
/// A site loses the larger of its two channels' losses. Few sites lose in both, for they are upstream and downstream of the
/// same stop; so the channels are summed apart, and what both took is taken back.
struct EconomySums: Sendable {
    typealias Lanes = CascadeSolver.Lanes

    private let weight: ContiguousArray<Double>
    private let down: SitesBySlot
    private let up: SitesBySlot

    init(_ cascades: Cascades, substituted: SubstitutionPlan?) {
        weight = cascades.weight
        let sites = 0..<Int32(cascades.nodes.siteCount)
        down = SitesBySlot(
            sites.map { substituted?.slot(of: $0) ?? cascades.down.slot(of: $0) },
            slotCount: substituted?.slotCount ?? cascades.down.slotCount)
        let plan = cascades.up ?? cascades.down
        up = SitesBySlot(sites.map { plan.slot(of: $0) }, slotCount: plan.slotCount)
    }

    /// By lane, the sums of both channels and of each.
    func losses(_ solvers: StopSolvers) -> (both: Lanes, down: Lanes, up: Lanes) {
        var downSum = Lanes.zero
        var upSum = Lanes.zero
        var shared = Lanes.zero
        solvers.forEachDown { slot, losses in
            for index in down.places(of: slot) {
                let site = down.sites[index]
                let weight = weight[Int(site)]
                downSum += losses * weight
                var less = solvers.upLosses(of: site)
                less.replace(with: losses, where: losses .< less)
                shared += less * weight
            }
        }
        solvers.forEachUp { slot, losses in
            for index in up.places(of: slot) { upSum += losses * weight[Int(up.sites[index])] }
        }
        return (downSum + upSum - shared, downSum, upSum)
    }
}

/// The sites at each slot of a plan.
private struct SitesBySlot: Sendable {
    private var starts: ContiguousArray<Int32>
    private(set) var sites: ContiguousArray<Int32>

    init(_ slots: [Int], slotCount: Int) {
        starts = ContiguousArray(repeating: 0, count: slotCount + 1)
        for slot in slots { starts[slot + 1] += 1 }
        for slot in 0..<slotCount { starts[slot + 1] += starts[slot] }
        var next = starts
        sites = ContiguousArray(repeating: 0, count: slots.count)
        for (site, slot) in slots.enumerated() {
            sites[Int(next[slot])] = Int32(site)
            next[slot] += 1
        }
    }

    /// The places in `sites` of those at a slot.
    func places(of slot: Int) -> Range<Int> { Int(starts[slot])..<Int(starts[slot + 1]) }
}
