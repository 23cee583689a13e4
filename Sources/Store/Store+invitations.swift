internal import GRDB
public import SupplyModel

/// An invitation with its token, and what came of it.
public struct InvitationRecord: Equatable, Sendable {
    public var invitation: Invitation
    public var token: AccessToken
    /// When something was declared under it last; nil where nothing was.
    public var usedAt: Timestamp?
    /// Rows of that registration.
    public var rows: Int?
}

extension Store {
    /// Invitations that are good at a time, of those that stem from one registrant and in all.
    public static let ownInvitationLimit = 1_000
    public static let invitationLimit = 100_000
    /// Invitations that one answer lists.
    public static let invitationListLimit = 100_000

    /// Keeps an invitation with its token, and of the token's text only a digest.
    ///
    /// - Throws: `TokenFault`, `StoreError`; then nothing was changed.
    @discardableResult
    public func add(
        _ invitation: Invitation, token: AccessToken, text: String
    ) throws -> InvitationRecord {
        try write { db in
            let limits: [(FirmID?, Int)] = [
                (invitation.root, Self.ownInvitationLimit), (nil, Self.invitationLimit),
            ]
            for (root, limit) in limits {
                let count = try Int.fetchOne(
                    db, sql: Self.openCount, arguments: [root?.description, token.madeAt.milliseconds])
                guard count ?? 0 < limit else { throw TokenFault.tooMany(limit: limit, of: root) }
            }
            try Self.insert(token, text: text, in: db)
            try db.execute(
                sql: """
                    INSERT INTO invitation (token, root, parent, supplier, buyer, product, tier)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    invitation.id, invitation.root.description, invitation.parent,
                    invitation.supplier.description, invitation.buyer.description, invitation.product,
                    invitation.tier,
                ])
            var detail = [
                "supplier": invitation.supplier.description, "buyer": invitation.buyer.description,
                "product": invitation.product, "tier": "\(invitation.tier)",
                "root": invitation.root.description, "expires_at": token.expiresAt.description,
            ]
            detail["parent"] = invitation.parent
            try note(.invite, invitation.id, detail, at: token.madeAt, in: db)
            return InvitationRecord(invitation: invitation, token: token)
        }
    }

    /// How many are good at an instant, of one root or of all: none that was revoked, has ended, or hangs on such a one.
    ///
    /// None holds longer than the one under which it was made.
    private static let openCount = """
        WITH RECURSIVE held (id) AS (
            SELECT i.token FROM invitation AS i JOIN token AS t ON t.id = i.token
            WHERE i.parent IS NULL AND (?1 IS NULL OR i.root = ?1) AND \(isGood)
            UNION ALL
            SELECT i.token FROM held AS h JOIN invitation AS i ON i.parent = h.id JOIN token AS t ON t.id = i.token
            WHERE \(isGood)
        )
        SELECT COUNT(*) FROM held
        """

    private static let isGood = "t.revoked_at IS NULL AND t.expires_at > ?2"

    /// Invitations, newest first: all, or those that stem from one registrant.
    public func invitations(from root: FirmID? = nil) throws(StoreError) -> [InvitationRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: Self.invitationColumns + """
                    WHERE (?1 IS NULL OR i.root = ?1) ORDER BY t.made_at DESC, i.token LIMIT ?2
                    """,
                arguments: [root?.description, Self.invitationListLimit]
            ).map(Self.invitationRecord)
        }
    }

    /// An invitation and those under which it was made, itself first; nothing where there is none of this id.
    public func invitationLine(_ id: String) throws(StoreError) -> [InvitationRecord] {
        try read { db in
            var line: [InvitationRecord] = []
            var next: String? = id
            while let id = next, line.count < Invitation.tiers.count {
                let row = try Row.fetchOne(
                    db, sql: Self.invitationColumns + "WHERE i.token = ?", arguments: [id])
                guard let record = row.map(Self.invitationRecord) else { break }
                line.append(record)
                next = record.invitation.parent
            }
            return line
        }
    }

    /// How many declarations stand under each of some invitations, by their ids.
    public func standingDeclarations(under ids: [String]) throws(StoreError) -> [String: Int] {
        try read { db in
            let invited = try InvitedDeclarations(db)
            var counts: [String: Int] = [:]
            for id in ids { counts[id] = try invited.standing(under: id).count }
            return counts
        }
    }

    /// Ends an invitation for good, and with it those that were made under it.
    ///
    /// `withdraws`: takes back what stands under them too, also where the invitation was revoked before. `isDryRun` does everything but
    /// keep the result.
    ///
    /// - Returns: how many declarations were taken back.
    /// - Throws: `TokenFault`, `StoreError`; then nothing was changed.
    @discardableResult
    public func revokeInvitation(
        _ id: String, withdraws: Bool = false, isDryRun: Bool = false, at now: Timestamp
    ) throws -> Int {
        try write { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT t.* FROM invitation AS i JOIN token AS t ON t.id = i.token WHERE i.token = ?",
                arguments: [id])
            guard let token = row.map(Self.token) else { throw TokenFault.unknown(id) }
            let invited = try InvitedDeclarations(db)
            let standing = withdraws ? try invited.tree(id).flatMap { try invited.standing(under: $0) } : []
            guard token.revokedAt == nil || !standing.isEmpty else { throw TokenFault.isRevoked(token) }
            guard !isDryRun else { return standing.count }
            try db.execute(
                sql: "UPDATE token SET revoked_at = COALESCE(revoked_at, ?) WHERE id = ?",
                arguments: [now.milliseconds, id])
            for supplies in Dictionary(grouping: standing, by: \.registrant).sorted(by: { $0.key < $1.key }) {
                try invited.withdraw(supplies.value, of: id, at: now)
            }
            let detail = standing.isEmpty ? [:] : ["withdrawn": String(standing.count)]
            try note(.revokeInvitation, id, detail, at: now, in: db)
            return standing.count
        }
    }

    /// What a supplier delivers to a buyer as the buyer itself says, by itself or under an invitation of `inviter`: the products,
    /// and the tier that each declaration names.
    public func supplies(
        of supplier: FirmID, to buyer: FirmID, invitedBy inviter: FirmID?
    ) throws(StoreError) -> [(product: String, tier: Int)] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT p.name, d.tier FROM declaration AS d JOIN product AS p ON p.key = d.product
                    WHERE d.supplier = (SELECT key FROM firm WHERE identity = ?1)
                        AND d.buyer = (SELECT key FROM firm WHERE identity = ?2)
                        AND d.registrant = (SELECT key FROM registrant WHERE identity = ?2 AND inviter = ?3)
                        AND d.status < 2 AND d.revision = (
                            SELECT MAX(q.revision) FROM declaration AS q
                            WHERE q.supplier = d.supplier AND q.region = d.region AND q.buyer = d.buyer
                                AND q.product = d.product AND q.registrant = d.registrant)
                    ORDER BY p.name, d.tier
                    """,
                arguments: [supplier.description, buyer.description, inviter?.description ?? ""]
            ).map { (product: $0["name"], tier: $0["tier"]) }
        }
    }

    private static let invitationColumns = """
        SELECT t.*, i.*, r.made_at AS used_at, r.row_count AS used_rows
        FROM invitation AS i JOIN token AS t ON t.id = i.token LEFT JOIN revision AS r ON r.number = (
            SELECT MAX(n.number) FROM revision AS n WHERE n.invitation = i.token AND n.invitation IS NOT NULL)
        """ + " "

    private static func invitationRecord(_ row: Row) -> InvitationRecord {
        let invitation = Invitation(
            id: row["token"], root: FirmID(checked: row["root"]), parent: row["parent"],
            supplier: FirmID(checked: row["supplier"]), buyer: FirmID(checked: row["buyer"]),
            product: row["product"], tier: row["tier"])
        return InvitationRecord(
            invitation: invitation, token: token(row),
            usedAt: (row["used_at"] as Int64?).map { Timestamp(milliseconds: $0) }, rows: row["used_rows"])
    }
}
