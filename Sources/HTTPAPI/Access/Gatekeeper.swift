internal import Digest
internal import HTTPTypes
internal import Store
internal import SupplyModel
internal import Synchronization

/// Knows who asks: by a token; or, as long as a register has none, whoever is on its machine.
///
/// What is known of a token is asked again after `freshSeconds`, so a token that was revoked is refused within that time. Uses are
/// kept until somebody writes them down: reading waits for no write.
final class Gatekeeper: Sendable {
    private let store: Store
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    /// Seconds for which what was read of a token stands.
    static let freshSeconds = 1.0
    /// Tokens that are remembered.
    static let knownLimit = 10_000

    private struct State {
        /// By the digest of a token's text.
        var known: [String: (token: AccessToken, readAt: Timestamp)] = [:]
        var uses: [String: Timestamp] = [:]
        var hasTokens: (value: Bool, readAt: Timestamp)?
    }

    init(_ store: Store, now: @escaping @Sendable () -> Timestamp) {
        self.store = store
        self.now = now
    }

    /// Who asks.
    ///
    /// - Throws: `APIFault` where that is not known, or where a browser asks for a page of somebody else's; `StoreError`.
    func reader(_ headers: HTTPFields, authority: String?) throws -> Reader {
        guard let header = headers[.authorization] else {
            guard try !hasTokens() else { throw Self.unknown("no token is given") }
            try checkLocal(headers, authority: authority)
            return .local
        }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", let text = TokenText(String(parts[1]))
        else { throw Self.unknown("the Authorization header holds no token of this register") }
        return Reader(try token(text))
    }

    /// The tokens' uses since the last time, by id.
    func takeUses() -> [String: Timestamp] {
        state.withLock { state in
            defer { state.uses = [:] }
            return state.uses
        }
    }

    private func token(_ text: TokenText) throws -> AccessToken {
        let time = now()
        let digest = hexadecimal(try SHA256.digest(of: text.text.utf8))
        let known = state.withLock { $0.known[digest] }
        let token: AccessToken
        if let known, abs(time.seconds(since: known.readAt)) < Self.freshSeconds {
            token = known.token
        } else {
            guard let read = try store.token(id: text.id, text: text.text) else {
                throw Self.unknown("this is no token of this register")
            }
            token = read
            state.withLock { state in
                if state.known.count >= Self.knownLimit { state.known.removeAll() }
                state.known[digest] = (read, time)
            }
        }
        guard token.state(at: time) == .active else {
            throw Self.unknown("this token is \(token.state(at: time).rawValue)")
        }
        if token.isUseStale(at: time) { state.withLock { $0.uses[token.id] = time } }
        return token
    }

    private func hasTokens() throws -> Bool {
        let time = now()
        if let known = state.withLock({ $0.hasTokens }),
            known.value || abs(time.seconds(since: known.readAt)) < Self.freshSeconds
        {
            return known.value
        }
        let value = try store.hasTokens()
        state.withLock { $0.hasTokens = (value, time) }
        return value
    }

    /// Keeps pages of the web from asking in the name of whoever looks at them: by a name that leads here, or from elsewhere.
    private func checkLocal(_ headers: HTTPFields, authority: String?) throws(APIFault) {
        let isForeign = headers[.origin] != nil || headers[.secFetchSite].map { $0 != "none" } ?? false
        guard !isForeign, Loopback.isName(authority ?? "") else {
            throw APIFault(
                .forbidden, "not_local",
                "without tokens only programs on this machine are answered, under 127.0.0.1, [::1] or localhost;"
                    + " make a token with `tierwatch token create`")
        }
    }

    private static func unknown(_ what: String) -> APIFault {
        APIFault(
            .unauthorized, "no_token",
            "\(what); send `Authorization: Bearer TOKEN` with one that `tierwatch token create` made")
    }
}

extension HTTPField.Name {
    static let secFetchSite = known("Sec-Fetch-Site")
}
