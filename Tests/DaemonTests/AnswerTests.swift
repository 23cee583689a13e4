import SupplyModel
import Testing

@testable import Daemon

@Suite struct AnswerTests {
    @Test func `a name that turns the direction of a line stands in its own order in a table`() {
        let name = "甲\u{202E}b\u{2028}c\u{1B}d"
        #expect(Answer.shown(.text(name), .max) == "甲 b c d")
    }

    @Test func `a count of steps is headed otherwise than a list of them`() {
        let counts = Answer(columns: ["steps"], records: [[Answer.Field("steps", .number(7))]])
        #expect(counts.rendered(as: .table, in: .zh).hasPrefix("迭代步数\n"))
        let list = Answer([Answer.Field("steps", .list([.record([Answer.Field("by", .text("王"))])]))])
        #expect(list.rendered(as: .table, in: .zh).hasPrefix("\n步骤\n"))
    }
}
