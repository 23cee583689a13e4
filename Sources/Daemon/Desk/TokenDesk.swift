internal import Alerting
internal import Digest
public import Store
public import SupplyModel

/// What people do to tokens: they make, list, try and revoke them.
public struct TokenDesk: Sendable {
    private static let idBytes = 4
    private static let secretBytes = 32
    /// Said wherever a token's text is given out.
    static let shownOnce = "this is the only time that the token is shown; keep it where secrets are kept"
    /// How long a token holds where nothing is said.
    public static let defaultDuration = "90d"

    private let store: Store
    private let now: Timestamp

    public init(_ store: Store, now: Timestamp) {
        self.store = store
        self.now = now
    }

    /// What somebody wants a token for.
    public struct Wish: Sendable {
        public var name: String
        public var registrant: FirmID?
        public var scopes: Set<TokenScope>
        /// How long it holds, such as `30d`, or until when; at most one of them.
        public var duration: String?
        public var until: String?

        public init(name: String, registrant: FirmID?, scopes: Set<TokenScope>) {
            self.name = name
            self.registrant = registrant
            self.scopes = scopes
        }
    }

    /// Makes a token; its text is in the answer, and nowhere else from then on.
    ///
    /// - Throws: `TokenDeskFault`, `DeskFault`, `StoreError`; then nothing was changed.
    public func create(_ wish: Wish) throws -> Answer {
        let name = try DeskInput.line(wish.name, "name", atMost: AccessToken.nameLimit)
        guard !name.isEmpty else { throw TokenDeskFault.noName }
        guard name.count != 2 * Self.idBytes || !name.allSatisfy(\.isHexDigit) else {
            throw TokenDeskFault.nameLikeID(name)
        }
        guard !wish.scopes.isEmpty else { throw TokenDeskFault.noScope }
        guard !wish.scopes.contains(.invite) else { throw TokenDeskFault.inviteScope }
        let isOfRegistrant = wish.scopes.contains(where: \.isOfRegistrant)
        guard isOfRegistrant != wish.scopes.contains(where: { !$0.isOfRegistrant }) else {
            throw TokenDeskFault.mixedScopes
        }
        guard isOfRegistrant == (wish.registrant != nil) else {
            throw isOfRegistrant ? TokenDeskFault.noRegistrant : TokenDeskFault.needlessRegistrant
        }
        let duration = wish.duration ?? (wish.until == nil ? Self.defaultDuration : nil)
        guard let end = try DeskInput.end(duration: duration, until: wish.until, from: now, now: now) else {
            throw DeskFault.noEnd
        }
        let (id, text) = try Self.newText()
        let token = AccessToken(
            name: name, id: id, registrant: wish.registrant, scopes: wish.scopes, madeAt: now, expiresAt: end)
        do {
            try store.add(token, text: text)
        } catch TokenFault.nameTaken(let name) {
            throw TokenDeskFault.nameTaken(name)
        } catch TokenFault.tooMany(let limit, let registrant) {
            throw TokenDeskFault.tooMany(limit, registrant: registrant?.description)
        }
        var answer = Answer([Answer.Field("token", .text(text))] + record(token))
        answer.warnings = [Self.shownOnce]
        return answer
    }

    /// A new token's id, and its text, which nobody can foretell.
    static func newText() throws -> (id: String, text: String) {
        let id = hexadecimal(try randomBytes(count: idBytes))
        return (id, TokenText(id: id, secret: hexadecimal(try randomBytes(count: secretBytes))).text)
    }

    /// Tokens, newest first: those that are active, or all.
    public func list(all: Bool) throws -> Answer {
        let tokens = try store.tokens().filter { all || $0.state(at: now) == .active }
        return Answer(
            columns: [
                "name", "id", "state", "registrant", "scopes", "made_at", "expires_at", "last_used_at",
                "revoked_at",
            ], records: tokens.map(record))
    }

