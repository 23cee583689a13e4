/// Sentences of a text in Chinese or English.
public enum Sentence {
    private static let opening: Set<Character> = ["“", "‘", "「", "『", "《", "（", "("]
    private static let closing: Set<Character> = ["”", "’", "」", "』", "》", "）", ")"]

    /// The first sentence of a text: up to its first `。`, or to a point that a space and a capital follow; all of it where neither is there.
    ///
    /// What stands in quotes or brackets, such as the title of an event, ends none; where one of them is never closed, the first end counts that
    /// is there at all.
    public static func first(of text: String) -> String {
        let characters = Array(text)
        var depth = 0
        var enclosed: Int?
        for (index, character) in characters.enumerated() {
            if opening.contains(character) {
                depth += 1
            } else if closing.contains(character) {
                depth = max(0, depth - 1)
            } else if ends(at: index, of: characters) {
                guard depth > 0 else { return String(characters[...index]) }
                enclosed = enclosed ?? index
            }
        }
        guard depth > 0, let enclosed else { return text }
        return String(characters[...enclosed])
    }

    private static func ends(at index: Int, of characters: [Character]) -> Bool {
        if characters[index] == "。" { return true }
        let rest = characters[(index + 1)...]
        return characters[index] == "." && rest.first == " "
            && rest.drop { $0 == " " }.first?.isUppercase ?? false
    }
}
