/// What a source says, at a time, of something that happens to regions: a storm, an earthquake, a closure.
///
/// Nothing is overwritten: of several reports about one event the one told last stands, of equal times the one entered last.
public struct EventReport: Equatable, Sendable {
    /// The name of this word of the source's: `cap:sender/identifier`, `usgs:id`, `table:id`.
    public var id: String
    /// Names of earlier words about the same event, which this one takes the place of.
    public var references: [String]
    public var source: EventSource
    /// When the source said it.
    public var toldAt: Timestamp
    public var title: String
    public var kind: String?
    public var severity: EventSeverity?
    /// What each region loses and when; none where the event is over.
    public var hits: [EventHit]
    /// Why it is over before its time; nil while it stands.
    public var ending: EventEnding?
    public var note: String?

    /// Bytes of an id, which stands in labels, fingerprints and commands.
    public static let idLimitBytes = 300
    /// Regions and times of one event.
    public static let hitLimit = 5_000
    /// No event lasts longer: an end further off is a slip.
    public static let dayLimit = 366.0

    /// A report; the other values are set after.
    public init(id: String, source: EventSource, toldAt: Timestamp, title: String, hits: [EventHit]) {
        self.id = id
        self.source = source
        self.toldAt = toldAt
        self.title = title
        self.hits = EventHit.merged(hits)
        references = []
    }

    /// When the first region is hit, and when the last is free again; nil where none is hit.
    public var startsAt: Timestamp? { hits.map(\.startsAt).min() }
    public var endsAt: Timestamp? { hits.map(\.endsAt).max() }
}

extension EventReport {
    /// An end that is later by no more than this is the same: of an earthquake the first moment is told more exactly as time goes by.
    static let sameTimeSeconds = 3_600.0

    /// Whether it tells of a region that the other does not, of a greater loss, or of a later end.
    func isWorse(than other: EventReport) -> Bool {
        let known = Dictionary(grouping: other.hits, by: \.region)
        return hits.contains { hit in
            hit.loss > 0
                && !(known[hit.region] ?? []).contains {
                    $0.loss >= hit.loss && hit.endsAt.seconds(since: $0.endsAt) <= Self.sameTimeSeconds
                }
        }
    }
}

/// What one region loses, and when.
public struct EventHit: Hashable, Sendable {
    public var region: RegionCode
    public var startsAt: Timestamp
    /// After `startsAt`.
    public var endsAt: Timestamp
    /// The part of its capacity that each site there loses, 0...1.
    public var loss: Double

    public init(region: RegionCode, startsAt: Timestamp, endsAt: Timestamp, loss: Double) {
        self.region = region
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.loss = loss
    }

    /// Whether it has begun, or begins within the horizon of its event: what comes later is not felt yet.
    public func isNear(_ now: Timestamp) -> Bool {
        startsAt.seconds(since: now) <= KnownEvent.horizonDays * 86_400
    }

    /// Sorted, each region and start once: of several the larger loss and the later end.
    static func merged(_ hits: [EventHit]) -> [EventHit] {
        struct Key: Hashable {
            var region: RegionCode
            var startsAt: Timestamp
        }
        let byKey = Dictionary(grouping: hits) { Key(region: $0.region, startsAt: $0.startsAt) }
        return byKey.map { key, same in
            EventHit(
                region: key.region, startsAt: key.startsAt,
                endsAt: same.map(\.endsAt).max() ?? key.startsAt, loss: same.map(\.loss).max() ?? 0)
        }.sorted { ($0.region, $0.startsAt) < ($1.region, $1.startsAt) }
    }
}

/// Who says it: a CAP message, a feed of earthquakes, a table, or somebody at the command line.
public enum EventSource: String, CaseIterable, Sendable { case cap, usgs, table, desk }

/// Why an event is over before its time: its source took it back, a person ended it, or it goes on as part of another.
public enum EventEnding: String, CaseIterable, Sendable { case cancelled, ended, merged }

/// How bad it is, in the words of CAP.
public enum EventSeverity: String, CaseIterable, Sendable { case extreme, severe, moderate, minor, unknown }

/// A report as it is kept.
public struct KnownEvent: Equatable, Sendable {
    /// The event's id: that of the first word about it.
    public var event: String
    /// Grows with each report that is kept.
    public var number: Int64
    /// When it was entered.
    public var madeAt: Timestamp
    public var report: EventReport

    public init(event: String, number: Int64, madeAt: Timestamp, report: EventReport) {
        self.event = event
        self.number = number
        self.madeAt = madeAt
        self.report = report
    }

    /// Events that begin within this time are looked at as if they were certain to come.
    public static let horizonDays = 3.0

    /// How it stands at an instant.
    public func state(at now: Timestamp) -> EventState {
        if report.ending != nil { return .cancelled }
        guard let start = report.startsAt, let end = report.endsAt, now < end else { return .over }
        return now < start ? .planned : .active
    }

    /// Whether it stays as a person ended it, whatever this word of its source's says: one that was not told later, or that is of a
    /// feed or a table, whose words come again and again, and says nothing worse than was known when it was ended.
    public func staysEnded(after word: EventReport) -> Bool {
        guard report.ending == .ended, word.ending == nil else { return false }
        if word.toldAt <= report.toldAt { return true }
        return word.source != .cap && !word.isWorse(than: report)
    }

    /// Whether its shocks count: it goes on, or begins within the horizon, and somebody loses something.
    public func counts(at now: Timestamp) -> Bool {
        let felt = report.hits.filter { $0.loss > 0 }
        guard report.ending == nil, let end = felt.map(\.endsAt).max() else { return false }
        return now < end && felt.contains { $0.isNear(now) }
    }

    /// The next instant after this one at which something about it changes by itself.
    public func turn(after now: Timestamp) -> Timestamp? {
        guard report.ending == nil else { return nil }
        let starts = report.hits.map(\.startsAt)
        let turns =
            starts + report.hits.map(\.endsAt) + starts.map { $0.adding(seconds: -Self.horizonDays * 86_400) }
        return turns.filter { $0 > now }.min()
    }
}

/// Whether an event is still to come, goes on, is over, or was ended before its time.
public enum EventState: String, CaseIterable, Sendable { case planned, active, over, cancelled }
