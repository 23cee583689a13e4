/// How much an alert weighs.
public enum Severity: String, CaseIterable, Codable, Comparable, Sendable {
    case info, warning, critical

    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int { self == .info ? 0 : self == .warning ? 1 : 2 }
}

/// Where an alert stands; an inactive one is not kept.
public enum AlertState: String, CaseIterable, Codable, Sendable {
    /// The condition holds, not yet for long enough.
    case pending
    case firing
    /// It fired and its condition no longer holds, but it is kept for a while: nobody is told it is over.
    case recovering
    /// It fired and nothing is known any more of what it is about.
    case nodata
    /// It fired and its rule cannot be evaluated.
    case error
    case resolved

    /// Whether channels were told, or are to be, that something is wrong, and not yet that it is over.
    public var isActive: Bool { self != .pending && self != .resolved }

    /// All but resolved.
    public static let open = Set(allCases).subtracting([.resolved])
}

/// A text in the two languages that Tierwatch speaks.
public struct BilingualText: Hashable, Codable, Sendable {
    public var zh: String
    public var en: String

    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }
}

/// One rule broken by one set of labels, and where it stands in its life.
///
/// An alert *is* its rule and labels: the fingerprint is made of nothing else, so it stays the same over runs,
/// restarts and machines.
public struct Alert: Equatable, Codable, Sendable {
    /// 16 hexadecimal digits.
    public var fingerprint: String
    public var rule: String
    public var severity: Severity
    public var metric: Metric
    public var labels: Labels
    public var state: AlertState
    /// The newest value, and the threshold that it is held to.
    public var value: Double
    public var threshold: Double
    /// When the condition was first seen to hold; the earliest start stays.
    public var startsAt: Timestamp
    /// When it began to fire; nil while pending.
    public var firedAt: Timestamp?
    /// When it was resolved; nil before.
    public var endsAt: Timestamp?
    public var course: AlertCourse
    public var industry: Industry?
    public var provinces: [RegionCode]
    /// Whether the mutual-protection mechanism (互保机制) is asked for help.
    public var isMutualAid: Bool
    public var summary: BilingualText

    public init(
        fingerprint: String, rule: String, severity: Severity, metric: Metric, labels: Labels,
        state: AlertState,
        value: Double, threshold: Double, startsAt: Timestamp, industry: Industry?, provinces: [RegionCode],
        isMutualAid: Bool, summary: BilingualText
    ) {
        self.fingerprint = fingerprint
        self.rule = rule
        self.severity = severity
        self.metric = metric
        self.labels = labels
        self.state = state
        self.value = value
        self.threshold = threshold
        self.startsAt = startsAt
        course = AlertCourse(at: startsAt)
        self.industry = industry
        self.provinces = provinces
        self.isMutualAid = isMutualAid
        self.summary = summary
    }
}

extension RegionCode: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let code = RegionCode(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "no region code: \(text)"))
        }
        self = code
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
