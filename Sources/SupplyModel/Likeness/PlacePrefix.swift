/// The place with which a firm's name or an address begins.
///
/// Only names that are hardly ever anything else are taken for places: those of provinces and cities, long or short, those of
/// counties in full, and the short ones of the delta's county-level cities (昆山, 义乌).
struct PlacePrefix {
    /// The place, as fine as it is named; `unknown` where the text begins with none.
    var region = RegionCode.unknown
    /// The text without it.
    var rest: Substring

    /// Levels that one name may go through: province, city, county.
    private static let levelLimit = 3

    /// `leastRest`: characters that are left at least.
    init(_ text: Substring, leastRest: Int) {
        rest = text
        for _ in 0..<Self.levelLimit {
            guard let (code, length) = Self.longest(rest, inside: region.raw),
                rest.count - length >= leastRest
            else { return }
            region = RegionCode(raw: code)
            rest = rest.dropFirst(length)
        }
    }

    /// The longest name of a place with which a text begins.
    private static func longest(_ text: Substring, inside outer: UInt32) -> (code: UInt32, length: Int)? {
        for length in stride(from: min(longestName, text.count), to: 1, by: -1) {
            let codes = byName[text.prefix(length)] ?? []
            let found = outer == 0 ? codes : codes.filter { isInside(outer, $0) }
            if found.count == 1 || (outer == 0 && found.first.map { $0 % 10_000 == 0 } ?? false) {
                return (found[0], length)
            }
        }
        return nil
    }

    private static func isInside(_ outer: UInt32, _ inner: UInt32) -> Bool {
        outer != inner && PlaceNames.contains(outer, inner)
    }

    private static let longestName = 12

    /// Codes by name, provinces first.
    private static let byName: [Substring: [UInt32]] = {
        var table: [Substring: [UInt32]] = [:]
        for place in Divisions.places {
            let isCounty = place.code % 100 != 0
            let isKnownShort = !isCounty || (place.name.hasSuffix("市") && RegionCode(raw: place.code).isDelta)
            for name in isKnownShort ? Set([place.name, place.stem]) : [place.name] where name.count > 1 {
                table[Substring(name), default: []].append(place.code)
            }
        }
        return table.mapValues { $0.sorted { ($0 % 10_000, $0) < ($1 % 10_000, $1) } }
    }()
}

/// How the places that two texts name lie to each other.
enum PlaceRelation {
    case same
    /// One of them, or neither, names a place.
    case open
    case apart

    init(_ left: RegionCode, _ right: RegionCode) {
        if left == right {
            self = left == .unknown ? .open : .same
        } else if left == .unknown || right == .unknown {
            self = .open
        } else {
            let isNested =
                PlaceNames.contains(left.raw, right.raw) || PlaceNames.contains(right.raw, left.raw)
            self = isNested && left.at(.city) == right.at(.city) ? .same : .apart
        }
    }
}
