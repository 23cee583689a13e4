public import SupplyModel

/// One product that a firm buys, with all who supply it.
public struct GroupView: Equatable, Sendable {
    /// One supplier's link, from one region.
    public struct Supplier: Equatable, Sendable {
        public var firm: Int32
        public var region: RegionCode
        /// Of the buyer's need, 0...1, after the contract's rules.
        public var share: Double
        /// CNY yuan a year, where declared.
        public var annualValue: Double?
    }

    /// The product's number.
    public var product: Int32
    public var industry: Industry
    public var importance: Importance
    /// Of all that the firm buys, 0...1.
    public var weight: Double
    /// The share that no registered supplier covers.
    public var unknown: Double
    /// Largest share first, then by number and region.
    public var suppliers: [Supplier]
}

extension Chains {
    /// What a firm buys, ordered by product.
    public func groups(of firm: Int32) -> [GroupView] {
        groups.groups(of: firm).map { group in
            let suppliers = groups.links(of: group).map { index in
                GroupView.Supplier(
                    firm: links[index].supplier, region: links[index].region, share: groups.share[index],
                    annualValue: links[index].annualValue)
            }
            return GroupView(
                product: groups.product[group], industry: groups.industry[group],
                importance: groups.importance[group], weight: groups.weight[group],
                unknown: groups.unknown[group],
                suppliers: suppliers.sorted {
                    ($1.share, $0.firm, $0.region) < ($0.share, $1.firm, $1.region)
                })
        }
    }
}
