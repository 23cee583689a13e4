internal import SupplyGraph
public import SupplyModel

/// Supply chains laid out to be followed day by day: sites with their stocks, and the backups that can step in.
///
/// Building is O(links); one timeline answers any number of questions.
public struct Timeline: Sendable {
    public let chains: Chains
    let graph: StockGraph
    /// Whether only a part of the chains is laid out.
    let isPartial: Bool

    /// Below so many sites a second thread costs more than it brings.
    static let sitesPerThread = 10_000

    public init(_ chains: Chains) {
        self.chains = chains
        graph = TimelineBuilder.graph(of: chains)
        isPartial = false
    }

    /// Lays out only what lies between some suppliers and some firms: enough to ask how these fare when those stop.
    init(_ chains: Chains, from suppliers: [Int32], to firms: [Int32]) {
        self.chains = chains
        let isReached = SalesIndex(chains).downstream(of: chains.marked(suppliers), chains)
        graph = TimelineBuilder.graph(
            of: chains, among: chains.upstream(of: chains.marked(firms), among: isReached))
        isPartial = true
    }

    /// The part-weighted mean loss of a firm's sites.
    func loss(of firm: Int32, _ losses: ContiguousArray<Double>) -> Double {
        var loss = 0.0
        for site in chains.sites.sites(of: firm) { loss += chains.sites.part[site] * losses[site] }
        return min(1, loss)
    }

    /// How many sites a shock hits.
    public func siteCount(hitBy target: Shock.Target) -> Int { sites(of: target).count }

    /// How many sites may stand in a county beside those that surely do: of them only its city is known; 0 for what is no county.
    public func possibleSiteCount(in region: RegionCode) -> Int {
        region.cityOfCounty.map { siteCount(hitBy: .only($0)) } ?? 0
    }

    /// The sites that a shock hits.
    func sites(of target: Shock.Target) -> [Int32] {
        switch target {
        case .firm(let firm): return chains.sites.sites(of: firm).map { Int32($0) }
        case .site(let firm, let region):
            // By its code alone: a site that is known by its province is not those in its cities.
            return chains.sites.sites(of: firm).filter {
                chains.places.codes[Int(chains.sites.place[$0])] == region
            }.map { Int32($0) }
        case .region(let region):
            return sites { $0 == region || $0.at(.city) == region || $0.at(.province) == region }
        case .only(let region): return sites { $0 == region }
        }
    }

    private func sites(where isHit: (RegionCode) -> Bool) -> [Int32] {
        let isHit = chains.places.codes.map(isHit)
        return chains.sites.place.indices.filter { isHit[Int(chains.sites.place[$0])] }.map { Int32($0) }
    }
}
