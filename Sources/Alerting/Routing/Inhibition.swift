internal import SupplyModel

/// Alerts that need not be told while others fire: a region's stoppage makes those of its firms superfluous.
public struct Inhibition: Equatable, Sendable {
    public var source: AlertMatchers
    public var target: AlertMatchers
    /// Labels whose values must be equal; a missing one equals an empty one.
    public var equal: [String]

    public init(source: AlertMatchers, target: AlertMatchers, equal: [String]) {
        self.source = source
        self.target = target
        self.equal = equal
    }
}

/// What inhibits what among the alerts that are active at one instant.
struct InhibitionIndex {
    private let rules: [Indexed]

    private struct Indexed {
        var rule: Inhibition
        /// By the equal values: an alert that inhibits, and one that does and is no target itself.
        var sources: [[String]: String] = [:]
        var pureSources: [[String]: String] = [:]
    }

    init(_ inhibitions: [Inhibition], active: [Alert]) {
        rules = inhibitions.map { rule in
            var indexed = Indexed(rule: rule)
            for alert in active where alert.state.isActive && rule.source.fit(alert) {
                let key = rule.equal.map(alert.word)
                indexed.sources[key] = min(indexed.sources[key] ?? alert.fingerprint, alert.fingerprint)
                guard !rule.target.fit(alert) else { continue }
                indexed.pureSources[key] = min(
                    indexed.pureSources[key] ?? alert.fingerprint, alert.fingerprint)
            }
            return indexed
        }
    }

    /// The fingerprint of an alert that inhibits this one.
    ///
    /// One that is source and target at once is not inhibited by others of its kind, so that they do not silence each other.
    func inhibitor(of alert: Alert) -> String? {
        for one in rules where one.rule.target.fit(alert) {
            let key = one.rule.equal.map(alert.word)
            let isSource = one.rule.source.fit(alert)
            if let found = isSource ? one.pureSources[key] : one.sources[key] { return found }
        }
        return nil
    }
}
