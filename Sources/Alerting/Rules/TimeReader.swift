internal import StrictYAML
internal import SupplyModel

/// Reads times and durations.
enum TimeReader {
    static func seconds(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Int? {
        guard let text = value.string(&faults) else { return nil }
        if case .seconds(let seconds) = Hold(text) { return seconds }
        faults.append(value.fault("'\(Excerpt.of(text))' is no time; write one such as 90s, 1h30m or 2d"))
        return nil
    }

    static func time(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Timestamp? {
        guard let text = value.string(&faults) else { return nil }
        if let time = Timestamp(text) { return time }
        faults.append(
            value.fault(
                "'\(Excerpt.of(text))' is no time; write one such as 2026-02-14T00:00:00+08:00, in quotes"))
        return nil
    }
}
