public import SupplyModel

/// Where alerts are told, and how many at a time: a tree, walked from its root by every alert.
public struct Route: Equatable, Sendable {
    /// Unique in its tree.
    public var name: String
    public var matchers: AlertMatchers
    /// Names of channels; those of the route above where the file names none.
    public var channels: [String]
    /// Whether an alert that this route takes is offered to the next beside it, too.
    public var continues: Bool
    /// Alerts with equal values of these labels are told together.
    public var grouping: Grouping
    /// How long a new group waits for others to join.
    public var waitSeconds: Int
    /// How long a group waits between what it tells.
    public var intervalSeconds: Int
    /// After how long a group that still fires is told again; nil for never.
    public var repeatSeconds: Int?
    /// When everything that came together is told, in place of the three times above.
    public var digest: WeekTime?
    public var escalation: Escalation?
    public var routes: [Route]

    /// What is told together.
    public enum Grouping: Equatable, Sendable {
        /// Each alert alone.
        case alone
        case by([String])
    }

    /// Who is told when nobody acknowledged in time.
    public struct Escalation: Equatable, Sendable {
        public var afterSeconds: Int
        public var channels: [String]
    }

    /// The routes of this tree that take an alert: the deepest ones that fit, in the order of the file.
    ///
    /// The route itself is taken to fit.
    public func routes(for alert: Alert) -> [Route] {
        var found: [Route] = []
        // Routes to look at, the next one last; depth is bounded by the reader.
        var stack: [[Route]] = [[self]]
        while var level = stack.popLast() {
            guard !level.isEmpty else { continue }
            let route = level.removeFirst()
            stack.append(level)
            guard route.matchers.fit(alert) else { continue }
            if !route.continues { stack[stack.count - 1] = [] }
            if route.routes.contains(where: { $0.matchers.fit(alert) }) {
                stack.append(route.routes)
            } else {
                found.append(route)
            }
        }
        return found
    }

    /// What stands in for the route of a group that is no longer in the tree: it has no channels, so that only the ends of what
    /// was told are.
    static func standIn(for group: AlertGroup) -> Route {
        Route(
            name: group.route, matchers: .everything, channels: [], continues: false,
            grouping: group.labels["alert"] == nil ? .by([]) : .alone, waitSeconds: 0, intervalSeconds: 0,
            routes: [])
    }

    /// The values that an alert shares with those it is told with.
    func sharedLabels(of alert: Alert) -> Labels {
        switch grouping {
        case .alone: Labels(["alert": alert.fingerprint])
        case .by(let names): Labels(Dictionary(names.map { ($0, alert.word($0)) }) { first, _ in first })
        }
    }

    /// The stable name of a group, made from its route's name and its labels.
    func groupKey(_ labels: Labels) -> String {
        let pairs = labels.pairs.map { ("by \($0.name)", $0.value) }
        return alertFingerprint(
            rule: "route \(name)", labels: Labels(Dictionary(uniqueKeysWithValues: pairs)))
    }
}

extension Alert {
    /// Names beside the labels by which alerts are matched, grouped and compared.
    static let ownWords = ["rule", "severity", "metric", "province"]

    /// The value of a label or own word; empty where there is none.
    func word(_ name: String) -> String {
        switch name {
        case "rule": rule
        case "severity": severity.rawValue
        case "metric": metric.rawValue
        case "province": provinces.first?.description ?? ""
        default: labels[name] ?? ""
        }
    }
}
