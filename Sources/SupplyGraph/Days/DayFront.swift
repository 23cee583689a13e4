/// The part of a run of days that one thread carries: the state of a range of firms, and what they hear of all others.
///
/// A firm is worked out on a day only where something of it can change: a supplier's output did, its shock does, a backup
/// begins to deliver, or one of its stocks falls so low that it tells. In between, its gaps and its output stand still
/// and its stocks move by the same amount each day, so they are brought up to date when they are next needed.
/// Losses, not outputs, are kept: what nothing has reached is exactly 0. Which firms share a front changes no figure.
struct DayFront {
    /// A site's loss from a day on.
    struct Change {
        var site: Int32
        var loss: Double
    }

    /// A shortage that is no more than rounding in a stock.
    static let leastShortage = 1e-12
    /// A loss that changes by no more than this is left as it stands, so that loops come to rest.
    static let leastChange = 1e-14
    /// Below one firm in so many, the firms of a day are taken from a list instead of from a scan.
    private static let scanPart = 24

    private let graph: StockGraph
    private let firms: Range<Int>
    private let customers: Customers
    private let isMitigated: Bool
    private let firstGroup: Int
    private let firstSlot: Int

    /// By site of the whole graph: what it has lost of its normal output, 0...1.
    private(set) var losses: ContiguousArray<Double>
    /// What own firms lost or regained on the last day, not yet heard by anybody.
    private(set) var changes: ContiguousArray<Change> = []
    /// By site of the whole graph; only that of own firms is used.
    private var shocks: ContiguousArray<Double>
    /// By own group: what its suppliers do not deliver, 0...1.
    private var gaps: ContiguousArray<Double>
    /// By own slot: days of need, at the start of the firm's `stockDays`.
    private var stocks: ContiguousArray<Double>
    private var stockDays: ContiguousArray<Int32>
    private var calendar: DayCalendar
    private var duties: ContiguousArray<Duty>
    /// Own firms with a duty, each once.
    private var queue: ContiguousArray<Int32> = []
    /// What is no longer as at the start: own firms, and sites of the whole graph.
    private var movedFirms: ContiguousArray<Int32> = []
    private var lossySites: ContiguousArray<Int32> = []

    /// What is to be worked out anew of a firm; the second includes the first.
    private enum Duty: UInt8 { case nothing, output, gaps }

    init(
        _ graph: StockGraph, firms: Range<Int>, isWanted: ContiguousArray<Bool>?, isMitigated: Bool,
        horizon: Int
    ) {
        self.graph = graph
        self.firms = firms
        self.isMitigated = isMitigated
        customers = Customers(graph, of: firms, isWanted: isWanted, withBackups: isMitigated)
        firstGroup = Int(graph.groupStarts[firms.lowerBound])
        firstSlot = Int(graph.slotStarts[firms.lowerBound])
        losses = ContiguousArray(repeating: 0, count: graph.siteCount)
        shocks = losses
        gaps = ContiguousArray(repeating: 0, count: Int(graph.groupStarts[firms.upperBound]) - firstGroup)
        stocks = []
        stocks.reserveCapacity(Int(graph.slotStarts[firms.upperBound]) - firstSlot)
        for firm in firms {
            let sites = graph.sites(of: firm).count
            for group in graph.groups(of: firm) {
                stocks.append(contentsOf: repeatElement(graph.target[group], count: sites))
            }
        }
        stockDays = ContiguousArray(repeating: -1, count: firms.count)
        duties = ContiguousArray(repeating: .nothing, count: firms.count)
        calendar = DayCalendar(firmCount: firms.count, horizon: horizon)
    }

    /// Whether nothing will change any more unless a shock does.
    var isAtRest: Bool { queue.isEmpty && calendar.isEmpty }

    /// Sets what a shock takes of a site from the next day on; other fronts' sites are not its business.
    mutating func setShock(_ site: Int32, _ loss: Double) {
        let firm = Int(graph.firmOfSite[Int(site)])
        guard firms.contains(firm) else { return }
        shocks[Int(site)] = loss
        mark(firm - firms.lowerBound, .output)
    }

    /// Takes in what firms of any front lost or regained; those who buy from them are worked out on the next day.
    mutating func hear(_ changes: ContiguousArray<Change>) {
        for change in changes {
            let site = Int(change.site)
            if losses[site] == 0 { lossySites.append(change.site) }
            losses[site] = change.loss
            for index in Int(customers.starts[site])..<Int(customers.starts[site + 1]) {
                mark(Int(customers.firms[index]) - firms.lowerBound, .gaps)
            }
        }
    }

    /// Works out a day, `shockDays` after the first shock; `changes` tells what changed on it.
    mutating func work(_ day: Int, shockDays: Int) {
        for firm in calendar.due(day) { mark(Int(firm), .output) }
        changes.removeAll(keepingCapacity: true)
        if queue.count * Self.scanPart < firms.count {
            for firm in queue { workOut(Int(firm), day, shockDays) }
        } else {
            for firm in duties.indices where duties[firm] != .nothing { workOut(firm, day, shockDays) }
        }
        queue.removeAll(keepingCapacity: true)
    }

