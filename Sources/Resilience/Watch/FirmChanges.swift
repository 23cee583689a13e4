internal import SupplyModel

/// Which firms differ between two networks in what a stop can feel of them.
///
/// Compared is what the cascade and the days are made of, value by value, not what was declared: a declaration that says
/// the same again changes nothing. O(links).
struct FirmChanges {
    /// Firms of the newer network whose inputs differ: groups, shares, weights, stocks, places.
    private(set) var inputs: ContiguousArray<Bool>
    /// Firms of the newer network whose sales, revenue or sites differ.
    private(set) var sales: ContiguousArray<Bool>
    /// Firms of the newer network of which anything differs that a figure shows: all of these, and also what only dates,
    /// names or places a supply.
    private(set) var shown: ContiguousArray<Bool>
    /// Firms of the older network that the newer has not.
    private(set) var gone: [Int32]

    init(older: Chains, newer: Chains, match: FirmMatch) {
        let count = newer.network.firms.count
        inputs = ContiguousArray(repeating: false, count: count)
        sales = inputs
        shown = inputs
        gone = match.newer.indices.filter { match.newer[$0] < 0 }.map { Int32($0) }
        let (oldSales, newSales) = (SalesIndex(older), SalesIndex(newer))
        let (oldBackups, newBackups) = (BackupIndex(older.network), BackupIndex(newer.network))
        for firm in 0..<Int32(count) {
            let old = match.older[Int(firm)]
            guard old >= 0 else {
                inputs[Int(firm)] = true
                sales[Int(firm)] = true
                shown[Int(firm)] = true
                continue
            }
            let hasSameSites = Self.hasSameSites(older, old, newer, firm)
            inputs[Int(firm)] = !hasSameSites || !Self.hasSameInputs(older, old, newer, firm, match)
            sales[Int(firm)] =
                !hasSameSites
                || older.network.firms[Int(old)].revenue != newer.network.firms[Int(firm)].revenue
                || !Self.hasSameSales(
                    older, oldSales.links(of: old), newer, newSales.links(of: firm), match)
            shown[Int(firm)] =
                inputs[Int(firm)] || sales[Int(firm)]
                || !Self.isShownAlike(older, old, newer, firm)
                || !oldBackups.isSame(old, older.network, as: newBackups, firm, newer.network, match)
        }
    }

    private static func isShownAlike(_ older: Chains, _ old: Int32, _ newer: Chains, _ new: Int32) -> Bool {
        let (a, b) = (older.network.firms[Int(old)], newer.network.firms[Int(new)])
        guard a.region == b.region, a.industry == b.industry, a.recoveryDays == b.recoveryDays else {
            return false
        }
        let left = older.groups.groups(of: old).lazy.flatMap { older.groups.links(of: $0) }
        let right = newer.groups.groups(of: new).lazy.flatMap { newer.groups.links(of: $0) }
        return zip(left, right).allSatisfy { one, other in
            let (a, b) = (older.links[one], newer.links[other])
            return a.tier == b.tier && a.industry == b.industry && a.declaredAt == b.declaredAt
                && a.annualValue == b.annualValue
        }
    }

    /// Whether a firm ships from where it did, in the same parts.
    static func hasSameSites(_ older: Chains, _ old: Int32, _ newer: Chains, _ new: Int32) -> Bool {
        let (left, right) = (older.sites.sites(of: old), newer.sites.sites(of: new))
        return left.count == right.count
            && zip(left, right).allSatisfy {
                older.sites.part[$0] == newer.sites.part[$1]
                    && older.places.codes[Int(older.sites.place[$0])]
                        == newer.places.codes[Int(newer.sites.place[$1])]
            }
    }

