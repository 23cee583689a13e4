internal import GRDB
public import SupplyModel

/// A request, and everything that was asked of owners and said by them about it, oldest first.
public struct ConsentedRequest: Sendable {
    public var request: AidRequest
    public var said: [ConsentStep]

    public init(_ request: AidRequest, said: [ConsentStep]) {
        self.request = request
        self.said = said
    }
}

/// What is added to a request's consents, and what channels are told; by names that owners give their suppliers.
public typealias ConsentDecision = (ConsentedRequest, OwnNames) throws -> ([ConsentStep], [OutboxEntry])

/// Consents of owners for requests, a trail of each request's own: read, decided and written in one transaction, as its steps are.
extension Store {
    /// Adds what was asked or said about the request that a text names.
    ///
    /// `owner`: whoever says so, who knows only requests about which he was asked; nil for whoever sees all. `decide` says which steps, and what
    /// channels are told of them.
    ///
    /// - Throws: `AidRequestFault`, `StoreError`, and what `decide` throws; then nothing was changed.
    public func consent(
        _ text: String, as owner: FirmID? = nil, decide: ConsentDecision
    ) throws -> ConsentedRequest {
        try write { db in
            let (number, request) = try find(text, at: nil, askedOf: owner, in: db)
            return try consent(number, request, at: nil, decide: decide, in: db)
        }
    }

    /// The same in a transaction; `time`: when messages are queued that no step brings.
    @discardableResult
    func consent(
        _ number: Int64, _ request: AidRequest, at time: Timestamp?, decide: ConsentDecision, in db: Database
    ) throws -> ConsentedRequest {
        var whole = ConsentedRequest(request, said: try Self.said(of: number, at: nil, in: db))
        let (steps, messages) = try decide(whole, OwnNames(db))
        for step in steps { try keep(step, of: number, request.id, in: db) }
        if let time = steps.last?.time ?? time { try queue(messages, at: time, in: db) }
        whole.said += steps
        return whole
    }

    /// The request that a text names with its consents, as it stood at an instant; nil for now.
    ///
    /// - Throws: `AidRequestFault`, `StoreError`
    public func consentedRequest(_ text: String, at time: Timestamp? = nil) throws -> ConsentedRequest {
        do {
            return try pool.read { db in
                let (number, request) = try find(text, at: time, in: db)
                return ConsentedRequest(request, said: try Self.said(of: number, at: time, in: db))
            }
        } catch let error as DatabaseError {
            throw StoreError.ioFailed(path: path, reason: error.message ?? "no reason given")
        }
    }

    /// Requests about which somebody was asked, as they stood at an instant, oldest first.
    ///
    /// `owner`: only those about which this one was asked, with what was asked of it and said by it alone. `isOpen`: only those that are not over.
    public func consentedRequests(
        of owner: FirmID? = nil, isOpen: Bool = false, at time: Timestamp? = nil
    ) throws(StoreError) -> [ConsentedRequest] {
        let states = Self.list(isOpen ? AidState.open : Set(AidState.allCases))
        return try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM aid_request AS r WHERE number IN (
                        SELECT request FROM aid_consent WHERE (?1 IS NULL OR owner = ?1) AND (?2 IS NULL OR made_at <= ?2))
                        AND (SELECT state FROM aid_step WHERE request = r.number AND (?2 IS NULL OR made_at <= ?2)
                            ORDER BY number DESC LIMIT 1) IN (\(states))
                    ORDER BY number
                    """, arguments: [owner?.description, time?.milliseconds])
            return try rows.map { row in
                let (number, request) = try Self.request(row, at: time, in: db)
                let said = try Self.said(of: number, at: time, in: db)
                return ConsentedRequest(
                    request, said: said.filter { owner == nil || $0.subject.owner == owner })
            }
        }
    }

    /// Grows with whatever changes what an owner is shown of consents.
    static func consentMark(of owner: FirmID, in db: Database) throws -> Int64 {
        let mark = try Int64.fetchOne(
            db,
            sql: """
                SELECT (SELECT COUNT(*) FROM aid_consent WHERE owner = ?1) + (SELECT COUNT(*) FROM aid_step
                    WHERE request IN (SELECT request FROM aid_consent WHERE owner = ?1))
                """, arguments: [owner.description])
        return mark ?? 0
    }

    private func keep(_ step: ConsentStep, of number: Int64, _ id: String, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO aid_consent
                    (request, number, step, supplier, owner, action, wanted, product, question, done_by, made_at, note)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                number, step.number, step.requestVersion, step.subject.supplier.description,
                step.subject.owner.description, step.action.rawValue, step.product?.wanted,
                step.product?.owned, step.question, step.by, step.time.milliseconds, step.note,
            ])
        var detail = [
            "action": step.action.rawValue, "by": step.by, "number": "\(step.number)",
            "owner": step.subject.owner.description, "supplier": step.subject.supplier.description,
        ]
        detail["product"] = step.product?.owned
        detail["question"] = step.question.map { "\($0)" }
        if !step.note.isEmpty { detail["note"] = step.note }
        try note(.aidConsent, id, detail, at: step.time, in: db)
    }

    private static func said(
        of number: Int64, at time: Timestamp?, in db: Database
    ) throws -> [ConsentStep] {
        try Row.fetchAll(
            db.cachedStatement(
                sql:
                    "SELECT * FROM aid_consent WHERE request = ?1 AND (?2 IS NULL OR made_at <= ?2) ORDER BY number"
            ),
            arguments: [number, time?.milliseconds]
        ).map(consentStep)
    }

    private static func consentStep(_ row: Row) throws -> ConsentStep {
        let word: String = row["action"]
        guard let action = ConsentAction(rawValue: word) else {
            throw DatabaseError(message: "a consent has a step of a newer version")
        }
        var product: ConsentStep.Product?
        if let wanted = row["wanted"] as String?, let owned = row["product"] as String? {
            product = ConsentStep.Product(wanted: wanted, owned: owned)
        }
        return ConsentStep(
            number: row["number"],
            subject: ConsentSubject(
                supplier: FirmID(checked: row["supplier"]), owner: FirmID(checked: row["owner"])),
            action: action, product: product, question: row["question"], by: row["done_by"],
            time: Timestamp(milliseconds: row["made_at"]), note: row["note"], requestVersion: row["step"])
    }
}
