/// Which site supplies which inputs of whom, with the stocks between them: what a run of days goes over.
///
/// An input is a product that a site needs. Arcs are kept by supplier, the way that losses travel: whoever loses output
/// tells its customers, and nobody else is looked at.
public struct StockGraph: Sendable {
    /// A product that a site needs.
    struct Input: Sendable {
        /// Days of need that are held when nothing is wrong.
        var target: Double
        /// What the site loses of its output where it lacks all of the product; `essential` where that is all.
        var weight: Double
    }

    /// One input that a site supplies.
    struct Customer: Sendable {
        var input: Int32
        /// The site whose input it is.
        var site: Int32
        /// Of its need, 0...1; what a backup can deliver of it.
        var share: Double
    }

    /// Another source of an input, for when its suppliers fall short.
    public struct Backup: Sendable {
        /// The site it delivers from.
        public var source: Int32
        /// Days after the first shock before it delivers.
        public var firstDay: Int32
        /// What it can deliver, as a fraction of the need.
        public var spare: Double

        public init(source: Int32, firstDay: Int32, spare: Double) {
            self.source = source
            self.firstDay = firstDay
            self.spare = spare
        }
    }

    /// The weight of a product without which nothing is made.
    public static let essential = Double.infinity

    /// The inputs of site s are `inputs[starts[s]..<starts[s + 1]]`.
    let starts: ContiguousArray<Int32>
    let inputs: ContiguousArray<Input>
    /// By supplier's site, and by backup's source.
    let customers: CustomerTable
    let backupCustomers: CustomerTable
    let backups: ContiguousArray<Backup>
    /// By input: its place in `backups`; empty where there are none at all.
    private let backupRanges: ContiguousArray<Range<Int32>>

    /// Lays out rows in O(sites + arcs).
    public init(_ rows: StockRows) {
        starts = rows.starts
        inputs = rows.inputs
        backups = rows.backups
        customers = CustomerTable(rows) { supply, body in
            for arc in rows.arcs[Int(supply.firstArc)..<Int(supply.endArc)] { body(arc.supplier, arc.share) }
        }
        guard !backups.isEmpty else {
            backupCustomers = CustomerTable()
            backupRanges = []
            return
        }
        backupCustomers = CustomerTable(rows) { supply, body in
            for backup in rows.backups[Int(supply.firstBackup)..<Int(supply.endBackup)] {
                body(backup.source, backup.spare)
            }
        }
        backupRanges = ContiguousArray(rows.supplies.map { $0.firstBackup..<$0.endBackup })
    }

    public var siteCount: Int { starts.count - 1 }

    func inputs(of site: Int) -> Range<Int> { Int(starts[site])..<Int(starts[site + 1]) }

    /// The places in `backups` of an input's backups.
    func backups(of input: Int) -> Range<Int> {
        guard !backupRanges.isEmpty else { return 0..<0 }
        return Int(backupRanges[input].lowerBound)..<Int(backupRanges[input].upperBound)
    }

    /// Cuts the sites into ranges with about equally many inputs.
    func ranges(_ count: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var first = 0
        for part in 1...count {
            var end = part == count ? siteCount : first
            while end < siteCount, Int(starts[end]) < inputs.count * part / count { end += 1 }
            ranges.append(first..<end)
            first = end
        }
        return ranges
    }
}

/// The inputs that each site supplies, in the order of their sites.
struct CustomerTable: Sendable {
    /// The customers of site s are `entries[starts[s]..<starts[s + 1]]`.
    private(set) var starts: ContiguousArray<Int32> = []
    private(set) var entries: ContiguousArray<StockGraph.Customer> = []

    /// Of no one.
    init() {}

    /// Counts, then fills; `each` hands out the suppliers of a supply with what they supply of it.
    init(
        _ rows: StockRows, each: (StockRows.Supply, (_ supplier: Int32, _ share: Double) -> Void) -> Void
    ) {
        let siteCount = rows.starts.count - 1
        starts = ContiguousArray(repeating: 0, count: siteCount + 1)
        for supply in rows.supplies { each(supply) { supplier, _ in starts[Int(supplier) + 1] += 1 } }
        for site in 0..<siteCount { starts[site + 1] += starts[site] }
        let blank = StockGraph.Customer(input: 0, site: 0, share: 0)
        entries = ContiguousArray(repeating: blank, count: Int(starts[siteCount]))
        var next = starts
        for site in 0..<siteCount {
            for input in rows.starts[site]..<rows.starts[site + 1] {
                each(rows.supplies[Int(input)]) { supplier, share in
                    entries[Int(next[Int(supplier)])] = .init(input: input, site: Int32(site), share: share)
                    next[Int(supplier)] += 1
                }
            }
        }
    }

    /// The places in `entries` of a site's customers.
    func entries(of site: Int) -> Range<Int> {
        entries.isEmpty ? 0..<0 : Int(starts[site])..<Int(starts[site + 1])
    }
}
