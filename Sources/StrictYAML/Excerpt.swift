/// A text cut to what a one-line fault can hold.
public enum Excerpt {
    /// Unicode scalars that are kept.
    public static let limit = 80

    /// The text without characters that steer a screen or turn the direction of writing, cut to `limit`.
    public static func of(_ text: String) -> String {
        var cut = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit)
        where ![.control, .format].contains(scalar.properties.generalCategory) {
            cut.append(scalar)
        }
        return String(cut) + (text.unicodeScalars.count > limit ? "…" : "")
    }
}
