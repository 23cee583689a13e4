public import SupplyModel

/// The provinces of China among some regions, the largest sum first, among equals by code.
func heaviestProvinces(_ parts: [(RegionCode, Double)]) -> [RegionCode] {
    var sums: [RegionCode: Double] = [:]
    for (region, part) in parts where region.isChinese { sums[region.at(.province), default: 0] += part }
    return sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
}

extension Chains {
    /// The provinces of a firm: its own region's, else those of its sites by part; empty where all are abroad or unknown.
    public func ownProvinces(of firm: Int32) -> [RegionCode] {
        let own = network.firms[Int(firm)].region
        if own.isChinese { return [own.at(.province)] }
        return heaviestProvinces(
            sites.sites(of: firm).map { (places.codes[Int(sites.place[$0])], sites.part[$0]) })
    }

    /// The provinces that some groups are supplied from, by weight times share.
    func supplyingProvinces(of groups: some Sequence<Int>) -> [RegionCode] {
        heaviestProvinces(
            groups.flatMap { group in
                self.groups.links(of: group).map { index in
                    (links[index].region, self.groups.weight[group] * self.groups.share[index])
                }
            })
    }
}
