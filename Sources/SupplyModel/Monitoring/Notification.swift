/// What a channel is told: one alert that began to fire, or was resolved.
///
/// Its JSON is the contract's message and is made once, when the alert changes: retries send the same bytes.
public struct Notification: Equatable, Sendable {
    /// The two changes that are told.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        case firing = "alert.firing"
        case resolved = "alert.resolved"
    }

    public var kind: Kind
    /// When the alert changed.
    public var time: Timestamp
    public var alert: Alert
    /// Whether others are told because nobody acknowledged in time.
    public var isEscalation: Bool

    public init(kind: Kind, time: Timestamp, alert: Alert, isEscalation: Bool = false) {
        self.kind = kind
        self.time = time
        self.alert = alert
        self.isEscalation = isEscalation
    }

    /// The body of the `webhook` channel, UTF-8, keys sorted.
    ///
    /// - Throws: where the alert holds a value that JSON has no word for, which a checked sample never does.
    public func json() throws -> [UInt8] {
        try messageBody(
            kind.rawValue, at: time,
            AlertData(alert, isOver: kind == .resolved, isEscalation: isEscalation))
    }
}

/// What a service that keeps incidents is told when somebody takes an alert.
public struct AcknowledgementNote: Equatable, Sendable {
    public var time: Timestamp
    public var alert: Alert

    public init(time: Timestamp, alert: Alert) {
        self.time = time
        self.alert = alert
    }

    /// A body of type `alert.acknowledged`, UTF-8, keys sorted.
    public func json() throws -> [UInt8] {
        try messageBody("alert.acknowledged", at: time, AlertData(alert, isOver: false))
    }
}

/// An alert as messages tell it.
struct AlertData: Encodable {
    private let alert: Alert
    private let isOver: Bool
    /// Among others it says itself whether it is over.
    private let saysState: Bool
    private let isEscalation: Bool

    init(_ alert: Alert, isOver: Bool, saysState: Bool = false, isEscalation: Bool = false) {
        self.alert = alert
        self.isOver = isOver
        self.saysState = saysState
        self.isEscalation = isEscalation
    }

    private enum Key: String, CodingKey {
        case fingerprint, rule, severity, metric, labels, value, threshold, startsAt = "starts_at"
        case endsAt = "ends_at", industry, provinces, mutualAid = "mutual_aid", summary, reopened, state,
            escalated
    }

    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(alert.fingerprint, forKey: .fingerprint)
        try body.encode(alert.rule, forKey: .rule)
        try body.encode(alert.severity, forKey: .severity)
        try body.encode(alert.metric, forKey: .metric)
        try body.encode(alert.labels, forKey: .labels)
        try body.encode(alert.value, forKey: .value)
        try body.encode(alert.threshold, forKey: .threshold)
        try body.encode(alert.startsAt, forKey: .startsAt)
        try body.encode(isOver ? alert.endsAt : nil, forKey: .endsAt)
        try body.encode(alert.industry, forKey: .industry)
        try body.encode(alert.provinces, forKey: .provinces)
        try body.encode(alert.isMutualAid, forKey: .mutualAid)
        try body.encode(alert.summary, forKey: .summary)
        let reopened = alert.course.reopenedCount
        if reopened > 0 { try body.encode(reopened, forKey: .reopened) }
        if isEscalation { try body.encode(true, forKey: .escalated) }
        if saysState { try body.encode(isOver ? "resolved" : "firing", forKey: .state) }
    }
}
