internal import SupplyModel

/// How concentrated one product of one buyer is among its suppliers.
public struct Concentration: Equatable, Sendable {
    public var firm: Int32
    public var product: Int32
    public var supplierCount: Int
    /// 10,000 · Σ share²; suppliers that are not known count as atomistic.
    public var hhi: Double
    /// As if one supplier held all that is not known.
    public var hhiUpper: Double
    public var cr1: Double
    public var cr3: Double
    /// The share of the need that no known supplier covers.
    public var unknown: Double

    /// 10,000 / HHI; nil where no supplier has a share.
    public var effectiveSuppliers: Double? { hhi > 0 ? 10_000 / hhi : nil }
    public var isSingleSource: Bool { supplierCount == 1 }
}

extension Chains {
    /// Hands out the concentration of every group of the network, ordered by firm, then product.
    ///
    /// - Complexity: O(links).
    public func concentrations(_ body: (Concentration) -> Void) {
        for group in 0..<groups.count { body(concentration(of: group)) }
    }

    func concentration(of group: Int) -> Concentration {
        var figures = Concentration(
            firm: groups.buyer[group], product: groups.product[group], supplierCount: 0, hhi: 0, hhiUpper: 0,
            cr1: 0,
            cr3: 0, unknown: groups.unknown[group])
        var largest = (0.0, 0.0, 0.0)
        var squares = 0.0
        let range = groups.links(of: group)
        var next = range.lowerBound
        while next < range.upperBound {
            let supplier = links[next].supplier
            var share = 0.0
            while next < range.upperBound, links[next].supplier == supplier {
                share += groups.share[next]
                next += 1
            }
            figures.supplierCount += 1
            squares += share * share
            if share > largest.0 {
                largest = (share, largest.0, largest.1)
            } else if share > largest.1 {
                largest = (largest.0, share, largest.1)
            } else if share > largest.2 {
                largest.2 = share
            }
        }
        figures.hhi = 10_000 * squares
        figures.hhiUpper = figures.hhi + 10_000 * figures.unknown * figures.unknown
        figures.cr1 = largest.0
        figures.cr3 = largest.0 + largest.1 + largest.2
        return figures
    }
}
