internal import SupplyGraph
internal import SupplyModel

/// Remembers what every stop costs, from one network to the next: only stops that feel a change are solved again.
///
/// A stop feels a change where it reaches a firm whose inputs differ, down the chain, or whose sales differ, up the chain;
/// so all firms upstream of the first and downstream of the second are solved anew, and the rest keep their figures. What a
/// loss weighs in the economy changes for all where any revenue does; so sums are kept in money.
struct StopBook: Sendable {
    /// One firm's stop.
    struct Stop: Sendable {
        var risk: SystemicRisk
        /// What leading firms lose by it, at least the book's `leastLoss`, in the order of the leaders.
        var criticalities: [Criticality]
        /// By criticality: the leading firm's `survival_days`; nil where it outlives the horizon, or loses too little for
        /// the day to be asked.
        var survivalDays: [Int?] = []
    }

    /// Smaller losses of leading firms are not kept.
    let leastLoss: Double
    private let leastMattering: Double
    let chains: Chains
    /// By firm.
    private(set) var stops: [Stop]
    /// By firm: whether it was solved for this network, not taken over.
    private(set) var isFresh: ContiguousArray<Bool>
    /// Whether the figures that were taken over weigh otherwise than before.
    private(set) var isRescaled = false
    /// Σ revenue, CNY yuan times the chains' `moneyScale`; 0 where firms weigh equally.
    private let economy: Double

    /// Solves every stop that the older book cannot tell.
    ///
    /// Losses of leading firms are kept from `leastLoss`; from `leastMattering`, the day on which they begin is found.
    init(
        _ cascades: Cascades, leastLoss: Double, leastMattering: Double,
        older: (book: StopBook, change: NetworkChange)?,
        progress: @Sendable (Double) -> Void = { _ in }
    ) {
        chains = cascades.chains
        self.leastLoss = leastLoss
        self.leastMattering = leastMattering
        economy = cascades.revenue.reduce(0, +)
        let count = chains.network.firms.count
        isFresh = ContiguousArray(repeating: true, count: count)
        let nothing = SystemicRisk(
            firm: 0, both: 0, down: 0, up: 0, steps: 0, hasConverged: true, lastChange: 0)
        stops = (0..<Int32(count)).map { firm in
            var risk = nothing
            risk.firm = firm
            return Stop(risk: risk, criticalities: [])
        }
        if let older { takeOver(older.book, older.change) }
        let wanted = (0..<Int32(count)).filter { isFresh[Int($0)] }
        let found = cascades.stops(
            of: wanted, buyers: chains.leaders, leastLoss: leastLoss, progress: progress)
        for risk in found.risks { stops[Int(risk.firm)].risk = risk }
        for one in found.criticalities { stops[Int(one.supplier)].criticalities.append(one) }
        follow(wanted, leastMattering, workers: cascades.workers)
    }

    /// Finds how long leading firms go on without the suppliers that matter to them.
    private mutating func follow(_ suppliers: [Int32], _ leastMattering: Double, workers: Int) {
        func watched(_ supplier: Int32) -> [Int32] {
            stops[Int(supplier)].criticalities.filter { $0.loss >= leastMattering }.map(\.firm)
        }
        let mattering = suppliers.filter { !watched($0).isEmpty }
        let timeline = Timeline(chains, from: mattering, to: mattering.flatMap(watched))
        let watches = mattering.map { timeline.watch($0, watched($0)) }
        let found = timeline.survivals(of: watches, workers: workers)
        for (supplier, (watch, days)) in zip(mattering, zip(watches, found)) {
            let byFirm = Dictionary(uniqueKeysWithValues: zip(watch.firms, days))
            stops[Int(supplier)].survivalDays = stops[Int(supplier)].criticalities.map {
                byFirm[$0.firm] ?? nil
            }
        }
    }

    /// Keeps the older figures of all stops that feel no change.
    private mutating func takeOver(_ older: StopBook, _ change: NetworkChange) {
        let leaders = older.chains.leaders.map { change.match.newer[Int($0)] }
        guard older.leastLoss == leastLoss, older.leastMattering == leastMattering,
            older.chains.moneyScale == chains.moneyScale, (older.economy > 0) == (economy > 0),
            economy > 0 || older.memberCount == memberCount, leaders == chains.leaders
        else { return }
        isFresh = change.stops
        let scale = economy > 0 ? older.economy / economy : 1
        for firm in stops.indices where !isFresh[firm] {
            var stop = older.stops[Int(change.match.older[firm])]
            stop.risk.firm = Int32(firm)
            stop.risk.both *= scale
            stop.risk.down *= scale
            stop.risk.up *= scale
            for index in stop.criticalities.indices {
                stop.criticalities[index].supplier = Int32(firm)
                stop.criticalities[index].firm =
                    change.match.newer[Int(stop.criticalities[index].firm)]
            }
            stops[firm] = stop
        }
        isRescaled = scale != 1
    }

    private var memberCount: Int { chains.takesPart.count { $0 } }
}
