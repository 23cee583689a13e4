import Alerting
import Testing

@Suite struct LabelRegexTests {
    @Test(arguments: [
        ("abc", "abc", true), ("abc", "abcd", false), ("abc", "xabc", false), ("a|bc", "bc", true),
        ("a|bc", "ac", false), ("^32.*$", "320500", true), ("^32", "320500", true), ("^32", "132000", false),
        ("00$", "320500", true), ("a*", "", true),
        (".", "苏", true), ("[^a-c]x", "dx", true), ("\\d{6}", "320500", true), ("a\nb", "a\nb", true),
        ("(?i)suzhou", "SuZhou", true), ("苏|杭", "杭", true), ("a", "a\n", false), ("", "", true),
        ("\\p{Han}+", "苏州市", true), ("\\p{Han}+", "Suzhou", false), ("a\0b", "a\0b", true),
        (".", "🏭", true), ("[^苏]", "苏", false),
    ])
    func `a pattern matches whole values`(pattern: String, value: String, expected: Bool) throws {
        #expect(try LabelRegex(pattern).matches(value) == expected)
    }

    @Test(arguments: [("US\\$", "US$", true), ("US\\$", "xUS$", false), ("S\\\\$", "US\\", true)])
    func `a literal dollar at the end binds nothing`(pattern: String, value: String, expected: Bool) throws {
        #expect(try LabelRegex(pattern).matches(value) == expected)
    }

    @Test(arguments: [
        "(", "a)", "*a", "[", "a{2,1}", "\\", "a)|(b", "(a)\\1", "(?=a)", "(?!a)a", "(?<=a)b", "(?>a)",
    ])
    func `what is no pattern is refused, and so is what only an unbounded engine can do`(pattern: String) {
        #expect(throws: PatternFault.self) { try LabelRegex(pattern) }
    }

    @Test(arguments: ["a{1001}", "((a{100}){100}){100}", "(\\pL{900}|\\pN{900}){1,900}"])
    func `a pattern that would fill the memory is refused`(pattern: String) {
        #expect(throws: PatternFault.tooLarge) { try LabelRegex(pattern) }
    }

    @Test(
        .timeLimit(.minutes(60)),
        arguments: [
            "(a+)+$", "(a|aa)+", "(a*)*b", "(.*a){12}b", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a?){60}a{60}",
        ])
    func `a pattern that explodes elsewhere ends at once over a long value`(pattern: String) throws {
        let regex = try LabelRegex(pattern)
        let value = String(repeating: "a", count: 100_000) + "!"
        #expect(!regex.matches(value))
    }

    @Test func `many threads may ask one pattern`() async throws {
        let regex = try LabelRegex("(32|33)\\d{4}")
        let counts = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (300_000..<340_000).count { regex.matches("\($0)") }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: 20_000, count: 8))
    }
}
