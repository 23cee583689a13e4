import Alerting
import Testing

@Suite struct LabelRegexTests {
    @Test(arguments: [
        ("abc", "abc", true), ("abc", "abcd", false), ("abc", "xabc", false), ("a|bc", "bc", true),
        ("a|bc", "ac", false), ("^32.*$", "320500", true), ("^32", "320500", true), ("^32", "132000", false),
        ("00$", "320500", true), ("a*", "", true),
        (".", "苏", true), ("[^a-c]x", "dx", true), ("\\d{6}", "320500", true), ("a\nb", "a\nb", true),
        ("(?i)suzhou", "SuZhou", true), ("苏|杭", "杭", true), ("a", "a\n", false),
    ])
    func `a pattern matches whole values`(pattern: String, value: String, expected: Bool) throws {
        #expect(try LabelRegex(pattern).matches(value) == expected)
    }

    @Test(arguments: ["(", "a)", "*a", "[", "a{2,1}", "\\"])
    func `what is no pattern is refused`(pattern: String) {
        #expect(throws: PatternFault.self) { try LabelRegex(pattern) }
    }
}
