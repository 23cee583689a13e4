/// The part of a run of days that one thread carries: the state of a range of sites, and what they hear of all others.
///
/// A site is worked out on a day only where something of it can change: a supplier's output did, its shock does, a backup
/// begins to deliver, or one of its stocks falls so low that it tells. In between, its gaps and its output stand still
/// and its stocks move by the same amount each day, so they are brought up to date when they are next needed.
/// Losses, not outputs, are kept: what nothing has reached is exactly 0. The gap of an input is a sum of whole numbers,
/// so that a supplier that comes back leaves no trace and the order in which changes are heard leaves none either.
/// Which sites share a front changes no figure.
struct DayFront {
    /// A site's loss from a day on.
    struct Change {
        var site: Int32
        var loss: Double
    }

    /// An input as it stands on the day that its site was last worked out; one cache line holds all of it.
    struct InputState {
        let target: Double
        let weight: Double
        /// What its suppliers do not deliver by all that was heard, in units of 1 / `wholeGap`.
        var heardGap: Int64 = 0
        /// The same as a fraction, less what backups deliver, on the day that the site was last worked out.
        var gap = 0.0
        /// Days of need, at the start of that day.
        var stock: Double

        init(_ input: StockGraph.Input) {
            (target, weight, stock) = (input.target, input.weight, input.target)
        }
    }

    /// A gap of all that is needed.
    static let wholeGap = 0x1p60

    /// A shortage that is no more than rounding in a stock.
    static let leastShortage = 1e-12
    /// A loss that changes by no more than this is left as it stands, so that loops come to rest.
    static let leastChange = 1e-14
    /// Below one site in so many, the sites of a day are taken from a list instead of from a scan.
    private static let scanPart = 24

    private let graph: StockGraph
    private let sites: Range<Int>
    /// By site of the whole graph; nil for all.
    private let isWanted: ContiguousArray<Bool>?
    private let isMitigated: Bool
    private let firstInput: Int

    /// By site of the whole graph: what it has lost of its normal output, 0...1.
    private(set) var losses: ContiguousArray<Double>
    /// What own sites lost or regained on the last day, not yet heard by anybody.
    private(set) var changes: ContiguousArray<Change> = []
    /// By own input.
    private var inputs: ContiguousArray<InputState>
    /// By own site.
    private var shocks: ContiguousArray<Double>
    /// By own site: the day it was last worked out, -1 where it never was.
    private var lastDays: ContiguousArray<Int32>
    private var calendar: DayCalendar
    /// By own site: whether it is in the queue, and so is to be worked out.
    private var isQueued: ContiguousArray<Bool>
    private var queue: ContiguousArray<Int32> = []
    /// What is no longer as at the start: own sites, and sites of the whole graph.
    private var movedSites: ContiguousArray<Int32> = []
    private var lossySites: ContiguousArray<Int32> = []

    init(
        _ graph: StockGraph, sites: Range<Int>, isWanted: ContiguousArray<Bool>?, isMitigated: Bool,
        horizon: Int
    ) {
        self.graph = graph
        self.sites = sites
        self.isMitigated = isMitigated && !graph.backups.isEmpty
        self.isWanted = isWanted
        firstInput = Int(graph.starts[sites.lowerBound])
        let own = firstInput..<Int(graph.starts[sites.upperBound])
        inputs = ContiguousArray(graph.inputs[own].lazy.map { InputState($0) })
        losses = ContiguousArray(repeating: 0, count: graph.siteCount)
        shocks = ContiguousArray(repeating: 0, count: sites.count)
        lastDays = ContiguousArray(repeating: -1, count: sites.count)
        isQueued = ContiguousArray(repeating: false, count: sites.count)
        calendar = DayCalendar(siteCount: sites.count, horizon: horizon)
    }

    /// Whether nothing will change any more unless a shock does.
    var isAtRest: Bool { queue.isEmpty && calendar.isEmpty }

    /// Sets what a shock takes of a site from the next day on; other fronts' sites are not its business.
    mutating func setShock(_ site: Int32, _ loss: Double) {
        guard sites.contains(Int(site)) else { return }
        let own = Int(site) - sites.lowerBound
        shocks[own] = loss
        enqueue(own)
    }

    /// Takes in what sites of any front lost or regained; those who buy from them are worked out on the next day.
    mutating func hear(_ changes: ContiguousArray<Change>) {
        for change in changes {
            let site = Int(change.site)
            let lossBefore = losses[site]
            if lossBefore == 0 { lossySites.append(change.site) }
            losses[site] = change.loss
            for index in graph.customers.entries(of: site) {
                let customer = graph.customers.entries[index]
                guard isOwn(customer.site) else { continue }
                inputs[Int(customer.input) - firstInput].heardGap +=
                    Int64(customer.share * change.loss * Self.wholeGap)
                    - Int64(customer.share * lossBefore * Self.wholeGap)
                enqueue(Int(customer.site) - sites.lowerBound)
            }
            guard isMitigated else { continue }
            for index in graph.backupCustomers.entries(of: site) {
                let customer = graph.backupCustomers.entries[index]
                if isOwn(customer.site) { enqueue(Int(customer.site) - sites.lowerBound) }
            }
        }
    }

