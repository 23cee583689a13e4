internal import SupplyGraph
public import SupplyModel

/// That a firm delivers a product from a place to somebody on the way to the firm that is asked about.
public struct Delivery: Hashable, Comparable, Sendable {
    public var supplier: Int32
    public var place: RegionCode
    /// The product's number.
    public var product: Int32

    public static func < (left: Delivery, right: Delivery) -> Bool {
        (left.supplier, left.place, left.product) < (right.supplier, right.place, right.product)
    }
}

extension Chains {
    /// What some suppliers deliver to a firm, or to those upstream of it, each place and product once.
    ///
    /// `isCounted`: by site. O(links).
    func deliveries(
        of suppliers: [Int32], towards firm: Int32, where isCounted: (Int) -> Bool = { _ in true }
    ) -> [Delivery] {
        let isAsked = marked(suppliers)
        let isOnTheWay = upstream(of: marked([firm]))
        var found: Set<Delivery> = []
        for (index, link) in links.enumerated()
        where isAsked[Int(link.supplier)] && isOnTheWay[Int(link.buyer)] {
            let site = Int(sites.site(of: link.supplier, at: places.ofLink[index]))
            guard isCounted(site) else { continue }
            found.insert(
                Delivery(
                    supplier: link.supplier, place: places.codes[Int(sites.place[site])],
                    product: link.product))
        }
        return found.sorted()
    }

    /// The same of one supplier, with what it is qualified to deliver.
    public func deliveries(of supplier: Int32, towards firm: Int32) -> [Delivery] {
        let isOnTheWay = upstream(of: marked([firm]))
        let standby = network.backups.filter { $0.supplier == supplier && isOnTheWay[Int($0.buyer)] }.map {
            Delivery(supplier: supplier, place: $0.region, product: $0.product)
        }
        return Set(deliveries(of: [supplier], towards: firm) + standby).sorted()
    }
}
