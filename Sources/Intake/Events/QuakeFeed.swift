internal import Foundation
internal import SupplyModel

/// Reads earthquakes in the GeoJSON of the USGS: a feed, or one of its features.
///
/// An earthquake hits the cities whose centre is within a radius of its epicentre. Radius, loss and days are assumptions by
/// magnitude; the depth does not count. A feature that reaches no city of the delta is a report without hits: whoever keeps it knows
/// whether an earlier version of it did.
///
/// Source: USGS, GeoJSON Summary Format, earthquake.usgs.gov/earthquakes/feed/v1.0/geojson.php.
struct QuakeFeed {
    private let assumptions: EventAssumptions
    private let now: Timestamp

    init(assumptions: EventAssumptions, now: Timestamp) {
        self.assumptions = assumptions
        self.now = now
    }

    private struct Document: Decodable {
        var type: String
        var features: [Feature]?
        var properties: Properties?
        var geometry: Geometry?
        var id: String?
    }

    private struct Feature: Decodable {
        var id: String?
        var properties: Properties
        var geometry: Geometry?
    }

    private struct Properties: Decodable {
        var mag: Double?
        var place: String?
        var title: String?
        var time: Double?
        var updated: Double?
        var status: String?
        var type: String?
        /// Ids of the same earthquake in other networks, `,us1,nc2,`.
        var ids: String?
    }

    private struct Geometry: Decodable {
        var type: String
        /// Longitude, latitude, and the depth in kilometres.
        var coordinates: [Double?]
    }

    /// A report of each feature that has a magnitude, and how many have none.
    func read(_ bytes: [UInt8]) throws(IntakeFault) -> (reports: [EventReport], unmeasured: Int) {
        var reports: [EventReport] = []
        var unmeasured = 0
        for (index, feature) in try features(bytes).enumerated() {
            let name = "feature \(index + 1)"
            if let report = try report(of: feature, name) { reports.append(report) } else { unmeasured += 1 }
        }
        return (reports, unmeasured)
    }

    private func features(_ bytes: [UInt8]) throws(IntakeFault) -> [Feature] {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: Data(bytes))
        } catch {
            throw .event(.notGeoJSON(Self.reason(error)))
        }
        switch document.type {
        case "FeatureCollection":
            guard let features = document.features else { throw .event(.notGeoJSON("it has no features")) }
            guard features.count <= EventLimits.features else {
                throw .event(.tooMany("earthquakes", limit: EventLimits.features))
            }
            return features
        case "Feature":
            guard let properties = document.properties else {
                throw .event(.notGeoJSON("it has no properties"))
            }
            return [Feature(id: document.id, properties: properties, geometry: document.geometry)]
        default:
            throw .event(.notGeoJSON("its type is '\(EventText.shown(document.type))'"))
        }
    }

    /// nil where the feature has no magnitude, as some have that were only just noticed.
    private func report(of feature: Feature, _ name: String) throws(IntakeFault) -> EventReport? {
        let properties = feature.properties
        guard let code = feature.id, Self.isID(code) else {
            throw .event(.notGeoJSON("\(name) has no id that can be used"))
        }
        guard let start = try time(properties.time, "time of \(code)") else {
            throw .event(.notGeoJSON("\(name) (\(code)) has no time"))
        }
        let told = try time(properties.updated, "updated of \(code)") ?? start
        guard told.seconds(since: now) <= EventLimits.aheadSeconds else {
            throw .event(.future("updated of \(code)", text: told.description))
        }
        let isDeleted = properties.status?.lowercased() == "deleted"
        guard isDeleted || properties.mag != nil else { return nil }
        let hits = try isDeleted ? [] : hits(of: feature, code, start: start)
        let title = properties.title ?? properties.mag.map { "M \($0) - \(properties.place ?? code)" }
        var report = EventReport(
            id: "usgs:\(code)", source: .usgs, toldAt: told, title: EventText.line(title) ?? "", hits: hits)
        report.kind = EventText.line(properties.type) ?? "earthquake"
        report.ending = isDeleted ? .cancelled : nil
        report.references = (properties.ids ?? "").split(separator: ",").map(String.init)
            .filter { $0 != code && Self.isID($0) }.prefix(EventLimits.references).map { "usgs:\($0)" }
        return report
    }

    private func hits(
        of feature: Feature, _ code: String, start: Timestamp
    ) throws(IntakeFault) -> [EventHit] {
        guard let magnitude = feature.properties.mag, let step = assumptions.step(magnitude: magnitude) else {
            return []
        }
        guard EventLimits.magnitudes.contains(magnitude) else {
            throw .event(.notGeoJSON("\(code) has a magnitude that no earthquake had"))
        }
        let coordinates = feature.geometry?.coordinates ?? []
        guard feature.geometry?.type == "Point", coordinates.count >= 2,
            let longitude = coordinates[0], let latitude = coordinates[1],
            let centre = GeoPoint(latitude: latitude, longitude: longitude)
        else { throw .event(.notGeoJSON("\(code) has no point on the globe as its geometry")) }
        let regions = DeltaCities.regions(in: .circle(centre, radiusKm: step.radiusKm))
        let end = start.adding(seconds: step.effect.days * 86_400)
        return try EventText.hits(regions, from: start, to: end, loss: step.effect.loss)
    }

    private func time(_ milliseconds: Double?, _ name: String) throws(IntakeFault) -> Timestamp? {
        guard let milliseconds else { return nil }
        guard abs(milliseconds) < Self.timeLimit else {
            throw .event(.farTime(name, text: "\(milliseconds)"))
        }
        let time = Timestamp(milliseconds: Int64(milliseconds))
        guard EventText.isNear(time) else { throw .event(.farTime(name, text: "\(milliseconds)")) }
        return time
    }

    /// Letters, digits and the few signs that the networks use.
    private static func isID(_ text: String) -> Bool {
        (1...idLimitBytes).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
                        || "-_.:".unicodeScalars.contains($0))
            }
    }

    private static let idLimitBytes = 100
    private static let timeLimit = 1e15

    private static func reason(_ error: any Error) -> String {
        guard let fault = error as? DecodingError else { return "it is no JSON" }
        switch fault {
        case .dataCorrupted: return "it is no JSON"
        case .keyNotFound(let key, let context):
            return "\(place(context)) lacks '\(EventText.shown(key.stringValue))'"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\(place(context)) is of another kind than it should be"
        @unknown default: return "it is no JSON"
        }
    }

    private static func place(_ context: DecodingError.Context) -> String {
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
        return path.isEmpty ? "the document" : EventText.shown(path.joined(separator: "."))
    }
}
