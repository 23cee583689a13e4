internal import SupplyModel

/// Puts the figures of one firm into samples: labels, unknown share, industry and provinces.
struct FirmSampler {
    private(set) var samples: [Sample] = []
    private let chains: Chains
    private let firm: Int32
    private let id: String
    private let groups: Range<Int>
    /// The firm's own, else that of its heaviest group.
    private let industry: Industry?
    /// Σ w · u over the firm's groups.
    private let unknown: Double
    /// Where a figure names no province itself.
    private let provinces: [RegionCode]

    private static let millisecondsPerDay = 86_400_000.0

    init(_ chains: Chains, _ firm: Int32) {
        self.chains = chains
        self.firm = firm
        let table = chains.groups
        id = chains.network.firms[Int(firm)].id.description
        let groups = table.groups(of: firm)
        let heaviest = groups.min {
            (table.weight[$1], table.industry[$0]) < (table.weight[$0], table.industry[$1])
        }
        industry = chains.network.firms[Int(firm)].industry ?? heaviest.map { table.industry[$0] }
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
            func add(_ metric: Metric, _ value: Double, _ labels: [String: String] = [:]) {
                let labels = labels.merging(["product": product]) { $1 }
                self.add(metric, labels, value, unknown: figures.unknown, industry, provinces)
            }
            add(.supplierCount, Double(figures.supplierCount))
            add(.hhi, figures.hhi)
            add(.hhiUpper, figures.hhiUpper)
            add(.cr1, figures.cr1)
            add(.cr3, figures.cr3)
            if let effective = figures.effectiveSuppliers { add(.effectiveSuppliers, effective) }
            let importance = chains.groups.importance[group].name
            add(.singleSource, figures.isSingleSource ? 1 : 0, ["importance": importance])
            for level in RegionLevel.allCases {
                add(.regionHHI, regionHHI([(group, 1)], level), ["level": level.rawValue])
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
            add(.supplierCount, [:], Double(suppliers.count), unknown: unknown, industry, provinces)
            for level in RegionLevel.allCases {
                let labels = ["level": level.rawValue]
                add(.regionHHI, labels, regionHHI(parts, level), unknown: unknown, industry, provinces)
            }
        }
    }

    mutating func addSingleSourceRatio() {
        guard !groups.isEmpty else { return }
        let single = groups.filter { chains.concentration(of: $0).isSingleSource }
        let weight = single.reduce(0) { $0 + chains.groups.weight[$1] }
        addOfFirm(
            .singleSourceRatio, ["basis": "count"], Double(single.count) / Double(groups.count), unknown)
        addOfFirm(.singleSourceRatio, ["basis": "value"], weight, unknown)
    }

    mutating func addTiers(_ tiers: [TierFigures]) {
        let first = tiers.first?.hhi
        for figures in tiers {
            let tier = ["tier": String(figures.tier)]
            let top = figures.topFirm.map { chains.ownProvinces(of: $0) } ?? []
            let missing = 1 - figures.mass
            if let hhi = figures.hhi {
                addOfFirm(.tierHHI, tier, hhi, missing, top)
                if figures.tier > 1, let first { addOfFirm(.tierHHIRatio, tier, hhi / first, missing, top) }
            }
            let count = tier.merging(["basis": "count"]) { $1 }
            let value = tier.merging(["basis": "value"]) { $1 }
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
        for exposure in exposures {
            let region = exposure.region
            let labels = ["region": region.description, "level": level.rawValue, "kind": kind]
            addOfFirm(
                .regionalExposure, labels, exposure.value,
                kind == ExposureKind.direct.rawValue ? unknown : unknownUpstream,
                region.isChinese ? [region.at(.province)] : [])
        }
    }

    mutating func addRecordAge(oldestMilliseconds: Int64, _ now: Timestamp) {
        let age = (Double(now.milliseconds) - Double(oldestMilliseconds)) / Self.millisecondsPerDay
        addOfFirm(.recordAgeDays, [:], max(0, age), 0)
    }

    /// A figure about a firm upstream, and where that one is.
    mutating func addSupplier(_ metric: Metric, _ supplier: Int32, _ value: Double, unknown: Double) {
        let id = chains.network.firms[Int(supplier)].id.description
        addOfFirm(metric, ["supplier": id], value, unknown, chains.ownProvinces(of: supplier))
    }

    /// A product whose suppliers all lean on one firm.
    mutating func addFalseDualSource(_ product: Int32, via: Int32) {
        guard let group = groups.first(where: { chains.groups.product[$0] == product }) else { return }
        let labels = [
            "product": chains.network.products[Int(product)],
            "via": chains.network.firms[Int(via)].id.description,
        ]
        add(
            .falseDualSource, labels, 1, unknown: chains.groups.unknown[group], chains.groups.industry[group],
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

    private mutating func addOfFirm(
        _ metric: Metric, _ labels: [String: String], _ value: Double, _ unknown: Double,
        _ provinces: [RegionCode] = []
    ) {
        add(metric, labels, value, unknown: unknown, industry, provinces)
    }

    private mutating func add(
        _ metric: Metric, _ labels: [String: String], _ value: Double, unknown: Double, _ industry: Industry?,
        _ provinces: [RegionCode]
    ) {
        guard value.isFinite else { return }
        var labels = labels
        labels["firm"] = id
        labels["industry"] = industry?.rawValue
        samples.append(
            Sample(
                metric: metric, labels: Labels(labels), value: value, unknown: min(1, max(0, unknown)),
                industry: industry, provinces: provinces.isEmpty ? self.provinces : provinces))
    }
}
