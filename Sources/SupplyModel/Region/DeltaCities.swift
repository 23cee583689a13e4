internal import Foundation

/// A place on the globe, in degrees; finite and in range.
public struct GeoPoint: Equatable, Sendable {
    /// -90...90.
    public let latitude: Double
    /// -180...180.
    public let longitude: Double

    /// Mean radius of the Earth.
    private static let earthRadiusKm = 6_371.0

    /// nil where one of them is no number or out of range.
    public init?(latitude: Double, longitude: Double) {
        guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
        self.latitude = latitude
        self.longitude = longitude
    }

    /// The distance along the surface, by the haversine formula.
    public func distanceKm(to other: GeoPoint) -> Double {
        func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
        let rise = sin(radians(other.latitude - latitude) / 2)
        let run = sin(radians(other.longitude - longitude) / 2)
        let chord = rise * rise + cos(radians(latitude)) * cos(radians(other.latitude)) * run * run
        return 2 * Self.earthRadiusKm * asin(min(1, chord.squareRoot()))
    }
}

/// A part of the globe.
public enum GeoArea: Equatable, Sendable {
    /// The corners in order; the last joins the first. Taken as flat, which is right to within a kilometre for what is as large as a province.
    case polygon([GeoPoint])
    case circle(GeoPoint, radiusKm: Double)

    /// Whether a point lies in it; on the border it may or may not.
    public func contains(_ point: GeoPoint) -> Bool {
        switch self {
        case .circle(let centre, let radiusKm): return centre.distanceKm(to: point) <= radiusKm
        case .polygon(let corners):
            var isInside = false
            for (from, to) in zip(corners, corners.dropFirst() + corners.prefix(1))
            where (from.latitude > point.latitude) != (to.latitude > point.latitude) {
                let part = (point.latitude - from.latitude) / (to.latitude - from.latitude)
                let crossing = from.longitude + part * (to.longitude - from.longitude)
                if point.longitude < crossing { isInside.toggle() }
            }
            return isInside
        }
    }
}

/// Where the cities of the delta are, so that an area on a map becomes regions of the register.
///
/// A city is its centre: an area that covers only its outskirts does not meet it. Places outside the delta have no coordinates here.
public enum DeltaCities {
    /// A city and its centre.
    public struct City: Equatable, Sendable {
        public var region: RegionCode
        public var centre: GeoPoint
    }

    /// All 41, by code.
    public static let all: [City] = table.split(separator: "\n").compactMap { line in
        let fields = line.split(separator: " ")
        guard fields.count == 3, let region = RegionCode(String(fields[0])),
            let latitude = Double(fields[1]), let longitude = Double(fields[2]),
            let centre = GeoPoint(latitude: latitude, longitude: longitude)
        else { return nil }
        return City(region: region, centre: centre)
    }

    /// The cities whose centre lies in an area.
    public static func regions(in area: GeoArea) -> [RegionCode] {
        all.filter { area.contains($0.centre) }.map(\.region)
    }
}
