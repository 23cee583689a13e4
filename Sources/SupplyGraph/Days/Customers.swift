/// Which firms of a range buy from a site: whom a change of its output concerns.
struct Customers {
    /// The customers of site s are `firms[starts[s]..<starts[s + 1]]`; a firm may stand more than once.
    private(set) var starts: ContiguousArray<Int32>
    private(set) var firms: ContiguousArray<Int32>

    /// Counts, then fills: O(sites + arcs of the range).
    ///
    /// Firms that are not wanted are nobody's customers here. With backups, their sources count as suppliers.
    init(_ graph: StockGraph, of range: Range<Int>, isWanted: ContiguousArray<Bool>?, withBackups: Bool) {
        var starts = ContiguousArray<Int32>(repeating: 0, count: graph.siteCount + 1)
        Self.visit(graph, range, isWanted, withBackups) { site, _ in starts[Int(site) + 1] += 1 }
        for site in 0..<graph.siteCount { starts[site + 1] += starts[site] }
        var firms = ContiguousArray<Int32>(repeating: 0, count: Int(starts[graph.siteCount]))
        var next = starts
        Self.visit(graph, range, isWanted, withBackups) { site, firm in
            firms[Int(next[Int(site)])] = Int32(firm)
            next[Int(site)] += 1
        }
        self.starts = starts
        self.firms = firms
    }

    @inline(__always)
    private static func visit(
        _ graph: StockGraph, _ range: Range<Int>, _ isWanted: ContiguousArray<Bool>?, _ withBackups: Bool,
        _ body: (_ site: Int32, _ firm: Int) -> Void
    ) {
        for firm in range where isWanted.map({ $0[firm] }) ?? true {
            for arc in graph.arcs(ofFirms: firm..<(firm + 1)) { body(graph.supplier[arc], firm) }
            guard withBackups, !graph.backups.isEmpty else { continue }
            for group in graph.groups(of: firm) {
                for backup in graph.backups(of: group) { body(graph.backups[backup].source, firm) }
            }
        }
    }
}
