internal import SupplyModel

/// Which firms differ between two networks in what a stop can feel of them.
///
/// Compared is what the cascade and the days are made of, value by value, not what was declared: a declaration that says
/// the same again changes nothing. Most rows say the same in both networks, link by link, and then so do all figures that
/// follow from them; only the others are compared figure by figure. O(links).
struct FirmChanges {
    /// Firms of the newer network whose inputs differ: groups, shares, weights, stocks, places.
    private(set) var inputs: ContiguousArray<Bool>
    /// Firms of the newer network whose sales, revenue or sites differ.
    private(set) var sales: ContiguousArray<Bool>
    /// Firms of the newer network of which anything differs that a figure shows: all of these, and also what only dates,
    /// names or places a supply.
    private(set) var shown: ContiguousArray<Bool>

    init(
        older: Chains, newer: Chains, match: FirmMatch, oldSales: SalesIndex, newSales: SalesIndex
    ) {
        let count = newer.network.firms.count
        inputs = ContiguousArray(repeating: false, count: count)
        sales = inputs
        shown = inputs
        let rows = RowMatch(older: older, newer: newer, match: match)
        let (oldFirms, newFirms) = (older.network.firms.span, newer.network.firms.span)
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
            let hasSameRows = !rows.differ[Int(firm)]
            inputs[Int(firm)] =
                !hasSameSites || !(hasSameRows || Self.hasSameInputs(older, old, newer, firm, match))
            sales[Int(firm)] =
                !hasSameSites
                || oldFirms[Int(old)].revenue != newFirms[Int(firm)].revenue
                || rows.mayDifferInSales[Int(firm)]
                    && !Self.hasSameSales(
                        older, oldSales.links(of: old), newer, newSales.links(of: firm), match)
            shown[Int(firm)] =
                inputs[Int(firm)] || sales[Int(firm)]
                || oldFirms[Int(old)].region != newFirms[Int(firm)].region
                || oldFirms[Int(old)].industry != newFirms[Int(firm)].industry
                || oldFirms[Int(old)].recoveryDays != newFirms[Int(firm)].recoveryDays
                || !(hasSameRows || Self.hasRowsShownAlike(older, old, newer, firm))
                || !oldBackups.isSame(old, older.network, as: newBackups, firm, newer.network, match)
        }
    }

    private static func hasRowsShownAlike(
        _ older: Chains, _ old: Int32, _ newer: Chains, _ new: Int32
    ) -> Bool {
        zip(older.links[older.links(of: old)], newer.links[newer.links(of: new)]).allSatisfy { a, b in
            a.tier == b.tier && a.industry == b.industry && a.declaredAt == b.declaredAt
                && a.validFrom == b.validFrom
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
        return zip(left, right).allSatisfy { one, other in
            older.groups.weight[one] == newer.groups.weight[other]
                && hasSameSupplies(older, one, newer, other, match)
        }
    }

    /// Whether a group is supplied and stocked as before, whatever it weighs.
    private static func hasSameSupplies(
        _ older: Chains, _ one: Int, _ newer: Chains, _ other: Int, _ match: FirmMatch
    ) -> Bool {
        let (links, others) = (older.groups.links(of: one), newer.groups.links(of: other))
        guard older.groups.importance[one] == newer.groups.importance[other],
            older.groups.unknown[one] == newer.groups.unknown[other],
            older.network.products[Int(older.groups.product[one])]
                == newer.network.products[Int(newer.groups.product[other])],
            links.count == others.count
        else { return false }
        return zip(links, others).allSatisfy { link, another in
            let (a, b) = (older.links[link], newer.links[another])
            return match.newer[Int(a.supplier)] == b.supplier && a.region == b.region
                && older.groups.share[link] == newer.groups.share[another]
                && a.inventoryDays == b.inventoryDays
        }
    }

    /// The groups of a firm, before and after, of which a shortage can make it lose otherwise than before: an essential
    /// input that is supplied as before takes the same of it, whatever it weighs.
    static func tellingGroups(
        _ older: Chains, _ old: Int32, _ newer: Chains, _ new: Int32, _ match: FirmMatch
    ) -> (older: [Int], newer: [Int]) {
        let (left, right) = (old < 0 ? 0..<0 : older.groups.groups(of: old), newer.groups.groups(of: new))
        guard old >= 0, left.count == right.count, hasSameSites(older, old, newer, new) else {
            return (Array(left), Array(right))
        }
        let told = zip(left, right).filter { one, other in
            let isSame =
                newer.groups.importance[other] == .essential
                || older.groups.weight[one] == newer.groups.weight[other]
            return !isSame || !hasSameSupplies(older, one, newer, other, match)
        }
        return (told.map(\.0), told.map(\.1))
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
