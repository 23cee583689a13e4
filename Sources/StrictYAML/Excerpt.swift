/// A text cut to what a one-line fault can hold.
public enum Excerpt {
    /// Unicode scalars that are kept.
    public static let limit = 80

    /// The text without control characters, cut to `limit`.
    public static func of(_ text: String) -> String {
        var cut = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) where scalar.properties.generalCategory != .control {
            cut.append(scalar)
        }
        return String(cut) + (text.unicodeScalars.count > limit ? "…" : "")
    }
}
