/// Runs of days on one graph, one after another, each from a day on which nothing is wrong; backups do not act.
///
/// A run in which some sites are spared is worked out only where it differs from a known one. A site joins it on the day after one of its
/// suppliers first loses something else than in the known run, with the past that it has from there; whoever has not joined loses what it
/// lost there. Each figure is that of a whole run, to the last bit: what a site does follows from what it heard and what hit it alone.
public struct DayReplay {
    /// What a shock takes of a site, 0...1, from a day on until it is set again.
    public typealias Turn = (site: Int32, loss: Double)

    private let graph: StockGraph
    private let suppliers: SupplierTable
    private var front: DayFront
    private let horizon: Int
    /// The day that the next `step` works out.
    private var day = 0
    /// What was set and what changed in the run that goes on, where it is one of the whole.
    private var turns: ContiguousArray<LossMark> = []
    private var changes: ContiguousArray<LossMark> = []
    private var known = KnownRun()

    /// Whether the run that goes on spares some sites.
    private var isSparing = false
    /// Who has joined it, their suppliers, and those who are asked about.
    private var followed: ContiguousArray<Followed> = []
    /// By site: its place among these, or `none`.
    private var places: ContiguousArray<Int32> = []
    /// By day: the place of one whose next change in the known run is then.
    private var dueOn: ContiguousArray<Int32>
    /// The places of those who changed on the day, here or there, and may differ now.
    private var suspects: ContiguousArray<Int32> = []
    /// Who was last asked about, and by site whether it supplies them, directly or through others, or is one of them.
    private var asked: [Int] = []
    private var isNeeded: ContiguousArray<Bool> = []
    /// Scratch.
    private var past: SitePast

    /// A run that was kept.
    private struct KnownRun {
        var dayCount = 0
        var isAtRest = true
        var turns = MarkTable()
        var changes = MarkTable()
    }

    private static let none: Int32 = -1

    /// A site of which is known what it loses in the known run.
    private struct Followed {
        let site: Int32
        /// The places of its next change there, and of the end of its changes.
        var next: Int32
        let end: Int32
        /// What it loses there.
        var loss: Double
        /// The place of another whose next change is on the same day.
        var other: Int32 = none
        /// Whether its customers have joined, since it has lost something else.
        var isTold = false
    }

    /// Prepares runs of at most `horizon` days.
    ///
    /// - Complexity: O(sites + arcs).
    public init(_ graph: StockGraph, horizon: Int) {
        self.graph = graph
        suppliers = SupplierTable(graph)
        front = DayFront(graph, sites: 0..<graph.siteCount, isWanted: nil, isMitigated: false)
        front.layOut(horizon: horizon)
        self.horizon = horizon
        dueOn = ContiguousArray(repeating: Self.none, count: horizon)
        past = SitePast(horizon: horizon)
    }

    /// Goes back to the start, for a run of the whole.
    public mutating func start() {
        restart(isSparing: false)
        front.isWanted = nil
    }

    /// Takes the run that goes on, of the whole, for the known one: it must be at rest, or no other may go further.
    ///
    /// - Complexity: O(sites), and what changed in the run.
    public mutating func keep() {
        precondition(!isSparing, "a run in which some are spared is known at some sites alone")
        known = KnownRun(
            dayCount: day, isAtRest: front.isAtRest, turns: MarkTable(turns, siteCount: graph.siteCount),
            changes: MarkTable(changes, siteCount: graph.siteCount))
    }

    /// Goes back to the start, for a run of which no more is asked than what some sites lose, and which differs from the known one
    /// in that no shock hits the spared ones.
    ///
    /// - Complexity: O(sites), and O(arcs) where others are asked about than before; the run costs what changes at those who join it, what was
    /// known of them until they did, and what is known to change at their suppliers.
    public mutating func start(sparing spared: Set<Int32>, asking asked: some Sequence<Int>) {
        restart(isSparing: true)
        front.isWanted = ContiguousArray(repeating: false, count: graph.siteCount)
        places = ContiguousArray(repeating: Self.none, count: graph.siteCount)
        for day in dueOn.indices { dueOn[day] = Self.none }
        let asked = Array(asked)
        if asked != self.asked || isNeeded.isEmpty {
            self.asked = asked
            isNeeded = suppliers.upstream(of: asked)
        }
        for site in asked { follow(site, after: -1) }
        for site in spared { join(Int(site), after: -1) }
    }

    private mutating func restart(isSparing: Bool) {
        front.reset()
        self.isSparing = isSparing
        day = 0
        turns.removeAll(keepingCapacity: true)
        changes.removeAll(keepingCapacity: true)
        followed.removeAll(keepingCapacity: true)
    }

    /// Works out the next day, on which those of these shocks begin or end that hit who is hit.
    ///
    /// In a run that spares some sites the others' shocks are those of the known run.
    public mutating func step(
        _ turns: some Sequence<Turn>, where isHit: (Int32) -> Bool = { _ in true }
    ) {
        precondition(
            !isSparing || day < known.dayCount || known.isAtRest, "the known run was not at rest at its end")
        for turn in turns where front.isWorked(Int(turn.site)) && isHit(turn.site) {
            front.setShock(turn.site, turn.loss)
            guard !isSparing else { continue }
            self.turns.append(LossMark(site: turn.site, day: Int32(day), loss: turn.loss))
        }
        front.work(day, shockDays: 0)
        if isSparing {
            hearAll()
            if day + 1 < horizon { tellCustomers() }
        } else {
            for change in front.changes {
                changes.append(LossMark(site: change.site, day: Int32(day), loss: change.loss))
            }
            front.hear(front.changes)
        }
        day += 1
    }

    /// What each site lost on the day that was last worked out, 0...1; in a run that spares some sites, of those alone that are asked
    /// about.
    public var losses: ContiguousArray<Double> { front.losses }

