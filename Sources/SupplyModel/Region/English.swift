/// What English sentences need and Chinese ones do not.
public enum English {
    /// A number with the words that go with it, such as `1 site is` and `2 sites are`.
    public static func counted(_ count: Int, one: String, many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }

    /// Names one after another, and how many there are beyond `limit`.
    public static func list(_ names: [String], atMost limit: Int) -> String {
        let shown = names.prefix(limit).joined(separator: ", ")
        return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
    }
}
