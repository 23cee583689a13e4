internal import Foundation
internal import GRDB
public import SupplyModel

/// Why a request was not found, or not answered.
public enum AidRequestFault: Error, Equatable {
    /// No request has this id, or several have this number.
    case unknown(String)
    case ambiguous(String, ids: [String])
    /// Another message of the same sender had this id.
    case messageReused(String)
}

/// Which requests are wanted.
public struct AidFilter: Sendable {
    public var states: Set<AidState>?
    /// As the province that asks, and as the one that is asked.
    public var authority: RegionCode?
    public var counterpart: RegionCode?
    /// The leading firm, under each of its identities.
    public var firms: [FirmID]?

    public init() {}
}

/// Who asks whom for which firm.
public struct AidParties: Hashable, Sendable {
    /// The province that asks, and the one that is asked.
    public var authority: RegionCode
    public var counterpart: RegionCode
    public var firm: FirmID

    public init(authority: RegionCode, counterpart: RegionCode, firm: FirmID) {
        self.authority = authority
        self.counterpart = counterpart
        self.firm = firm
    }
}

/// What is written down in one go: a request and its first step.
public struct AidDraft: Sendable {
    public var content: AidContent
    public var step: AidStep

    public init(_ content: AidContent, _ step: AidStep) {
        self.content = content
        self.step = step
    }
}

/// The ledger of requests for help (台账).
///
/// A request is read and its next step is written in one transaction: of two people who act at once, the second decides on what
/// the first one did.
extension Store {
    /// Writes a request down; nil where one of the same cause, authorities and firm is there already.
    ///
    /// `messages`: what its channels are told.
    public func add(
        _ draft: AidDraft, messages: (AidRequest) throws -> [OutboxEntry]
    ) throws -> AidRequest? {
        try write { db in try add(draft, messages: messages, in: db) }
    }

    /// Adds a step to the request that a text names: its id, or its number where no other year's has it.
    ///
    /// `decide` says which step, and what channels are told of it; `owners`, what then follows for those who were asked for a consent.
    ///
    /// - Throws: `AidRequestFault`, `StoreError`, and what `decide` and `owners` throw; then nothing was changed.
    public func step(
        _ text: String, owners: ConsentDecision = { _, _ in ([], []) },
        decide: (AidRequest) throws -> (AidStep, [OutboxEntry])
    ) throws -> AidRequest {
        try write { db in
            var (number, request) = try find(text, at: nil, in: db)
            let (step, messages) = try decide(request)
            try keep(step, of: number, request.id, in: db)
            try queue(messages, at: step.time, in: db)
            request.steps.append(step)
            try consent(number, request, at: step.time, decide: owners, in: db)
            return request
        }
    }

    /// The request that a text names, as it stood at an instant; nil for now.
    ///
    /// - Throws: `AidRequestFault`, `StoreError`
    public func aidRequest(_ text: String, at time: Timestamp? = nil) throws -> AidRequest {
        do {
            return try pool.read { db in try find(text, at: time, in: db).request }
        } catch let error as DatabaseError {
            throw StoreError.ioFailed(path: path, reason: error.message ?? "no reason given")
        }
    }

