internal import SupplyModel

/// A firm upstream of another, and what its heaviest way there carries.
public struct WeighedSource: Equatable, Sendable {
    public var firm: Int32
    /// What the other loses at least when this one stops: the product of the shares of essential inputs, and of weight and share of
    /// ordinary ones, along the heaviest way; 0...1.
    public var weight: Double
}

extension Chains {
    /// The firms upstream of a firm whose stop reaches it most by a single way, heaviest first, then by number.
    ///
    /// It is a search for the best way, as Dijkstra's: at most `limit` firms are found, none below `least`. Ways through
    /// `excluded` do not count. What comes by several ways together may cost more than is told here.
    public func heaviestSources(
        of firm: Int32, besides excluded: Int32, limit: Int, least: Double
    ) -> [WeighedSource] {
        var open: [Int32: Double] = [firm: 1]
        var isFound: Set<Int32> = [excluded]
        var found: [WeighedSource] = []
        while found.count <= limit,
            let next = open.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })
        {
            open[next.key] = nil
            isFound.insert(next.key)
            found.append(WeighedSource(firm: next.key, weight: next.value))
            for (supplier, weight) in inputs(of: next.key) where !isFound.contains(supplier) {
                let carried = next.value * weight
                if carried >= least { open[supplier] = max(carried, open[supplier] ?? 0) }
            }
        }
        return Array(found.dropFirst())
    }

    /// By supplier what its stop alone costs a buyer, by its heaviest product.
    private func inputs(of buyer: Int32) -> [Int32: Double] {
        var inputs: [Int32: Double] = [:]
        for group in groups.groups(of: buyer) where groups.importance[group] != .none {
            let weight = groups.importance[group] == .essential ? 1 : groups.weight[group]
            for link in groups.links(of: group) {
                let supplier = links[link].supplier
                inputs[supplier] = max(inputs[supplier] ?? 0, weight * groups.share[link])
            }
        }
        return inputs
    }
}
