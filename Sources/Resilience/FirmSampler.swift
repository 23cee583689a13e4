internal import SupplyModel

/// Puts the figures of one firm into samples: labels, unknown share, industry and provinces.
struct FirmSampler {
    private(set) var samples: [Sample] = []
    private let chains: Chains
    private let firm: Int32
    private let groups: Range<Int>
    /// The firm's own, else that of its heaviest group.
    private let industry: Industry?
    /// The label of the firm alone, and with that of its industry.
    private let ofFirm: Labels
    private let ofIndustry: Labels
    /// Σ w · u over the firm's groups.
    private let unknown: Double
    /// Where a figure names no province itself.
    private let provinces: [RegionCode]

    private static let millisecondsPerDay = 86_400_000.0

    /// What samples about a firm upstream say of it.
    struct Upstream {
        fileprivate var labels: Labels
        fileprivate var provinces: [RegionCode]
    }

    /// `soldIndustry` stands where neither a table of firms nor what the firm buys tells its industry.
    init(_ chains: Chains, _ firm: Int32, soldIndustry: Industry? = nil) {
        self.chains = chains
        self.firm = firm
        let table = chains.groups
        let groups = table.groups(of: firm)
        let heaviest = groups.min {
            (table.weight[$1], table.industry[$0]) < (table.weight[$0], table.industry[$1])
        }
        industry =
            chains.network.firms[Int(firm)].industry ?? heaviest.map { table.industry[$0] } ?? soldIndustry
        ofFirm = ["firm": chains.network.firms[Int(firm)].id.description]
        ofIndustry = Self.labels(ofFirm, industry)
        unknown = groups.reduce(0) { $0 + table.weight[$1] * table.unknown[$1] }
        let own = chains.ownProvinces(of: firm)
        provinces = own.isEmpty ? chains.supplyingProvinces(of: groups) : own
        self.groups = groups
    }

    mutating func addProducts() {
        for group in groups {
            let figures = chains.concentration(of: group)
            let industry = chains.groups.industry[group]
            let provinces = chains.supplyingProvinces(of: [group])
            let product = chains.network.products[Int(figures.product)]
            let labels = Self.labels(ofFirm, industry).adding("product", product)
            func add(_ metric: Metric, _ value: Double, _ labels: Labels) {
                self.add(metric, labels, value, unknown: figures.unknown, industry, provinces)
            }
            add(.supplierCount, Double(figures.supplierCount), labels)
            add(.hhi, figures.hhi, labels)
            add(.hhiUpper, figures.hhiUpper, labels)
            add(.cr1, figures.cr1, labels)
            add(.cr3, figures.cr3, labels)
            if let effective = figures.effectiveSuppliers { add(.effectiveSuppliers, effective, labels) }
            let importance = chains.groups.importance[group].name
            add(.singleSource, figures.isSingleSource ? 1 : 0, labels.adding("importance", importance))
            for level in RegionLevel.allCases {
                let labels = labels.adding("level", level.rawValue)
                add(.regionHHI, regionHHI([(group, 1)], level), labels)
            }
        }
    }

    /// Once per industry among the firm's groups, their weights taken relative to each other.
    mutating func addIndustries() {
        let table = chains.groups
        for industry in Set(groups.map { table.industry[$0] }).sorted() {
            let mine = groups.filter { table.industry[$0] == industry }
            let sum = mine.reduce(0) { $0 + table.weight[$1] }
            let parts = mine.map { ($0, sum > 0 ? table.weight[$0] / sum : 1 / Double(mine.count)) }
            let unknown = parts.reduce(0) { $0 + $1.1 * table.unknown[$1.0] }
            let suppliers = Set(mine.flatMap { table.links(of: $0).map { chains.links[$0].supplier } })
            let provinces = chains.supplyingProvinces(of: mine)
            let own = Self.labels(ofFirm, industry)
            add(.supplierCount, own, Double(suppliers.count), unknown: unknown, industry, provinces)
            for level in RegionLevel.allCases {
                let labels = own.adding("level", level.rawValue)
                add(.regionHHI, labels, regionHHI(parts, level), unknown: unknown, industry, provinces)
            }
        }
    }

    mutating func addSingleSourceRatio() {
        guard !groups.isEmpty else { return }
        let single = groups.filter { chains.concentration(of: $0).isSingleSource }
        let weight = single.reduce(0) { $0 + chains.groups.weight[$1] }
        let count = ofIndustry.adding("basis", "count")
        addOfFirm(.singleSourceRatio, count, Double(single.count) / Double(groups.count), unknown)
        addOfFirm(.singleSourceRatio, ofIndustry.adding("basis", "value"), weight, unknown)
    }

    mutating func addTiers(_ tiers: [TierFigures]) {
        let first = tiers.first?.hhi
        for figures in tiers {
            let tier = ofIndustry.adding("tier", String(figures.tier))
            let top = figures.topFirm.map { chains.ownProvinces(of: $0) } ?? []
            let missing = 1 - figures.mass
            if let hhi = figures.hhi {
                addOfFirm(.tierHHI, tier, hhi, missing, top)
                if figures.tier > 1, let first { addOfFirm(.tierHHIRatio, tier, hhi / first, missing, top) }
            }
            let count = tier.adding("basis", "count")
            let value = tier.adding("basis", "value")
            if let part = figures.deltaCount { addOfFirm(.deltaShare, count, part, missing) }
            if let part = figures.deltaPart { addOfFirm(.deltaShare, value, part, missing) }
            if let coverage = figures.coverage {
                addOfFirm(.tierCoverage, tier, coverage, 1 - figures.massBefore)
            }
        }
    }

