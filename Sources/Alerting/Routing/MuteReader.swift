internal import StrictYAML
internal import SupplyModel

/// Reads what keeps alerts from being told: inhibitions and maintenance.
enum MuteReader {
    static func readInhibitions(
        _ value: YAMLValue, _ faults: inout [ConfigurationFault]
    ) -> [Inhibition] {
        entries(value, &faults).compactMap { item in
            guard let fields = item.mapping(keys: ["source", "target", "equal"], &faults) else { return nil }
            let source = fields.required("source", &faults).flatMap { MatcherReader.read($0, &faults) }
            let target = fields.required("target", &faults).flatMap { MatcherReader.read($0, &faults) }
            let equal = fields["equal"].map { MatcherReader.labels($0, &faults) } ?? []
            guard let source, let target else { return nil }
            return Inhibition(source: source, target: target, equal: equal)
        }
    }

    static func readMaintenance(
        _ value: YAMLValue, _ faults: inout [ConfigurationFault]
    ) -> [Maintenance] {
        var lineByName: [String: Int] = [:]
        return entries(value, &faults).compactMap { item in
            let keys = ["name", "match", "reason", "from", "until", "every", "for"]
            guard let fields = item.mapping(keys: keys, &faults) else { return nil }
            let name = fields.required("name", &faults).flatMap { ItemName.read($0, &faults) }
            if let name, let line = lineByName.updateValue(item.place.line, forKey: name) {
                faults.append(
                    item.fault("maintenance '\(name)' already stands in line \(line); name one of them anew"))
            }
            let matchers = fields.required("match", &faults).flatMap { MatcherReader.read($0, &faults) }
            let reason = fields.required("reason", &faults).flatMap { $0.string(&faults) }
            let window = readWindow(fields, &faults)
            guard let name, let matchers, let reason, let window else { return nil }
            return Maintenance(name: name, matchers: matchers, time: window, reason: reason)
        }
    }

    /// `from` and `until`, or `every` and `for`.
    private static func readWindow(
        _ fields: YAMLMapping, _ faults: inout [ConfigurationFault]
    ) -> Maintenance.Window? {
        if let every = fields["every"] {
            for key in ["from", "until"] {
                if let value = fields[key] {
                    faults.append(value.fault("it has no meaning beside every; remove it"))
                }
            }
            let text = every.string(&faults) ?? ""
            let start = WeekTime(text)
            if start == nil {
                faults.append(
                    every.fault(
                        "'\(Excerpt.of(text))' is no time of a day; write one such as daily 22:00 or Sat 22:00"
                    ))
            }
            let seconds = fields.required("for", &faults).flatMap { TimeReader.seconds($0, &faults) }
            guard let start, let seconds else { return nil }
            return .every(start, seconds: seconds)
        }
        let from = fields.required("from", &faults).flatMap { TimeReader.time($0, &faults) }
        let until = fields.required("until", &faults).flatMap { TimeReader.time($0, &faults) }
        if let value = fields["for"] { faults.append(value.fault("it belongs to every; write until")) }
        guard let from, let until else { return nil }
        guard from < until else {
            faults.append(fields.value.fault("it ends before it begins; exchange from and until"))
            return nil
        }
        return .once(from: from, until: until)
    }

    private static func entries(
        _ value: YAMLValue, _ faults: inout [ConfigurationFault]
    ) -> [YAMLValue] {
        let list = value.sequence(&faults) ?? []
        if list.count > RouteBook.entryLimit {
            faults.append(value.fault("there are more than \(RouteBook.entryLimit); merge some"))
        }
        return Array(list.prefix(RouteBook.entryLimit))
    }
}
