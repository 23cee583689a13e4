internal import StrictYAML
internal import SupplyModel

/// Reads one trial after another of a file.
struct TrialReader {
    static let keys = ["name", "start", "names", "runs"]
    static let runKeys = ["at", "samples", "alerts", "messages", "failed"]
    /// Unicode scalars of a trial's name.
    static let nameLimit = 200
    /// Runs of one trial.
    static let runLimit = 10_000
    /// When the first run is, where a trial does not say: 2026-01-01, midnight in China.
    static let defaultStart = Timestamp(milliseconds: 1_767_196_800_000)

    private let parts: TrialPartReader

    /// `rules` are those that a trial may speak of.
    init(_ rules: [Rule]) { parts = TrialPartReader(rules) }

    /// Reads a trial; nil, with every fault of it added, where it has any.
    func read(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Trial? {
        let before = faults.count
        guard let fields = value.mapping(keys: Self.keys, &faults) else { return nil }
        let name = readName(fields, &faults)
        let start = fields["start"].map { Self.readTime($0, &faults) } ?? Self.defaultStart
        let firmNames = readFirmNames(fields["names"], &faults)
        let values = readRuns(fields.required("runs", &faults), &faults)
        let runs = values.compactMap { readRun($0, start: start, &faults) }
        if faults.count == before, runs.allSatisfy({ $0.alerts == nil && $0.messages == nil }) {
            faults.append(value.fault("nothing is expected, so it cannot fail; add 'alerts' or 'messages'"))
        }
        guard faults.count == before, let name else { return nil }
        return Trial(name: name, file: value.file, line: value.place.line, firmNames: firmNames, runs: runs)
    }

    private func readRuns(_ list: YAMLValue?, _ faults: inout [ConfigurationFault]) -> [YAMLValue] {
        guard let list, let values = list.sequence(&faults) else { return [] }
        if values.isEmpty { faults.append(list.fault("there is no run; add at least one")) }
        if values.count > Self.runLimit {
            faults.append(list.fault("there are more than \(Self.runLimit) runs; split the test"))
        }
        return Array(values.prefix(Self.runLimit))
    }

    private func readName(_ fields: YAMLMapping, _ faults: inout [ConfigurationFault]) -> String? {
        guard let value = fields.required("name", &faults), let text = value.string(&faults) else {
            return nil
        }
        let isLine = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        if isLine, (1...Self.nameLimit).contains(text.unicodeScalars.count) { return text }
        faults.append(value.fault("a name is one line of 1 to \(Self.nameLimit) characters; write one"))
        return nil
    }

    private func readFirmNames(
        _ value: YAMLValue?, _ faults: inout [ConfigurationFault]
    ) -> [String: BilingualText] {
        guard let entries = value?.mapping(&faults)?.entries else { return [:] }
        var names: [String: BilingualText] = [:]
        for (id, value) in entries {
            if let name = value.string(&faults) { names[id] = BilingualText(zh: name, en: name) }
        }
        return names
    }

    private func readRun(
        _ value: YAMLValue, start: Timestamp?, _ faults: inout [ConfigurationFault]
    ) -> Trial.Run? {
        guard let fields = value.mapping(keys: Self.runKeys, &faults) else { return nil }
        let time = fields.required("at", &faults).flatMap { Self.readInstant($0, start: start, &faults) }
        let samples = parts.samples(fields.required("samples", &faults), &faults)
        let alerts = fields["alerts"].map { parts.claims($0, of: .alerts, &faults) }
        let messages = fields["messages"].map { parts.claims($0, of: .messages, &faults) }
        let failed = fields["failed"].map { parts.rules($0, &faults) } ?? []
        guard let time else { return nil }
        return Trial.Run(
            line: value.place.line, time: time, samples: samples, alerts: alerts, messages: messages,
            failed: failed)
    }

    /// A time, or one that is so long after the start.
    private static func readInstant(
        _ value: YAMLValue, start: Timestamp?, _ faults: inout [ConfigurationFault]
    ) -> Timestamp? {
        guard let text = value.string(&faults) else { return nil }
        if case .seconds(let seconds) = Hold(text) { return start?.adding(seconds: Double(seconds)) }
        if let time = Timestamp(text) { return time }
        faults.append(
            value.fault(
                "'\(Excerpt.of(text))' is neither a time after the start, such as 0s or 1h30m, nor one such as"
                    + " 2026-01-31T12:00:00+08:00; write one of them"))
        return nil
    }

    private static func readTime(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Timestamp? {
        guard let text = value.string(&faults) else { return nil }
        if let time = Timestamp(text) { return time }
        faults.append(
            value.fault("'\(Excerpt.of(text))' is no time; write one such as 2026-01-31T12:00:00+08:00"))
        return nil
    }
}
