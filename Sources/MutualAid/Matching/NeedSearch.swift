public import Resilience
internal import SupplyModel

/// Finds what firms lack of each product when the shocks of a scenario last.
///
/// What lies between those who are hit and those who deliver to any of the firms is laid out once for all of them. A firm's own sites
/// are spared when it is its turn, as for those who could stand in.
public struct NeedSearch: Sendable {
    private let chains: Chains
    private let shocks: [Shock]
    private let cascades: Cascades

    /// `firms`: all that will be asked about.
    ///
    /// - Complexity: O(links).
    public init(_ chains: Chains, of firms: [Int32], in scenario: Scenario, workers: Int) {
        self.chains = chains
        shocks = scenario.shocks
        let suppliers = firms.flatMap { Self.wanted(by: $0, chains) }.flatMap(\.suppliers).map(\.firm)
        cascades = Cascades(
            chains, from: chains.firms(hitBy: scenario.shocks), to: suppliers, workers: workers)
    }

    /// What a firm lacks, what weighs most for it first; products without which it makes as much are left out.
    ///
    /// - Complexity: one cascade.
    public func needs(of firm: Int32) -> [Need] {
        let limit = cascades.limit(of: chains.shocks(shocks, sparing: firm))
        let lacking = Self.wanted(by: firm, chains).map { group -> (need: Need, weight: Double) in
            var need = Need(group, of: firm, in: chains)
            need.take(limit)
            return (need, group.weight * need.gap)
        }.filter { $0.need.gap > 0 }
        return lacking.sorted { ($1.weight, $0.need.number) < ($0.weight, $1.need.number) }.map(\.need)
    }

    private static func wanted(by firm: Int32, _ chains: Chains) -> [GroupView] {
        chains.groups(of: firm).filter { $0.importance != .none }
    }
}

extension Need {
    /// What a firm needs of one product, while nothing is lost.
    init(_ group: GroupView, of firm: Int32, in chains: Chains) {
        self.init(
            firm: firm, number: group.product, product: chains.network.products[Int(group.product)],
            sources: group.suppliers.map {
                Source(supplier: $0.firm, region: $0.region, share: $0.share, loss: 0)
            }, unknown: group.unknown)
    }

    /// Takes over what those who deliver lose.
    mutating func take(_ limit: LimitLosses) {
        for index in sources.indices {
            sources[index].loss = limit.loss(of: sources[index].supplier, in: sources[index].region)
        }
    }
}
