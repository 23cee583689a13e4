internal import StrictYAML
internal import SupplyModel

/// Reads a tree of routes; each takes from the one above what it does not say itself.
struct RouteReader {
    private static let keys = [
        "name", "match", "channels", "continue", "group_by", "group_wait", "group_interval",
        "repeat_interval", "digest", "escalate", "routes",
    ]

    private let channels: [String]?
    private var lineByName: [String: Int] = [:]
    private var count = 0

    init(channels: [String]?) { self.channels = channels }

    /// What a route takes from the one above.
    private struct Inherited {
        var channels: [String] = []
        var grouping = Route.Grouping.alone
        var waitSeconds = 0
        var intervalSeconds = 0
        var repeatSeconds: Int?
        var digest: WeekTime?
        var escalation: Route.Escalation?
    }

    mutating func readTree(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> Route? {
        read(value, Inherited(), path: "root", depth: 1, &faults)
    }

    /// Reads a route with those below it; the depth is bounded.
    private mutating func read(
        _ value: YAMLValue, _ above: Inherited, path: String, depth: Int,
        _ faults: inout [ConfigurationFault]
    ) -> Route? {
        count += 1
        guard depth <= RouteBook.depthLimit, count <= RouteBook.entryLimit else {
            faults.append(
                value.fault(
                    "there are more than \(RouteBook.entryLimit) routes, or more than \(RouteBook.depthLimit) levels;"
                        + " merge some"))
            return nil
        }
        guard let fields = value.mapping(keys: Self.keys, &faults) else { return nil }
        let name = readName(fields, path: path, &faults)
        let own = readOwn(fields, above, &faults)
        let matchers = MatcherReader.read(fields["match"], mayFitAll: true, &faults)
        let continues = fields["continue"].map { $0.bool(&faults) } ?? false
        if depth == 1, let match = fields["match"] {
            faults.append(match.fault("the root takes every alert; put it into one of its routes"))
        }
        var routes: [Route] = []
        for (index, child) in (fields["routes"]?.sequence(&faults) ?? []).enumerated() {
            let path = "\(name ?? path)/\(index + 1)"
            if let route = read(child, own, path: path, depth: depth + 1, &faults) { routes.append(route) }
        }
        if own.channels.isEmpty, fields["channels"] == nil {
            faults.append(
                fields.value.fault("no channels are named here or above; name those that are told"))
        }
        guard let name, let matchers, let continues else { return nil }
        return Route(
            name: name, matchers: matchers, channels: own.channels, continues: continues,
            grouping: own.grouping, waitSeconds: own.waitSeconds, intervalSeconds: own.intervalSeconds,
            repeatSeconds: own.repeatSeconds, digest: own.digest, escalation: own.escalation, routes: routes)
    }

    private mutating func readName(
        _ fields: YAMLMapping, path: String, _ faults: inout [ConfigurationFault]
    ) -> String? {
        guard let value = fields["name"] else { return path }
        guard let name = ItemName.read(value, &faults) else { return nil }
        if let line = lineByName[name] {
            faults.append(
                value.fault("a route of this name already stands in line \(line); name one of them anew"))
            return nil
        }
        lineByName[name] = value.place.line
        return name
    }

    private func readOwn(
        _ fields: YAMLMapping, _ above: Inherited, _ faults: inout [ConfigurationFault]
    ) -> Inherited {
        var own = above
        if let value = fields["channels"] { own.channels = readChannels(value, &faults) }
        if let value = fields["group_by"] { own.grouping = readGrouping(value, &faults) }
        if let value = fields["group_wait"] { own.waitSeconds = TimeReader.seconds(value, &faults) ?? 0 }
        if let value = fields["group_interval"] {
            own.intervalSeconds = TimeReader.seconds(value, &faults) ?? 0
        }
        if let value = fields["repeat_interval"], let seconds = TimeReader.seconds(value, &faults) {
            if seconds < Self.leastRepeatSeconds, seconds != 0 {
                faults.append(
                    value.fault("it is shorter than \(Self.leastRepeatSeconds) s; write 0s for never"))
            }
            own.repeatSeconds = seconds == 0 ? nil : seconds
        }
        if let value = fields["digest"], let text = value.string(&faults) {
            own.digest = WeekTime(text)
            if own.digest == nil {
                faults.append(
                    value.fault(
                        "'\(Excerpt.of(text))' is no time of a day; write one such as daily 08:30 or Mon 08:30"
                    ))
            }
        }
        if let value = fields["escalate"] { own.escalation = readEscalation(value, &faults) }
        return own
    }

    /// Nobody wants to be told again faster than this.
    private static let leastRepeatSeconds = 60

    private func readChannels(_ value: YAMLValue, _ faults: inout [ConfigurationFault]) -> [String] {
        var names: [String] = []
        for item in value.sequence(&faults) ?? [] {
            guard let name = item.string(&faults) else { continue }
            if let channels, !channels.contains(name) {
                let advice = Suggestion.advice(for: name, among: channels)
                faults.append(
                    item.fault("no channel '\(Excerpt.of(name))' stands in channels.yaml; \(advice)"))
            } else if names.contains(name) {
                faults.append(item.fault("'\(name)' already stands in the list; remove one of them"))
            } else {
                names.append(name)
            }
        }
        return names
    }

    /// `[alert]` for each alone, else labels.
    private func readGrouping(
        _ value: YAMLValue, _ faults: inout [ConfigurationFault]
    ) -> Route.Grouping {
        let names = MatcherReader.labels(value, more: ["alert"], &faults)
        guard names.contains("alert") else { return .by(names) }
        if names.count > 1 {
            faults.append(value.fault("'alert' tells each alert alone; remove the other labels"))
        }
        return .alone
    }

    private func readEscalation(
        _ value: YAMLValue, _ faults: inout [ConfigurationFault]
    ) -> Route.Escalation? {
        guard let fields = value.mapping(keys: ["after", "channels"], &faults) else { return nil }
        let after = fields.required("after", &faults).flatMap { TimeReader.seconds($0, &faults) }
        let names = fields.required("channels", &faults).map { readChannels($0, &faults) } ?? []
        guard let after, !names.isEmpty else { return nil }
        return Route.Escalation(afterSeconds: after, channels: names)
    }
}
