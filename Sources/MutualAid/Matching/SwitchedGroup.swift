internal import SupplyModel

/// How concentrated a product is among firms and among cities, now and after others have stepped in.
///
/// After the switch each supplier has what still comes from it. Where that is less than before, because not all of the gap is closed,
/// what arrives counts as the whole: a product does not become less concentrated by being short.
struct SwitchedGroup {
    /// Where an amount is counted: among the firms and among the cities.
    struct Place: Equatable, Hashable {
        var firm: Int
        var city: Int
    }

    /// HHI among firms and among cities, 0...10,000.
    struct Figures: Equatable {
        var hhi: Double
        var regionHHI: Double
    }

    private var firms: [Int32: Int] = [:]
    private var cities: [RegionCode: Int] = [:]
    /// By firm and by city, what still arrives.
    private var byFirm: [Double] = []
    private var byCity: [Double] = []
    /// What registered suppliers cover when nothing is wrong.
    private let covered: Double

    /// What still comes under a need's losses, or with nothing lost.
    init(_ need: Need, isWhole: Bool = false) {
        covered = need.sources.reduce(0) { $0 + $1.share }
        for source in need.sources {
            let place = place(of: source.supplier, in: source.region)
            let amount = source.share * (isWhole ? 1 : 1 - source.loss)
            byFirm[place.firm] += amount
            byCity[place.city] += amount
        }
    }

    /// The place of a firm's site, made where it is new.
    mutating func place(of firm: Int32, in region: RegionCode) -> Place {
        let city = region.at(.city)
        if firms[firm] == nil {
            firms[firm] = byFirm.count
            byFirm.append(0)
        }
        if cities[city] == nil {
            cities[city] = byCity.count
            byCity.append(0)
        }
        return Place(firm: firms[firm] ?? 0, city: cities[city] ?? 0)
    }

    /// The figures once some amounts are added; nil where nothing arrives.
    func figures(adding amounts: [(place: Place, amount: Double)] = []) -> Figures? {
        var (byFirm, byCity) = (byFirm, byCity)
        for (place, amount) in amounts {
            byFirm[place.firm] += amount
            byCity[place.city] += amount
        }
        let arriving = byFirm.reduce(0, +)
        guard arriving > 0 else { return nil }
        let scale = covered / arriving
        func hhi(_ amounts: [Double]) -> Double {
            10_000 * amounts.reduce(0) { $0 + ($1 * scale) * ($1 * scale) }
        }
        return Figures(hhi: hhi(byFirm), regionHHI: hhi(byCity))
    }
}
