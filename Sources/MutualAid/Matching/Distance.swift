internal import SupplyModel

/// How far apart places are, as far as their cities' centres are known: those of the delta.
enum Distance {
    private static let centres = Dictionary(
        uniqueKeysWithValues: DeltaCities.all.map { ($0.region, $0.centre) })

    /// From a place to the nearest of some others; nil where one of them has no known centre.
    static func km(from place: RegionCode, to others: [RegionCode]) -> Double? {
        guard let centre = centres[place.at(.city)] else { return nil }
        return others.compactMap { centres[$0.at(.city)] }.map { centre.distanceKm(to: $0) }.min()
    }
}
