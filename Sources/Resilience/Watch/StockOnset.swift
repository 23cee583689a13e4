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

    private var inputs: [Input] = []

    /// Adds the inputs of a firm; `place` gives what a node is called when its loss is asked for, nil for one that loses
    /// nothing.
    mutating func add(_ firm: Int32, _ cascades: Cascades, _ place: (_ node: Int32) -> Int?) {
        let chains = cascades.chains
        for group in chains.groups.groups(of: firm) where chains.groups.importance[group] != .none {
            let arcs = chains.groups.links(of: group).compactMap { link in
                place(cascades.nodes.siteOfLink[link]).map { ($0, chains.groups.share[link]) }
            }
            inputs.append(Input(targetDays: chains.targetDays(of: group), arcs: arcs))
        }
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
