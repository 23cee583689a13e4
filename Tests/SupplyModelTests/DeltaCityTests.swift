import Foundation
import SupplyModel
import TestSupport
import Testing

@Suite struct DeltaCityTests {
    private func point(_ latitude: Double, _ longitude: Double) throws -> GeoPoint {
        try #require(GeoPoint(latitude: latitude, longitude: longitude))
    }

    @Test func `the cities and their centres are those of the source`() throws {
        let text = try String(contentsOf: Fixtures.url("data/delta_cities.csv"), encoding: .utf8)
        let rows = text.split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",") }
        let written = DeltaCities.all.map { "\($0.region) \($0.centre.latitude) \($0.centre.longitude)" }
        #expect(rows.count == 41)
        #expect(
            try written
                == rows.map { row in
                    let latitude = try #require(Double(row[4]))
                    let longitude = try #require(Double(row[5]))
                    return "\(row[0]) \(latitude) \(longitude)"
                })
        #expect(DeltaCities.all.allSatisfy { $0.region.isDelta && !$0.region.isOnlyProvince })
    }

    @Test func `a distance is that of the great circle`() throws {
        // Shanghai to Nanjing, by the same sphere in Python's haversine: 269.5 km.
        let distance = try point(31.2304, 121.4737).distanceKm(to: point(32.0603, 118.7969))
        #expect(abs(distance - 269.5) < 1)
        #expect(try abs(point(0, 0).distanceKm(to: point(0, 180)) - .pi * 6_371) < 1e-6)
    }

    @Test func `a city lies in an area where its centre does`() throws {
        let square = GeoArea.polygon([
            try point(31, 121), try point(31, 122), try point(32, 122), try point(32, 121),
        ])
        #expect(DeltaCities.regions(in: square).map(\.description) == ["310000"])
        // A corner that cuts the centre out again.
        let notched = GeoArea.polygon([
            try point(31, 121), try point(31, 122), try point(31.1, 121.47), try point(32, 121),
        ])
        #expect(DeltaCities.regions(in: notched).isEmpty)
        #expect(DeltaCities.regions(in: .circle(try point(31.23, 121.47), radiusKm: 1)).count == 1)
        #expect(DeltaCities.regions(in: .circle(try point(31.23, 121.47), radiusKm: 5_000)).count == 41)
        #expect(GeoPoint(latitude: .nan, longitude: 0) == nil && GeoPoint(latitude: 0, longitude: 181) == nil)
    }
}