    /// Puts everything back to where nothing is wrong, at the cost of what moved.
    mutating func reset() {
        for site in lossySites { losses[Int(site)] = 0 }
        for firm in queue { duties[Int(firm)] = .nothing }
        for firm in movedFirms + queue {
            let own = Int(firm) + firms.lowerBound
            for site in graph.sites(of: own) { shocks[site] = 0 }
            for group in graph.groups(of: own) { gaps[group - firstGroup] = 0 }
            let sites = graph.sites(of: own).count
            for (index, slot) in graph.slots(of: own).enumerated() {
                stocks[slot - firstSlot] = graph.target[graph.groups(of: own).lowerBound + index / sites]
            }
            stockDays[Int(firm)] = -1
        }
        lossySites.removeAll(keepingCapacity: true)
        queue.removeAll(keepingCapacity: true)
        movedFirms.removeAll(keepingCapacity: true)
        calendar.reset()
    }

    private mutating func mark(_ firm: Int, _ duty: Duty) {
        if duties[firm] == .nothing { queue.append(Int32(firm)) }
        if duties[firm].rawValue < duty.rawValue { duties[firm] = duty }
    }

    private mutating func workOut(_ firm: Int, _ day: Int, _ shockDays: Int) {
        let own = firm + firms.lowerBound
        if stockDays[firm] < 0 {
            movedFirms.append(Int32(firm))
            stockDays[firm] = Int32(day)
        }
        moveStocks(of: own, days: Double(day - Int(stockDays[firm])))
        stockDays[firm] = Int32(day)
        let asksBackups = isMitigated && !graph.backups.isEmpty
        if duties[firm] == .gaps || asksBackups {
            for group in graph.groups(of: own) {
                gaps[group - firstGroup] = gap(of: group, asksBackups, shockDays)
            }
        }
        duties[firm] = .nothing
        var wait = asksBackups ? backupWait(of: own, shockDays) : .infinity
        let sites = graph.sites(of: own)
        let groups = graph.groups(of: own)
        for site in sites {
            let firstSlot = Int(graph.slotStarts[own]) + (site - sites.lowerBound)
            var loss = lossOfInputs(groups, firstSlot, sites.count)
            loss = min(1, max(loss, shocks[site]))
            if abs(loss - losses[site]) > Self.leastChange {
                changes.append(Change(site: Int32(site), loss: loss))
            } else {
                loss = losses[site]
            }
            wait = min(wait, stockWait(groups, firstSlot, sites.count, loss))
        }
        calendar.enter(firm, day, wait: wait)
    }

    /// Brings a firm's stocks forward: they have moved by (loss − gap) a day.
    private mutating func moveStocks(of firm: Int, days: Double) {
        guard days > 0 else { return }
        let sites = graph.sites(of: firm)
        var slot = Int(graph.slotStarts[firm]) - firstSlot
        for group in graph.groups(of: firm) {
            let gap = gaps[group - firstGroup]
            for site in sites {
                let moved = stocks[slot] + days * (losses[site] - gap)
                stocks[slot] = max(0, min(graph.target[group], moved))
                slot += 1
            }
        }
    }

    /// What a group's suppliers, and the backups that deliver already, leave open.
    private func gap(of group: Int, _ asksBackups: Bool, _ shockDays: Int) -> Double {
        var gap = 0.0
        for arc in graph.arcs(of: group) { gap += graph.share[arc] * losses[Int(graph.supplier[arc])] }
        guard asksBackups, gap > 0 else { return gap }
        for index in graph.backups(of: group) where graph.backups[index].firstDay <= shockDays {
            let backup = graph.backups[index]
            gap -= max(0, min(gap, backup.spare * (1 - losses[Int(backup.source)])))
        }
        return gap
    }

    /// What a site loses for want of its inputs; its slots begin at `slot` and are `stride` apart.
    private func lossOfInputs(_ groups: Range<Int>, _ slot: Int, _ stride: Int) -> Double {
        var worst = 0.0
        var sum = 0.0
        var slot = slot
        for group in groups {
            let shortage = gaps[group - firstGroup] - stocks[slot - firstSlot]
            if shortage > Self.leastShortage {
                if graph.weight[slot] == StockGraph.essential {
                    worst = max(worst, shortage)
                } else {
                    sum += graph.weight[slot] * shortage
                }
            }
            slot += stride
        }
        return max(worst, sum)
    }

    /// Days until the site's stocks tell by themselves, `.infinity` where they never do.
    private func stockWait(_ groups: Range<Int>, _ slot: Int, _ stride: Int, _ loss: Double) -> Double {
        var wait = Double.infinity
        var slot = slot
        for group in groups {
            let gap = gaps[group - firstGroup]
            let stock = stocks[slot - firstSlot]
            let drain = gap - loss
            let moves = drain > 0 ? stock > 0 : drain < 0 && stock < graph.target[group]
            if moves {
                let spare = stock - gap + Self.leastShortage
                if spare < 0 {
                    wait = 1
                } else if drain > 0 {
                    wait = min(wait, (spare / drain).rounded(.down) + 1)
                }
            }
            slot += stride
        }
        return wait
    }

    /// Days until the next backup of a firm begins to deliver.
    private func backupWait(of firm: Int, _ shockDays: Int) -> Double {
        var wait = Double.infinity
        for group in graph.groups(of: firm) {
            for index in graph.backups(of: group) {
                let days = Int(graph.backups[index].firstDay) - shockDays
                if days > 0 { wait = min(wait, Double(days)) }
            }
        }
        return wait
    }
}
