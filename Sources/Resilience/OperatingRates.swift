public import SupplyModel

/// How much of its normal output each site makes, as the newest status reports say.
///
/// A report speaks for the sites of its firm, all or those in its region; of several about one site the newest stands,
/// whoever made it. A firm's rate is the part-weighted mean of its sites that were reported. A region's rate weighs its
/// reported sites by their parts of their firms' values: what a firm sells, else its revenue; equally where a firm has
/// neither. A leading firm's tier weighs the reported sites of its T_k by what of the firm's need they hold. What nobody reported
/// has no rate, neither 0 nor 1.
public struct OperatingRates: Sendable {
    private let chains: Chains
    /// By site; nil where nobody reported.
    private var rateOfSite: ContiguousArray<Double?>
    /// Firms of which a site was reported, ascending.
    private var firms: [Int32] = []

    /// Reads reports, oldest first; those about firms or places that the register does not know say nothing.
    public init(_ chains: Chains, _ reports: [StatusReport]) {
        self.chains = chains
        rateOfSite = ContiguousArray(repeating: nil, count: chains.sites.place.count)
        var found: Set<Int32> = []
        for report in reports {
            guard let firm = chains.network.number(of: report.firm) else { continue }
            for site in chains.sites(of: firm, in: report.region) {
                rateOfSite[site] = report.operatingRate
                found.insert(firm)
            }
        }
        firms = found.sorted()
    }

    /// Whether nobody reported anything.
    public var isEmpty: Bool { firms.isEmpty }

    /// What each reported site cannot make, as shocks from the first day on; none where it makes all.
    public func shocks(days: Int) -> [Shock] {
        firms.flatMap { firm in
            chains.sites.sites(of: firm).compactMap { site in
                guard let rate = rateOfSite[site], rate < 1 else { return nil }
                let place = chains.places.codes[Int(chains.sites.place[site])]
                return Shock(.site(firm, place), loss: 1 - rate, days: days)
            }
        }
    }

    /// The rates of firms, by identity, of leading firms' tiers, then of cities and provinces, by code; places that nobody knows are
    /// left out.
    public var samples: [Sample] { samples(tiersOf: chains.leaders) }

    /// The same, with the tiers of these firms in place of the leading ones'.
    public func samples(tiersOf asked: [Int32]) -> [Sample] {
        guard !isEmpty else { return [] }
        let values = FirmValues(chains)
        let industries = industriesSold()
        var samples: [Sample] = []
        for firm in firms {
            guard let rate = rate(of: firm) else { continue }
            var sampler = FirmSampler(chains, firm, soldIndustry: industries[firm])
            sampler.addOperatingRate(rate.value, unknown: rate.unknown)
            samples += sampler.samples
        }
        let tiers = TierRates(chains, rateOfSite: rateOfSite)
        for firm in asked {
            var sampler = FirmSampler(chains, firm)
            sampler.addOperatingRates(tiers.tiers(of: firm))
            samples += sampler.samples
        }
        for level in RegionLevel.allCases { samples += regionSamples(level, values) }
        return samples
    }

    private func rate(of firm: Int32) -> WeightedMean? {
        let parts = chains.sites.sites(of: firm).map { (rateOfSite[$0], chains.sites.part[$0] as Double?) }
        return WeightedMean(parts, equally: parts.map { _ in 1 })
    }

    private func regionSamples(_ level: RegionLevel, _ values: FirmValues) -> [Sample] {
        let regionOf = chains.places.regionOf(level)
        let regions = chains.places.regions(level)
        var isReported = ContiguousArray(repeating: false, count: regions.count)
        for firm in firms {
            for site in chains.sites.sites(of: firm) where rateOfSite[site] != nil {
                isReported[Int(regionOf[Int(chains.sites.place[site])])] = true
            }
        }
        var sites = [[(rate: Double?, weight: Double?)]](repeating: [], count: regions.count)
        var parts = [[Double]](repeating: [], count: regions.count)
        for firm in 0..<Int32(chains.network.firms.count) where chains.takesPart[Int(firm)] {
            for site in chains.sites.sites(of: firm) {
                let region = Int(regionOf[Int(chains.sites.place[site])])
                guard isReported[region] else { continue }
                let part = chains.sites.part[site]
                sites[region].append((rateOfSite[site], values.value(of: firm).map { $0 * part }))
                parts[region].append(part)
            }
        }
        return regions.indices.compactMap { index in
            guard regions[index] != .unknown, let mean = WeightedMean(sites[index], equally: parts[index])
            else { return nil }
            let region = regions[index]
            return Sample(
                metric: .operatingRate,
                labels: ["region": region.description, "level": level.rawValue], value: mean.value,
                unknown: mean.unknown, industry: nil,
                provinces: region.isChinese ? [region.at(.province)] : [])
        }
    }

    /// What each reported firm sells most often, for those whose own industry nobody declared.
    private func industriesSold() -> [Int32: Industry] {
        let isAsked = chains.marked(firms)
        var counts: [Int32: [Industry: Int]] = [:]
        for link in chains.links where isAsked[Int(link.supplier)] {
            counts[link.supplier, default: [:]][link.industry, default: 0] += 1
        }
        return counts.compactMapValues { counts in
            counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        }
    }
}

/// The mean of what is reported among some sites, and the weight of those of which nothing is.
struct WeightedMean {
    /// 0...1.
    let value: Double
    /// 0...1.
    let unknown: Double

    /// Weighs by the sites' own weights, or by `equally` where one of those that count has none or all are 0.
    ///
    /// nil where no site is reported.
    init?(_ sites: [(rate: Double?, weight: Double?)], equally: [Double]) {
        let reported = sites.indices.filter { sites[$0].rate != nil }
        guard !reported.isEmpty else { return nil }
        let weights = Self.weights(reported.map { sites[$0].weight }, else: reported.map { equally[$0] })
        let sum = weights.reduce(0, +)
        let rates = reported.compactMap { sites[$0].rate }
        let total = zip(rates, weights).reduce(0) { $0 + $1.0 * $1.1 }
        // Rounding takes no mean out of the range of what was reported: equal rates have their own mean.
        value = min(rates.max() ?? 1, max(rates.min() ?? 0, total / sum))
        let all = Self.weights(sites.map(\.weight), else: equally)
        let known = reported.reduce(0) { $0 + all[$1] }
        unknown = min(1, max(0, 1 - known / all.reduce(0, +)))
    }

    private static func weights(_ weights: [Double?], else equally: [Double]) -> [Double] {
        let known = weights.compactMap { $0 }
        if known.count == weights.count, known.reduce(0, +) > 0 { return known }
        return equally.reduce(0, +) > 0 ? equally : equally.map { _ in 1 }
    }
}

/// What firms are worth beside each other.
private struct FirmValues {
    private var sales: ContiguousArray<Double>
    private let revenue: [Double?]

    init(_ chains: Chains) {
        sales = ContiguousArray(repeating: 0, count: chains.network.firms.count)
        for link in chains.links {
            sales[Int(link.supplier)] += (link.annualValue ?? .nan) * chains.moneyScale
        }
        revenue = chains.network.firms.map { firm in firm.revenue.map { $0 * chains.moneyScale } }
    }

    /// What a firm sells where every sale has its value, else its revenue; nil where neither is known.
    func value(of firm: Int32) -> Double? {
        let sold = sales[Int(firm)]
        return sold > 0 ? sold : revenue[Int(firm)]
    }
}
