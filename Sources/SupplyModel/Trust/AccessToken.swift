/// What a bearer of a token may do.
public enum TokenScope: String, CaseIterable, Comparable, Sendable {
    /// Declare one's own suppliers under one invitation, and nothing else.
    case invite
    /// See what its registrant declared, and the figures of it.
    case read
    /// Declare in its registrant's name.
    case write
    /// See everything, for those who bring help about.
    case coordinate
    /// Everything, tokens too.
    case admin

    public static func < (left: TokenScope, right: TokenScope) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Whether it is about one registrant; the others are about none.
    public var isOfRegistrant: Bool { self == .read || self == .write || self == .invite }
}

/// A token as the register knows it: everything but the secret, of which only a digest is kept.
public struct AccessToken: Equatable, Sendable {
    /// What people call it.
    public var name: String
    /// 8 hexadecimal digits, in clear within the token, by which it is found.
    public var id: String
    /// In whose name its bearer acts; nil for one that sees all.
    public var registrant: FirmID?
    public var scopes: Set<TokenScope>
    public var madeAt: Timestamp
    public var expiresAt: Timestamp
    public var revokedAt: Timestamp?
    /// To the minute.
    public var lastUsedAt: Timestamp?

    /// Characters of a name.
    public static let nameLimit = 60
    /// A use is noted this often, so that reads need not write each time.
    public static let useSeconds = 60.0

    /// Whether a use at this instant is to be noted.
    public func isUseStale(at now: Timestamp) -> Bool {
        lastUsedAt.map { abs(now.seconds(since: $0)) >= Self.useSeconds } ?? true
    }

    public init(
        name: String, id: String, registrant: FirmID?, scopes: Set<TokenScope>, madeAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.name = name
        self.id = id
        self.registrant = registrant
        self.scopes = scopes
        self.madeAt = madeAt
        self.expiresAt = expiresAt
    }

    /// Where a token stands.
    public enum State: String, Sendable { case active, expired, revoked }

    public func state(at now: Timestamp) -> State {
        revokedAt != nil ? .revoked : expiresAt <= now ? .expired : .active
    }
}

/// One act that changed something, as the trail keeps it.
public struct TrailEntry: Equatable, Sendable {
    /// 1 for the first; without gaps.
    public var number: Int64
    public var time: Timestamp
    /// Such as `cli:root`, `token:erp` or `daemon`.
    public var actor: String
    /// A `TrailAction`, unless somebody else wrote it.
    public var action: String
    /// What was changed: a registrant, an alert's fingerprint, the id of a silence or a token.
    public var subject: String
    /// More of it, as JSON with sorted keys.
    public var detail: String
    /// SHA-256 over the chain of the entry before and this entry, 64 hexadecimal digits.
    public var chain: String

    public init(
        number: Int64, time: Timestamp, actor: String, action: String, subject: String, detail: String,
        chain: String
    ) {
        self.number = number
        self.time = time
        self.actor = actor
        self.action = action
        self.subject = subject
        self.detail = detail
        self.chain = chain
    }
}

/// That somebody who sees all looked at something, once or several times.
public struct TrailLook: Equatable, Sendable {
    public var actor: String
    /// What was asked for, such as `/api/v1/alerts`.
    public var target: String
    /// When for the last time.
    public var time: Timestamp
    public var count: Int

    public init(actor: String, target: String, time: Timestamp, count: Int) {
        self.actor = actor
        self.target = target
        self.time = time
        self.count = count
    }
}

/// What somebody did.
public enum TrailAction: String, CaseIterable, Sendable {
    case imported = "import"
    case status, confirm, event
    case endEvent = "event-end"
    case reopenEvent = "event-reopen"
    case acknowledge, unacknowledge, silence, unsilence, replay
    case createToken = "token-create"
    case revokeToken = "token-revoke"
    /// Somebody who sees all looked at something.
    case look
    case invite = "invite-create"
    case useInvitation = "invite-use"
    case revokeInvitation = "invite-revoke"
    case giveConsent = "consent-give"
    case withdrawConsent = "consent-withdraw"
    case mergeFirms = "firms-merge"
    case splitFirms = "firms-split"
    case reopenFirms = "firms-reopen"
    /// A step of a request for help.
    case aid
    /// Something that was asked or said about a consent for such a request.
    case aidConsent = "aid-consent"
    case importWhiteList = "whitelist-import"
    case recognise = "whitelist-recognise"
    case withdrawRecognition = "whitelist-withdraw"
    /// Somebody chose how a supplier's output is split.
    case allocate = "aid-allocate"
    case drill = "aid-drill"
}
