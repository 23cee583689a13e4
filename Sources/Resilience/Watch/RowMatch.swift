internal import SupplyModel

/// Which buyers' rows say the same in two networks, link by link: then so do all figures that follow from them.
struct RowMatch: Sendable {
    /// By firm of the newer network: whether its rows differ from those before, or there were none.
    private(set) var differ: ContiguousArray<Bool>
    /// By firm of the newer network: whether a row of another that differs, or is gone, is its sale.
    private(set) var mayDifferInSales: ContiguousArray<Bool>

    init(older: Chains, newer: Chains, match: FirmMatch) {
        let count = newer.network.firms.count
        differ = ContiguousArray(repeating: true, count: count)
        mayDifferInSales = ContiguousArray(repeating: false, count: count)
        let products = Self.products(older.network, newer.network)
        for new in 0..<Int32(count) {
            let old = match.older[Int(new)]
            if old >= 0, older.moneyScale == newer.moneyScale {
                differ[Int(new)] = !Self.isSame(
                    older.links, older.links(of: old), newer.links, newer.links(of: new), match.newer,
                    products)
            }
            guard differ[Int(new)] else { continue }
            for link in newer.links[newer.links(of: new)] { mayDifferInSales[Int(link.supplier)] = true }
            if old >= 0 { markSales(older, old, match) }
        }
        for old in match.newer.indices where match.newer[old] < 0 { markSales(older, Int32(old), match) }
    }

    private mutating func markSales(_ older: Chains, _ buyer: Int32, _ match: FirmMatch) {
        for link in older.links[older.links(of: buyer)] {
            let supplier = match.newer[Int(link.supplier)]
            if supplier >= 0 { mayDifferInSales[Int(supplier)] = true }
        }
    }

    /// By number of the older network: the newer's number of the product of that name, or -1.
    private static func products(_ older: Network, _ newer: Network) -> ContiguousArray<Int32> {
        if older.products == newer.products { return ContiguousArray(0..<Int32(older.products.count)) }
        let numbers = Dictionary(zip(newer.products, Int32(0)...)) { first, _ in first }
        return ContiguousArray(older.products.map { numbers[$0] ?? -1 })
    }

    private static func isSame(
        _ links: [Link], _ range: Range<Int>, _ others: [Link], _ otherRange: Range<Int>,
        _ firms: ContiguousArray<Int32>, _ products: ContiguousArray<Int32>
    ) -> Bool {
        guard range.count == otherRange.count else { return false }
        let (links, others) = (links.span, others.span)
        var other = otherRange.lowerBound
        for index in range {
            let isSame =
                firms[Int(links[index].supplier)] == others[other].supplier
                && products[Int(links[index].product)] == others[other].product
                && links[index].saysTheSame(as: others[other])
            guard isSame else { return false }
            other += 1
        }
        return true
    }
}

extension Link {
    /// Whether two links of the same firms and product differ in nothing that a figure without backups follows from.
    fileprivate func saysTheSame(as other: Link) -> Bool {
        region == other.region && tier == other.tier && industry == other.industry
            && importance == other.importance && declaredAt == other.declaredAt
            && validFrom == other.validFrom
            && annualValue == other.annualValue && share == other.share
            && inventoryDays == other.inventoryDays
    }
}

extension Chains {
    /// The places in `links` of what a firm buys.
    func links(of buyer: Int32) -> Range<Int> {
        let groups = groups.groups(of: buyer)
        return Int(self.groups.starts[groups.lowerBound])..<Int(self.groups.starts[groups.upperBound])
    }
}
