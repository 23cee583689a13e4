internal import Digest
internal import Foundation
internal import GRDB
public import SupplyModel

/// Why nothing was done to a token.
public enum TokenFault: Error, Equatable {
    /// Another token has this name.
    case nameTaken(String)
    case unknown(String)
    case isRevoked(AccessToken)
    /// As many are good as may be: of this registrant, or of all.
    case tooMany(limit: Int, of: FirmID?)
}

extension Store {
    /// Tokens that are good at a time, of one registrant and in all; invitations have limits of their own.
    public static let ownTokenLimit = 1_000
    public static let tokenLimit = 10_000
    /// Tokens that one answer lists.
    public static let tokenListLimit = 100_000

    /// Keeps a token, and of its text only a digest.
    ///
    /// - Throws: `TokenFault`, `StoreError`; then nothing was changed.
    public func add(_ token: AccessToken, text: String) throws {
        try write { db in
            try Self.requireRoom(for: token, in: db)
            try Self.insert(token, text: text, in: db)
            let scopes = Self.words(token.scopes)
            var detail = ["name": token.name, "scopes": scopes, "expires_at": token.expiresAt.description]
            detail["registrant"] = token.registrant?.description
            try note(.createToken, token.id, detail, at: token.madeAt, in: db)
        }
    }

    /// - Throws: `TokenFault.tooMany`
    private static func requireRoom(for token: AccessToken, in db: Database) throws {
        let own: [(FirmID?, Int)] = token.registrant.map { [($0, ownTokenLimit)] } ?? []
        for (registrant, limit) in own + [(nil, tokenLimit)] {
            let count = try Int.fetchOne(
                db,
                sql: """
                    SELECT COUNT(*) FROM token AS t
                    WHERE t.revoked_at IS NULL AND t.expires_at > ?1 AND (?2 IS NULL OR t.registrant = ?2)
                        AND NOT EXISTS (SELECT 1 FROM invitation AS i WHERE i.token = t.id)
                    """, arguments: [token.madeAt.milliseconds, registrant?.description])
            guard count ?? 0 < limit else { throw TokenFault.tooMany(limit: limit, of: registrant) }
        }
    }

    static func insert(_ token: AccessToken, text: String, in db: Database) throws {
        let isTaken = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM token WHERE name = ?)", arguments: [token.name])
        guard isTaken != true else { throw TokenFault.nameTaken(token.name) }
        try db.execute(
            sql: """
                INSERT INTO token (id, name, digest, registrant, scopes, made_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                token.id, token.name, Data(try SHA256.digest(of: text.utf8)), token.registrant?.description,
                words(token.scopes), token.madeAt.milliseconds, token.expiresAt.milliseconds,
            ])
    }

    private static func words(_ scopes: Set<TokenScope>) -> String {
        scopes.sorted().map(\.rawValue).joined(separator: ",")
    }

    /// Tokens, newest first.
    public func tokens() throws(StoreError) -> [AccessToken] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM token ORDER BY made_at DESC, id LIMIT ?",
                arguments: [Self.tokenListLimit]
            ).map(Self.token)
        }
    }

    /// Ends a token for good, named by its name or id.
    ///
    /// - Throws: `TokenFault`, `StoreError`; then nothing was changed.
    public func revokeToken(_ name: String, at now: Timestamp) throws -> AccessToken {
        try write { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT * FROM token WHERE name = ?1 OR id = ?1 ORDER BY name = ?1 DESC LIMIT 1",
                arguments: [name])
            guard var token = row.map(Self.token) else { throw TokenFault.unknown(name) }
            guard token.revokedAt == nil else { throw TokenFault.isRevoked(token) }
            try db.execute(
                sql: "UPDATE token SET revoked_at = ? WHERE id = ?", arguments: [now.milliseconds, token.id])
            token.revokedAt = now
            try note(.revokeToken, token.id, ["name": token.name], at: now, in: db)
            return token
        }
    }

    /// The token that a text is, whatever its state; nil where it is none.
    ///
    /// The digests are compared in a time that tells nothing of where they differ.
    public func token(id: String, text: String) throws -> AccessToken? {
        let row = try read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM token WHERE id = ?", arguments: [id])
        }
        let digest = try SHA256.digest(of: text.utf8)
        guard let row, isEqualInConstantTime(Array(row["digest"] as Data), digest) else { return nil }
        return Self.token(row)
    }

    /// Notes when tokens were last used, by id.
    public func noteUses(_ uses: [String: Timestamp]) throws {
        guard !uses.isEmpty else { return }
        try write { db in
            for (id, time) in uses.sorted(by: { $0.key < $1.key }) {
                try db.execute(
                    sql: "UPDATE token SET last_used_at = ? WHERE id = ?", arguments: [time.milliseconds, id])
            }
        }
    }

    /// Whether there ever was a token: from the first one on nobody is trusted without.
    public func hasTokens() throws(StoreError) -> Bool {
        try read { db in try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM token)") ?? false }
    }

    static func token(_ row: Row) -> AccessToken {
        let scopes = (row["scopes"] as String).split(separator: ",").compactMap {
            TokenScope(rawValue: String($0))
        }
        var token = AccessToken(
            name: row["name"], id: row["id"],
            registrant: (row["registrant"] as String?).map(FirmID.init(checked:)),
            scopes: Set(scopes), madeAt: Timestamp(milliseconds: row["made_at"]),
            expiresAt: Timestamp(milliseconds: row["expires_at"]))
        token.revokedAt = (row["revoked_at"] as Int64?).map { Timestamp(milliseconds: $0) }
        token.lastUsedAt = (row["last_used_at"] as Int64?).map { Timestamp(milliseconds: $0) }
        return token
    }
}
