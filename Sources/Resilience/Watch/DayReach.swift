internal import SupplyModel

/// By when a loss can pass a firm whose inputs or stocks differ, in the network before or after a change: only what comes
/// by it soon enough can stop a leading firm on another day.
struct DayReach: Sendable {
    /// By firm of the newer network: the days, at least, from its stop to the nearest such firm, and from the nearest to it.
    private let toChange: ContiguousArray<Int32>
    private let fromChange: ContiguousArray<Int32>

    init(older: Chains, newer: Chains, _ change: NetworkChange) {
        let former = change.fedOtherwise.map { change.match.older[Int($0)] }.filter { $0 >= 0 }
        let found = concurrently {
            let delays = StockDelays(older, change.oldSales)
            return [delays.upstream(of: former), delays.downstream(of: former)]
        } _: {
            let delays = StockDelays(newer, change.newSales)
            return [delays.upstream(of: change.fedOtherwise), delays.downstream(of: change.fedOtherwise)]
        }
        func least(_ now: ContiguousArray<Int32>, _ then: ContiguousArray<Int32>) -> ContiguousArray<Int32> {
            ContiguousArray(
                now.indices.map { firm in
                    let old = change.match.older[firm]
                    return old < 0 ? now[firm] : min(now[firm], then[Int(old)])
                })
        }
        toChange = least(found.1[0], found.0[0])
        fromChange = least(found.1[1], found.0[1])
    }

    /// Whether what differs can move the day on which a leading firm loses by a stop.
    ///
    /// So far that is `days`, nil for a firm that outlives the horizon. Nothing is short before `firstDay` where something differs.
    func canMove(_ days: Int?, of leader: Int32, stop: Int32, firstDay: Double) -> Bool {
        let horizon = Timeline.survivalHorizonDays
        let first = max(firstDay.rounded(.down), Double(toChange[Int(stop)]))
        let arrival = first + Double(fromChange[Int(leader)])
        return arrival < Double(horizon) && arrival <= Double(days ?? horizon)
    }
}