    /// Requests as they stood at an instant, oldest first; all of them, since figures are counted from them.
    public func aidRequests(
        _ filter: AidFilter = AidFilter(), at time: Timestamp? = nil
    ) throws(StoreError) -> [AidRequest] {
        let states = Self.list(filter.states ?? Set(AidState.allCases))
        return try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM aid_request AS r WHERE (?1 IS NULL OR authority = ?1)
                        AND (?2 IS NULL OR counterpart = ?2) AND (?3 IS NULL OR firm IN (SELECT value FROM json_each(?3)))
                        AND (SELECT state FROM aid_step WHERE request = r.number AND (?4 IS NULL OR made_at <= ?4)
                            ORDER BY number DESC LIMIT 1) IN (\(states))
                    ORDER BY number
                    """,
                arguments: [
                    filter.authority.map { Int64($0.raw) }, filter.counterpart.map { Int64($0.raw) },
                    try filter.firms.map(Self.json), time?.milliseconds,
                ])
            return try rows.map { try Self.request($0, at: time, in: db).request }
        }
    }

    static func json(_ firms: [FirmID]) throws -> String {
        String(decoding: try JSONEncoder().encode(firms.map(\.description)), as: UTF8.self)
    }

    static func list(_ states: Set<AidState>) -> String {
        states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }

    /// Ids of requests that the authority that is asked has, whose deadline is over, and of which others were not told yet: those that are
    /// late longest first.
    public func overdueAid(at now: Timestamp, limit: Int) throws(StoreError) -> [String] {
        let waiting = Self.list(Set(AidState.allCases.filter(\.isWithCounterpart)))
        return try read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT r.id FROM aid_request AS r JOIN aid_step AS s ON s.request = r.number
                    WHERE s.number = (SELECT MAX(number) FROM aid_step WHERE request = r.number)
                        AND s.state IN (\(waiting)) AND s.deadline < ?1
                        AND NOT EXISTS (SELECT 1 FROM aid_step AS e WHERE e.request = r.number
                            AND e.action = 'escalate' AND e.deadline = s.deadline)
                    ORDER BY s.deadline, r.number LIMIT ?2
                    """,
                arguments: [now.milliseconds, limit])
        }
    }

    /// By cause whom a request about it was ever written for and to.
    public func aidCauses() throws(StoreError) -> [String: Set<AidParties>] {
        try read { db in
            var causes: [String: Set<AidParties>] = [:]
            let rows = try Row.fetchAll(
                db, sql: "SELECT cause, authority, counterpart, firm FROM aid_request WHERE cause IS NOT NULL"
            )
            func region(_ raw: Int64) -> RegionCode { RegionCode(raw: UInt32(truncatingIfNeeded: raw)) }
            for row in rows {
                causes[row["cause"], default: []].insert(
                    AidParties(
                        authority: region(row["authority"]), counterpart: region(row["counterpart"]),
                        firm: FirmID(checked: row["firm"])))
            }
            return causes
        }
    }

    func add(
        _ draft: AidDraft, messages: (AidRequest) throws -> [OutboxEntry], in db: Database
    ) throws -> AidRequest? {
        let (content, step) = (draft.content, draft.step)
        let year = String(CalendarDay(step.time).description.prefix(4))
        let prefix = "HB-\(year)-"
        let ofYear = try Int.fetchOne(
            db, sql: "SELECT COUNT(*) FROM aid_request WHERE substr(id, 1, length(?1)) = ?1",
            arguments: [prefix])
        let number = (ofYear ?? 0) + 1
        let digits = String(number)
        let id = prefix + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = String(decoding: try encoder.encode(content), as: UTF8.self)
        try db.execute(
            sql: """
                INSERT INTO aid_request (id, made_at, authority, counterpart, firm, cause, body)
                SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE ?6 IS NULL OR NOT EXISTS (
                    SELECT 1 FROM aid_request WHERE cause = ?6 AND authority = ?3 AND counterpart = ?4 AND firm = ?5)
                """,
            arguments: [
                id, step.time.milliseconds, Int64(content.authority.raw), Int64(content.counterpart.raw),
                content.firm.description, content.evidence.cause, body,
            ])
        guard db.changesCount == 1 else { return nil }
        let request = AidRequest(id: id, content: content, steps: [step])
        try keep(step, of: db.lastInsertedRowID, id, in: db)
        try queue(try messages(request), at: step.time, in: db)
        return request
    }

    func keep(_ step: AidStep, of number: Int64, _ id: String, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO aid_step
                    (request, number, action, state, done_by, made_at, note, handler, deadline, outcome)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                number, step.number, step.action.rawValue, step.state.rawValue, step.by,
                step.time.milliseconds, step.note, step.handler, step.deadline.milliseconds,
                step.outcome?.rawValue,
            ])
        var detail = ["action": step.action.rawValue, "state": step.state.rawValue, "by": step.by]
        detail["step"] = "\(step.number)"
        if !step.note.isEmpty { detail["note"] = step.note }
        detail["handler"] = step.handler
        detail["outcome"] = step.outcome?.rawValue
        try note(.aid, id, detail, at: step.time, in: db)
    }

    /// `owner`: only requests about which this one was asked; `province`: only those that were sent to this one; nil for all.
    func find(
        _ text: String, at time: Timestamp?, askedOf owner: FirmID? = nil, sentTo province: RegionCode? = nil,
        in db: Database
    ) throws -> (number: Int64, request: AidRequest) {
        let wanted = text.uppercased()
        var rows = try Row.fetchAll(db, sql: "SELECT * FROM aid_request WHERE id = ?", arguments: [wanted])
        if rows.isEmpty, let number = Int64(wanted), number > 0 {
            rows = try Row.fetchAll(
                db, sql: "SELECT * FROM aid_request WHERE CAST(substr(id, 9) AS INTEGER) = ? ORDER BY number",
                arguments: [number])
        }
        rows.removeAll { row in time.map { ($0.milliseconds as Int64) < row["made_at"] } ?? false }
        if let owner {
            let asked = try Int64.fetchSet(
                db, sql: "SELECT request FROM aid_consent WHERE owner = ?", arguments: [owner.description])
            rows.removeAll { !asked.contains($0["number"]) }
        }
        if let province {
            let sent = try Int64.fetchSet(
                db,
                sql: """
                    SELECT number FROM aid_request AS r WHERE counterpart = ?
                        AND EXISTS (SELECT 1 FROM aid_step WHERE request = r.number AND state = 'registered')
                    """, arguments: [Int64(province.raw)])
            rows.removeAll { !sent.contains($0["number"]) }
        }
        guard let row = rows.first else { throw AidRequestFault.unknown(text) }
        guard rows.count == 1 else { throw AidRequestFault.ambiguous(text, ids: rows.map { $0["id"] }) }
        return try Self.request(row, at: time, in: db)
    }

    static func request(
        _ row: Row, at time: Timestamp?, in db: Database
    ) throws -> (number: Int64, request: AidRequest) {
        let (number, body): (Int64, String) = (row["number"], row["body"])
        let steps = try Row.fetchAll(
            db.cachedStatement(
                sql:
                    "SELECT * FROM aid_step WHERE request = ?1 AND (?2 IS NULL OR made_at <= ?2) ORDER BY number"
            ),
            arguments: [number, time?.milliseconds])
        let content = try JSONDecoder().decode(AidContent.self, from: Data(body.utf8))
        return (number, AidRequest(id: row["id"], content: content, steps: try steps.map(step)))
    }

    private static func step(_ row: Row) throws -> AidStep {
        let (action, state): (String, String) = (row["action"], row["state"])
        guard let action = AidAction(rawValue: action), let state = AidState(rawValue: state) else {
            throw DatabaseError(message: "a request for help has a step of a newer version")
        }
        return AidStep(
            number: row["number"], action: action, state: state, by: row["done_by"],
            time: Timestamp(milliseconds: row["made_at"]), note: row["note"], handler: row["handler"],
            deadline: Timestamp(milliseconds: row["deadline"]),
            outcome: (row["outcome"] as String?).flatMap(AidOutcome.init))
    }
}
