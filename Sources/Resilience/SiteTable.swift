internal import SupplyModel

/// The sites of all firms: where each ships from, and the part of its sales that leaves from there.
struct SiteTable: Sendable {
    /// The sites of firm f are `starts[f]..<starts[f + 1]`.
    private(set) var starts: ContiguousArray<Int32> = [0]
    private(set) var place: ContiguousArray<Int32> = []
    /// The parts of a firm's sites sum to 1.
    private(set) var part: ContiguousArray<Double> = []

    init(_ links: [Link], places: Places, firmCount: Int, moneyScale: Double) {
        let sales = Self.bySupplier(links, places, firmCount: firmCount, moneyScale: moneyScale)
        var mine: [(place: Int32, value: Double)] = []
        for firm in 0..<firmCount {
            mine.removeAll(keepingCapacity: true)
            for (place, value) in sales.sales[Int(sales.starts[firm])..<Int(sales.starts[firm + 1])] {
                if let known = mine.firstIndex(where: { $0.place == place }) {
                    mine[known].value += value
                } else {
                    mine.append((place, value))
                }
            }
            if mine.isEmpty { mine.append((places.ofFirm[firm], 0)) }
            if mine.count > 1 { mine.sort { places.codes[Int($0.place)] < places.codes[Int($1.place)] } }
            let sum = mine.reduce(0) { $0 + $1.value }
            for site in mine {
                place.append(site.place)
                part.append(sum > 0 ? site.value / sum : 1 / Double(mine.count))
            }
            starts.append(Int32(place.count))
        }
    }

    /// The sites of a firm.
    func sites(of firm: Int32) -> Range<Int> { Int(starts[Int(firm)])..<Int(starts[Int(firm) + 1]) }

    /// The site of a firm at a place that it ships from.
    func site(of firm: Int32, at wanted: Int32) -> Int32 {
        let mine = sites(of: firm)
        if mine.count == 1 { return Int32(mine.lowerBound) }
        return Int32(mine.first { place[$0] == wanted } ?? mine.lowerBound)
    }

    /// Whether the firm's site at a place ships nothing that counts, while others of it do.
    func isIdle(_ firm: Int32, at wanted: Int32) -> Bool {
        sites(of: firm).contains { place[$0] == wanted && part[$0] == 0 }
    }

    /// Whether any site of the firm is idle.
    func hasIdleSite(_ firm: Int32) -> Bool {
        let mine = sites(of: firm)
        return mine.count > 1 && mine.contains { part[$0] == 0 }
    }

    /// What each link sells and from where, by supplier, in the order of the links.
    private static func bySupplier(
        _ links: [Link], _ places: Places, firmCount: Int, moneyScale: Double
    ) -> (starts: ContiguousArray<Int32>, sales: ContiguousArray<(place: Int32, value: Double)>) {
        var starts = ContiguousArray<Int32>(repeating: 0, count: firmCount + 1)
        for link in links { starts[Int(link.supplier) + 1] += 1 }
        for firm in 0..<firmCount { starts[firm + 1] += starts[firm] }
        var next = starts
        var sales = ContiguousArray<(place: Int32, value: Double)>(repeating: (0, 0), count: links.count)
        for index in links.indices {
            let supplier = Int(links[index].supplier)
            let value = (links[index].annualValue ?? .nan) * moneyScale
            sales[Int(next[supplier])] = (places.ofLink[index], value)
            next[supplier] += 1
        }
        return (starts, sales)
    }
}
