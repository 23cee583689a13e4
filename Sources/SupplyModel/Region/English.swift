/// What English sentences need and Chinese ones do not.
public enum English {
    /// A number with the words that go with it, such as `1 site is` and `2 sites are`.
    public static func counted(_ count: Int, one: String, many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }
}
