import Testing

@testable import Daemon

@Suite struct AnswerTests {
    @Test func `a name that turns the direction of a line stands in its own order in a table`() {
        let name = "甲\u{202E}b\u{2028}c\u{1B}d"
        #expect(Answer.shown(.text(name), .max) == "甲 b c d")
    }
}
