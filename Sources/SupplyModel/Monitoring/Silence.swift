/// A time in which some alerts are not told: they fire and are listed as ever.
///
/// One that stands is never changed: an edit ends it and makes another, so that its history stays.
public struct Silence: Equatable, Sendable {
    public static let authorLimit = 100
    public static let reasonLimit = 1_000
    public static let matcherLimit = 20

    public var id: String
    /// All of them must fit: `label=value`, or `label=/pattern/`.
    public var matchers: [String]
    public var startsAt: Timestamp
    public var endsAt: Timestamp
    public var author: String
    public var reason: String
    public var madeAt: Timestamp
    /// The id of the silence that this one took the place of.
    public var replaced: String?
    /// When it was ended by hand; nil where it runs its time.
    public var endedAt: Timestamp?

    public init(
        id: String, matchers: [String], startsAt: Timestamp, endsAt: Timestamp, author: String,
        reason: String,
        madeAt: Timestamp, replaced: String? = nil, endedAt: Timestamp? = nil
    ) {
        self.id = id
        self.matchers = matchers
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.author = author
        self.reason = reason
        self.madeAt = madeAt
        self.replaced = replaced
        self.endedAt = endedAt
    }

    /// `planned`, `active` or `over` at an instant.
    public func state(at now: Timestamp) -> State {
        if let endedAt, endedAt <= now { return .over }
        return now < startsAt ? .planned : now < endsAt ? .active : .over
    }

    /// Where a silence stands in its time.
    public enum State: String, CaseIterable, Sendable { case planned, active, over }
}
