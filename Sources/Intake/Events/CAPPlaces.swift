internal import SupplyModel

/// Finds the regions of the areas of one CAP message: by their codes, else by what lies in their polygons and circles, else by name.
struct CAPPlaces {
    private let gazetteer: Gazetteer
    private var warnings: [CellFault] = []
    private var pointCount = 0

    /// Lengths of codes of GB/T 2260, with town and village behind the county or without.
    private static let codeLengths: Set<Int> = [6, 9, 12]
    /// Names of other vocabularies, whose digits mean other places.
    private static let foreignCodes = ["same", "fips", "ugc"]
    private static let leastCorners = 4
    private static let separators: Set<Character> = ["、", ",", "，", ";", "；", "/"]

    init(gazetteer: Gazetteer) { self.gazetteer = gazetteer }

    /// What could not be placed since the last time, each as a sentence.
    mutating func takeWarnings() -> [CellFault] {
        defer { warnings = [] }
        return warnings
    }

    /// - Throws: where the message has more corners than any has.
    mutating func regions(of area: CAPMessage.Area) throws(IntakeFault) -> Set<RegionCode> {
        var found = coded(area)
        if found.isEmpty { found = try drawn(area) }
        if found.isEmpty { found = named(area) }
        if found.isEmpty {
            warn(
                "unknown_region",
                "the area '\(EventText.shown(area.description))' is no place that is known and was left out;"
                    + " give it a geocode of GB/T 2260")
        }
        return found
    }

    private mutating func coded(_ area: CAPMessage.Area) -> Set<RegionCode> {
        var found: Set<RegionCode> = []
        for geocode in area.geocodes where !geocode.value.isEmpty {
            let name = geocode.name.lowercased()
            let digits = geocode.value
            guard Self.codeLengths.contains(digits.utf8.count),
                digits.utf8.allSatisfy({ (48...57).contains($0) }),
                !Self.foreignCodes.contains(where: { name.contains($0) })
            else { continue }
            if let region = place(String(digits.prefix(6))) {
                found.insert(region)
            } else {
                warn("unknown_region", "the geocode \(digits) is no code of GB/T 2260 and was left out")
            }
        }
        return found
    }

    private mutating func drawn(_ area: CAPMessage.Area) throws(IntakeFault) -> Set<RegionCode> {
        var found: Set<RegionCode> = []
        for text in area.polygons {
            guard let polygon = try polygon(text) else {
                warn(
                    "bad_polygon", "a polygon is not closed or has corners that are nowhere; it was left out")
                continue
            }
            found.formUnion(DeltaCities.regions(in: polygon))
        }
        for text in area.circles {
            guard let circle = Self.circle(text) else {
                warn("bad_circle", "the circle '\(EventText.shown(text))' is nowhere; it was left out")
                continue
            }
            found.formUnion(DeltaCities.regions(in: circle))
        }
        return found
    }

    /// The places of a list of names that are known; of one that is not there is a warning where others are.
    private mutating func named(_ area: CAPMessage.Area) -> Set<RegionCode> {
        var found: Set<RegionCode> = []
        var unknown: [String] = []
        for name in area.description.split(whereSeparator: Self.separators.contains).map(String.init) {
            // A space parts a city from its province, or one city from another.
            let parts = place(name) == nil ? name.split(separator: " ").map(String.init) : [name]
            for part in parts {
                if let region = place(part) { found.insert(region) } else { unknown.append(part) }
            }
        }
        if !found.isEmpty, let first = unknown.first {
            warn("unknown_region", "'\(EventText.shown(first))' is no place that is known and was left out")
        }
        return found
    }

    private func place(_ text: String) -> RegionCode? {
        do throws(RegionFault) {
            let region = try gazetteer.code(named: text)
            return region == .unknown ? nil : region
        } catch {
            return nil
        }
    }

    /// `latitude,longitude` pairs parted by spaces, at least four, the last equal to the first.
    private mutating func polygon(_ text: String) throws(IntakeFault) -> GeoArea? {
        var corners: [GeoPoint] = []
        for pair in text.split(separator: " ") {
            pointCount += 1
            guard pointCount <= EventLimits.points else {
                throw .event(.tooMany("corners of polygons", limit: EventLimits.points))
            }
            guard let numbers = EventText.numbers(pair, count: 2),
                let corner = GeoPoint(latitude: numbers[0], longitude: numbers[1])
            else { return nil }
            corners.append(corner)
        }
        guard corners.count >= Self.leastCorners, corners.first == corners.last else { return nil }
        return .polygon(corners)
    }

    /// `latitude,longitude radius`, the radius in kilometres.
    private static func circle(_ text: String) -> GeoArea? {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let centre = EventText.numbers(parts[0], count: 2),
            let radius = EventText.numbers(parts[1], count: 1)?.first, radius >= 0,
            let point = GeoPoint(latitude: centre[0], longitude: centre[1])
        else { return nil }
        return .circle(point, radiusKm: radius)
    }

    private mutating func warn(_ code: String, _ message: String) {
        guard warnings.count < EventLimits.warnings else { return }
        warnings.append(CellFault(code, message))
    }
}
