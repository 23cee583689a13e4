public import Resilience
internal import SupplyModel

extension Chains {
    /// What a firm lacks of each product when the shocks of a scenario last, what weighs most for it first.
    ///
    /// Its own sites are spared, as for those who could stand in; products without which it makes as much are left out.
    /// - Complexity: O(links), one cascade.
    public func needs(of firm: Int32, in scenario: Scenario, workers: Int) -> [Need] {
        let groups = groups(of: firm).filter { $0.importance != .none }
        let shocks = shocks(scenario.shocks, sparing: firm)
        let limit = Cascades(
            self, from: firms(hitBy: shocks), to: groups.flatMap { $0.suppliers.map(\.firm) },
            workers: workers
        ).limit(of: shocks)
        let lacking = groups.map { group -> (need: Need, weight: Double) in
            var need = Need(group, of: firm, in: self)
            need.take(limit)
            return (need, group.weight * need.gap)
        }.filter { $0.need.gap > 0 }
        return lacking.sorted { ($1.weight, $0.need.number) < ($0.weight, $1.need.number) }.map(\.need)
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
