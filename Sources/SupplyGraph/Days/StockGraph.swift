/// Who buys which product of whom, with the stocks between them: what a run of days goes over.
///
/// Firms own sites and groups, both contiguous and in the order of the firms. The arcs of a group lead to the sites that
/// supply it and are the same for all sites of its firm, so they are kept once; stocks differ by site, and each
/// (group, site) has a *slot* for its own: the slots of a firm are ordered by group, then site.
public struct StockGraph: Sendable {
    /// Another source of a group, for when its suppliers fall short.
    public struct Backup: Sendable {
        /// The site it delivers from.
        public var source: Int32
        /// Days after the first shock before it delivers.
        public var firstDay: Int32
        /// What it can deliver, as a fraction of the group's need.
        public var spare: Double

        public init(source: Int32, firstDay: Int32, spare: Double) {
            self.source = source
            self.firstDay = firstDay
            self.spare = spare
        }
    }

    /// The sites of firm f are `siteStarts[f]..<siteStarts[f + 1]`; likewise its groups and its slots.
    public private(set) var siteStarts: ContiguousArray<Int32> = [0]
    private(set) var groupStarts: ContiguousArray<Int32> = [0]
    private(set) var slotStarts: ContiguousArray<Int32> = [0]
    private(set) var firmOfSite: ContiguousArray<Int32> = []
    /// The arcs and the backups of group g are `arcStarts[g]..<arcStarts[g + 1]`, and likewise.
    private(set) var arcStarts: ContiguousArray<Int32> = [0]
    private(set) var backupStarts: ContiguousArray<Int32> = [0]
    private(set) var supplier: ContiguousArray<Int32> = []
    private(set) var share: ContiguousArray<Double> = []
    private(set) var backups: ContiguousArray<Backup> = []
    /// By group: days of need that are held when nothing is wrong.
    private(set) var target: ContiguousArray<Double> = []
    /// By slot: what the site loses of its output where it lacks all of the product; `essential` where that is all.
    private(set) var weight: ContiguousArray<Double> = []

    /// The weight of a product without which nothing is made.
    public static let essential = Double.infinity

    /// Room for a graph that is then filled firm by firm.
    public init(firmCount: Int, arcCount: Int) {
        siteStarts.reserveCapacity(firmCount + 1)
        groupStarts.reserveCapacity(firmCount + 1)
        slotStarts.reserveCapacity(firmCount + 1)
        supplier.reserveCapacity(arcCount)
        share.reserveCapacity(arcCount)
    }

    public var firmCount: Int { siteStarts.count - 1 }
    public var siteCount: Int { firmOfSite.count }

    /// Adds an arc to the group that `addGroup` will end.
    public mutating func addArc(supplier site: Int32, share part: Double) {
        supplier.append(site)
        share.append(part)
    }

    /// Adds a backup to the group that `addGroup` will end; backups act in the order in which they are added.
    public mutating func addBackup(_ backup: Backup) { backups.append(backup) }

    /// Ends a group of the firm that `addFirm` will end, with one weight for each of the firm's sites.
    public mutating func addGroup(target days: Double, weights: some Sequence<Double>) {
        target.append(days)
        weight.append(contentsOf: weights)
        arcStarts.append(Int32(supplier.count))
        backupStarts.append(Int32(backups.count))
    }

    /// Ends a firm, whose groups have been added.
    public mutating func addFirm(siteCount: Int) {
        let firm = Int32(firmCount)
        firmOfSite.append(contentsOf: repeatElement(firm, count: siteCount))
        siteStarts.append(Int32(firmOfSite.count))
        groupStarts.append(Int32(target.count))
        slotStarts.append(Int32(weight.count))
        let groups = Int(groupStarts[Int(firm) + 1] - groupStarts[Int(firm)])
        let slots = Int(slotStarts[Int(firm) + 1] - slotStarts[Int(firm)])
        precondition(slots == groups * siteCount, "each group has a weight for each site")
    }

    /// The sites of a firm.
    public func sites(of firm: Int) -> Range<Int> { Int(siteStarts[firm])..<Int(siteStarts[firm + 1]) }

    func groups(of firm: Int) -> Range<Int> { Int(groupStarts[firm])..<Int(groupStarts[firm + 1]) }
    func slots(of firm: Int) -> Range<Int> { Int(slotStarts[firm])..<Int(slotStarts[firm + 1]) }
    func arcs(of group: Int) -> Range<Int> { Int(arcStarts[group])..<Int(arcStarts[group + 1]) }
    func backups(of group: Int) -> Range<Int> { Int(backupStarts[group])..<Int(backupStarts[group + 1]) }

    /// The arcs of all groups of a range of firms.
    func arcs(ofFirms firms: Range<Int>) -> Range<Int> {
        let (first, end) = (groupStarts[firms.lowerBound], groupStarts[firms.upperBound])
        return Int(arcStarts[Int(first)])..<Int(arcStarts[Int(end)])
    }

    /// Cuts the firms into ranges with about equally many arcs.
    func ranges(_ count: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var first = 0
        for part in 1...count {
            let end = part == count ? firmCount : firm(withArc: supplier.count * part / count)
            ranges.append(first..<max(first, end))
            first = max(first, end)
        }
        return ranges
    }

    /// The first firm whose arcs begin at or after a place.
    private func firm(withArc place: Int) -> Int {
        var low = 0
        var high = firmCount
        while low < high {
            let middle = (low + high) / 2
            if Int(arcStarts[Int(groupStarts[middle])]) < place { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
