internal import SupplyGraph
internal import SupplyModel

/// Tells on which day, at the earliest, a firm's stocks let a shortage through.
///
/// While others lose no more than they do in the end, an input that lacks the part g of its need for good draws its stock
/// of T days down by g a day, so nothing is missing before day T / g.
struct StockOnset: Sendable {
    typealias Lanes = CascadeSolver.Lanes

    private struct Input: Sendable {
        var targetDays: Double
        var arcs: [(supplier: Int, share: Double)]
    }

    /// The sites that supply the inputs, in the older network.
    private(set) var suppliers: [Int32] = []
    private var inputs: [Input] = []
    private var places: [Int32: Int] = [:]

    /// Adds the inputs of a firm; `olderSite` gives the number that a site has in the older network, below 0 where it has
    /// none and so loses nothing.
    mutating func add(_ firm: Int32, _ cascades: Cascades, _ olderSite: (_ site: Int32) -> Int32) {
        let chains = cascades.chains
        for group in chains.groups.groups(of: firm) where chains.groups.importance[group] != .none {
            let arcs = chains.groups.links(of: group).compactMap { link in
                place(olderSite(cascades.nodes.siteOfLink[link])).map { ($0, chains.groups.share[link]) }
            }
            inputs.append(Input(targetDays: chains.targetDays(of: group), arcs: arcs))
        }
    }

    private mutating func place(_ site: Int32) -> Int? {
        guard site >= 0 else { return nil }
        if let known = places[site] { return known }
        places[site] = suppliers.count
        suppliers.append(site)
        return suppliers.count - 1
    }

    /// By stop, the first day on which any of the inputs may be short.
    func firstDays(error: Lanes, _ lossOfSupplier: (Int) -> Lanes) -> Lanes {
        var first = Lanes(repeating: .infinity)
        for input in inputs {
            var gap = Lanes.zero
            for (supplier, share) in input.arcs { gap += share * (lossOfSupplier(supplier) + error) }
            let day = Lanes(repeating: input.targetDays) / gap
            first.replace(with: day, where: day .< first)
            if input.targetDays == 0 { first.replace(with: 0, where: gap .> 0) }
        }
        return first
    }
}