    /// Works out a day, `shockDays` after the first shock; `changes` tells what changed on it.
    mutating func work(_ day: Int, shockDays: Int) {
        for site in calendar.due(day) { enqueue(Int(site)) }
        changes.removeAll(keepingCapacity: true)
        if queue.count * Self.scanPart < sites.count {
            for site in queue { workOut(Int(site), day, shockDays) }
        } else {
            for site in isQueued.indices where isQueued[site] { workOut(site, day, shockDays) }
        }
        queue.removeAll(keepingCapacity: true)
    }

    /// Puts everything back to where nothing is wrong, at the cost of what moved.
    mutating func reset() {
        for site in lossySites { losses[Int(site)] = 0 }
        for site in movedSites + queue {
            let own = Int(site)
            isQueued[own] = false
            shocks[own] = 0
            lastDays[own] = -1
            for index in ownInputs(of: own) {
                inputs[index].heardGap = 0
                inputs[index].gap = 0
                inputs[index].stock = inputs[index].target
            }
        }
        lossySites.removeAll(keepingCapacity: true)
        movedSites.removeAll(keepingCapacity: true)
        queue.removeAll(keepingCapacity: true)
        changes.removeAll(keepingCapacity: true)
        calendar.reset()
    }

    private mutating func enqueue(_ own: Int) {
        guard !isQueued[own] else { return }
        isQueued[own] = true
        queue.append(Int32(own))
    }

    private func isOwn(_ site: Int32) -> Bool { sites.contains(Int(site)) && isWanted?[Int(site)] ?? true }

    private func ownInputs(of own: Int) -> Range<Int> {
        let inputs = graph.inputs(of: own + sites.lowerBound)
        return (inputs.lowerBound - firstInput)..<(inputs.upperBound - firstInput)
    }

    private mutating func workOut(_ own: Int, _ day: Int, _ shockDays: Int) {
        let site = own + sites.lowerBound
        let lossBefore = losses[site]
        if lastDays[own] < 0 {
            movedSites.append(Int32(own))
            lastDays[own] = Int32(day)
        }
        let days = Double(day - Int(lastDays[own]))
        lastDays[own] = Int32(day)
        isQueued[own] = false
        var worst = 0.0
        var sum = 0.0
        var wait = Double.infinity
        let range = ownInputs(of: own)
        for index in range {
            inputs[index].moveStock(lossBefore, days)
            inputs[index].gap = Double(inputs[index].heardGap) / Self.wholeGap
            if isMitigated {
                let backups = graph.backups(of: index + firstInput)
                for backup in backups { relieve(&inputs[index].gap, graph.backups[backup], shockDays, &wait) }
            }
            let shortage = inputs[index].gap - inputs[index].stock
            if shortage > Self.leastShortage {
                if inputs[index].weight == StockGraph.essential {
                    worst = max(worst, shortage)
                } else {
                    sum += inputs[index].weight * shortage
                }
            }
        }
        var loss = min(1, max(worst, sum, shocks[own]))
        if abs(loss - lossBefore) > Self.leastChange {
            changes.append(Change(site: Int32(site), loss: loss))
        } else {
            loss = lossBefore
        }
        for index in range { wait = min(wait, inputs[index].wait(loss)) }
        calendar.enter(own, day, wait: wait)
    }

    /// Takes what a backup delivers from a gap, or tells in how many days it begins to.
    private func relieve(
        _ gap: inout Double, _ backup: StockGraph.Backup, _ shockDays: Int, _ wait: inout Double
    ) {
        let days = Int(backup.firstDay) - shockDays
        if days > 0 {
            wait = min(wait, Double(days))
        } else {
            gap -= max(0, min(gap, backup.spare * (1 - losses[Int(backup.source)])))
        }
    }
}

extension DayFront.InputState {
    /// Brings the stock forward: it has moved by (loss − gap) a day.
    fileprivate mutating func moveStock(_ loss: Double, _ days: Double) {
        stock = max(0, min(target, stock + days * (loss - gap)))
    }

    /// Days until the stock tells by itself, `.infinity` where it never does.
    fileprivate func wait(_ loss: Double) -> Double {
        let drain = gap - loss
        let isMoving = drain > 0 ? stock > 0 : drain < 0 && stock < target
        guard isMoving else { return .infinity }
        let spare = stock - gap + DayFront.leastShortage
        if spare < 0 { return 1 }
        return drain > 0 ? (spare / drain).rounded(.down) + 1 : .infinity
    }
}
