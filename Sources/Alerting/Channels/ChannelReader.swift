internal import StrictYAML
internal import SupplyModel

/// Reads one channel after another, and remembers their names so that each stands once.
struct ChannelReader {
    private static let commonKeys = ["name", "type", "severities", "send_resolved"] + FlowReader.keys

    private var lineByName: [String: Int] = [:]
    /// Rates and fallbacks; the latter are held to all names once every channel is read.
    private(set) var flow = FlowReader()

    /// Reads a channel; nil, with every fault of it added, where it has any.
    mutating func read(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Channel? {
        let before = faults.count
        guard let fields = value.mapping(keys: Self.commonKeys + KindReader.keys, &faults) else { return nil }
        let name = readName(fields, &faults)
        let kind = fields.required("type", &faults).flatMap { value in
            value.choice(of: ChannelType.self, &faults)
        }.flatMap { KindReader(type: $0, fields: fields).read(&faults) }
        let severities = readSeverities(fields["severities"], &faults)
        let sendsResolved = fields["send_resolved"].map { $0.bool(&faults) } ?? true
        let rate = FlowReader.rate(fields["rate"], &faults)
        let fallback = flow.fallback(of: name, fields, &faults)
        guard faults.count == before, let name, let kind, let sendsResolved else { return nil }
        return Channel(
            name: name, kind: kind, severities: severities, sendsResolved: sendsResolved, rate: rate,
            fallback: fallback)
    }

    private mutating func readName(_ fields: YAMLMapping, _ faults: inout [ConfigurationFault]) -> String? {
        guard let value = fields.required("name", &faults), let name = ItemName.read(value, &faults) else {
            return nil
        }
        if let line = lineByName[name] {
            faults.append(
                value.fault("a channel of this name already stands in line \(line); name one of them anew"))
            return nil
        }
        lineByName[name] = value.place.line
        return name
    }

    private func readSeverities(_ value: YAMLValue?, _ faults: inout [ConfigurationFault]) -> Set<Severity> {
        guard let value, let list = value.sequence(&faults) else { return Set(Severity.allCases) }
        if list.isEmpty {
            faults.append(value.fault("the list is empty; name severities, or remove the key"))
        }
        var severities: Set<Severity> = []
        for item in list {
            guard let severity = item.choice(of: Severity.self, &faults) else { continue }
            if !severities.insert(severity).inserted {
                faults.append(
                    item.fault("'\(severity.rawValue)' already stands in the list; remove one of them"))
            }
        }
        return severities
    }
}
