import Export
import SupplyModel
import Testing

@testable import Daemon

@Suite struct AnswerTests {
    @Test func `a name that turns the direction of a line stands in its own order in a table`() {
        let name = "甲\u{202E}b\u{2028}c\u{1B}d"
        #expect(Answer.shown(.text(name), .max) == "甲 b c d")
    }

    @Test(arguments: [
        (0.52, "0.52"), (1.0 / 3, "0.3333"), (12.0, "12"), (1.7222222222222224e-05, "0.000017"),
        (-9.96e-06, "-0.00001"), (1.2e-09, "0.0000000012"), (4e-10, "0"), (0.0, "0"),
        (123_456.789_04, "123456.789"),
    ])
    func `a figure in a table has four decimals, or its first two digits, and no exponent`(
        figure: Double, text: String
    ) {
        #expect(Answer.shown(.number(figure), .max) == text)
    }

    @Test func `JSON and CSV have all digits of a figure`() {
        let answer = Answer(
            columns: ["loss"], records: [[Answer.Field("loss", .number(1.7222222222222224e-05))]])
        for format in [AnswerFormat.json, .csv] {
            #expect(answer.rendered(as: format, in: .zh).contains("1.7222222222222224e-05"))
        }
        #expect(answer.rendered(as: .table, in: .zh).hasSuffix("0.000017\n"))
    }

    @Test func `a sheet has the headings and words of tables, and figures that are numbers`() {
        var answer = Answer([
            Answer.Field("scenario", .text("停摆")), Answer.Field("digest", .text("0a")),
            Answer.Field("mitigated", .flag(true)), Answer.Field("weaknesses", .list([])),
            Answer.Field(
                "requests",
                .list([
                    .record([Answer.Field("kind", .text("resume"))]),
                    .record([
                        Answer.Field("kind", .text("staff")), Answer.Field("gap", .number(1.0 / 3)),
                        Answer.Field(
                            "suppliers",
                            .list([
                                .record([Answer.Field("name", .text("乙")), Answer.Field("tier", .number(1))])
                            ])),
                    ]),
                ])),
        ])
        answer.hiddenInSheet = ["digest"]
        let sheets = answer.sheets(named: "演练", in: .zh)
        #expect(
            sheets.first
                == AnswerSheet(
                    name: "演练",
                    lines: [
                        [.text("事项"), .text("数值")], [.text("演练脚本"), .text("停摆")],
                        [.text("备选顶上"), .text("是")], [.text("薄弱环节"), .text("（无）")],
                    ]))
        #expect(
            sheets.others == [
                AnswerSheet(
                    name: "互保请求",
                    lines: [
                        [.text("类别"), .text("缺口"), .text("供应商")], [.text("复工复产"), .empty, .empty],
                        [.text("人员"), .figure(0.3333), .text("乙")],
                    ])
            ])
    }

    @Test func `a count of steps is headed otherwise than a list of them`() {
        let counts = Answer(columns: ["steps"], records: [[Answer.Field("steps", .number(7))]])
        #expect(counts.rendered(as: .table, in: .zh).hasPrefix("迭代步数\n"))
        let list = Answer([Answer.Field("steps", .list([.record([Answer.Field("by", .text("王"))])]))])
        #expect(list.rendered(as: .table, in: .zh).hasPrefix("\n步骤\n"))
    }

    @Test func `how an event came to its end stands in a table in place of its state, and beside it in JSON`()
    {
        let ended = [Answer.Field("state", .text("cancelled")), Answer.Field("ending", .text("ended"))]
        let over = [Answer.Field("state", .text("over"))]
        let list = Answer(columns: ["state", "ending"], records: [ended, over])
        #expect(list.rendered(as: .table, in: .zh) == "状态\n──────\n已结束\n已结束\n")
        #expect(list.rendered(as: .table, in: .en) == "state\n─────\nended\nover\n")
        #expect(Answer(ended).rendered(as: .table, in: .zh) == "状态  已结束\n")
        #expect(list.rendered(as: .csv, in: .zh) == "state,ending\r\ncancelled,ended\r\nover,\r\n")
    }

    @Test func `a table may show several lists in place of the records`() {
        var answer = Answer(columns: ["of"], records: [[Answer.Field("of", .text("x"))]])
        answer.page = [
            Answer.Field("deadlines", .list([.record([Answer.Field("kind", .text("resume"))])])),
            Answer.Field("owners", .list([])),
        ]
        let table = answer.rendered(as: .table, in: .zh)
        #expect(table == "登记方通道  （无）\n\n办理时限\n类别\n────────\n复工复产\n", "\(table)")
        #expect(answer.rendered(as: .json, in: .zh) == "[\n  {\"of\": \"x\"}\n]\n")
    }
}
