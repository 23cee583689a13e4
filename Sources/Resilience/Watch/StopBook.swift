internal import SupplyGraph
internal import SupplyModel

/// Remembers what every stop costs, from one network to the next: only stops that feel a change are solved again.
///
/// A stop can feel a change where it reaches a firm whose inputs differ, down the chain, or whose sales differ, up the
/// chain: the firms upstream of the first and downstream of the second; the rest keep their figures. Of those that can feel
/// it most hardly do: `ChangeBound` tells how far their figures can have moved, and they are kept while all that they
/// moved since they were solved stays below the error that a settled loop may have. What a loss weighs in the economy
/// changes for all where any revenue does; so sums are kept in money.
struct StopBook: Sendable {
    /// One firm's stop.
    struct Stop: Sendable {
        var risk: SystemicRisk
        /// What leading firms lose by it, at least the book's `leastLoss`, in the order of the leaders.
        var criticalities: [Criticality]
        /// By criticality: the leading firm's `survival_days`; nil where it outlives the horizon, or loses too little for
        /// the day to be asked.
        var survivalDays: [Int?] = []
        /// What is kept to bound the effect of a change; nil where the network is too large for it, or nothing is known.
        var memory: StopMemory?
        /// How far the figures, and any site's loss, may have moved since the stop was solved.
        var drift = 0.0
        var driftOfSites = 0.0

        /// A stop of which nothing is known yet.
        init(firm: Int32) {
            risk = SystemicRisk(
                firm: firm, both: 0, down: 0, up: 0, steps: 0, hasConverged: true, lastChange: 0)
            criticalities = []
        }
    }

    /// Where stops times what loops feed back exceeds this, nothing is kept: some 8 bytes each.
    private static let memoryLimit = 200_000_000

    /// Smaller losses of leading firms are not kept.
    let leastLoss: Double
    let leastMattering: Double
    let cascades: Cascades
    var chains: Chains { cascades.chains }
    /// By firm.
    private(set) var stops: [Stop]
    /// By firm: whether it was solved for this network, not taken over.
    private(set) var isFresh: ContiguousArray<Bool>
    /// Whether the figures that were taken over weigh otherwise than before.
    private(set) var isRescaled = false
    /// Σ revenue, CNY yuan times the chains' `moneyScale`; 0 where firms weigh equally.
    let economy: Double

    /// Solves every stop that the older book cannot tell.
    ///
    /// Losses of leading firms are kept from `leastLoss`; from `leastMattering`, the day on which they begin is found.
    init(
        _ cascades: Cascades, leastLoss: Double, leastMattering: Double,
        older: (book: StopBook, change: NetworkChange)?,
        progress: @Sendable (Double) -> Void = { _ in }
    ) {
        self.cascades = cascades
        self.leastLoss = leastLoss
        self.leastMattering = leastMattering
        economy = cascades.revenue.reduce(0, +)
        let count = cascades.chains.network.firms.count
        isFresh = ContiguousArray(repeating: true, count: count)
        stops = (0..<Int32(count)).map { Stop(firm: $0) }
        let taken = older.flatMap { Takeover($0.book, $0.change, into: self) }
        if let taken { takeOver(taken) }
        let wanted = (0..<Int32(count)).filter { isFresh[Int($0)] }
        let feedbackCount = cascades.down.feedbackCount + (cascades.up?.feedbackCount ?? 0)
        let found = cascades.stops(
            of: wanted, buyers: chains.leaders, leastLoss: leastLoss,
            remembers: feedbackCount <= Self.memoryLimit / max(1, count),
            near: taken.map { $0.memories(of: wanted) } ?? [:], progress: progress)
        for risk in found.risks { stops[Int(risk.firm)].risk = risk }
        for one in found.criticalities { stops[Int(one.supplier)].criticalities.append(one) }
        for (firm, memory) in found.memories { stops[Int(firm)].memory = memory }
        follow(putOverDays(taken))
    }

    /// Puts over the days that leading firms go on, where they are known, and tells which criticalities of which suppliers
    /// must be followed.
    private mutating func putOverDays(_ taken: Takeover?) -> [(supplier: Int32, open: [Int])] {
        stops.indices.compactMap { index in
            let all = stops[index].criticalities
            guard let taken else {
                stops[index].survivalDays = Array(repeating: nil, count: all.count)
                return (Int32(index), all.indices.filter { all[$0].loss >= leastMattering })
            }
            guard isFresh[index] || taken.shifts[Int32(index)] != nil else { return nil }
            let (days, open) = taken.days(of: stops[index], leastMattering)
            stops[index].survivalDays = days
            return (Int32(index), open)
        }.filter { !$0.open.isEmpty }
    }

    /// Finds how long leading firms go on without the suppliers that matter to them.
    private mutating func follow(_ suppliers: [(supplier: Int32, open: [Int])]) {
        guard !suppliers.isEmpty else { return }
        let timeline = Timeline(
            chains, from: suppliers.map(\.supplier),
            to: suppliers.flatMap { supplier, open in
                open.map { stops[Int(supplier)].criticalities[$0].firm }
            })
        let watches = suppliers.map { supplier, open in
            timeline.watch(supplier, open.map { stops[Int(supplier)].criticalities[$0].firm })
        }
        let found = timeline.survivals(of: watches, workers: cascades.workers)
        for ((supplier, open), days) in zip(suppliers, found) {
            for (index, day) in zip(open, days) { stops[Int(supplier)].survivalDays[index] = day }
        }
    }

    /// Keeps the older figures of all stops that feel no change, or hardly.
    private mutating func takeOver(_ taken: Takeover) {
        isRescaled = taken.scale != 1
        for firm in stops.indices {
            guard let stop = taken.stop(Int32(firm)) else { continue }
            stops[firm] = stop
            isFresh[firm] = false
        }
    }

    var memberCount: Int { chains.takesPart.count { $0 } }
}
