internal import SupplyModel

/// Words of closed sets as people type them: those of the contract, or the Chinese ones that tables show in their place.
public enum TypedWords {
    /// The word of the contract that a text means in a column of tables; nil where it is none of `words`.
    public static func word(_ text: String, in column: String, of words: [String]) -> String? {
        words.first { $0 == text } ?? words.first { TableWords.text($0, in: column, .zh) == text }
    }
}
