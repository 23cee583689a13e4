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

    /// Adds an input, unless it limits no output; `olderSite` gives the number that a site has in the older network, below 0
    /// where it has none and so loses nothing.
    mutating func add(group: Int, _ cascades: Cascades, _ olderSite: (_ site: Int32) -> Int32) {
        let chains = cascades.chains
        guard chains.groups.importance[group] != .none else { return }
        let arcs = chains.groups.links(of: group).compactMap { link in
            place(olderSite(cascades.nodes.siteOfLink[link])).map { ($0, chains.groups.share[link]) }
        }
        inputs.append(Input(targetDays: chains.targetDays(of: group), arcs: arcs))
    }

    private mutating func place(_ site: Int32) -> Int? {
        guard site >= 0 else { return nil }
        if let known = places[site] { return known }
        places[site] = suppliers.count
        suppliers.append(site)
        return suppliers.count - 1
    }

    /// By stop, the first day on which any of the inputs may be short.
    func firstDays(arrival: Lanes, error: Lanes, _ lossOfSupplier: (Int) -> Lanes) -> Lanes {
        days(arrival: arrival, error: error, lossOfSupplier).reduce(Lanes(repeating: .infinity)) {
            first, day in
            first.replacing(with: day, where: day .< first)
        }
    }

    /// By input and by stop, the first day on which it may be short, where no supplier loses anything before day `arrival`;
    /// what one loses may be off by `error`.
    func days(arrival: Lanes, error: Lanes, _ lossOfSupplier: (Int) -> Lanes) -> [Lanes] {
        inputs.map { input in
            var gap = Lanes.zero
            for (supplier, share) in input.arcs { gap += share * (lossOfSupplier(supplier) + error) }
            let held = (Lanes(repeating: input.targetDays) / gap).rounded(.down)
            return (arrival + 1 + held).replacing(with: .infinity, where: gap .<= 0)
        }
    }
}
