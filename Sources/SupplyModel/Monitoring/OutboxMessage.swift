/// One notification on its way to one channel, claimed for an attempt.
public struct OutboxMessage: Equatable, Sendable {
    /// Deterministic from (alert, transition, channel): the same on every retry, so receivers can drop repeats.
    public var id: String
    public var channel: String
    public var fingerprint: String
    /// The notification's JSON, as it was when the alert changed.
    public var body: [UInt8]
    /// Attempts made before this one.
    public var attempts: Int
    /// The claim's number: a result is recorded only while the message is still held under it.
    public var epoch: Int64

    public init(id: String, channel: String, fingerprint: String, body: [UInt8], attempts: Int, epoch: Int64)
    {
        self.id = id
        self.channel = channel
        self.fingerprint = fingerprint
        self.body = body
        self.attempts = attempts
        self.epoch = epoch
    }
}

/// What an attempt came to, as the channel's own code judged it.
public enum DeliveryVerdict: Equatable, Sendable {
    case delivered
    /// Worth another attempt, not before `at`.
    case retry(at: Timestamp, reason: String)
    /// No attempt will help: the receiver is gone, or refuses this message.
    case failed(reason: String)
}

/// One attempt at a message: what was answered, and what was decided.
public struct DeliveryAttempt: Equatable, Sendable {
    public var verdict: DeliveryVerdict
    /// The HTTP status; nil where no answer came, and for the console.
    public var status: Int?
    /// The beginning of the answer's body, without secrets and control characters; nil where there was none.
    public var answer: String?
    public var durationSeconds: Double
    /// What it says of the channel.
    public var sign: ChannelSign

    /// `sign`: nil for what the verdict alone says.
    public init(
        _ verdict: DeliveryVerdict, status: Int? = nil, answer: String? = nil, durationSeconds: Double = 0,
        sign: ChannelSign? = nil
    ) {
        self.verdict = verdict
        self.sign = sign ?? (verdict == .delivered ? .works : .fails)
        self.status = status
        self.answer = answer
        self.durationSeconds = durationSeconds
    }
}
