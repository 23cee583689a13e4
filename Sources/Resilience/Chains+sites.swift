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

    /// The sites that a shock hits.
    func sites(hitBy target: Shock.Target) -> [Int32] {
        switch target {
        case .firm(let firm): return sites.sites(of: firm).map { Int32($0) }
        case .site(let firm, let region):
            // By its code alone: a site that is known by its province is not those in its cities.
            return sites.sites(of: firm).filter { places.codes[Int(sites.place[$0])] == region }
                .map { Int32($0) }
        case .region(let region):
            return sites { $0 == region || $0.at(.city) == region || $0.at(.province) == region }
        case .only(let region): return sites { $0 == region }
        }
    }

    private func sites(where isHit: (RegionCode) -> Bool) -> [Int32] {
        let isHit = places.codes.map(isHit)
        return sites.place.indices.filter { isHit[Int(sites.place[$0])] }.map { Int32($0) }
    }

    /// The site of a firm in a region by its code, else its first one: where a backup there is taken to deliver from.
    func site(of firm: Int32, in region: RegionCode) -> Int {
        let own = sites.sites(of: firm)
        return own.first { places.codes[Int(sites.place[$0])] == region } ?? own.lowerBound
    }
}
