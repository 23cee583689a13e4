internal import Foundation
internal import Store
internal import SupplyModel

/// The registers that were uploaded, as the API shows them.
struct Registrations: Sendable {
    let store: Store

    static let operations: Set<OperationID> = [
        .listRegistrations, .showRegistration, .listRegistrationProblems,
    ]
    /// Registrations that one list has.
    static let listLimit = 10_000

    /// How far the uploads that a reader sees have come.
    func version(_ query: Query) throws -> [Int64] {
        let newest = try store.registrations(of: query.reader.registrant, limit: 1).first
        return [newest?.receivedAt.milliseconds ?? 0, Int64(newest?.id.hashValue ?? 0)]
    }

    func answer(_ query: Query) throws -> Document {
        let registrant = query.reader.registrant
        guard query.operation != .listRegistrations else {
            let all = try store.registrations(of: registrant, limit: Self.listLimit)
            return Document(records: try all.map { try Self.text(View($0)) }, isList: true)
        }
        let id = query.arguments.text("registration") ?? ""
        guard let one = try store.registration(id: id, of: registrant) else {
            throw APIFault(
                .unknown, "unknown_registration",
                "no registration has this id; /api/v1/registrations lists them")
        }
        if query.operation == .showRegistration {
            return Document(records: [try Self.text(View(one))], isList: false)
        }
        let problems = try store.problems(ofRegistration: one.id)
        return Document(records: try problems.map { try Self.text($0) }, isList: true)
    }

    /// A registration as it is shown.
    struct View: Encodable {
        var id: String?
        var state: String
        var registrant: String
        var name: String
        var receivedAt: String
        var receivedBy: String
        var bytes: Int
        var accepted: Int
        var unchanged: Int
        var rejected: Int
        var withdrawn: Int
        var problemCount: Int
        var dryRun = false
        var problems: [Problem]?
        var warnings: [Problem]?

        init(_ one: Registration) {
            id = one.id
            state = one.state.rawValue
            registrant = one.registrant.description
            name = one.name
            receivedAt = one.receivedAt.description
            receivedBy = one.actor
            bytes = one.byteCount
            accepted = one.accepted
            unchanged = one.unchanged
            rejected = one.rejected
            withdrawn = one.withdrawn
            problemCount = one.problemCount
        }
    }

    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
