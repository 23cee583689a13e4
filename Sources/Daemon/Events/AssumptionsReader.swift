internal import StrictYAML
internal import SupplyModel

/// Reads `events.yaml`: what events do where their sources do not say.
///
/// What it leaves out is as usual; without the file everything is. All faults are found in one pass.
enum AssumptionsReader {
    static let fileName = "events.yaml"
    private static let keys = ["severities", "unstated", "earthquakes"]
    private static let effectKeys = ["loss", "days"]
    private static let quakeKeys = ["magnitude", "radius_km", "loss", "days"]
    /// Lines of earthquakes.
    private static let quakeLimit = 50
    private static let dayRange = 0.1...EventReport.dayLimit
    private static let magnitudeRange = 3.0...10.0
    private static let radiusRangeKm = 1.0...2_000.0

    /// Reads the file of a folder, if it is there.
    static func load(folder: String) throws(ConfigurationFaults) -> EventAssumptions {
        guard let document = try YAMLDocument.read(fileName, of: folder) else { return .usual }
        return try read(document)
    }

    /// Reads a file that is parsed already.
    static func read(_ document: YAMLDocument) throws(ConfigurationFaults) -> EventAssumptions {
        var faults: [ConfigurationFault] = []
        var result = EventAssumptions.usual
        if let fields = document.root.mapping(keys: keys, &faults) {
            let names = EventSeverity.allCases.map(\.rawValue)
            for (name, value) in fields["severities"]?.mapping(keys: names, &faults)?.entries ?? [] {
                guard let severity = EventSeverity(rawValue: name) else { continue }
                result.severities[severity] = readEffect(value, keys: effectKeys, &faults)
            }
            if let value = fields["unstated"], let effect = readEffect(value, keys: effectKeys, &faults) {
                result.unstated = effect
            }
            if let value = fields["earthquakes"] { result.earthquakes = readQuakes(value, &faults) }
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        return result
    }

    private static func readEffect(
        _ value: YAMLValue, keys: [String], _ faults: inout [ConfigurationFault]
    ) -> EventAssumptions.Effect? {
        guard let fields = value.mapping(keys: keys, &faults) else { return nil }
        return readEffect(fields, &faults)
    }

    private static func readEffect(
        _ fields: YAMLMapping, _ faults: inout [ConfigurationFault]
    ) -> EventAssumptions.Effect? {
        let loss = fields.required("loss", &faults).flatMap { readLoss($0, &faults) }
        let days = fields.required("days", &faults).flatMap { readNumber($0, in: dayRange, &faults) }
        guard let loss, let days else { return nil }
        return EventAssumptions.Effect(loss: loss, days: days)
    }

    private static func readQuakes(
        _ value: YAMLValue, _ faults: inout [ConfigurationFault]
    ) -> [EventAssumptions.QuakeStep] {
        guard let values = value.sequence(&faults) else { return [] }
        guard values.count <= quakeLimit else {
            faults.append(value.fault("there are more than \(quakeLimit) lines; merge some"))
            return []
        }
        var steps: [EventAssumptions.QuakeStep] = []
        for value in values {
            guard let fields = value.mapping(keys: quakeKeys, &faults) else { continue }
            let magnitude = fields.required("magnitude", &faults)
                .flatMap { readNumber($0, in: magnitudeRange, &faults) }
            let radius = fields.required("radius_km", &faults)
                .flatMap { readNumber($0, in: radiusRangeKm, &faults) }
            let effect = readEffect(fields, &faults)
            guard let magnitude, let radius, let effect else { continue }
            if let last = steps.last, magnitude <= last.magnitude {
                faults.append(
                    value.fault("the magnitude is not above that of the line before; sort the lines"))
            }
            steps.append(.init(magnitude: magnitude, radiusKm: radius, effect: effect))
        }
        return steps
    }

    private static func readLoss(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Double? {
        guard let text = value.string(&faults) else { return nil }
        if let loss = LossText.fraction(text) { return loss }
        faults.append(value.fault("'\(Excerpt.of(text))' \(LossText.advice)"))
        return nil
    }

    private static func readNumber(
        _ value: YAMLValue, in range: ClosedRange<Double>, _ faults: inout [ConfigurationFault]
    ) -> Double? {
        guard let number = value.number(&faults) else { return nil }
        if range.contains(number) { return number }
        faults.append(
            value.fault("it is a number from \(range.lowerBound) to \(range.upperBound); write one of these"))
        return nil
    }
}