    private static func hasSameInputs(
        _ older: Chains, _ old: Int32, _ newer: Chains, _ new: Int32, _ match: FirmMatch
    ) -> Bool {
        let (left, right) = (older.groups.groups(of: old), newer.groups.groups(of: new))
        guard left.count == right.count else { return false }
        for (one, other) in zip(left, right) {
            let (links, others) = (older.groups.links(of: one), newer.groups.links(of: other))
            guard older.groups.importance[one] == newer.groups.importance[other],
                older.groups.weight[one] == newer.groups.weight[other],
                older.groups.unknown[one] == newer.groups.unknown[other],
                older.network.products[Int(older.groups.product[one])]
                    == newer.network.products[Int(newer.groups.product[other])],
                links.count == others.count
            else { return false }
            for (link, another) in zip(links, others) {
                let (a, b) = (older.links[link], newer.links[another])
                guard match.newer[Int(a.supplier)] == b.supplier, a.region == b.region,
                    older.groups.share[link] == newer.groups.share[another],
                    a.inventoryDays == b.inventoryDays
                else { return false }
            }
        }
        return true
    }

    private static func hasSameSales(
        _ older: Chains, _ old: ArraySlice<Int32>, _ newer: Chains, _ new: ArraySlice<Int32>,
        _ match: FirmMatch
    ) -> Bool {
        guard old.count == new.count else { return false }
        return zip(old, new).allSatisfy { left, right in
            let (a, b) = (older.links[Int(left)], newer.links[Int(right)])
            return match.newer[Int(a.buyer)] == b.buyer && a.region == b.region
                && a.annualValue == b.annualValue
                && older.network.products[Int(a.product)] == newer.network.products[Int(b.product)]
        }
    }
}

/// The backups of each buyer.
private struct BackupIndex {
    private var ranges: [Int32: Range<Int>] = [:]

    init(_ network: Network) {
        var first = 0
        for index in network.backups.indices {
            let buyer = network.backups[index].buyer
            if network.backups[first].buyer != buyer { first = index }
            ranges[buyer] = first..<(index + 1)
        }
    }

    func isSame(
        _ old: Int32, _ older: Network, as other: BackupIndex, _ new: Int32, _ newer: Network,
        _ match: FirmMatch
    ) -> Bool {
        let (left, right) = (ranges[old] ?? 0..<0, other.ranges[new] ?? 0..<0)
        return left.count == right.count
            && zip(left, right).allSatisfy { one, other in
                let (a, b) = (older.backups[one], newer.backups[other])
                return match.newer[Int(a.supplier)] == b.supplier && a.region == b.region
                    && a.declaredAt == b.declaredAt
            }
    }
}

/// The links of each supplier, in the network's order.
struct SalesIndex: Sendable {
    private var starts: ContiguousArray<Int32>
    private var sales: ContiguousArray<Int32>

    init(_ chains: Chains) {
        let links = chains.links
        starts = ContiguousArray(repeating: 0, count: chains.network.firms.count + 1)
        for link in links { starts[Int(link.supplier) + 1] += 1 }
        for firm in 0..<chains.network.firms.count { starts[firm + 1] += starts[firm] }
        var next = starts
        sales = ContiguousArray(repeating: 0, count: links.count)
        for index in links.indices {
            let supplier = Int(links[index].supplier)
            sales[Int(next[supplier])] = Int32(index)
            next[supplier] += 1
        }
    }

    func links(of firm: Int32) -> ArraySlice<Int32> {
        sales[Int(starts[Int(firm)])..<Int(starts[Int(firm) + 1])]
    }

    /// All firms downstream of some firms, themselves included.
    func downstream(of firms: ContiguousArray<Bool>, _ chains: Chains) -> ContiguousArray<Bool> {
        var found = firms
        var open = firms.indices.filter { firms[$0] }
        while let firm = open.popLast() {
            for sale in links(of: Int32(firm)) {
                let buyer = Int(chains.links[Int(sale)].buyer)
                guard !found[buyer] else { continue }
                found[buyer] = true
                open.append(buyer)
            }
        }
        return found
    }
}

extension Chains {
    /// All firms upstream of some firms, themselves included.
    func upstream(of firms: ContiguousArray<Bool>) -> ContiguousArray<Bool> {
        var found = firms
        var open = firms.indices.filter { firms[$0] }
        while let firm = open.popLast() {
            for group in groups.groups(of: Int32(firm)) {
                for link in groups.links(of: group) where !found[Int(links[link].supplier)] {
                    found[Int(links[link].supplier)] = true
                    open.append(Int(links[link].supplier))
                }
            }
        }
        return found
    }
}
