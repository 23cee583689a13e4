import Store
import SupplyModel
import Testing

@testable import Daemon

@Suite struct TypedWordsTests {
    static let sets: [(column: String, words: [String])] = [
        ("industry", Industry.allCases.map(\.rawValue)), ("state", AlertState.allCases.map(\.rawValue)),
        ("severity", Severity.allCases.map(\.rawValue)), ("state", DeliveryState.allCases.map(\.rawValue)),
        ("kind", AidKind.allCases.map(\.rawValue)), ("state", AidState.allCases.map(\.rawValue)),
        ("outcome", AidOutcome.allCases.map(\.rawValue)), ("split_rule", SplitQuestion.rules),
    ]

    @Test(arguments: sets)
    func `every word that a table shows in Chinese is taken, and so is the contract's`(
        column: String, words: [String]
    ) {
        let shown = words.map { TableWords.text($0, in: column, .zh) }
        #expect(Set(shown).count == words.count && Set(shown).isDisjoint(with: words), "\(shown)")
        for (word, shown) in zip(words, shown) {
            #expect(TypedWords.word(shown, in: column, of: words) == word)
            #expect(TypedWords.word(word, in: column, of: words) == word)
        }
    }

    @Test(arguments: ["复工", "已登记", "RESUME", ""])
    func `a part of a word, a word of another set and another case are none`(text: String) {
        #expect(TypedWords.word(text, in: "kind", of: AidKind.allCases.map(\.rawValue)) == nil)
    }
}
