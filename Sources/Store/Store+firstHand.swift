internal import Foundation
internal import GRDB
public import SupplyModel

/// Who declares what firms buy.
public struct FirstHand: Sendable {
    /// What one registrant says of what somebody buys.
    fileprivate struct Word {
        var owner: FirmID
        /// The first revision in which it said anything of it.
        var since: Int64
        /// Whether any of it stands.
        var stands: Bool
    }

    /// By identity of the buyer.
    fileprivate var words: [FirmID: [Word]] = [:]

    /// Where nobody declares anything.
    public init() {}

    /// Those whose word stands of a firm under any of some identities; who first said anything of it comes first.
    ///
    /// How long somebody has spoken for it counts from the first that he ever said of it, also where that was corrected or ended since: else a
    /// corrected place would make him a newcomer.
    public func owners(of identities: [FirmID]) -> [FirmID] {
        var since: [FirmID: Int64] = [:]
        var standing: Set<FirmID> = []
        for word in identities.flatMap({ words[$0] ?? [] }) {
            since[word.owner] = min(since[word.owner] ?? .max, word.since)
            if word.stands { standing.insert(word.owner) }
        }
        return standing.sorted { (since[$0] ?? .max, $0) < (since[$1] ?? .max, $1) }
    }
}

extension Store {
    /// Who declares that somebody supplies firms first-hand or, where asked, at any tier, active or backup, by what stood at an instant, nil
    /// for now.
    ///
    /// `buyers`: every identity under which the firms may have been declared. What an invited supplier declares is its inviter's. One look-up
    /// in an index for each identity and declaration; at any tier all declarations are read once.
    public func firstHand(
        of buyers: [FirmID], orAtAnyTier isAnyTier: Bool = false, at time: Timestamp? = nil
    ) throws(StoreError) -> FirstHand {
        try read { db in
            let last = try Int64.fetchOne(
                db, sql: "SELECT MAX(number) FROM revision WHERE ?1 IS NULL OR made_at <= ?1",
                arguments: [time?.milliseconds])
            let asked = try JSONEncoder().encode(buyers.map(\.description))
            let rows = try Row.fetchAll(
                db, sql: declaringQuery(isAnyTier ? "" : "AND d.tier = 1"),
                arguments: [String(decoding: asked, as: UTF8.self), last ?? 0])
            var found = FirstHand()
            for row in rows {
                found.words[FirmID(checked: row["buyer"]), default: []].append(
                    FirstHand.Word(
                        owner: FirmID(checked: row["owner"]), since: row["since"], stands: row["stands"]))
            }
            return found
        }
    }
}

private func declaringQuery(_ tier: String) -> String {
    """
    SELECT b.identity AS buyer, \(Schema.owner) AS owner,
        MIN(d.revision) AS since,
        MAX(d.status IN (0, 1) AND d.revision = (
            SELECT MAX(q.revision) FROM declaration AS q
            WHERE q.supplier = d.supplier AND q.region = d.region AND q.buyer = d.buyer
                AND q.product = d.product AND q.registrant = d.registrant AND q.revision <= ?2)) AS stands
    FROM declaration AS d JOIN registrant AS g ON g.key = d.registrant JOIN firm AS b ON b.key = d.buyer
    WHERE d.buyer IN (SELECT key FROM firm WHERE identity IN (SELECT value FROM json_each(?1)))
        \(tier) AND d.revision <= ?2
    GROUP BY d.buyer, d.registrant
    """
}
