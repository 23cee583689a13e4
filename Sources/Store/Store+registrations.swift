internal import Foundation
internal import GRDB
public import SupplyModel

/// Why an upload was not kept.
public enum RegistrationFault: Error, Equatable {
    /// Its sender has another upload of this key.
    case keyTaken(Registration)
}

extension Store {
    /// Keeps what became of an upload, and forgets the problems of old ones of its registrant and sender.
    ///
    /// Nobody's problems are forgotten because others upload: when they went, he would know how often these did. Who was invited
    /// uploads in the supplier's name too, and forgets nothing of what that sent itself.
    /// - Throws: `RegistrationFault`, `StoreError`; then nothing was changed.
    public func add(_ one: Registration, problems: [Problem], warnings: [Problem] = []) throws {
        try write { db in
            if let key = one.idempotencyKey,
                let other = try Self.registration(db, actor: one.actor, key: key)
            {
                throw RegistrationFault.keyTaken(other)
            }
            try db.execute(
                sql: """
                    INSERT INTO registration (id, actor, registrant, name, received_at, byte_count, request_digest,
                        idempotency_key, state, accepted, unchanged, rejected, withdrawn, problem_count)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    one.id, one.actor, one.registrant.description, one.name, one.receivedAt.milliseconds,
                    one.byteCount, one.requestDigest, one.idempotencyKey, one.state.rawValue, one.accepted,
                    one.unchanged, one.rejected, one.withdrawn, one.problemCount,
                ])
            let number = db.lastInsertedRowID
            let encoder = JSONEncoder()
            let insert = try db.makeStatement(
                sql: """
                    INSERT INTO registration_problem (registration, position, problem, is_warning)
                    VALUES (?, ?, ?, ?)
                    """)
            let kept =
                problems.prefix(Registration.problemLimit).map { ($0, false) }
                + warnings.prefix(Registration.warningLimit).map { ($0, true) }
            for (position, (problem, isWarning)) in kept.enumerated() {
                try insert.execute(arguments: [
                    number, position, String(decoding: try encoder.encode(problem), as: UTF8.self), isWarning,
                ])
            }
            try db.execute(
                sql: """
                    DELETE FROM registration_problem WHERE registration IN (
                        SELECT number FROM registration WHERE registrant = ? AND actor = ?
                        ORDER BY number DESC LIMIT ? OFFSET ?)
                    """,
                arguments: [
                    one.registrant.description, one.actor, Self.forgottenLimit, Registration.recentLimit,
                ])
        }
    }

    /// Old uploads of which one upload may forget the problems.
    private static let forgottenLimit = 1_000

    /// The upload that its sender called so; nil where there is none.
    public func registration(actor: String, key: String) throws(StoreError) -> Registration? {
        try read { db in try Self.registration(db, actor: actor, key: key) }
    }

    /// The upload of an id, of one registrant or of anybody; nil where there is none.
    public func registration(id: String, of registrant: FirmID?) throws(StoreError) -> Registration? {
        try read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM registration WHERE id = ?1 AND (?2 IS NULL OR registrant = ?2)",
                arguments: [id, registrant?.description]
            ).map(Self.registration)
        }
    }

    /// Uploads, newest first, of one registrant or of all.
    public func registrations(of registrant: FirmID?, limit: Int) throws(StoreError) -> [Registration] {
        try read { db in
            guard let registrant else {
                return try Row.fetchAll(
                    db, sql: "SELECT * FROM registration ORDER BY number DESC LIMIT ?", arguments: [limit]
                ).map(Self.registration)
            }
            return try Row.fetchAll(
                db,
                sql: "SELECT * FROM registration WHERE registrant = ? ORDER BY number DESC LIMIT ?",
                arguments: [registrant.description, limit]
            ).map(Self.registration)
        }
    }

    /// The problems of an upload, in the order of its lines; none once they are forgotten.
    public func problems(ofRegistration id: String) throws(StoreError) -> [Problem] {
        try problems(ofRegistration: id, areWarnings: false)
    }

    /// What was doubtful in an upload, as `problems`.
    public func warnings(ofRegistration id: String) throws(StoreError) -> [Problem] {
        try problems(ofRegistration: id, areWarnings: true)
    }

    private func problems(
        ofRegistration id: String, areWarnings: Bool
    ) throws(StoreError) -> [Problem] {
        try read { db in
            let texts = try String.fetchAll(
                db,
                sql: """
                    SELECT p.problem FROM registration AS r
                    JOIN registration_problem AS p ON p.registration = r.number
                    WHERE r.id = ? AND p.is_warning = ? ORDER BY p.position
                    """,
                arguments: [id, areWarnings])
            let decoder = JSONDecoder()
            return try texts.map { try decoder.decode(Problem.self, from: Data($0.utf8)) }
        }
    }

    private static func registration(
        _ db: Database, actor: String, key: String
    ) throws -> Registration? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM registration WHERE actor = ? AND idempotency_key = ?",
            arguments: [actor, key]
        ).map(registration)
    }

    private static func registration(_ row: Row) -> Registration {
        Registration(
            id: row["id"], actor: row["actor"], registrant: FirmID(checked: row["registrant"]),
            name: row["name"],
            receivedAt: Timestamp(milliseconds: row["received_at"]), byteCount: row["byte_count"],
            requestDigest: row["request_digest"], idempotencyKey: row["idempotency_key"],
            state: Registration.State(rawValue: row["state"]) ?? .refused, accepted: row["accepted"],
            unchanged: row["unchanged"], rejected: row["rejected"], withdrawn: row["withdrawn"],
            problemCount: row["problem_count"])
    }
}
