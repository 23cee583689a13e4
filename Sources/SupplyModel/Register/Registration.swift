/// A register that was uploaded, and what became of it.
public struct Registration: Equatable, Sendable {
    /// What became of it as a whole.
    public enum State: String, CaseIterable, Sendable { case taken, refused }

    /// 16 hexadecimal digits.
    public var id: String
    /// Who uploaded it, such as `token:erp`.
    public var actor: String
    public var registrant: FirmID
    /// What its sender calls the file.
    public var name: String
    public var receivedAt: Timestamp
    public var byteCount: Int
    /// Names the bytes and everything that was said of how to take them.
    public var requestDigest: String
    /// What its sender calls the upload, so that it counts once however often it is sent; nil where nothing was said.
    public var idempotencyKey: String?
    public var state: State
    /// Rows, as in the summary of an import.
    public var accepted: Int
    public var unchanged: Int
    public var rejected: Int
    public var withdrawn: Int
    /// All problems, of which no more than `problemLimit` are kept.
    public var problemCount: Int

    /// Problems of one upload that are kept, and warnings.
    public static let problemLimit = 10_000
    public static let warningLimit = 1_000
    /// Uploads of one registrant and sender whose problems are kept: the newest.
    public static let recentLimit = 100
    /// Characters of an idempotency key, and of a file's name.
    public static let keyLimit = 200
    public static let nameLimit = 200

    public init(
        id: String, actor: String, registrant: FirmID, name: String, receivedAt: Timestamp, byteCount: Int,
        requestDigest: String, idempotencyKey: String?, state: State, accepted: Int, unchanged: Int,
        rejected: Int, withdrawn: Int, problemCount: Int
    ) {
        self.id = id
        self.actor = actor
        self.registrant = registrant
        self.name = name
        self.receivedAt = receivedAt
        self.byteCount = byteCount
        self.requestDigest = requestDigest
        self.idempotencyKey = idempotencyKey
        self.state = state
        self.accepted = accepted
        self.unchanged = unchanged
        self.rejected = rejected
        self.withdrawn = withdrawn
        self.problemCount = problemCount
    }
}
