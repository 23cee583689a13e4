internal import SupplyGraph
internal import SupplyModel

/// Tells how far a change of the network can have moved what a stop costs, from what is kept of the stop, without solving
/// it again.
///
/// What the firms lost around which something differs is recalled; so it is known by how much their losses there differ,
/// and `ResponseGain` tells what of that can arrive at a leading firm or in the economy.
struct ChangeBound: Sendable {
    typealias Lanes = CascadeSolver.Lanes

    /// How far one stop's figures can have moved.
    struct Shift: Sendable {
        /// Of what any leading firm or the economy loses.
        var ofFigures = 0.0
        /// Of what any site loses.
        var ofSites = 0.0
        /// By node whose limits differ, what its inputs make it lose at most, and the first day on which any may be short:
        /// `survival_days` hang on it.
        var losses: [Double] = []
        var firstDay = Double.infinity
        /// By firm of the `zone`, the first day on which it may differ, and of those behind which nothing is held up.
        var days: [Float] = []
        var borderDay = Double.infinity
        /// What was lost where only the newer network feeds back, by channel.
        var addedDown: [Double] = []
        var addedUp: [Double] = []
    }

    /// A stop of the older network, with what is kept of it.
    struct Kept: Sendable {
        var firm: Int32
        var memory: StopMemory
        /// What any site's loss may be off by already.
        var error: Double
    }

    /// Changes of more nodes are not bounded: so many stops feel them that it would not pay.
    static let nodeLimit = 64
    /// A recalled loss is off by this part of it, for it is kept in single precision.
    private static let recallRounding = 0x1p-23
    /// A site's weight that differs by a smaller part of it is the same.
    private static let weightRounding = 1e-12

    private let older: Cascades
    private let down: Channel
    private let up: Channel
    private let onset: StockOnset
    let zone: StockZone
    /// By firm of the older network, the days, at least, from its stop to the nearest supplier of either's inputs.
    private let arrivals: ContiguousArray<Int32>
    /// By site that weighs otherwise in the economy: by how much.
    private let weightDifferences: [Double]

    private struct Channel: Sendable {
        var change: LimitChange
        /// By node of the change: what its error means for figures, for any site, and its loss for leading firms.
        var gains: [Double]
        var gainsOfSites: [Double]
        var ofLeaders: [[Double]]
        /// Of the suppliers that the change speaks of, then of the sites that weigh otherwise, then of what is added to
        /// the feedback, then of the sites that supply stocks.
        var cone: CascadeCone
        var added: Range<Int>

        init?(
            _ change: LimitChange, _ responses: StopResponses.Channel, _ plan: CascadePlan, sites: [Int32],
            added: [Int32], stocked: [Int32] = []
        ) {
            let figures = zip(responses.ofLeaders, responses.ofEconomy).map { max($0.max() ?? 0, $1) }
            let everywhere = responses.ofLeaders.map { _ in 1.0 }
            guard let gains = ResponseGain(asked: figures, responses: responses.between),
                let gainsOfSites = ResponseGain(asked: everywhere, responses: responses.between)
            else { return nil }
            self.change = change
            self.gains = gains.gains
            self.gainsOfSites = gainsOfSites.gains
            ofLeaders = responses.ofLeaders
            cone = CascadeCone(plan, of: change.suppliers + sites + added + stocked)
            let first = change.suppliers.count + sites.count
            self.added = first..<(first + added.count)
        }
    }

    /// nil where no bound can be given.
    ///
    /// `scale` is what older figures of the economy are multiplied by.
    init?(
        older: Cascades, newer: Cascades, nodes: NodeMatch, change: NetworkChange, transfer: MemoryTransfer,
        scale: Double
    ) {
        var onset = StockOnset()
        for firm in change.fedOtherwise.prefix(Self.nodeLimit) {
            let groups = FirmChanges.tellingGroups(
                older.chains, change.match.older[Int(firm)], newer.chains, firm, change.match)
            for group in groups.newer { onset.add(group: group, newer) { nodes.older[Int($0)] } }
            for group in groups.older { onset.add(group: group, older) { $0 } }
        }
        let zone = StockZone(from: change.fedOtherwise, newer, change.newSales) { nodes.older[Int($0)] }
        guard let oldUp = older.up, let newUp = newer.up,
            change.fedOtherwise.count <= Self.nodeLimit, Self.hasSameLeaders(older, newer, change.match),
            let downs = LimitChange(
                older: older.down, newer: newer.down, olderNode: nodes.older,
                asked: change.fedOtherwise.map { newer.nodes.core[Int($0)] }, nodeLimit: Self.nodeLimit),
            let ups = LimitChange(
                older: oldUp, newer: newUp, olderNode: nodes.older, nodeLimit: Self.nodeLimit),
            Self.isFelt(transfer.down.added, downs, older.down), Self.isFelt(transfer.up.added, ups, oldUp),
            let weighed = Self.weighedOtherwise(older, newer, nodes, scale),
            let responses = StopResponses(newer, downs: downs.nodes, ups: ups.nodes),
            let down = Channel(
                downs, responses.down, older.down, sites: weighed.map(\.site),
                added: transfer.down.added.map(\.node), stocked: onset.suppliers + zone.onset.suppliers),
            let up = Channel(
                ups, responses.up, oldUp, sites: weighed.map(\.site), added: transfer.up.added.map(\.node))
        else { return nil }
        self.older = older
        self.down = down
        self.up = up
        self.onset = onset
        self.zone = zone
        let suppliers = Set((onset.suppliers + zone.onset.suppliers).map { older.nodes.firmOfSite[Int($0)] })
        arrivals = DayReach.arrivals(at: suppliers.sorted(), older: older.chains, newer: newer.chains, change)
        weightDifferences = weighed.map(\.difference)
    }

