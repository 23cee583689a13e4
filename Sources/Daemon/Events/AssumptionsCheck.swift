internal import Foundation
public import SupplyModel

/// What `events check` finds: the assumptions in force, or every fault of `events.yaml` at once.
public enum AssumptionsCheck {
    /// What is in force in a folder of rules.
    ///
    /// - Throws: `ConfigurationFaults`
    public static func assumptions(folder: String) throws -> EventAssumptions {
        try AssumptionsReader.load(folder: folder)
    }

    /// The same as a table.
    public static func answer(folder: String) throws -> Answer {
        let assumptions = try assumptions(folder: folder)
        func record(
            _ of: String, _ effect: EventAssumptions.Effect, magnitude: Double? = nil, radiusKm: Double? = nil
        ) -> [Answer.Field] {
            [Answer.Field("of", .text(of))] + Answer.Field.number("magnitude", magnitude)
                + Answer.Field.number("radius_km", radiusKm) + Answer.Field.number("loss", effect.loss)
                + Answer.Field.number("days", effect.days)
        }
        let severities = EventSeverity.allCases.map { record($0.rawValue, assumptions.effect(of: $0)) }
        let quakes = assumptions.earthquakes.map {
            record("earthquake", $0.effect, magnitude: $0.magnitude, radiusKm: $0.radiusKm)
        }
        return Answer(
            columns: ["of", "magnitude", "radius_km", "loss", "days"],
            records: severities + [record("unstated", assumptions.unstated)] + quakes)
    }
}
