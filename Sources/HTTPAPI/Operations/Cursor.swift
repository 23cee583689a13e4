internal import Foundation

/// Where the next page of a list begins, in the list of one tag.
struct Cursor: Equatable {
    let tag: String
    let offset: Int

    /// Characters of a cursor's text.
    static let limit = 200

    init(tag: String, offset: Int) {
        self.tag = tag
        self.offset = offset
    }

    /// A cursor that this server wrote; nil where it is none.
    init?(_ text: String) {
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - base64.count % 4) % 4)
        guard let data = Data(base64Encoded: base64 + padding),
            let plain = String(bytes: data, encoding: .utf8)
        else { return nil }
        let parts = plain.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let offset = Int(parts[1]), offset > 0 else { return nil }
        tag = String(parts[0])
        self.offset = offset
    }

    /// Its text: base64url without padding.
    var text: String {
        Data("\(tag):\(offset)".utf8).base64EncodedString().replacing("+", with: "-").replacing(
            "/", with: "_"
        )
        .replacing("=", with: "")
    }
}
