internal import SupplyModel

/// The least number of days that losses take from firm to firm.
struct StockDelays: Sendable {
    /// No loss is waited for any longer.
    static let horizonDays = Timeline.survivalHorizonDays
    /// A stock that holds for a whole number of days but for this much holds for it.
    private static let rounding = 1e-6

    private let chains: Chains
    private let sales: SalesIndex
    /// By group.
    private let days: ContiguousArray<Int32>

    /// O(links).
    init(_ chains: Chains, _ sales: SalesIndex) {
        self.chains = chains
        self.sales = sales
        days = ContiguousArray(
            (0..<chains.groups.count).map { group in
                let bridged = max(0, chains.targetDays(of: group) - Self.rounding)
                return Int32(min(bridged.rounded(.down), Double(Self.horizonDays))) + 1
            })
    }

    /// By firm, the days in which a loss that begins there alone can be at one of some firms: one for each link, and those
    /// that its stock bridges where all of the input stops; `horizonDays` where it is not by then.
    func upstream(of firms: [Int32]) -> ContiguousArray<Int32> {
        spread(from: firms) { firm, tell in
            for group in chains.groups.groups(of: firm) where chains.groups.importance[group] != .none {
                for link in chains.groups.links(of: group) { tell(chains.links[link].supplier, days[group]) }
            }
        }
    }

    /// By firm, the days in which more of a loss at one of some firms can be there: one for each link, for what others lose
    /// may have drawn its stocks down before.
    func downstream(of firms: [Int32]) -> ContiguousArray<Int32> {
        spread(from: firms) { firm, tell in
            for link in sales.links(of: firm) { tell(chains.links[Int(link)].buyer, 1) }
        }
    }

    /// Dijkstra's search, over whole days.
    private func spread(
        from firms: [Int32], _ neighbours: (Int32, _ tell: (Int32, Int32) -> Void) -> Void
    ) -> ContiguousArray<Int32> {
        let horizon = Int32(Self.horizonDays)
        var found = ContiguousArray<Int32>(repeating: horizon, count: chains.network.firms.count)
        var due = [ContiguousArray<Int32>](repeating: [], count: Self.horizonDays)
        for firm in firms { found[Int(firm)] = 0 }
        due[0] = ContiguousArray(firms)
        for day in 0..<horizon {
            for firm in due[Int(day)] where found[Int(firm)] == day {
                neighbours(firm) { other, days in
                    let arrival = day + days
                    guard arrival < found[Int(other)] else { return }
                    found[Int(other)] = arrival
                    due[Int(arrival)].append(other)
                }
            }
        }
        return found
    }
}

extension Chains {
    /// The days of need that a buyer holds of a group: the mean over the suppliers by share.
    func targetDays(of group: Int) -> Double {
        var days = 0.0
        var known = 0.0
        for link in groups.links(of: group) {
            known += groups.share[link]
            days += groups.share[link] * (links[link].inventoryDays ?? 0)
        }
        return known > 0 ? days / known : 0
    }
}
