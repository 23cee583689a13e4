internal import Foundation

/// The path and the query of a request, decoded.
struct RequestTarget {
    let path: [String]
    let query: [(name: String, value: String)]

    /// Bytes of a request's target.
    static let limitBytes = 16_384
    /// Parameters of one query.
    static let parameterLimit = 50

    /// - Throws: `APIFault` where something of it cannot be read.
    init(_ text: String) throws(APIFault) {
        guard text.utf8.count <= Self.limitBytes else {
            throw APIFault(
                .tooLongTarget, "target_too_long",
                "the address is longer than \(Self.limitBytes) bytes; shorten it")
        }
        let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var path: [String] = []
        for part in (halves.first ?? "").dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            path.append(try Self.decoded(part))
        }
        self.path = path
        var query: [(String, String)] = []
        for pair in (halves.count > 1 ? halves[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            query.append((try Self.decoded(sides[0]), sides.count > 1 ? try Self.decodedValue(sides[1]) : ""))
        }
        guard query.count <= Self.parameterLimit else {
            throw APIFault(
                .invalid, "too_many_parameters",
                "the address has more than \(Self.parameterLimit) parameters; leave some out")
        }
        self.query = query
    }

    private static func decodedValue(_ text: Substring) throws(APIFault) -> String {
        guard text.utf8.contains(UInt8(ascii: "+")) else { return try decoded(text) }
        return try decoded(text.replacing("+", with: "%20")[...])
    }

    private static func decoded(_ text: Substring) throws(APIFault) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        guard let decoded = String(text).removingPercentEncoding else {
            throw APIFault(
                .invalid, "bad_encoding",
                "a part of the address is not percent-encoded UTF-8; encode it, such as %E8%8B%8F%E5%B7%9E")
        }
        return decoded
    }
}
