internal import SupplyModel

/// By when a loss can pass a firm whose inputs or stocks differ, in the network before or after a change: only what comes
/// by it soon enough can stop a leading firm on another day.
struct DayReach: Sendable {
    /// By firm of the newer network: the days, at least, from its stop to the nearest such firm, and from the nearest to it.
    private let toChange: ContiguousArray<Int32>
    private let fromChange: ContiguousArray<Int32>
    /// The days, at least, from the nearest firm of the zone behind which nothing is held up.
    private let fromBorder: ContiguousArray<Int32>
    /// By firm of the zone, its place there.
    private let placeOfFirm: [Int32: Int]

    init(older: Chains, newer: Chains, _ change: NetworkChange, _ zone: StockZone) {
        let former = change.fedOtherwise.map { change.match.older[Int($0)] }.filter { $0 >= 0 }
        let found = concurrently {
            let delays = StockDelays(older, change.oldSales)
            return [delays.upstream(of: former), delays.downstream(of: former)]
        } _: {
            let delays = StockDelays(newer, change.newSales)
            return [
                delays.upstream(of: change.fedOtherwise), delays.downstream(of: change.fedOtherwise),
                delays.downstream(of: zone.border),
            ]
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
        fromBorder = found.1[2]
        placeOfFirm = Dictionary(uniqueKeysWithValues: zip(zone.firms, 0...))
    }

    /// By firm of the older network, the days, at least, from its stop to the nearest of some, in the network before or after.
    static func arrivals(
        at firms: [Int32], older: Chains, newer: Chains, _ change: NetworkChange
    ) -> ContiguousArray<Int32> {
        let (then, now) = concurrently {
            StockDelays(older, change.oldSales).upstream(of: firms)
        } _: {
            StockDelays(newer, change.newSales)
                .upstream(of: firms.map { change.match.newer[Int($0)] }.filter { $0 >= 0 })
        }
        return ContiguousArray(
            then.indices.map { firm in
                let new = change.match.newer[firm]
                return new < 0 ? then[firm] : min(then[firm], now[Int(new)])
            })
    }

    /// Whether what differs can move the day on which a leading firm loses by a stop.
    ///
    /// So far that is `days`, nil for a firm that outlives the horizon.
    func canMove(_ days: Int?, of leader: Int32, stop: Int32, _ shift: ChangeBound.Shift) -> Bool {
        let horizon = Timeline.survivalHorizonDays
        let last = Double(min(horizon - 1, days ?? horizon))
        let first = max(shift.firstDay.rounded(.down), Double(toChange[Int(stop)]))
        guard first + Double(fromChange[Int(leader)]) <= last else { return false }
        if let place = placeOfFirm[leader], Double(shift.days[place]) <= last { return true }
        return shift.borderDay + Double(fromBorder[Int(leader)]) <= last
    }
}
