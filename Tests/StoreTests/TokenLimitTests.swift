import Foundation
import Store
import SupplyModel
import TestSupport
import Testing

/// Tokens and invitations are made until there are as many as may be.
@Suite struct TokenLimitTests {
    private static let start = TestRegister.start
    private static let root = FirmID(checked: "local:root")

    private static func token(
        _ number: Int, of registrant: FirmID? = root, days: Double = 30, at now: Timestamp = start
    ) -> AccessToken {
        AccessToken(
            name: "token \(number)", id: String(format: "%08x", number), registrant: registrant,
            scopes: [.read], madeAt: now, expiresAt: now.adding(seconds: days * 86_400))
    }

    private static func add(
        _ number: Int, from root: FirmID = root, under parent: Int? = nil, days: Double = 30,
        at now: Timestamp = start, to store: Store
    ) throws {
        let token = token(number, of: FirmID(checked: "local:s"), days: days, at: now)
        try store.add(
            Invitation(
                id: token.id, root: root, parent: parent.map { String(format: "%08x", $0) },
                supplier: FirmID(checked: "local:s"), buyer: root, product: "part", tier: 2),
            token: token, text: "\(number)")
    }

    /// Writes tokens, each the invitation of a root of its own where `areInvitations`, past the store's limits.
    private static func fill(
        _ register: TestRegister, count: Int, registrant: String, areInvitations: Bool = false
    ) throws {
        let ends = start.adding(seconds: 86_400).milliseconds
        let numbers =
            "WITH RECURSIVE n (i) AS (SELECT 1000000 UNION ALL SELECT i + 1 FROM n WHERE i < 999999 + \(count))"
        var sql = """
            INSERT INTO token (id, name, digest, registrant, scopes, made_at, expires_at)
            \(numbers) SELECT printf('%08x', i), i, randomblob(32), \(registrant), 'read', 0, \(ends) FROM n;
            """
        if areInvitations {
            sql += """
                INSERT INTO invitation (token, root, supplier, buyer, product, tier)
                \(numbers) SELECT printf('%08x', i), 'local:r' || i, 'local:s', 'local:r' || i, 'part', 2 FROM n;
                """
        }
        let run = try Command.run(
            URL(filePath: "/usr/bin/sqlite3"), [register.folder.appending(path: "tierwatch.db").path, sql])
        try #require(run.status == 0, "\(run.errorText)")
    }

    @Test func `a registrant has a thousand invitations at a time, and another's do not count`() throws {
        try TestRegister.inFolder { register in
            let store = register.store
            let limit = Store.ownInvitationLimit
            try Self.add(0, to: store)
            for number in 1..<limit { try Self.add(number, under: number % 2 == 0 ? 0 : nil, to: store) }
            let fault = TokenFault.tooMany(limit: limit, of: Self.root)
            #expect(throws: fault) { try Self.add(limit, to: store) }
            #expect(throws: fault) { try Self.add(limit, under: 0, to: store) }
            try Self.add(limit, from: FirmID(checked: "local:other"), to: store)
            #expect(try store.invitations(from: Self.root).count == limit)

            try store.revokeInvitation(String(format: "%08x", 1), at: Self.start)
            try Self.add(limit + 1, to: store)
            #expect(throws: fault) { try Self.add(limit + 2, to: store) }
            // With it end those that were made under it.
            try store.revokeInvitation(String(format: "%08x", 0), at: Self.start)
            for number in 0..<3 { try Self.add(limit + 2 + number, to: store) }
        }
    }

    @Test func `invitations that have ended make room`() throws {
        try TestRegister.inFolder { register in
            for number in 0..<Store.ownInvitationLimit { try Self.add(number, days: 1, to: register.store) }
            let later = Self.start.adding(seconds: 86_400)
            try Self.add(Store.ownInvitationLimit, at: later, to: register.store)
        }
    }

    @Test func `all registrants together have a hundred thousand invitations`() throws {
        try TestRegister.inFolder { register in
            try Self.fill(
                register, count: Store.invitationLimit - 1, registrant: "'local:s'", areInvitations: true)
            try Self.add(1, to: register.store)
            #expect(throws: TokenFault.tooMany(limit: Store.invitationLimit, of: nil)) {
                try Self.add(2, to: register.store)
            }
            // They are no tokens of whom they invite.
            try register.store.add(Self.token(3, of: FirmID(checked: "local:s")), text: "3")
        }
    }

    @Test func `a registrant has a thousand tokens, and all together ten thousand`() throws {
        try TestRegister.inFolder { register in
            try Self.fill(register, count: Store.ownTokenLimit - 1, registrant: "'local:root'")
            try register.store.add(Self.token(1), text: "1")
            #expect(throws: TokenFault.tooMany(limit: Store.ownTokenLimit, of: Self.root)) {
                try register.store.add(Self.token(2), text: "2")
            }
            try register.store.add(Self.token(2, of: nil), text: "2")
            _ = try register.store.revokeToken("token 1", at: Self.start)
            try register.store.add(Self.token(3), text: "3")
        }
        try TestRegister.inFolder { register in
            try Self.fill(register, count: Store.tokenLimit, registrant: "'local:' || i")
            #expect(throws: TokenFault.tooMany(limit: Store.tokenLimit, of: nil)) {
                try register.store.add(Self.token(1, of: nil), text: "1")
            }
        }
    }
}
