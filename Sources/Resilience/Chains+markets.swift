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
        var values = ContiguousArray<Double>(repeating: 0, count: network.firms.count)
        return network.products.indices.compactMap { product in
            marketSample(product, byProduct[starts[product]..<starts[product + 1]], &values)
        }
    }

    /// The sample of one product; `values` is scratch by firm, all 0 before and after.
    private func marketSample(
        _ product: Int, _ sales: ArraySlice<Int32>, _ values: inout ContiguousArray<Double>
    ) -> Sample? {
        var sellers: [Int32] = []
        var industries: [(Industry, Double)] = []
        var provinces: [(RegionCode, Double)] = []
        var total = 0.0
        for index in sales {
            let link = links[Int(index)]
            guard let declared = link.annualValue, declared > 0 else { continue }
            let value = declared * moneyScale
            if values[Int(link.supplier)] == 0 { sellers.append(link.supplier) }
            values[Int(link.supplier)] += value
            total += value
            industries.append((link.industry, value))
            provinces.append((link.region.at(.province), value))
        }
        guard total > 0 else { return nil }
        var squares = 0.0
        for seller in sellers {
            let share = values[Int(seller)] / total
            squares += share * share
            values[Int(seller)] = 0
        }
        let missing = sales.count { links[Int($0)].annualValue == nil }
        return Sample(
            metric: .marketHHI, labels: ["product": network.products[product]], value: 10_000 * squares,
            unknown: Double(missing) / Double(sales.count), industry: heaviestIndustry(industries),
            provinces: heaviestProvinces(provinces))
    }
}
