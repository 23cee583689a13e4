/// A value of a YAML document as it was written: a scalar keeps its text, and nothing is guessed about its type.
struct Node: Sendable {
    enum Content: Sendable {
        /// `isPlain`: written without quotes and not as a block, so it may be meant as a number or a boolean.
        case scalar(String, isPlain: Bool)
        case sequence([Node])
        case mapping([Entry])
    }

    /// A key with its value; keys may repeat here, so that the reader can name the place of the second.
    struct Entry: Sendable {
        var key: String
        var place: Place
        var value: Node
    }

    /// 1-based; columns count Unicode scalars.
    struct Place: Hashable, Sendable {
        var line: Int
        var column: Int
    }

    var content: Content
    var place: Place
}
