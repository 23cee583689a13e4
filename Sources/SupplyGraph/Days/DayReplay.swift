/// Runs of days on one graph, one after another, each from a day on which nothing is wrong; backups do not act.
///
/// A run in which some sites are spared differs from a known one only in what lies downstream of these. That alone is worked out again,
/// and hears from all others what they lost in the known run: each figure is that of a whole run, to the last bit.
public struct DayReplay {
    /// What a shock takes of a site, 0...1, from a day on until it is set again.
    public typealias Turn = (site: Int32, loss: Double)

    private let graph: StockGraph
    private let suppliers: SupplierTable
    private var front: DayFront
    /// The day that the next `step` works out.
    private var day = 0
    /// By day, what changed in the run that goes on, and in the known one.
    private var changes: [ContiguousArray<DayFront.Change>] = []
    private var known: [ContiguousArray<DayFront.Change>] = []
    /// By site; nil in a whole run.
    private var scope: Scope?

    /// What a run works out again, and of which others it hears.
    private struct Scope {
        var isWorked: ContiguousArray<Bool>
        var isHeard: ContiguousArray<Bool>
    }

    /// Prepares runs of at most `horizon` days.
    ///
    /// - Complexity: O(sites + arcs).
    public init(_ graph: StockGraph, horizon: Int) {
        self.graph = graph
        suppliers = SupplierTable(graph)
        front = DayFront(graph, sites: 0..<graph.siteCount, isWanted: nil, isMitigated: false)
        front.layOut(horizon: horizon)
    }

    /// Goes back to the start, for a run of the whole.
    public mutating func start() {
        start(in: nil)
    }

    /// Takes the run that goes on, of the whole, for the known one.
    public mutating func keep() {
        known = changes
    }

    /// Goes back to the start, for a run of which no more is asked than what some sites lose, and which differs from the known one
    /// in that no shock hits the spared ones.
    ///
    /// - Complexity: O(sites), and the arcs of what lies downstream of the spared ones; the run costs what changes there.
    public mutating func start(sparing spared: Set<Int32>, asking asked: some Sequence<Int>) {
        let downstream = graph.downstream(of: spared)
        let none = ContiguousArray(repeating: false, count: graph.siteCount)
        var scope = Scope(isWorked: none, isHeard: none)
        for site in downstream { scope.isWorked[Int(site)] = true }
        for site in downstream {
            for supplier in suppliers.suppliers(of: Int(site)) where !scope.isWorked[Int(supplier)] {
                scope.isHeard[Int(supplier)] = true
            }
        }
        for site in asked where !scope.isWorked[site] { scope.isHeard[site] = true }
        start(in: scope)
    }

    private mutating func start(in scope: Scope?) {
        front.reset()
        front.isWanted = scope?.isWorked
        self.scope = scope
        day = 0
        changes.removeAll(keepingCapacity: true)
    }

    /// Works out the next day, on which these shocks begin or end; those of sites that are not worked out again are in the known run.
    public mutating func step(_ turns: some Sequence<Turn>) {
        for turn in turns where scope?.isWorked[Int(turn.site)] ?? true {
            front.setShock(turn.site, turn.loss)
        }
        front.work(day, shockDays: 0)
        var changed = front.changes
        if let scope {
            if day < known.count { changed += known[day].lazy.filter { scope.isHeard[Int($0.site)] } }
        } else {
            changes.append(changed)
        }
        front.hear(changed)
        day += 1
    }

    /// What each site lost on the day that was last worked out, 0...1; of a site that is neither asked about nor worked out again it
    /// may be 0.
    public var losses: ContiguousArray<Double> { front.losses }

    /// Whether no day to come differs from the last one, unless a shock is set.
    public var isAtRest: Bool { front.isAtRest && (scope == nil || day >= known.count) }
}

/// From which sites each site gets its inputs.
private struct SupplierTable {
    /// The suppliers of site s are `entries[starts[s]..<starts[s + 1]]`, each once an input.
    private var starts: ContiguousArray<Int32>
    private var entries: ContiguousArray<Int32>

    init(_ graph: StockGraph) {
        let customers = graph.customers.entries
        starts = ContiguousArray(repeating: 0, count: graph.siteCount + 1)
        for customer in customers { starts[Int(customer.site) + 1] += 1 }
        for site in 0..<graph.siteCount { starts[site + 1] += starts[site] }
        entries = ContiguousArray(repeating: 0, count: customers.count)
        var next = starts
        for supplier in 0..<graph.siteCount {
            for index in graph.customers.entries(of: supplier) {
                let site = Int(customers[index].site)
                entries[Int(next[site])] = Int32(supplier)
                next[site] += 1
            }
        }
    }

    func suppliers(of site: Int) -> ContiguousArray<Int32>.SubSequence {
        entries[Int(starts[site])..<Int(starts[site + 1])]
    }
}

extension StockGraph {
    /// All sites that some sites supply, directly or through others, these included.
    fileprivate func downstream(of sites: Set<Int32>) -> [Int32] {
        var isFound = ContiguousArray(repeating: false, count: siteCount)
        for site in sites { isFound[Int(site)] = true }
        var found = Array(sites)
        var next = 0
        while next < found.count {
            for index in customers.entries(of: Int(found[next])) {
                let site = customers.entries[index].site
                guard !isFound[Int(site)] else { continue }
                isFound[Int(site)] = true
                found.append(site)
            }
            next += 1
        }
        return found
    }
}