    /// Exposures of one kind: the name of an `ExposureKind`, or `stoppage`.
    mutating func addExposures(
        _ exposures: [Exposure], _ kind: String, _ level: RegionLevel, unknownUpstream: Double
    ) {
        let labels = ofIndustry.adding("level", level.rawValue).adding("kind", kind)
        for exposure in exposures {
            let region = exposure.region
            addOfFirm(
                .regionalExposure, labels.adding("region", region.description), exposure.value,
                kind == ExposureKind.direct.rawValue ? unknown : unknownUpstream,
                region.isChinese ? [region.at(.province)] : [])
        }
    }

    mutating func addRecordAge(oldestMilliseconds: Int64, _ now: Timestamp) {
        let age = (Double(now.milliseconds) - Double(oldestMilliseconds)) / Self.millisecondsPerDay
        addOfFirm(.recordAgeDays, ofIndustry, max(0, age), 0)
    }

    /// Days until the first of the firm's declarations ends; below 0 since it ended.
    mutating func addValidity(fromMilliseconds: Int64, _ moment: Moment) {
        let age = (Double(moment.now.milliseconds) - Double(fromMilliseconds)) / Self.millisecondsPerDay
        addOfFirm(.validityDaysLeft, ofIndustry, moment.validityDays - age, 0)
    }

    mutating func addOperatingRate(_ rate: Double, unknown: Double) {
        addOfFirm(.operatingRate, ofIndustry, rate, unknown)
    }

    /// What an event does to the firm, surely or possibly, and where it happens.
    mutating func addEvent(
        _ event: String, survivalDays: Int, loss: Double, isSure: Bool, provinces: [RegionCode]
    ) {
        let labels = ofIndustry.adding("event", event)
        let days: Metric = isSure ? .eventSurvivalDays : .eventPossibleSurvivalDays
        addOfFirm(days, labels, Double(survivalDays), unknown, provinces)
        addOfFirm(isSure ? .eventLoss : .eventPossibleLoss, labels, loss, unknown, provinces)
    }

    /// From tier 1 on; a tier of which nothing was reported has no figure.
    mutating func addOperatingRates(_ tiers: [TierRates.Tier]) {
        for (index, tier) in tiers.enumerated() {
            guard let rate = tier.rate else { continue }
            addOfFirm(.operatingRate, ofIndustry.adding("tier", String(index + 1)), rate, 1 - tier.mass)
        }
    }

    /// What samples about a firm upstream say of it: several share one.
    func upstream(_ supplier: Int32) -> Upstream {
        let id = chains.network.firms[Int(supplier)].id.description
        return Upstream(
            labels: ofIndustry.adding("supplier", id), provinces: chains.ownProvinces(of: supplier))
    }

    /// A figure about a firm upstream, and where that one is.
    mutating func addSupplier(_ metric: Metric, _ supplier: Upstream, _ value: Double, unknown: Double) {
        addOfFirm(metric, supplier.labels, value, unknown, supplier.provinces)
    }

    /// A product whose suppliers all lean on one firm.
    mutating func addFalseDualSource(_ product: Int32, via: Int32) {
        guard let group = groups.first(where: { chains.groups.product[$0] == product }) else { return }
        let industry = chains.groups.industry[group]
        let labels = Self.labels(ofFirm, industry)
            .adding("product", chains.network.products[Int(product)])
            .adding("via", chains.network.firms[Int(via)].id.description)
        add(
            .falseDualSource, labels, 1, unknown: chains.groups.unknown[group], industry,
            chains.ownProvinces(of: via))
    }

    private func regionHHI(_ groups: [(group: Int, weight: Double)], _ level: RegionLevel) -> Double {
        let regionOf = chains.places.regionOf(level)
        var sums: [Int32: Double] = [:]
        for (group, weight) in groups {
            for link in chains.groups.links(of: group) {
                sums[regionOf[Int(chains.places.ofLink[link])], default: 0] +=
                    weight * chains.groups.share[link]
            }
        }
        return 10_000 * sums.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * $1.value }
    }

    private static func labels(_ labels: Labels, _ industry: Industry?) -> Labels {
        industry.map { labels.adding("industry", $0.rawValue) } ?? labels
    }

    private mutating func addOfFirm(
        _ metric: Metric, _ labels: Labels, _ value: Double, _ unknown: Double, _ provinces: [RegionCode] = []
    ) {
        add(metric, labels, value, unknown: unknown, industry, provinces)
    }

    private mutating func add(
        _ metric: Metric, _ labels: Labels, _ value: Double, unknown: Double, _ industry: Industry?,
        _ provinces: [RegionCode]
    ) {
        guard value.isFinite else { return }
        samples.append(
            Sample(
                metric: metric, labels: labels, value: value, unknown: min(1, max(0, unknown)),
                industry: industry, provinces: provinces.isEmpty ? self.provinces : provinces))
    }
}
