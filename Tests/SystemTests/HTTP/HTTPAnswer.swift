import Foundation

/// An answer as it came over the wire.
struct HTTPAnswer {
    let status: Int
    private let fields: [(name: String, value: String)]
    let body: Data

    /// Reads an answer that ended with its connection.
    init(_ bytes: Data) throws {
        guard let end = bytes.range(of: Data("\r\n\r\n".utf8)) else {
            throw Program.Failure(text: "no answer: \(String(decoding: bytes.prefix(200), as: UTF8.self))")
        }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            throw Program.Failure(text: "no answer: \(lines[0])")
        }
        self.status = status
        fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                parts[0].lowercased(), parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
            )
        }
        body = bytes[end.upperBound...]
    }

    /// The value of a header, whatever its capitals.
    subscript(_ name: String) -> String? { fields.first { $0.name == name.lowercased() }?.value }

    /// All of it but when it was sent: the status, every header and the body.
    var told: String {
        let heads = fields.filter { $0.name != "date" }.map { "\($0.name): \($0.value)" }
        return (["\(status)"] + heads.sorted() + [text]).joined(separator: "\n")
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    var object: [String: Any] {
        get throws {
            guard let object = try JSONSerialization.jsonObject(with: body) as? [String: Any] else {
                throw Program.Failure(text: "\(status): no object: \(text.prefix(500))")
            }
            return object
        }
    }

    var list: [[String: Any]] {
        get throws {
            guard let list = try JSONSerialization.jsonObject(with: body) as? [[String: Any]] else {
                throw Program.Failure(text: "\(status): no list: \(text.prefix(500))")
            }
            return list
        }
    }

    /// The code of a problem document, which is also what its type and status say; empty where it is none, or where it speaks of the
    /// flags of commands.
    var code: String {
        guard self["content-type"] == "application/problem+json", let object = try? object,
            let code = object["code"] as? String, object["status"] as? Int == status,
            object["type"] as? String == "urn:tierwatch:problem:\(code)",
            let detail = object["detail"] as? String, !detail.isEmpty, object["title"] is String,
            ([detail] + problems.compactMap { $0["message"] as? String }).allSatisfy({ !$0.contains("--") })
        else { return "" }
        return code
    }

    /// What is wrong with a register, row by row.
    var problems: [[String: Any]] { (try? object["problems"] as? [[String: Any]]) ?? [] }

    /// Where the next page is.
    var next: String? {
        guard let link = self["link"], link.hasPrefix("<"), link.hasSuffix(">; rel=\"next\"") else {
            return nil
        }
        return String(link.dropFirst().prefix { $0 != ">" })
    }
}
