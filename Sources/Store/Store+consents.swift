internal import Digest
internal import Foundation
internal import GRDB
public import SupplyModel

/// Whether a registrant lets its declarations count in anonymous facts, and since when it does or no longer does.
public struct Consent: Equatable, Sendable {
    public var registrant: FirmID
    public var isGiven: Bool
    public var time: Timestamp
}

/// Consents to anonymous facts, append-only: the newest of a registrant stands.
extension Store {
    /// Notes that a registrant consents, or no longer does.
    ///
    /// - Returns: false where it stood so already, and nothing was changed.
    public func set(consent isGiven: Bool, of registrant: FirmID, at now: Timestamp) throws -> Bool {
        try write { db in
            let standing = try Bool.fetchOne(
                db, sql: "SELECT is_given FROM consent WHERE registrant = ? ORDER BY number DESC LIMIT 1",
                arguments: [registrant.description])
            guard isGiven != standing ?? false else { return false }
            try db.execute(
                sql: "INSERT INTO consent (registrant, made_at, is_given) VALUES (?, ?, ?)",
                arguments: [registrant.description, now.milliseconds, isGiven ? 1 : 0])
            try note(
                isGiven ? .giveConsent : .withdrawConsent, registrant.description, [:], at: now, in: db)
            return true
        }
    }

    /// What stands for each registrant that ever said anything, by identity.
    public func consents() throws(StoreError) -> [Consent] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT registrant, is_given, made_at FROM consent AS c
                    WHERE number = (SELECT MAX(number) FROM consent AS n WHERE n.registrant = c.registrant)
                    ORDER BY registrant
                    """
            ).map {
                Consent(
                    registrant: FirmID(checked: $0["registrant"]), isGiven: $0["is_given"],
                    time: Timestamp(milliseconds: $0["made_at"]))
            }
        }
    }

    /// How many of these firms at least `least` others than a registrant named as suppliers by an instant, all of whom consented then.
    ///
    /// What an invited supplier declares is its inviter's to consent to.
    public func countShared(
        _ firms: [FirmID], besides registrant: FirmID, least: Int, at time: Timestamp
    ) throws(StoreError) -> Int {
        try read { db in
            let consenting = try Set(
                String.fetchAll(
                    db,
                    sql: """
                        SELECT registrant FROM consent AS c
                        WHERE is_given = 1 AND number = (
                            SELECT MAX(number) FROM consent AS n
                            WHERE n.registrant = c.registrant AND n.made_at <= ?)
                        """, arguments: [time.milliseconds]))
            let find = try db.makeStatement(
                sql: """
                    SELECT DISTINCT \(Schema.owner)
                    FROM declaration AS d JOIN registrant AS g ON g.key = d.registrant
                        JOIN revision AS r ON r.number = d.revision
                    WHERE d.supplier = (SELECT key FROM firm WHERE identity = ?) AND r.made_at <= ?
                    """)
            return try firms.count { firm in
                let owners = try String.fetchSet(find, arguments: [firm.description, time.milliseconds])
                    .subtracting([registrant.description])
                return owners.count >= least && owners.isSubset(of: consenting)
            }
        }
    }

    /// A number in 0..<bound that is drawn anew for each subject, and that nobody can foretell who does not have the store.
    public func draw(_ subject: String, below bound: Int) throws -> Int {
        let secret = try read { db in try Data.fetchOne(db, sql: "SELECT secret FROM rounding") ?? Data() }
        let code = try hmacSHA256(key: Array(secret), message: Array(subject.utf8))
        return Int(code.prefix(7).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % UInt64(bound))
    }
}
