public import SupplyModel

extension Chains {
    /// The regions of a firm's sites, in the order of the sites.
    public func regions(of firm: Int32) -> [RegionCode] {
        sites.sites(of: firm).map { places.codes[Int(sites.place[$0])] }
    }

    /// The sites of a firm, or those of them that lie in a region of any level.
    func sites(of firm: Int32, in region: RegionCode?) -> [Int] {
        sites.sites(of: firm).filter { site in
            let place = places.codes[Int(sites.place[site])]
            return region.map { $0 == place || $0 == place.at(.city) || $0 == place.at(.province) } ?? true
        }
    }
}
