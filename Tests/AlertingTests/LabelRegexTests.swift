import Alerting
import Testing

@Suite struct LabelRegexTests {
    @Test(arguments: [
        ("abc", "abc", true), ("abc", "abcd", false), ("abc", "xabc", false), ("a|bc", "bc", true),
        ("a|bc", "ac", false), ("(a|b)c", "bc", true), ("(?:a|b)+", "abba", true), ("a*", "", true),
        ("a+", "", false), ("ab?c", "ac", true), ("ab?c", "abbc", false), ("a{2}", "aa", true),
        ("a{2}", "aaa", false), ("a{2,}", "aaaa", true), ("a{2,}", "a", false), ("a{1,3}", "aaa", true),
        ("a{1,3}", "aaaa", false), ("a{0}b", "b", true), (".", "苏", true), (".*", "苏州 Suzhou", true),
        ("[a-c]x", "bx", true), ("[a-c]x", "dx", false), ("[^a-c]x", "dx", true), ("[a-]", "-", true),
        ("[-a]", "-", true), ("[\\]\\d]+", "]1", true), ("\\d\\d", "32", true), ("\\d", "３", false),
        ("\\w+", "a_1", true), ("a\\sb", "a b", true), ("\\.\\*\\/", ".*/", true), ("(a|)b", "b", true),
        ("(a*)*b", "aab", true), ("((a|b)|c)*", "cab", true), ("x|y|z", "z", true), ("苏|杭", "杭", true),
    ])
    func `a pattern matches whole values`(pattern: String, value: String, expected: Bool) throws {
        #expect(try LabelRegex(pattern).matches(value) == expected)
    }

    @Test(arguments: [
        ("(", 1), ("a)", 2), ("*a", 1), ("a**b(", 5), ("[", 1), ("[]", 1), ("[b-a]", 4), ("[\\d-z]", 5),
        ("a{", 2),
        ("a{2,1}", 5), ("a{x}", 2), ("a{99999}", 7), ("^a", 1), ("a$", 2), ("\\", 1), ("\\b", 2),
        ("(?=a)", 2),
        ("a]", 2), ("}", 1), ("(a{1000}){1000}", 15), ("a{2001}", 7),
    ])
    func `a bad pattern is named by its character`(pattern: String, position: Int) throws {
        let fault = try #require(throws: PatternFault.self) { try LabelRegex(pattern) }
        #expect(fault.position == position)
    }

    @Test(.timeLimit(.minutes(1)))
    func `nested repeats take linear time`() throws {
        let regex = try LabelRegex("(a+)+(a|aa)*(.*)*b")
        #expect(!regex.matches(String(repeating: "a", count: 2_000)))
    }
}
