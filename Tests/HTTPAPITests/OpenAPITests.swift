import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import HTTPAPI

/// The description of the API, held to what the server really takes and says.
@Suite struct OpenAPITests {
    private static let document = Fixtures.root.appending(path: "Sources/HTTPAPI/openapi.yaml")

    /// The table of operations, and the codes of faults by the statuses that they come with.
    private static func table() throws -> [String: Any] {
        var operations: [String: Any] = [:]
        for one in Operations.every {
            var parameters: [String: Any] = [:]
            for segment in one.segments {
                if case .named(let name) = segment { parameters[name] = ["text": Parameter.nameLimit] }
            }
            for parameter in one.parameters { parameters[parameter.name] = limits(parameter.kind) }
            operations[one.id.rawValue] = [
                "method": one.method.rawValue, "path": one.path, "parameters": parameters,
                "open": one.need == .nothing,
            ]
        }
        return ["operations": operations, "codes": try codes()]
    }

    private static func limits(_ kind: Parameter.Kind) -> [String: Any] {
        switch kind {
        case .text(let limit): ["text": limit]
        case .word(let words): ["words": words]
        case .whole(let range): ["least": range.lowerBound, "most": range.upperBound]
        case .flag: ["flag": true]
        case .texts(let limit, let count): ["text": limit, "count": count]
        case .words(let words, let count): ["words": words, "count": count]
        }
    }

    private static let statuses: [String: Int] = [
        "invalid": 400, "unauthorized": 401, "forbidden": 403, "unknown": 404, "wrongMethod": 405,
        "timedOut": 408, "conflict": 409,
        "gone": 410, "tooLarge": 413, "tooLongTarget": 414, "unsupported": 415, "refused": 422,
        "tooMany": 429,
        "failed": 500, "unavailable": 503,
    ]

    /// Codes that stand in the sources beside the kind of their fault.
    private static func codes() throws -> [String: [Int]] {
        var found: [String: Set<Int>] = [:]
        let written = try Regex(
            #"(?:APIFault|self\.init)\(\s*\.(\w+),\s*"(\w+)""#, as: (Substring, Substring, Substring).self)
        for text in try sources() {
            for match in text.matches(of: written) {
                found[String(match.output.2), default: []].insert(
                    try #require(statuses[String(match.output.1)]))
            }
        }
        for (code, status) in mapped { found[code, default: []].insert(status) }
        // What a place takes is said of the place, not of an operation.
        found["wrong_method"] = nil
        return found.mapValues { $0.sorted() }
    }

    /// Codes of faults that come with the status of their kind, by `APIFault+errors.swift`.
    private static let mapped = [
        ("unknown_silence", 404), ("ambiguous", 400), ("silence_over", 409), ("held", 409),
        ("not_taken", 409),
        ("not_open", 409), ("no_such_version", 409), ("bad_request", 400), ("unknown_firm", 404),
        ("unknown_alert", 404),
        ("unknown_product", 404), ("bad_region", 400), ("bad_time", 400), ("too_many_figures", 400),
        ("in_future", 400),
        ("no_such_site", 404), ("no_supply", 404), ("unknown_invitation", 404), ("too_deep", 400),
        ("not_tier", 400), ("no_invitation", 403),
        ("withdrawn", 403), ("revoked", 409),
        ("too_many_invitations", 409), ("unknown_request", 404), ("webhook_id_reused", 422),
        ("not_possible", 409),
        ("changed", 409), ("handled", 409), ("bad_supplier", 400), ("not_asked", 404), ("request_over", 409),
    ]

    private static func sources() throws -> [String] {
        try ["Sources/HTTPAPI", "Sources/Daemon/API"].flatMap { folder -> [String] in
            let root = Fixtures.root.appending(path: folder)
            let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
            return try paths.filter { $0.hasSuffix(".swift") }.map {
                try String(contentsOf: root.appending(path: $0), encoding: .utf8)
            }
        }
    }

    private static func check(_ table: [String: Any], _ document: URL = document) throws -> Command {
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "table.json")
            try JSONSerialization.data(withJSONObject: table).write(to: file)
            return try Command.tool("check_openapi.py", [document.path, file.path])
        }
    }

    @Test func `the description is valid, and says of every operation and fault what the server does`() throws
    {
        let run = try Self.check(try Self.table())
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        #expect(run.text.hasPrefix("\(OperationID.allCases.count) operations, "), "\(run.text)")
    }

    @Test(arguments: [
        ("operationId: listFirms", "operationId: listAll", "operation listAll: described"),
        ("minimum: 1, maximum: 1000, default: 100", "minimum: 1, maximum: 999, default: 100", "'most': 999"),
        ("enum: [zh, en]", "enum: [zh]", "'words': ['zh']"),
        ("name: lang\n", "name: language\n", "'language'"),
        ("enum: [rate_limit]", "enum: [too_fast]", "code too_fast"),
        ("security: []", "security: [{bearer: []}]", "'open': False"),
        ("      summary: This description.", "      summary: 1", "1 is not of type \"string\""),
    ])
    func `a description of something else is told from it`(old: String, new: String, words: String) throws {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        try #require(text.contains(old))
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "openapi.yaml")
            try Data(text.replacing(old, with: new).utf8).write(to: file)
            let run = try Self.check(try Self.table(), file)
            #expect(run.status == 1 && run.text.contains(words), "\(run.text)")
        }
    }

    @Test func `every operation has one place, one name and one line in the table`() {
        #expect(Operations.every.map(\.id).count == Set(Operations.every.map(\.id)).count)
        #expect(Set(Operations.every.map(\.id)) == Set(OperationID.allCases))
        #expect(Set(Operations.every.map { "\($0.method) \($0.path)" }).count == Operations.every.count)
    }
}
