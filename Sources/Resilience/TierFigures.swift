internal import SupplyGraph
internal import SupplyModel

/// What is measured of one tier of one firm's chain.
struct TierFigures {
    var tier: Int
    /// Of T_k, and of the tier before.
    var mass: Double
    var massBefore: Double
    /// nil where T_k has no mass.
    var hhi: Double?
    var deltaPart: Double?
    /// The firm with the most mass.
    var topFirm: Int32?
    /// The part of T_(k−1) at firms that have registered suppliers; nil for tier 1.
    var coverage: Double?
    /// The part of the firms of this derived tier that have a site in the delta; nil where there are none.
    var deltaCount: Double?
}

/// Measures the tiers of one firm after the other with one set of scratch space.
struct TierMeasure {
    /// The last tier that is measured.
    static let lastTier = 5

    private let chains: Chains
    private let worth: ContiguousArray<Double>
    private var wave: MassWave
    private var search: TierSearch

    init(_ chains: Chains) {
        self.chains = chains
        let codes = chains.places.codes
        worth = ChainTags(placeCount: codes.count).table(unknown: 0) { place, _ in
            codes[place].isDelta ? 1 : 0
        }
        wave = MassWave(chains.graph)
        search = TierSearch(chains)
    }

    mutating func figures(of firm: Int32) -> [TierFigures] {
        let tiers = search.tiers(of: firm, limit: Self.lastTier)
        wave.start(at: firm)
        var result: [TierFigures] = []
        for tier in 1...Self.lastTier {
            let massBefore = wave.total
            let covered = wave.nodes.reduce(0) { $0 + (chains.isOrigin[Int($1)] ? 0 : wave.mass(at: $1)) }
            let inDelta = wave.advance(worth: worth)
            let members = tier < tiers.count ? tiers[tier] : []
            var figures = TierFigures(tier: tier, mass: wave.total, massBefore: massBefore)
            if tier > 1, massBefore > 0 { figures.coverage = min(1, covered / massBefore) }
            if figures.mass > 0 {
                (figures.hhi, figures.topFirm) = concentration(figures.mass)
                figures.deltaPart = min(1, inDelta / figures.mass)
            }
            if !members.isEmpty {
                figures.deltaCount = Double(members.count { hasDeltaSite($0) }) / Double(members.count)
            }
            result.append(figures)
        }
        return result
    }

    private func hasDeltaSite(_ firm: Int32) -> Bool {
        chains.sites.sites(of: firm).contains { chains.places.codes[Int(chains.sites.place[$0])].isDelta }
    }

    /// Over firms: what a firm's idle node holds is added to its own.
    private func concentration(_ total: Double) -> (Double, Int32?) {
        let firmCount = chains.network.firms.count
        var idle: [Int32: Double] = [:]
        for node in wave.nodes where Int(node) >= firmCount {
            idle[chains.firm(ofNode: node)] = wave.mass(at: node)
        }
        var squares = 0.0
        var top = (firm: Int32?.none, mass: 0.0)
        func add(_ firm: Int32, _ mass: Double) {
            squares += (mass / total) * (mass / total)
            if mass > top.mass || (mass == top.mass && firm < top.firm ?? .max) { top = (firm, mass) }
        }
        for node in wave.nodes where Int(node) < firmCount {
            add(node, wave.mass(at: node) + (idle.isEmpty ? 0 : idle.removeValue(forKey: node) ?? 0))
        }
        for (firm, mass) in idle.sorted(by: { $0.key < $1.key }) { add(firm, mass) }
        return (10_000 * squares, top.firm)
    }
}
