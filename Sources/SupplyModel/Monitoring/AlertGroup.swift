/// Alerts of one route that are told together.
public struct AlertGroup: Equatable, Sendable {
    /// 16 hexadecimal digits, made from the route and the labels that its alerts share.
    public var key: String
    public var route: String
    /// What its alerts have in common, as the route groups them.
    public var labels: Labels
    public var madeAt: Timestamp
    /// When it was last looked at for something to tell, and when something was told; nil before.
    public var flushedAt: Timestamp?
    public var toldAt: Timestamp?
    /// How often something was told.
    public var toldCount: Int
    /// When something may be due; nil where nothing will be until an alert changes.
    public var nextAt: Timestamp?
    public var members: [Member]

    /// One life of an alert in a group.
    public struct Member: Equatable, Sendable {
        public var life: AlertLife
        /// Whether channels were told that it fires, and when.
        public var toldAt: Timestamp?
        /// Names of the channels that were told that it fires: those that are to hear of its end.
        public var toldTo: Set<String> = []
        /// When somebody else is told unless the alert is acknowledged; nil where nobody is, or was.
        public var escalatesAt: Timestamp?
        public var isEscalated = false
        /// Names of the channels that were told of it by itself: because nobody acknowledged in time, or before it stood in a
        /// group.
        public var toldAloneTo: Set<String> = []

        public init(_ life: AlertLife) { self.life = life }
    }

    public init(key: String, route: String, labels: Labels, madeAt: Timestamp) {
        self.key = key
        self.route = route
        self.labels = labels
        self.madeAt = madeAt
        toldCount = 0
        members = []
    }
}

/// One life of an alert.
public struct AlertLife: Hashable, Comparable, Codable, Sendable {
    public var fingerprint: String
    public var startsAt: Timestamp

    public init(_ alert: Alert) {
        fingerprint = alert.fingerprint
        startsAt = alert.startsAt
    }

    public init(fingerprint: String, startsAt: Timestamp) {
        self.fingerprint = fingerprint
        self.startsAt = startsAt
    }

    public static func < (left: AlertLife, right: AlertLife) -> Bool {
        (left.fingerprint, left.startsAt) < (right.fingerprint, right.startsAt)
    }
}
