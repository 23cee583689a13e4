internal import Foundation
internal import SupplyModel

/// A fault as `application/problem+json`.
struct ProblemDocument: Encodable {
    private let type: String
    private let title: String
    private let status: Int
    private let code: String
    private let detail: String
    private let problems: [Problem]?
    private let problemCount: Int?

    static let mediaType = "application/problem+json"

    init(_ fault: APIFault) {
        type = "urn:tierwatch:problem:\(fault.code)"
        title = fault.kind.title
        status = fault.kind.rawValue
        code = fault.code
        detail = fault.detail
        problems = fault.problems.isEmpty ? nil : Array(fault.problems.prefix(APIFault.problemLimit))
        problemCount = fault.problems.isEmpty ? nil : fault.problems.count
    }

    /// The document's text.
    var text: String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        // Texts and numbers alone always encode.
        guard let data = try? encoder.encode(self) else { return "{}" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