    /// Whether all that is added to the feedback supplies a node that differs: a stop that reaches none of those loses
    /// nothing there.
    private static func isFelt(
        _ added: [(number: Int32, node: Int32)], _ change: LimitChange, _ older: CascadePlan
    ) -> Bool {
        let suppliers = Set(change.suppliers.map { older.slot(of: $0) })
        return added.allSatisfy { suppliers.contains(older.slot(of: $0.node)) }
    }

    /// Whether leading firms' sites are what they were, so that their losses mean the same.
    private static func hasSameLeaders(_ older: Cascades, _ newer: Cascades, _ match: FirmMatch) -> Bool {
        newer.chains.leaders.allSatisfy { leader in
            let former = match.older[Int(leader)]
            return former >= 0 && FirmChanges.hasSameSites(older.chains, former, newer.chains, leader)
        }
    }

    /// The older sites whose weight in the economy differs; nil where they are many.
    private static func weighedOtherwise(
        _ older: Cascades, _ newer: Cascades, _ nodes: NodeMatch, _ scale: Double
    ) -> [(site: Int32, difference: Double)]? {
        var found: [(site: Int32, difference: Double)] = []
        for site in older.weight.indices {
            let (new, before) = (nodes.newer[site], older.weight[site] * scale)
            let difference = abs((new < 0 ? 0 : newer.weight[Int(new)]) - before)
            guard difference > before * weightRounding else { continue }
            guard found.count < nodeLimit else { return nil }
            found.append((Int32(site), difference))
        }
        return found
    }

    /// The most that a leading firm, by its place among them, loses in a stop by way of firms whose inputs differ.
    func loss(ofLeaderAt index: Int, byWayOf shift: Shift) -> Double {
        zip(shift.losses, down.ofLeaders).reduce(0) { $0 + $1.0 * $1.1[index] }
    }

    /// The shifts of some stops, in their order.
    func shifts(of stops: [Kept]) -> [Shift] {
        let lanes = Lanes.scalarCount
        let found = Batches.map(
            count: (stops.count + lanes - 1) / lanes, workers: older.workers,
            scratch: { (down: CascadeRecall(down.cone), up: CascadeRecall(up.cone)) }
        ) { recalls, batch in
            let stops = stops[(batch * lanes)..<min(stops.count, (batch + 1) * lanes)]
            let blows = stops.enumerated().flatMap { older.stop(of: $1.firm, lane: $0) }
            recalls.down.recall(blows, stops.map(\.memory.down))
            recalls.up.recall(blows, stops.map(\.memory.up))
            var errors = Lanes.zero
            for (lane, stop) in stops.enumerated() { errors[lane] = stop.error }
            var arrival = Lanes.zero
            for (lane, stop) in stops.enumerated() { arrival[lane] = Double(arrivals[Int(stop.firm)]) }
            let firstDays = onset.firstDays(arrival: arrival, error: errors + CascadeMemory.leastLoss) {
                recalls.down.losses(ofAsked: down.added.upperBound + $0)
            }
            let shifts = Self.add(shifts(down, recalls.down, errors), shifts(up, recalls.up, errors))
            let (days, border) = zone.days(
                first: firstDays, arrival: arrival, error: errors + CascadeMemory.leastLoss + shifts.sites
            ) {
                recalls.down.losses(ofAsked: down.added.upperBound + onset.suppliers.count + $0)
            }
            return stops.indices.map { index in
                let lane = index - stops.startIndex
                return Shift(
                    ofFigures: shifts.figures[lane], ofSites: shifts.sites[lane],
                    losses: shifts.losses.map { $0[lane] },
                    firstDay: firstDays[lane], days: days.map { Float($0[lane]) }, borderDay: border[lane],
                    addedDown: down.added.map { recalls.down.losses(ofAsked: $0)[lane] },
                    addedUp: up.added.map { recalls.up.losses(ofAsked: $0)[lane] })
            }
        }
        return Array(found.joined())
    }

    private typealias Lane8 = (figures: Lanes, sites: Lanes, losses: [Lanes])

    private static func add(_ one: Lane8, _ other: Lane8) -> Lane8 {
        (one.figures + other.figures, one.sites + other.sites, one.losses)
    }

    /// One channel's part of the shifts.
    private func shifts(_ channel: Channel, _ recall: CascadeRecall, _ errors: Lanes) -> Lane8 {
        var found: Lane8 = (.zero, .zero, [])
        let recallErrors = errors + CascadeMemory.leastLoss
        let supplierCount = channel.change.suppliers.count
        for node in channel.change.nodes.indices {
            var most = Lanes.zero
            for supplier in channel.change.suppliers(ofNode: node) {
                let loss = recall.losses(ofAsked: supplier)
                most.replace(with: loss, where: loss .> most)
            }
            let error = recallErrors + most * Self.recallRounding
            let losses = channel.change.losses(ofNode: node, error: error) { recall.losses(ofAsked: $0) }
            found.figures += losses.difference * channel.gains[node]
            found.sites += losses.difference * channel.gainsOfSites[node]
            found.losses.append(losses.worse + errors)
        }
        for (index, difference) in weightDifferences.enumerated() {
            found.figures += difference * (recall.losses(ofAsked: supplierCount + index) + recallErrors)
        }
        return found
    }
}
