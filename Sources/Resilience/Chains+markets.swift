public import SupplyModel

extension Chains {
    /// The `market_hhi` of every product whose suppliers have a value, in the order of the products.
    ///
    /// - Complexity: O(links).
    public func marketSamples() -> [Sample] {
        var starts = ContiguousArray<Int>(repeating: 0, count: network.products.count + 1)
        for link in links { starts[Int(link.product) + 1] += 1 }
        for product in network.products.indices { starts[product + 1] += starts[product] }
        var next = starts
        var byProduct = ContiguousArray<Int32>(repeating: 0, count: links.count)
        for index in links.indices {
            byProduct[next[Int(links[index].product)]] = Int32(index)
            next[Int(links[index].product)] += 1
        }
        var sums = MarketSums(self)
        return network.products.indices.compactMap { product in
            marketSample(product, byProduct[starts[product]..<starts[product + 1]], &sums)
        }
    }

    private func marketSample(
        _ product: Int, _ sales: ArraySlice<Int32>, _ sums: inout MarketSums
    ) -> Sample? {
        var missing = 0
        for index in sales {
            let link = links[Int(index)]
            if link.annualValue == nil { missing += 1 }
            guard let value = link.annualValue, value > 0 else { continue }
            sums.add(value * moneyScale, link, province: places.provinceOf[Int(places.ofLink[Int(index)])])
        }
        guard let figures = sums.take() else { return nil }
        return Sample(
            metric: .marketHHI, labels: ["product": network.products[product]], value: figures.hhi,
            unknown: Double(missing) / Double(sales.count), industry: figures.industry,
            provinces: figures.provinces.map { places.provinces[Int($0)] })
    }
}

/// What the sales of one product after the other sum to: by supplier, by industry and by province.
private struct MarketSums {
    private let isChinese: [Bool]
    private let industries = Industry.allCases.sorted()
    /// All 0 between products.
    private var bySupplier: ContiguousArray<Double>
    private var byIndustry: [Double]
    private var byProvince: [Double]
    private var total = 0.0
    private var suppliers: [Int32] = []

    init(_ chains: Chains) {
        isChinese = chains.places.provinces.map(\.isChinese)
        bySupplier = ContiguousArray(repeating: 0, count: chains.network.firms.count)
        byIndustry = [Double](repeating: 0, count: industries.count)
        byProvince = [Double](repeating: 0, count: isChinese.count)
    }

    mutating func add(_ value: Double, _ link: Link, province: Int32) {
        if bySupplier[Int(link.supplier)] == 0 { suppliers.append(link.supplier) }
        bySupplier[Int(link.supplier)] += value
        total += value
        byProvince[Int(province)] += value
        if let industry = industries.firstIndex(of: link.industry) { byIndustry[industry] += value }
    }

    /// The figures of what was added, nil where that is nothing: the leading industry, among equals the first by name, and
    /// the provinces of China, the largest first, among equals by code.
    mutating func take() -> (hhi: Double, industry: Industry?, provinces: [Int32])? {
        defer { clear() }
        guard total > 0 else { return nil }
        var squares = 0.0
        for supplier in suppliers {
            let share = bySupplier[Int(supplier)] / total
            squares += share * share
            bySupplier[Int(supplier)] = 0
        }
        let leading = byIndustry.indices.max { (byIndustry[$0], $1) < (byIndustry[$1], $0) }
        let provinces = byProvince.indices.filter { byProvince[$0] > 0 && isChinese[$0] }
            .sorted { (byProvince[$1], $0) < (byProvince[$0], $1) }
        return (10_000 * squares, leading.map { industries[$0] }, provinces.map { Int32($0) })
    }

    private mutating func clear() {
        suppliers.removeAll(keepingCapacity: true)
        for index in byIndustry.indices { byIndustry[index] = 0 }
        for index in byProvince.indices { byProvince[index] = 0 }
        total = 0
    }
}
