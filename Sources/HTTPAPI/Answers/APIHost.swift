public import SupplyModel

/// What the API is handed by the process around it: all that it cannot do by itself.
///
/// The closures block and are called from threads that may; faults that they throw are `APIFault`s, anything else is a failure.
public struct APIHost: Sendable {
    /// Answers a reading operation, or does what an act asks; `body` is an act's.
    public var answer: @Sendable (Query, JSONBody, Cancelling) throws -> Document
    /// The province by whose secret a message is signed.
    public var sender: @Sendable (SignedMessage) throws -> RegionCode
    /// Does what the message of a province asks.
    public var receive: @Sendable (Query, SignedMessage, RegionCode) throws -> Document
    /// How far the data has come that an answer is made of: the same for as long as the answer is.
    ///
    /// Quick, from any thread.
    public var version: @Sendable (Query) throws -> [Int64]
    /// Whether an answer takes well under a millisecond and waits for nothing; quick itself.
    public var isAtHand: @Sendable (Query) -> Bool
    /// Whether the network is kept of which answers to somebody are made; quick itself.
    public var isKept: @Sendable (Reader) -> Bool
    /// Runs long work on a thread of its own that steps back for what is short.
    public var startAside: @Sendable (@escaping @Sendable () -> Void) -> Void
    /// Takes a file that was uploaded.
    public var take: @Sendable (Upload, Reader) throws -> Receipt
    /// Blocks until answers to somebody show all that was taken of him.
    public var settle: @Sendable (Reader) -> Void
    /// What is wrong with the process, one sentence each; none where it is ready.
    public var complaints: @Sendable () throws -> [String]
    /// What the process measures of itself, as Prometheus text.
    public var figures: @Sendable () throws -> String
    public var now: @Sendable () -> Timestamp

    public init(
        answer: @escaping @Sendable (Query, JSONBody, Cancelling) throws -> Document,
        sender: @escaping @Sendable (SignedMessage) throws -> RegionCode,
        receive: @escaping @Sendable (Query, SignedMessage, RegionCode) throws -> Document,
        version: @escaping @Sendable (Query) throws -> [Int64],
        isAtHand: @escaping @Sendable (Query) -> Bool,
        isKept: @escaping @Sendable (Reader) -> Bool,
        startAside: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void,
        take: @escaping @Sendable (Upload, Reader) throws -> Receipt,
        settle: @escaping @Sendable (Reader) -> Void,
        complaints: @escaping @Sendable () throws -> [String],
        figures: @escaping @Sendable () throws -> String, now: @escaping @Sendable () -> Timestamp
    ) {
        self.answer = answer
        self.sender = sender
        self.receive = receive
        self.version = version
        self.isAtHand = isAtHand
        self.isKept = isKept
        self.startAside = startAside
        self.take = take
        self.settle = settle
        self.complaints = complaints
        self.figures = figures
        self.now = now
    }
}

/// A file that was uploaded, and how it is to be taken.
public struct Upload: Sendable {
    /// What its bytes are, and how a file of them ends.
    public enum Format: String, CaseIterable, Sendable { case csv, xlsx, json }

    /// Where its bytes lie, for as long as it is being taken.
    public var path: String
    public var format: Format
    /// What its sender calls it.
    public var name: String
    /// In whose name it is declared.
    public var registrant: FirmID
    public var sheet: String?
    public var isDryRun = false
    public var isPartial = false
    public var replaces = false
}

/// What became of the rows of an uploaded file.
public struct Receipt: Sendable {
    public var accepted: Int
    public var unchanged: Int
    public var rejected: Int
    public var withdrawn: Int
    public var problems: [Problem]
    public var warnings: [Problem]

    public init(
        accepted: Int, unchanged: Int, rejected: Int, withdrawn: Int, problems: [Problem], warnings: [Problem]
    ) {
        self.accepted = accepted
        self.unchanged = unchanged
        self.rejected = rejected
        self.withdrawn = withdrawn
        self.problems = problems
        self.warnings = warnings
    }
}