    /// Ends a token for good, named by its name or id.
    ///
    /// - Throws: `TokenDeskFault`, `StoreError`; then nothing was changed.
    public func revoke(_ name: String) throws -> Answer {
        do {
            return Answer(record(try store.revokeToken(name, at: now)))
        } catch TokenFault.unknown(let name) {
            throw TokenDeskFault.unknown(name)
        } catch TokenFault.isRevoked(let token) {
            throw TokenDeskFault.isRevoked(token.name)
        }
    }

    /// What a token's text is good for now.
    ///
    /// - Throws: `TokenDeskFault` where it is none, or no longer good; `StoreError`.
    public func check(_ text: String) throws -> Answer { Answer(record(try opened(text))) }

    /// The token that a text is, where it is good now.
    ///
    /// - Throws: `TokenDeskFault` where it is none, or no longer good; `StoreError`.
    public func opened(_ text: String) throws -> AccessToken {
        guard let text = TokenText(text), var token = try store.token(id: text.id, text: text.text) else {
            throw TokenDeskFault.noToken
        }
        if token.isUseStale(at: now) {
            try store.noteUses([token.id: now])
            token.lastUsedAt = now
        }
        guard token.state(at: now) == .active else {
            throw TokenDeskFault.notActive(token.name, token.state(at: now))
        }
        return token
    }

    private func record(_ token: AccessToken) -> [Answer.Field] {
        [
            Answer.Field("name", .text(token.name)), Answer.Field("id", .text(token.id)),
            Answer.Field("state", .text(token.state(at: now).rawValue)),
        ] + Answer.Field.text("registrant", token.registrant?.description)
            + [
                Answer.Field("scopes", .list(token.scopes.sorted().map { .text($0.rawValue) })),
                Answer.Field("made_at", .text(token.madeAt.description)),
                Answer.Field("expires_at", .text(token.expiresAt.description)),
            ] + Answer.Field.text("last_used_at", token.lastUsedAt?.description)
            + Answer.Field.text("revoked_at", token.revokedAt?.description)
    }
}

/// Why nothing was done to a token; no case carries any part of a secret.
public enum TokenDeskFault: Error, Equatable, CustomStringConvertible {
    case noName
    case nameLikeID(String)
    case noScope
    case inviteScope
    case mixedScopes
    case noRegistrant
    case needlessRegistrant
    case nameTaken(String)
    case unknown(String)
    case isRevoked(String)
    /// `registrant`: nil where there are too many in all.
    case tooMany(Int, registrant: String?)
    case noToken
    case notActive(String, AccessToken.State)

    public var description: String {
        switch self {
        case .noName: "the token has no name; say what it is for, such as erp-upload"
        case .nameLikeID(let name):
            "\(name): this could be taken for another token's id; choose a name in words"
        case .noScope: "nothing is said of what it may do; add --scope read, write, coordinate or admin"
        case .inviteScope: "an invitation is of one supply; make it with `tierwatch invite create`"
        case .mixedScopes:
            "read and write are of one registrant, coordinate and admin of none; make a token for each"
        case .noRegistrant: "read and write are of one registrant; name it with --registrant ID"
        case .needlessRegistrant: "coordinate and admin are of no registrant; leave --registrant out"
        case .nameTaken(let name): "\(name): another token has this name, revoked ones too; choose another"
        case .unknown(let name):
            "\(name): no token has this name or id; `tierwatch token list --all` shows them"
        case .isRevoked(let name): "\(name): this token is revoked already; nothing was changed"
        case .tooMany(let limit, let registrant):
            "\(registrant.map { "\($0) has" } ?? "there are") \(limit) tokens that hold, as many as may be;"
                + " revoke those that nobody uses with `tierwatch token revoke`"
        case .noToken:
            "this is no token of this register; give the word that begins with tierwatch_, and nothing else, as it was shown once"
        case .notActive(let name, let state):
            "\(name): this token is \(state.rawValue); make another with `tierwatch token create`"
        }
    }

    /// Whether the command itself was wrong; else the register does not have what it names.
    var isUsage: Bool {
        switch self {
        case .noName, .nameLikeID, .noScope, .inviteScope, .mixedScopes, .noRegistrant, .needlessRegistrant:
            true
        case .nameTaken, .unknown, .isRevoked, .tooMany, .noToken, .notActive: false
        }
    }
}
