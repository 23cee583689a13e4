public import SupplyModel

/// How the provinces work together: who is told, and how long each kind of request may take.
///
/// The deadlines are our own assumptions and no province's; they are set in `aid.yaml`.
public struct AidPolicy: Equatable, Sendable {
    /// An authority of the mechanism.
    public struct Authority: Equatable, Sendable {
        /// The channel by which it hears of requests; nil where it looks itself.
        public var channel: String?
        /// Whom its letters name.
        public var contact: String?
        /// Where the secret is by which it signs its answers; nil where it sends none.
        public var secret: ValueSource?

        public init(channel: String? = nil, contact: String? = nil, secret: ValueSource? = nil) {
            self.channel = channel
            self.contact = contact
            self.secret = secret
        }
    }

    /// By province.
    public var authorities: [RegionCode: Authority]
    /// By kind; every kind has one.
    public var deadlineSeconds: [AidKind: Double]
    /// Channels that are told when a deadline has passed.
    public var overdueChannels: [String]
    /// By registrant, the channel by which it hears that it is asked whether one of its suppliers may be named.
    public var owners: [FirmID: String] = [:]

    public init(
        authorities: [RegionCode: Authority] = [:], deadlineSeconds: [AidKind: Double],
        overdueChannels: [String] = []
    ) {
        self.authorities = authorities
        self.deadlineSeconds = deadlineSeconds
        self.overdueChannels = overdueChannels
    }

    private static let day = 86_400.0
    /// What is left where the line stops today, or has stopped; no request gets less.
    public static let urgentSeconds = 4 * 3_600.0

    public static let usual = AidPolicy(deadlineSeconds: [
        .resume: 3 * day, .transportPass: day, .releaseStock: 2 * day, .transfer: 2 * day, .capacity: 3 * day,
        .staff: 2 * day, .other: 3 * day,
    ])

    /// When a request that is made now is to be answered: after its kind's time, or when the line stops where that is sooner, but not within
    /// `urgentSeconds`.
    public func deadline(of kind: AidKind, lineStopsOn: CalendarDay?, now: Timestamp) -> Timestamp {
        let usual = now.adding(seconds: deadlineSeconds[kind] ?? 3 * Self.day)
        guard let stop = lineStopsOn?.start else { return usual }
        return min(usual, max(stop, now.adding(seconds: Self.urgentSeconds)))
    }
}
