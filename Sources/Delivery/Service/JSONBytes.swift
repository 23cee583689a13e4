internal import Foundation

/// JSON in the shape of dictionaries and lists, keys sorted.
enum JSONBytes {
    static func of(_ value: Any) -> [UInt8] {
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        guard JSONSerialization.isValidJSONObject(value),
            let data = try? JSONSerialization.data(withJSONObject: value, options: options)
        else { preconditionFailure("a message holds texts, finite numbers, lists and dictionaries alone") }
        return Array(data)
    }

    /// One text, in quotes.
    static func text(_ text: String) -> [UInt8] { of([text]).dropFirst().dropLast() }

    /// The fields of an object; nil for anything else.
    static func fields(_ bytes: [UInt8]) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
    }
}
