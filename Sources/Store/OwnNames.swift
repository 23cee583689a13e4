internal import GRDB
public import SupplyModel

/// What owners call firms, each as it declares them itself: its table of firms first, then its newest supplies, then its newest word for
/// whom it buys first-hand.
///
/// What an invited supplier declares is its inviter's. A name costs some look-ups by key and no network.
public struct OwnNames {
    /// That what `d` of registrant `g` says is an owner's, and counts.
    private static let isOwn = "\(Schema.owner) = ?2 AND d.revision <= ?3"

    private let db: Database
    /// The newest revision that counts.
    private let last: Int64

    init(_ db: Database, at time: Timestamp? = nil) throws {
        self.db = db
        let newest = try Int64.fetchOne(
            db, sql: "SELECT MAX(number) FROM revision WHERE ?1 IS NULL OR made_at <= ?1",
            arguments: [time?.milliseconds])
        last = newest ?? 0
    }

    /// nil where its owner gives it no name under this identity.
    public func name(of subject: ConsentSubject) throws -> String? {
        try String.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT name FROM (
                        SELECT d.name AS name, 0 AS place, d.revision AS revision, d.line AS line
                        FROM firm_declaration AS d JOIN registrant AS g ON g.key = d.registrant
                        WHERE d.firm = (SELECT key FROM firm WHERE identity = ?1) AND d.name IS NOT NULL AND \(Self.isOwn)
                        UNION ALL
                        SELECT d.supplier_name, 1, d.revision, d.line
                        FROM declaration AS d JOIN registrant AS g ON g.key = d.registrant
                        WHERE d.supplier = (SELECT key FROM firm WHERE identity = ?1) AND d.supplier_name IS NOT NULL
                            AND d.status IN (0, 1) AND \(Self.isOwn)
                        UNION ALL
                        SELECT d.buyer_name, 2, d.revision, d.line
                        FROM declaration AS d JOIN registrant AS g ON g.key = d.registrant
                        WHERE d.buyer = (SELECT key FROM firm WHERE identity = ?1) AND d.tier = 1 AND d.buyer_name IS NOT NULL
                            AND d.status IN (0, 1) AND \(Self.isOwn)) AS named
                    ORDER BY place, revision DESC, line LIMIT 1
                    """),
            arguments: [subject.supplier.description, subject.owner.description, last])
    }

    /// What its owner calls whom it buys for, in its newest word; nil where it gives it no name.
    func buyerName(of subject: ConsentSubject) throws -> String? {
        try String.fetchOne(
            db,
            sql: """
                SELECT d.buyer_name FROM declaration AS d JOIN registrant AS g ON g.key = d.registrant
                WHERE d.buyer = (SELECT key FROM firm WHERE identity = ?1) AND d.buyer_name IS NOT NULL
                    AND d.status IN (0, 1) AND \(Self.isOwn)
                ORDER BY d.revision DESC, d.line LIMIT 1
                """,
            arguments: [subject.supplier.description, subject.owner.description, last])
    }
}

extension Store {
    /// What owners call firms for which they buy at any tier, as it stood at an instant; nil for now.
    ///
    /// Who has no name there is not among them. All declarations are read for each: it is for those alone who have no other name.
    public func buyerNames(
        of subjects: [ConsentSubject], at time: Timestamp? = nil
    ) throws(StoreError) -> [ConsentSubject: String] {
        try names(of: subjects, at: time) { try $0.buyerName(of: $1) }
    }

    /// What owners call suppliers, as it stood at an instant; nil for now.
    ///
    /// Who has no name there is not among them.
    public func ownNames(
        of subjects: [ConsentSubject], at time: Timestamp? = nil
    ) throws(StoreError) -> [ConsentSubject: String] {
        try names(of: subjects, at: time) { try $0.name(of: $1) }
    }

    private func names(
        of subjects: [ConsentSubject], at time: Timestamp?, name: (OwnNames, ConsentSubject) throws -> String?
    ) throws(StoreError) -> [ConsentSubject: String] {
        try read { db in
            let names = try OwnNames(db, at: time)
            var found: [ConsentSubject: String] = [:]
            for subject in Set(subjects) { found[subject] = try name(names, subject) }
            return found
        }
    }
}
