/// The part of a run of days that one thread carries: the state of a range of sites, and what they hear of all others.
///
/// An input is looked at on a day only where it can tell: a supplier's output changed, a backup begins to deliver, or its
/// stock comes to its end. In between, its gap and its site's output stand still and its stock moves by the same amount
/// each day, so it is brought up to date when it is next needed. A site is worked out where one of its inputs is short,
/// was short, or its shock changes; most inputs that are looked at are covered by their stocks and concern nobody.
///
/// Losses, not outputs, are kept: what nothing has reached is exactly 0. The gap of an input is a sum of whole numbers,
/// so that a supplier that comes back leaves no trace and the order in which changes are heard leaves none either.
/// Which sites share a front changes no figure.
struct DayFront {
    /// A site's loss from a day on.
    struct Change {
        var site: Int32
        var loss: Double
    }

    /// An input as it stood when it was last looked at; one cache line holds all of it.
    struct InputState {
        let target: Double
        let weight: Double
        /// What its suppliers do not deliver by all that was heard, in units of 1 / `wholeGap`.
        var heardGap: Int64 = 0
        /// The same as a fraction, less what backups deliver, on the day that it was last looked at.
        var gap = 0.0
        /// Days of need, at the start of that day.
        var stock: Double
        /// That day.
        var day: Int32 = 0
        /// Whose input it is, by own site.
        let site: Int32

        init(_ input: StockGraph.Input, site: Int) {
            (target, weight, stock) = (input.target, input.weight, input.target)
            self.site = Int32(site)
        }
    }

    /// A gap of all that is needed.
    static let wholeGap = 0x1p60

    /// A shortage that is no more than rounding in a stock.
    static let leastShortage = 1e-12
    /// A loss that changes by no more than this is left as it stands, so that loops come to rest.
    static let leastChange = 1e-14

    private let graph: StockGraph
    private let sites: Range<Int>
    /// By site of the whole graph, whether it hears of what others lose; nil for all.
    ///
    /// It is set only where nothing has moved; after that, sites can `join`.
    var isWanted: ContiguousArray<Bool>?
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
    /// On which day inputs tell by themselves.
    private var calendar: DayCalendar
    /// Own inputs that are to be looked at, and own sites that are to be worked out.
    private var dueInputs: DueList
    private var dueSites: DueList
    /// What may be no longer as at the start: own inputs, and sites of the whole graph.
    private var movedInputs: ContiguousArray<Int32> = []
    private var shockedSites: ContiguousArray<Int32> = []
    private var lossySites: ContiguousArray<Int32> = []

    /// A front that `layOut` makes ready.
    init(_ graph: StockGraph, sites: Range<Int>, isWanted: ContiguousArray<Bool>?, isMitigated: Bool) {
        self.graph = graph
        self.sites = sites
        self.isWanted = isWanted
        self.isMitigated = isMitigated && !graph.backups.isEmpty
        firstInput = Int(graph.starts[sites.lowerBound])
        losses = []
        inputs = []
        shocks = []
        calendar = DayCalendar(inputCount: 0, horizon: 0)
        dueInputs = DueList(count: 0)
        dueSites = DueList(count: 0)
    }

    /// Allocates and fills what a run of days needs: a front's own thread does it.
    mutating func layOut(horizon: Int) {
        let count = Int(graph.starts[sites.upperBound]) - firstInput
        inputs.reserveCapacity(count)
        for site in sites {
            for input in graph.inputs(of: site) {
                inputs.append(InputState(graph.inputs[input], site: site - sites.lowerBound))
            }
        }
        losses = ContiguousArray(repeating: 0, count: graph.siteCount)
        shocks = ContiguousArray(repeating: 0, count: sites.count)
        calendar = DayCalendar(inputCount: count, horizon: horizon)
        dueInputs = DueList(count: count)
        dueSites = DueList(count: sites.count)
    }

    /// Whether nothing will change any more unless a shock does.
    var isAtRest: Bool { dueInputs.isEmpty && dueSites.isEmpty && calendar.isEmpty }

