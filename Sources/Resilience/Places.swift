internal import SupplyModel

/// The places of a network, numbered: every region that a link or a firm names, with its city and its province.
struct Places: Sendable {
    private(set) var codes: ContiguousArray<RegionCode> = []
    /// Sorted codes of each level; what an index below points into.
    private(set) var cities: [RegionCode] = []
    private(set) var provinces: [RegionCode] = []
    /// Indices by place.
    private(set) var cityOf: ContiguousArray<Int32> = []
    private(set) var provinceOf: ContiguousArray<Int32> = []
    /// The place of each link's region, and of each firm's own.
    private(set) var ofLink: ContiguousArray<Int32>
    private(set) var ofFirm: ContiguousArray<Int32>

    private static let seenBits: UInt32 = 10

    init(links: [Link], firms: [Firm]) {
        var numbers: [RegionCode: Int32] = [:]
        var found: ContiguousArray<RegionCode> = []
        // Codes seen lately, each at a place of its own: a few hundred codes stand in millions of links.
        var seen = ContiguousArray(
            repeating: (code: RegionCode.unknown, number: Int32(-1)), count: 1 << Self.seenBits)
        func number(_ code: RegionCode) -> Int32 {
            let place = Int((code.raw &* 0x9E37_79B9) >> (32 - Self.seenBits))
            if seen[place].number >= 0, seen[place].code == code { return seen[place].number }
            if let known = numbers[code] {
                seen[place] = (code, known)
            } else {
                seen[place] = (code, Int32(found.count))
                numbers[code] = seen[place].number
                found.append(code)
            }
            return seen[place].number
        }
        ofLink = ContiguousArray(links.map { number($0.region) })
        ofFirm = ContiguousArray(firms.map { number($0.region) })
        codes = found
        (cities, cityOf) = Self.rolledUp(found, to: .city)
        (provinces, provinceOf) = Self.rolledUp(found, to: .province)
    }

    /// The regions of a level, sorted.
    func regions(_ level: RegionLevel) -> [RegionCode] { level == .city ? cities : provinces }

    /// By place, the index of its region at a level.
    func regionOf(_ level: RegionLevel) -> ContiguousArray<Int32> { level == .city ? cityOf : provinceOf }

    private static func rolledUp(
        _ codes: ContiguousArray<RegionCode>, to level: RegionLevel
    ) -> ([RegionCode], ContiguousArray<Int32>) {
        let regions = Set(codes.map { $0.at(level) }).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: zip(regions, Int32(0)...))
        return (regions, ContiguousArray(codes.map { numbers[$0.at(level)] ?? 0 }))
    }
}
