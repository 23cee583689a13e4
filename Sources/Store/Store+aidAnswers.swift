internal import GRDB
public import SupplyModel

/// A message by which a province answers a request.
public struct AidMessage: Sendable {
    public var province: RegionCode
    /// Its sender's id of it: the same however often it is sent.
    public var id: String
    /// The SHA-256 of its body, as 64 hexadecimal digits.
    public var digest: String

    public init(province: RegionCode, id: String, digest: String) {
        self.province = province
        self.id = id
        self.digest = digest
    }
}

extension Store {
    /// Adds the step that a message brings, once: when it comes again, the request is as that step left it.
    ///
    /// A province knows only requests that it was asked by.
    ///
    /// - Throws: as `step`; `AidRequestFault.messageReused` where another message had this id.
    public func step(
        _ text: String, by message: AidMessage, decide: (AidRequest) throws -> (AidStep, [OutboxEntry])
    ) throws -> AidRequest {
        try write { db in
            if let known = try known(message, in: db) { return known }
            var (number, request) = try find(text, at: nil, sentTo: message.province, in: db)
            let (step, messages) = try decide(request)
            try keep(step, of: number, request.id, in: db)
            try db.execute(
                sql:
                    "INSERT INTO aid_answer (province, message, digest, request, step) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    Int64(message.province.raw), message.id, message.digest, number, step.number,
                ])
            try queue(messages, at: step.time, in: db)
            request.steps.append(step)
            return request
        }
    }

    /// The request as a message left it; nil where it is new.
    private func known(_ message: AidMessage, in db: Database) throws -> AidRequest? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT r.*, a.digest AS digest, a.step AS step FROM aid_answer AS a
                JOIN aid_request AS r ON r.number = a.request WHERE a.province = ? AND a.message = ?
                """, arguments: [Int64(message.province.raw), message.id])
        guard let row else { return nil }
        guard row["digest"] == message.digest else { throw AidRequestFault.messageReused(message.id) }
        var request = try Self.request(row, at: nil, in: db).request
        request.steps.removeAll { $0.number > row["step"] }
        return request
    }
}
