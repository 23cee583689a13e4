/// What somebody decided about two firms, and why: never changed, only followed by another decision.
public struct IdentityDecision: Equatable, Sendable {
    /// The revision of the register that it made.
    public var revision: Int64
    public var verdict: IdentityVerdict
    /// The firm that was merged, where the verdict is `same`.
    public var firm: FirmID
    /// The firm that it was merged into.
    public var other: FirmID
    public var author: String
    public var reason: String
    public var time: Timestamp

    /// Characters of an author and of a reason.
    public static let authorLimit = 60
    public static let reasonLimit = 500

    public init(
        revision: Int64, verdict: IdentityVerdict, firm: FirmID, other: FirmID, author: String,
        reason: String, time: Timestamp
    ) {
        self.revision = revision
        self.verdict = verdict
        self.firm = firm
        self.other = other
        self.author = author
        self.reason = reason
        self.time = time
    }
}

/// Whether two identities are of one firm.
public enum IdentityVerdict: String, CaseIterable, Sendable {
    /// The first counts as the second.
    case same
    /// They are two firms, however alike they look.
    case different
    /// What was decided before no longer holds.
    case open
}
