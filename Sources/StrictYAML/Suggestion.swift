/// The known word that an unknown one was probably meant to be.
public enum Suggestion {
    /// Characters of a word that are compared; longer ones get no suggestion.
    static let wordLimit = 64
    /// Known words that a fault lists.
    static let listLimit = 24

    /// What to do about an unknown word: `did you mean 'op'?`, or the words that are known.
    public static func advice(for word: String, among known: [String]) -> String {
        if let nearest = nearest(to: word, among: known) { return "did you mean '\(nearest)'?" }
        let shown = known.prefix(listLimit).joined(separator: ", ")
        return "known are " + shown + (known.count > listLimit ? ", …" : "")
    }

    /// The nearest known word within a third of its letters, at least one edit; nil where none is that near.
    public static func nearest(to word: String, among known: [String]) -> String? {
        let typed = Array(word.lowercased().unicodeScalars.prefix(wordLimit + 1))
        guard !typed.isEmpty, typed.count <= wordLimit else { return nil }
        var best: (word: String, edits: Int)?
        for candidate in known {
            let edits = edits(typed, Array(candidate.lowercased().unicodeScalars.prefix(wordLimit)))
            guard edits <= max(1, candidate.count / 3), edits < best?.edits ?? .max else { continue }
            best = (candidate, edits)
        }
        return best?.word
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    private static func edits(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var older = [Int](repeating: 0, count: right.count + 1)
        var previous = Array(0...right.count)
        for row in 1...max(1, left.count) {
            var current = [row] + [Int](repeating: 0, count: right.count)
            for column in stride(from: 1, through: right.count, by: 1) {
                let isSame = left[row - 1] == right[column - 1]
                var edits = min(previous[column] + 1, current[column - 1] + 1)
                edits = min(edits, previous[column - 1] + (isSame ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1]
                {
                    edits = min(edits, older[column - 2] + 1)
                }
                current[column] = edits
            }
            older = previous
            previous = current
        }
        return previous[right.count]
    }
}
