internal import SupplyGraph
internal import SupplyModel

/// The nodes of the cascade's graphs: every site, then one *core* for each firm of several sites.
///
/// All sites of a firm draw on the same inputs, so downstream what they lack is computed once, at the core; upstream the
/// core is the mean of the sites, which is what a customer's loss means to its suppliers.
struct SiteNodes: Sendable {
    /// The firm of each site.
    private(set) var firmOfSite: ContiguousArray<Int32>
    /// By firm: its core, which is its site where it has but one.
    private(set) var core: ContiguousArray<Int32>
    /// Firms that have a core of their own, in the order of the cores.
    private(set) var coreFirms: ContiguousArray<Int32> = []
    /// By link: the site that it ships from.
    private(set) var siteOfLink: ContiguousArray<Int32>

    var siteCount: Int { firmOfSite.count }
    /// Sites and cores.
    var count: Int { siteCount + coreFirms.count }

    init(_ links: [Link], places: Places, sites: SiteTable, firmCount: Int) {
        firmOfSite = ContiguousArray(repeating: 0, count: sites.place.count)
        core = ContiguousArray(repeating: 0, count: firmCount)
        for firm in 0..<Int32(firmCount) {
            let mine = sites.sites(of: firm)
            for site in mine { firmOfSite[site] = firm }
            if mine.count == 1 {
                core[Int(firm)] = Int32(mine.lowerBound)
            } else {
                core[Int(firm)] = Int32(sites.place.count + coreFirms.count)
                coreFirms.append(firm)
            }
        }
        siteOfLink = ContiguousArray(repeating: 0, count: links.count)
        for (index, link) in links.enumerated() {
            let mine = sites.sites(of: link.supplier)
            let place = places.ofLink[index]
            siteOfLink[index] = Int32(mine.first { sites.place[$0] == place } ?? mine.lowerBound)
        }
    }
}
