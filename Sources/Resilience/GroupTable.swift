internal import SupplyModel

/// The groups of a network: for each buyer, each product that it buys, with the shares of the suppliers in it.
///
/// Columns, not structs: half a million groups are read one column at a time. The rules are the contract's, section 3.
struct GroupTable: Sendable {
    /// The links of group g are `links[starts[g]..<starts[g + 1]]`.
    private(set) var starts: ContiguousArray<Int32> = [0]
    private(set) var buyer: ContiguousArray<Int32> = []
    private(set) var product: ContiguousArray<Int32> = []
    /// Of its buyer's need; the weights of a buyer's groups sum to 1.
    private(set) var weight: ContiguousArray<Double> = []
    /// CNY yuan a year; NaN where a link lacks its value.
    private(set) var value: ContiguousArray<Double> = []
    /// 1 − Σ share.
    private(set) var unknown: ContiguousArray<Double> = []
    private(set) var importance: ContiguousArray<Importance> = []
    /// The industry of the largest share; among equals the first by name.
    private(set) var industry: ContiguousArray<Industry> = []
    /// The groups of firm b are `ofBuyer[b]..<ofBuyer[b + 1]`.
    private(set) var ofBuyer: ContiguousArray<Int32>
    /// By link: its part of the buyer's need of the product, 0...1.
    private(set) var share: ContiguousArray<Double>

    /// What is unknown by less than this is rounding.
    private static let roundingSlack = 1e-12

    /// Groups links that are sorted by buyer, then product; values are multiplied by `moneyScale`, so that sums stay finite.
    init(_ links: [Link], firmCount: Int, moneyScale: Double) {
        share = ContiguousArray(repeating: 0, count: links.count)
        ofBuyer = ContiguousArray(repeating: 0, count: firmCount + 1)
        var first = 0
        while first < links.count {
            let head = links[first]
            var end = first + 1
            while end < links.count, links[end].buyer == head.buyer, links[end].product == head.product {
                end += 1
            }
            append(links[first..<end], moneyScale)
            first = end
        }
        for firm in 0..<firmCount { ofBuyer[firm + 1] += ofBuyer[firm] }
        weight = ContiguousArray(repeating: 0, count: buyer.count)
        for firm in 0..<firmCount { weigh(groups(of: Int32(firm))) }
    }

    var count: Int { buyer.count }

    /// The groups of a firm.
    func groups(of firm: Int32) -> Range<Int> { Int(ofBuyer[Int(firm)])..<Int(ofBuyer[Int(firm) + 1]) }

    /// The links of a group.
    func links(of group: Int) -> Range<Int> { Int(starts[group])..<Int(starts[group + 1]) }

    /// The group of a link, by its buyer.
    func group(ofLink link: Int, of buyer: Int32) -> Int {
        let mine = groups(of: buyer)
        return mine.first { links(of: $0).contains(link) } ?? mine.lowerBound
    }

    /// Whether two groups of a firm differ in weight.
    func weightsDiffer(of firm: Int32) -> Bool {
        let mine = groups(of: firm)
        return mine.contains { weight[$0] != weight[mine.lowerBound] }
    }

    private mutating func append(_ links: ArraySlice<Link>, _ moneyScale: Double) {
        var given = 0.0
        var open = 0
        var openValue = 0.0
        var sum = 0.0
        var most = Importance.none
        for link in links {
            let worth = (link.annualValue ?? .nan) * moneyScale
            sum += worth
            if let share = link.share {
                given += share
            } else {
                (open, openValue) = (open + 1, openValue + worth)
            }
            most = max(most, link.importance)
        }
        let scale = max(1, given)
        let rest = max(0, 1 - given / scale)
        var known = 0.0
        for index in links.indices {
            let link = links[index]
            if let given = link.share {
                share[index] = given / scale
            } else if openValue > 0 {
                share[index] = rest * ((link.annualValue ?? 0) * moneyScale / openValue)
            } else {
                share[index] = rest / Double(open)
            }
            known += share[index]
        }
        starts.append(Int32(links.endIndex))
        buyer.append(links[links.startIndex].buyer)
        product.append(links[links.startIndex].product)
        value.append(sum)
        unknown.append(1 - known > Self.roundingSlack ? 1 - known : 0)
        importance.append(most)
        industry.append(leadingIndustry(links))
        ofBuyer[Int(links[links.startIndex].buyer) + 1] += 1
    }

    private func leadingIndustry(_ links: ArraySlice<Link>) -> Industry {
        let first = links[links.startIndex].industry
        if links.allSatisfy({ $0.industry == first }) { return first }
        return heaviestIndustry(links.indices.map { (links[$0].industry, share[$0]) }) ?? first
    }

    private mutating func weigh(_ groups: Range<Int>) {
        var sum = 0.0
        for group in groups { sum += value[group] }
        for group in groups { weight[group] = sum > 0 ? value[group] / sum : 1 / Double(groups.count) }
    }
}

/// The industry with the largest sum; among equals the first by name.
func heaviestIndustry(_ parts: [(Industry, Double)]) -> Industry? {
    var sums: [Industry: Double] = [:]
    for (industry, part) in parts { sums[industry, default: 0] += part }
    return sums.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
}
