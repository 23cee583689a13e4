/// What somebody said of an alert's life: that they look after it, or no longer do.
///
/// Each entry has the next version, so that of two people who answer the same version only one is heard. It changes no
/// state: a firing alert stays firing, and a resolved one stays resolved.
public struct Acknowledgement: Equatable, Sendable {
    /// Characters of an owner, and of a note.
    public static let ownerLimit = 100
    public static let noteLimit = 1_000
    /// The largest version that somebody may answer to.
    public static let versionLimit = 1_000_000

    /// 1 for the first of an alert's life.
    public var version: Int
    /// Whether the owner takes the alert; else they give it back.
    public var isTaken: Bool
    public var owner: String
    public var note: String
    public var time: Timestamp
    /// From when on nobody is known to look after the alert any more; nil for never.
    public var expiresAt: Timestamp?

    public init(
        version: Int, isTaken: Bool, owner: String, note: String, time: Timestamp, expiresAt: Timestamp?
    ) {
        self.version = version
        self.isTaken = isTaken
        self.owner = owner
        self.note = note
        self.time = time
        self.expiresAt = expiresAt
    }

    /// Whether somebody looks after the alert at an instant.
    public func holds(at now: Timestamp) -> Bool { isTaken && expiresAt.map { now < $0 } ?? true }
}
