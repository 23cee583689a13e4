/// What a channel is told of several alerts at once: those that fire, and those that are over since the last time.
public struct Bulletin: Equatable, Sendable {
    /// Why several are told together.
    public enum Kind: String, Codable, Sendable {
        /// They share a route's labels.
        case group = "alert.group"
        /// Their route tells at fixed times.
        case digest = "alert.digest"
    }

    /// Alerts that one message lists, so that it stays below the 20 kB that most receivers take; the others are counted.
    public static let alertLimit = 15

    public var kind: Kind
    public var time: Timestamp
    public var group: AlertGroup
    public var firing: [Alert]
    public var resolved: [Alert]

    public init(_ kind: Kind, time: Timestamp, group: AlertGroup, firing: [Alert], resolved: [Alert]) {
        self.kind = kind
        self.time = time
        self.group = group
        self.firing = firing
        self.resolved = resolved
    }

    /// The message's body, UTF-8, keys sorted: the worst alerts first, then the newest.
    public func json() throws -> [UInt8] {
        try messageBody(kind.rawValue, at: time, Content(self))
    }

    private struct Content: Encodable {
        var group: String
        var route: String
        var labels: Labels
        var status: String
        var firing: Int
        var resolved: Int
        var omitted: Int
        var alerts: [AlertData]

        init(_ bulletin: Bulletin) {
            func sorted(_ alerts: [Alert]) -> [Alert] {
                alerts.sorted {
                    ($1.severity, $1.startsAt, $0.fingerprint) < ($0.severity, $0.startsAt, $1.fingerprint)
                }
            }
            let told =
                sorted(bulletin.firing).map { AlertData($0, isOver: false, saysState: true) }
                + sorted(bulletin.resolved).map { AlertData($0, isOver: true, saysState: true) }
            group = bulletin.group.key
            route = bulletin.group.route
            labels = bulletin.group.labels
            status = bulletin.firing.isEmpty ? "resolved" : "firing"
            firing = bulletin.firing.count
            resolved = bulletin.resolved.count
            alerts = Array(told.prefix(Bulletin.alertLimit))
            omitted = told.count - alerts.count
        }
    }
}