    /// Sets what a shock takes of a site from the next day on; other fronts' sites are not its business.
    mutating func setShock(_ site: Int32, _ loss: Double) {
        guard sites.contains(Int(site)) else { return }
        let own = Int(site) - sites.lowerBound
        shocks[own] = loss
        shockedSites.append(Int32(own))
        dueSites.insert(own)
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
                let own = Int(customer.input) - firstInput
                if inputs[own].heardGap == 0 { movedInputs.append(Int32(own)) }
                inputs[own].heardGap += Self.gap(customer.share, from: lossBefore, to: change.loss)
                dueInputs.insert(own)
            }
            guard isMitigated else { continue }
            for index in graph.backupCustomers.entries(of: site) {
                let customer = graph.backupCustomers.entries[index]
                if isOwn(customer.site) { dueInputs.insert(Int(customer.input) - firstInput) }
            }
        }
    }

    /// What is heard of an input's gap, in units of 1 / `wholeGap`, when a supplier of a share of it loses something else than before.
    static func gap(_ share: Double, from lossBefore: Double, to loss: Double) -> Int64 {
        Int64(share * loss * wholeGap) - Int64(share * lossBefore * wholeGap)
    }

    /// Takes in what a site loses of which nobody who is wanted has bought so far.
    mutating func note(_ site: Int, _ loss: Double) {
        if losses[site] == 0 { lossySites.append(Int32(site)) }
        losses[site] = loss
    }

    /// Works a site that was not wanted so far out by itself, from the start through a day, out of its past; from then on it is worked out
    /// with all others, as if it always had been.
    ///
    /// What it loses on that day is known, and comes out the same. Backups do not act.
    mutating func join(_ site: Int, through day: Int, _ past: SitePast) {
        let own = site - sites.lowerBound
        let range = ownInputs(of: own)
        let known = losses[site]
        isWanted?[site] = true
        for index in range {
            // A run before this one may have brought it forward though it was never short.
            inputs[index].reset()
            movedInputs.append(Int32(index))
        }
        losses[site] = 0
        var turns = past.turns
        var nextLook = Int.max
        for now in stride(from: past.firstDay, through: day, by: 1) {
            let isHit = turns.first.map { Int($0.day) == now } ?? false
            if isHit || nextLook <= now || past.hasWord(on: now - 1) {
                relive(own, now, past, &turns)
                nextLook = range.reduce(Int.max) { min($0, calendar.day(of: $1)) }
            }
            past.eachWord(on: now) { word in
                let index = Int(word.input) - firstInput
                inputs[index].heardGap += word.gap
                if now == day { dueInputs.insert(index) }
            }
        }
        precondition(losses[site] == known, "a site that joins has lost what is known of it")
    }

    /// Works out a day of a site's past, on which something hits it or one of its inputs is to be looked at.
    private mutating func relive(
        _ own: Int, _ day: Int, _ past: SitePast, _ turns: inout ContiguousArray<LossMark>.SubSequence
    ) {
        var isDue = false
        while let turn = turns.first, Int(turn.day) == day {
            shocks[own] = turn.loss
            shockedSites.append(Int32(own))
            isDue = true
            turns = turns.dropFirst()
        }
        past.eachWord(on: day - 1) { word in
            let index = Int(word.input) - firstInput
            // Whoever has two words of a day is looked at once.
            if Int(inputs[index].day) < day, look(index, day, 0) { isDue = true }
        }
        for index in ownInputs(of: own) where calendar.take(index, day) && look(index, day, 0) {
            isDue = true
        }
        if isDue, let loss = workOut(own, day, 0) { losses[own + sites.lowerBound] = loss }
    }

    /// Works out a day, `shockDays` after the first shock; `changes` tells what changed on it.
    mutating func work(_ day: Int, shockDays: Int) {
        for input in calendar.due(day) { dueInputs.insert(Int(input)) }
        changes.removeAll(keepingCapacity: true)
        for input in dueInputs.take() where look(Int(input), day, shockDays) {
            dueSites.insert(Int(inputs[Int(input)].site))
        }
        for site in dueSites.take() {
            guard let loss = workOut(Int(site), day, shockDays) else { continue }
            changes.append(Change(site: site + Int32(sites.lowerBound), loss: loss))
        }
    }

    /// Puts everything back to where nothing is wrong, at the cost of what moved.
    mutating func reset() {
        for site in lossySites {
            losses[Int(site)] = 0
            guard sites.contains(Int(site)) else { continue }
            for index in ownInputs(of: Int(site) - sites.lowerBound) { inputs[index].reset() }
        }
        for site in shockedSites { shocks[Int(site)] = 0 }
        for input in movedInputs { inputs[Int(input)].reset() }
        _ = (dueInputs.take(), dueSites.take())
        lossySites.removeAll(keepingCapacity: true)
        shockedSites.removeAll(keepingCapacity: true)
        movedInputs.removeAll(keepingCapacity: true)
        changes.removeAll(keepingCapacity: true)
        calendar.reset()
    }

    /// Whether a site of the whole graph is wanted.
    func isWorked(_ site: Int) -> Bool { isWanted?[site] ?? true }

    private func isOwn(_ site: Int32) -> Bool { sites.contains(Int(site)) && isWorked(Int(site)) }

    private func ownInputs(of own: Int) -> Range<Int> {
        let inputs = graph.inputs(of: own + sites.lowerBound)
        return (inputs.lowerBound - firstInput)..<(inputs.upperBound - firstInput)
    }

    /// Looks at an input whose gap may have changed, or whose stock comes to its end; whether its site is to be worked out.
    private mutating func look(_ index: Int, _ day: Int, _ shockDays: Int) -> Bool {
        var input = inputs[index]
        let loss = losses[Int(input.site) + sites.lowerBound]
        let wasShort = input.shortage > 0
        input.move(to: day, loss)
        input.gap = Double(input.heardGap) / Self.wholeGap
        if isMitigated { relieve(&input.gap, index, shockDays) }
        inputs[index] = input
        calendar.enter(index, day, wait: wait(of: index, loss, shockDays))
        return wasShort || input.shortage > 0
    }

    /// Works out a site's loss, and when its inputs tell next where it changed: what it is then, else nil.
    private mutating func workOut(_ own: Int, _ day: Int, _ shockDays: Int) -> Double? {
        let site = own + sites.lowerBound
        let lossBefore = losses[site]
        let range = ownInputs(of: own)
        var worst = 0.0
        var sum = 0.0
        for index in range {
            inputs[index].move(to: day, lossBefore)
            let shortage = inputs[index].shortage
            if inputs[index].weight == StockGraph.essential {
                worst = max(worst, shortage)
            } else {
                sum += inputs[index].weight * shortage
            }
        }
        let loss = min(1, max(worst, sum, shocks[own]))
        guard abs(loss - lossBefore) > Self.leastChange else { return nil }
        for index in range { calendar.enter(index, day, wait: wait(of: index, loss, shockDays)) }
        return loss
    }

    /// Days until an input tells by itself: its stock comes to its end, or the next of its backups begins to deliver.
    private func wait(of index: Int, _ loss: Double, _ shockDays: Int) -> Double {
        var wait = inputs[index].wait(loss)
        guard isMitigated else { return wait }
        for backup in graph.backups(of: index + firstInput) {
            let days = Int(graph.backups[backup].firstDay) - shockDays
            if days > 0 { wait = min(wait, Double(days)) }
        }
        return wait
    }

    /// Takes from a gap what the backups that have begun to deliver can.
    private func relieve(_ gap: inout Double, _ index: Int, _ shockDays: Int) {
        for index in graph.backups(of: index + firstInput) {
            let backup = graph.backups[index]
            guard Int(backup.firstDay) <= shockDays else { continue }
            gap -= max(0, min(gap, backup.spare * (1 - losses[Int(backup.source)])))
        }
    }
}

extension DayFront.InputState {
    /// What the stock does not cover.
    fileprivate var shortage: Double {
        let shortage = gap - stock
        return shortage > DayFront.leastShortage ? shortage : 0
    }

    /// Brings the stock forward: it has moved by (loss − gap) a day.
    fileprivate mutating func move(to now: Int, _ loss: Double) {
        stock = max(0, min(target, stock + Double(now - Int(day)) * (loss - gap)))
        day = Int32(now)
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

    fileprivate mutating func reset() {
        (heardGap, gap, stock, day) = (0, 0, target, 0)
    }
}
