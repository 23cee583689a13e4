/// Several names in one text, as a cell of former names holds them.
public enum NameList {
    /// Names that one text may hold.
    public static let limit = 20

    /// The names that `;`, `；`, `、` or `|` part, each in normal form and once, in their order.
    public static func names(in text: String) -> [String] {
        var names: [String] = []
        for part in text.split(whereSeparator: { separators.contains($0) }) {
            let name = IdentityText.normalisedName(String(part))
            if !name.isEmpty, !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// The text that `names(in:)` reads as these; nil for none.
    public static func text(_ names: [String]) -> String? {
        names.isEmpty ? nil : names.joined(separator: ";")
    }

    private static let separators: Set<Character> = [";", "；", "、", "|", "｜"]
}
