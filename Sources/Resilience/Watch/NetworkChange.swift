internal import SupplyModel

/// What a change from one network to the next can reach.
struct NetworkChange: Sendable {
    let match: FirmMatch
    /// By firm of the newer network: whether its stop may cost something else than before.
    let stops: ContiguousArray<Bool>
    /// By firm of the newer network: whether a figure about it may differ, because something upstream of it does.
    let figures: ContiguousArray<Bool>

    /// By firm of the newer network: whether anything differs of the firm itself.
    let shown: ContiguousArray<Bool>
    /// Firms of the newer network whose inputs differ, stocks among them.
    let fedOtherwise: [Int32]
    /// The links of each supplier in both networks.
    let oldSales: SalesIndex
    let newSales: SalesIndex

    /// A stop feels a change where it reaches a firm whose inputs differ, down the chain, or whose sales differ, up the
    /// chain; in either network, for a link that is gone led somewhere.
    init(older: Chains, newer: Chains) {
        let (match, (oldSales, newSales)) = concurrently {
            FirmMatch(older: older.network, newer: newer.network)
        } _: {
            (SalesIndex(older), SalesIndex(newer))
        }
        let changes = FirmChanges(
            older: older, newer: newer, match: match, oldSales: oldSales, newSales: newSales)
        let felt = ContiguousArray(zip(changes.inputs, changes.sales).map { $0 || $1 })
        func before(_ newer: ContiguousArray<Bool>) -> ContiguousArray<Bool> {
            ContiguousArray(match.newer.map { $0 < 0 || newer[Int($0)] })
        }
        func union(_ now: [ContiguousArray<Bool>], _ then: [ContiguousArray<Bool>]) -> ContiguousArray<Bool> {
            var all = ContiguousArray(repeating: false, count: newer.network.firms.count)
            for found in now { for firm in found.indices where found[firm] { all[firm] = true } }
            for found in then {
                for firm in found.indices where found[firm] && match.newer[firm] >= 0 {
                    all[Int(match.newer[firm])] = true
                }
            }
            return all
        }
        self.match = match
        (self.oldSales, self.newSales) = (oldSales, newSales)
        shown = changes.shown
        fedOtherwise = changes.inputs.indices.filter { changes.inputs[$0] }.map { Int32($0) }
        stops = union(
            [newer.upstream(of: felt), newSales.downstream(of: felt, newer)],
            [older.upstream(of: before(felt)), oldSales.downstream(of: before(felt), older)])
        figures = union(
            [newSales.downstream(of: changes.shown, newer)],
            [oldSales.downstream(of: before(changes.shown), older)])
    }
}
