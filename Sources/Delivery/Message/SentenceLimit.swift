/// How long a sentence may be before a chat cuts it.
public enum SentenceLimit {
    /// Unicode scalars.
    public static let scalars = SafeText.partLimit
}
