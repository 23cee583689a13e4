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
        graph = TimelineBuilder.graph(of: chains, among: chains.between(suppliers, firms))
        isPartial = true
    }

    /// Takes a graph that was laid out for one question.
    init(_ chains: Chains, part graph: StockGraph) {
        self.chains = chains
        self.graph = graph
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
    func sites(of target: Shock.Target) -> [Int32] { chains.sites(hitBy: target) }
}