    /// Whether no day to come differs from the last one, unless a shock is set.
    public var isAtRest: Bool { front.isAtRest && (!isSparing || day >= known.dayCount) }

    /// Takes in the day's changes: of those who have joined what was worked out, and of all others who are followed what is known.
    private mutating func hearAll() {
        var changed = front.changes
        suspects.removeAll(keepingCapacity: true)
        for change in changed { suspects.append(places[Int(change.site)]) }
        var place = dueOn[day]
        while place != Self.none {
            let index = Int(place)
            place = followed[index].other
            let mark = known.changes.marks[Int(followed[index].next)]
            followed[index].next += 1
            followed[index].loss = mark.loss
            if front.isWorked(Int(mark.site)) {
                suspects.append(Int32(index))
            } else {
                changed.append(.init(site: mark.site, loss: mark.loss))
            }
            enterNextChange(index)
        }
        front.hear(changed)
    }

    /// Enters somebody who is followed for the day of his next change in the known run.
    private mutating func enterNextChange(_ index: Int) {
        guard followed[index].next < followed[index].end else { return }
        let day = Int(known.changes.marks[Int(followed[index].next)].day)
        followed[index].other = dueOn[day]
        dueOn[day] = Int32(index)
    }

    /// Has the customers join of those who for the first time have lost something else than in the known run.
    private mutating func tellCustomers() {
        // Whoever is followed from this day on has lost the same so far.
        for suspect in suspects where !followed[Int(suspect)].isTold {
            let index = Int(suspect)
            let site = Int(followed[index].site)
            guard front.losses[site] != followed[index].loss else { continue }
            followed[index].isTold = true
            for place in graph.customers.entries(of: site) {
                join(Int(graph.customers.entries[place].site), after: day)
            }
        }
    }

    /// Works a site out from the day after `lastDay` on, with what it heard and what hit it until then.
    ///
    /// Until the day before `lastDay` its suppliers lost what they did in the known run, or it would have joined sooner; and on that day
    /// what the front has heard of them.
    private mutating func join(_ site: Int, after lastDay: Int) {
        guard isNeeded[site], !front.isWorked(site) else { return }
        follow(site, after: lastDay)
        past.start(known.turns.marks[known.turns.places(of: site)])
        for place in suppliers.places(of: site) {
            let arc = suppliers.arcs[place]
            follow(Int(arc.supplier), after: lastDay)
            recall(arc, until: lastDay)
        }
        front.join(site, through: lastDay, past)
    }

    /// Adds what was heard on an arc to the past of the site that it leads to.
    private mutating func recall(_ arc: SupplierTable.Arc, until lastDay: Int) {
        let supplier = Int(arc.supplier)
        var loss = 0.0
        for place in known.changes.places(of: supplier) {
            let mark = known.changes.marks[place]
            guard Int(mark.day) < lastDay else { break }
            past.add(arc.input, on: Int(mark.day), DayFront.gap(arc.share, from: loss, to: mark.loss))
            loss = mark.loss
        }
        let lastLoss = front.losses[supplier]
        guard lastLoss != loss else { return }
        past.add(arc.input, on: lastDay, DayFront.gap(arc.share, from: loss, to: lastLoss))
    }

    /// Follows what a site loses in the known run from the day after `lastDay` on.
    private mutating func follow(_ site: Int, after lastDay: Int) {
        guard places[site] == Self.none else { return }
        places[site] = Int32(followed.count)
        let marks = known.changes.places(of: site)
        let next = known.changes.place(in: marks, after: lastDay)
        let loss = next > marks.lowerBound ? known.changes.marks[next - 1].loss : 0
        front.note(site, loss)
        followed.append(
            Followed(site: Int32(site), next: Int32(next), end: Int32(marks.upperBound), loss: loss))
        enterNextChange(followed.count - 1)
    }
}

/// From which sites each site gets its inputs.
private struct SupplierTable {
    /// One input that a site gets from another.
    struct Arc {
        var supplier: Int32
        var input: Int32
        /// Of its need, 0...1.
        var share: Double
    }

    /// The arcs to site s are `arcs[starts[s]..<starts[s + 1]]`.
    private var starts: ContiguousArray<Int32>
    private(set) var arcs: ContiguousArray<Arc>

    init(_ graph: StockGraph) {
        let customers = graph.customers.entries
        starts = ContiguousArray(repeating: 0, count: graph.siteCount + 1)
        for customer in customers { starts[Int(customer.site) + 1] += 1 }
        for site in 0..<graph.siteCount { starts[site + 1] += starts[site] }
        arcs = ContiguousArray(repeating: Arc(supplier: 0, input: 0, share: 0), count: customers.count)
        var next = starts
        for supplier in 0..<graph.siteCount {
            for index in graph.customers.entries(of: supplier) {
                let (customer, site) = (customers[index], Int(customers[index].site))
                arcs[Int(next[site])] = Arc(
                    supplier: Int32(supplier), input: customer.input, share: customer.share)
                next[site] += 1
            }
        }
    }

    /// The places in `arcs` of those that lead to a site.
    func places(of site: Int) -> Range<Int> { Int(starts[site])..<Int(starts[site + 1]) }

    /// By site: whether it supplies some sites, directly or through others, or is one of them.
    func upstream(of sites: [Int]) -> ContiguousArray<Bool> {
        var isFound = ContiguousArray(repeating: false, count: starts.count - 1)
        for site in sites { isFound[site] = true }
        var open = sites
        while let site = open.popLast() {
            for place in places(of: site) {
                let supplier = Int(arcs[place].supplier)
                guard !isFound[supplier] else { continue }
                isFound[supplier] = true
                open.append(supplier)
            }
        }
        return isFound
    }
}
