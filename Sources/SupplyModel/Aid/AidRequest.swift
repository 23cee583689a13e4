/// What one authority asks another for, on behalf of a leading firm (互保请求).
///
/// What is asked is written once and never changed; where it stands is what its newest step says.
public struct AidRequest: Equatable, Sendable {
    /// Such as `HB-2022-0017`: the year in which it was written, and a number that no other has.
    public var id: String
    public var content: AidContent
    /// What was done, oldest first; never empty.
    public var steps: [AidStep]

    public init(id: String, content: AidContent, steps: [AidStep]) {
        precondition(!steps.isEmpty, "a request begins with a step")
        self.id = id
        self.content = content
        self.steps = steps
    }

    public static let supplierLimit = 1_000
    /// Characters of one line that people write: names, contacts, reasons.
    public static let lineLimit = 1_000
    public static let nameLimit = 100

    public var newest: AidStep { steps[steps.count - 1] }
    public var state: AidState { newest.state }
    /// Grows with every step; who decides on what an older one said is told so.
    public var version: Int { newest.number }
    public var handler: String? { newest.handler }
    public var deadline: Timestamp { newest.deadline }

    /// The instant of a step that is taken now: no earlier than the newest one, also where a clock was set back.
    public func stepTime(now: Timestamp) -> Timestamp { max(now, newest.time) }

    /// Whether it is late: the authority that is asked has it, and its deadline has passed.
    public func isOverdue(at now: Timestamp) -> Bool { state.isWithCounterpart && deadline < now }

    /// Whether it was told that its deadline has passed.
    public var isEscalated: Bool { steps.contains { $0.action == .escalate && $0.deadline == deadline } }
}

/// What a request asks for.
public struct AidContent: Equatable, Codable, Sendable {
    /// The province that asks, and the one that is asked.
    public var authority: RegionCode
    public var counterpart: RegionCode
    /// The leading firm whose line is to go on.
    public var firm: FirmID
    public var kind: AidKind
    public var suppliers: [AidSupplier]
    /// When the firm's line stops; nil where it does not.
    public var lineStopsOn: CalendarDay?
    /// Why it stops then, as the figures have it; nil where none say so.
    public var why: BilingualText?
    /// What is asked for, in the words of who asks.
    public var reason: String
    public var contact: String?
    /// Whether it rests on white lists: each supplier must be on one that is in force in the province that asks.
    public var isByWhiteList = false
    public var evidence: AidEvidence

    public init(
        authority: RegionCode, counterpart: RegionCode, firm: FirmID, kind: AidKind,
        suppliers: [AidSupplier], lineStopsOn: CalendarDay? = nil, reason: String, contact: String? = nil,
        evidence: AidEvidence = AidEvidence()
    ) {
        self.authority = authority
        self.counterpart = counterpart
        self.firm = firm
        self.kind = kind
        self.suppliers = suppliers
        self.lineStopsOn = lineStopsOn
        self.reason = reason
        self.contact = contact
        self.evidence = evidence
    }
}

/// A supplier that a request is about.
public struct AidSupplier: Equatable, Codable, Sendable {
    public var firm: FirmID
    /// Its plant's place: county where known.
    public var region: RegionCode
    public var product: String
    /// When the firm's line stops for want of this one alone, or of those for whom it could stand in; nil where it goes on.
    public var lineStopsOn: CalendarDay?

    public init(firm: FirmID, region: RegionCode, product: String, lineStopsOn: CalendarDay? = nil) {
        self.firm = firm
        self.region = region
        self.product = product
        self.lineStopsOn = lineStopsOn
    }
}

/// What a request rests on.
public struct AidEvidence: Equatable, Codable, Sendable {
    /// What makes two requests the same: an event, or a life of an alert; nil where a person wrote the request.
    public var cause: String?
    public var alert: AlertLife?
    public var event: String?
    /// Figures by the name of their metric.
    public var figures: [String: Double] = [:]

    public init(cause: String? = nil) {
        self.cause = cause
    }

    /// What an alert gives: itself, the event that it is about, and its figure.
    public init(_ alert: Alert, cause: String? = nil) {
        self.cause = cause
        self.alert = AlertLife(alert)
        event = alert.labels["event"]
        figures = [alert.metric.rawValue: alert.value]
    }
}

/// One thing that was done to a request, and where it stood then.
public struct AidStep: Equatable, Sendable {
    /// 1, 2, … within the request.
    public var number: Int
    public var action: AidAction
    public var state: AidState
    /// Who did it.
    public var by: String
    public var time: Timestamp
    /// What was said: a reason, an answer.
    public var note: String
    /// Who handles it at the authority that is asked.
    public var handler: String?
    public var deadline: Timestamp
    /// What came of it, from the answer on.
    public var outcome: AidOutcome?

    public init(
        number: Int, action: AidAction, state: AidState, by: String, time: Timestamp, note: String = "",
        handler: String? = nil, deadline: Timestamp, outcome: AidOutcome? = nil
    ) {
        self.number = number
        self.action = action
        self.state = state
        self.by = by
        self.time = time
        self.note = note
        self.handler = handler
        self.deadline = deadline
        self.outcome = outcome
    }
}
