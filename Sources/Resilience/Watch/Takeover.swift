internal import SupplyGraph
internal import SupplyModel

/// What a changed network can take over of an older book of stops.
///
/// A stop that can feel the change is kept where `ChangeBound` says that its figures have hardly moved.
struct Takeover: Sendable {
    /// Figures that may have moved by more since they were solved are solved again.
    private static let driftLimit = 5e-8
    /// The same for what any site loses.
    private static let siteDriftLimit = 1e-4
    /// A leading firm's days are followed again where more than this of it hangs on what differs.
    private static let leastByWay = 1e-10

    private let older: StopBook
    private let change: NetworkChange
    private let transfer: MemoryTransfer?
    /// nil where stops could not be bounded at all.
    private let bound: ChangeBound?
    /// By leading firm, its place among them.
    private let leaderPlaces: [Int32: Int]
    /// nil where stops could not be bounded, and days are followed in any case.
    private let reach: DayReach?
    /// What older figures of the economy are multiplied by.
    let scale: Double
    /// How far the stops that can feel the change have moved, by firm of the newer network; absent are those that must be
    /// solved again in any case.
    let shifts: [Int32: ChangeBound.Shift]

    /// nil where the books tell different things, so that nothing can be kept.
    init?(_ older: StopBook, _ change: NetworkChange, into newer: StopBook) {
        let leaders = older.chains.leaders.map { change.match.newer[Int($0)] }
        guard older.leastLoss == newer.leastLoss, older.leastMattering == newer.leastMattering,
            older.chains.moneyScale == newer.chains.moneyScale, (older.economy > 0) == (newer.economy > 0),
            newer.economy > 0 || older.memberCount == newer.memberCount, leaders == newer.chains.leaders
        else { return nil }
        self.older = older
        self.change = change
        scale = newer.economy > 0 ? older.economy / newer.economy : 1
        let nodes = NodeMatch(
            older: older.chains, older.cascades.nodes, newer: newer.chains, newer.cascades.nodes, change.match
        )
        transfer = MemoryTransfer(older: older.cascades, newer: newer.cascades, nodes)
        let (scale, transfer) = (scale, transfer)
        let bound = transfer.flatMap {
            ChangeBound(
                older: older.cascades, newer: newer.cascades, nodes: nodes, change: change, transfer: $0,
                scale: scale)
        }
        self.bound = bound
        reach = bound.map { DayReach(older: older.chains, newer: newer.chains, change, $0.zone) }
        leaderPlaces = Dictionary(uniqueKeysWithValues: zip(newer.chains.leaders, 0...))
        shifts = bound.map { Self.shifts($0, older, change, newer.chains) } ?? [:]
    }

    private static func shifts(
        _ bound: ChangeBound, _ older: StopBook, _ change: NetworkChange, _ newer: Chains
    ) -> [Int32: ChangeBound.Shift] {
        var firms: [Int32] = []
        var kept: [ChangeBound.Kept] = []
        for firm in change.stops.indices where change.stops[firm] {
            let former = change.match.older[firm]
            guard former >= 0 else { continue }
            let stop = older.stops[Int(former)]
            guard stop.risk.hasConverged, let memory = stop.memory,
                FirmChanges.hasSameSites(older.chains, former, newer, Int32(firm))
            else { continue }
            firms.append(Int32(firm))
            kept.append(.init(firm: former, memory: memory, error: stop.driftOfSites))
        }
        return Dictionary(uniqueKeysWithValues: zip(firms, bound.shifts(of: kept)))
    }

    /// The stop of a firm of the newer network as the older book tells it; nil where it must be solved.
    func stop(_ firm: Int32) -> StopBook.Stop? {
        let former = change.match.older[Int(firm)]
        guard former >= 0 else { return nil }
        var stop = older.stops[Int(former)]
        let shift = shifts[firm]
        if change.stops[Int(firm)] {
            guard let shift, stop.drift + shift.ofFigures <= Self.driftLimit,
                stop.driftOfSites + shift.ofSites <= Self.siteDriftLimit
            else { return nil }
            stop.drift += shift.ofFigures
            stop.driftOfSites += shift.ofSites
        }
        stop.risk.firm = firm
        stop.risk.both *= scale
        stop.risk.down *= scale
        stop.risk.up *= scale
        for index in stop.criticalities.indices {
            stop.criticalities[index].supplier = firm
            stop.criticalities[index].firm = change.match.newer[Int(stop.criticalities[index].firm)]
        }
        stop.memory = stop.memory.flatMap { transferred($0, shift) }
        return stop
    }

    /// What is kept of the stops of some firms of the newer network, as far as anything is.
    func memories(of firms: [Int32]) -> [Int32: StopMemory] {
        var found: [Int32: StopMemory] = [:]
        for firm in firms where change.match.older[Int(firm)] >= 0 {
            let memory = older.stops[Int(change.match.older[Int(firm)])].memory
            found[firm] = memory.flatMap { transferred($0, shifts[firm]) }
        }
        return found
    }

    private func transferred(_ memory: StopMemory, _ shift: ChangeBound.Shift?) -> StopMemory? {
        guard let transfer, bound != nil || transfer.isComplete else { return nil }
        return transfer.transferred(memory, down: shift?.addedDown ?? [], up: shift?.addedUp ?? [])
    }

    private func loss(of leader: Int32, byWayOf shift: ChangeBound.Shift) -> Double {
        guard let bound, let place = leaderPlaces[leader] else { return 1 }
        return bound.loss(ofLeaderAt: place, byWayOf: shift)
    }

    /// The days that leading firms go on in a stop, by its criticalities, as far as none can have moved; and which of the
    /// criticalities must be followed.
    func days(of stop: StopBook.Stop, _ leastMattering: Double) -> (days: [Int?], open: [Int]) {
        var days = [Int?](repeating: nil, count: stop.criticalities.count)
        let mattering = stop.criticalities.indices.filter { stop.criticalities[$0].loss >= leastMattering }
        let former = change.match.older[Int(stop.risk.firm)]
        guard former >= 0, let reach, let shift = shifts[stop.risk.firm] else { return (days, mattering) }
        let old = older.stops[Int(former)]
        /// The place among the older criticalities; most stand where they stood.
        func place(of leader: Int32, near index: Int) -> Int? {
            func isIt(_ place: Int) -> Bool {
                change.match.newer[Int(old.criticalities[place].firm)] == leader
            }
            if index < old.criticalities.count, isIt(index) { return index }
            return old.criticalities.indices.first(where: isIt)
        }
        var open: [Int] = []
        for index in mattering {
            let leader = stop.criticalities[index].firm
            guard let place = place(of: leader, near: index),
                old.criticalities[place].loss >= leastMattering,
                case let before = old.survivalDays[place],
                !reach.canMove(before, of: leader, stop: stop.risk.firm, shift)
                    || loss(of: leader, byWayOf: shift) <= Self.leastByWay
            else {
                open.append(index)
                continue
            }
            days[index] = before
        }
        return (days, open)
    }
}
