import Foundation
import TestSupport
import Testing

/// Who reads Chinese tables can type what stands in them.
@Suite struct ChineseWordsTests {
    @Test func `a request goes its way by the Chinese words of kind, state and outcome`() throws {
        try AidSystemTests.withChain { program in
            try AidSystemTests.stop(program, "local:t:B")
            func must(_ arguments: String...) throws {
                let result = try program.run(arguments)
                #expect(result.status == 0, "\(arguments): \(result.errorText)")
            }
            try must("aid", "request", "--firm", "甲厂", "--to", "江苏", "--kind", "复工复产", "--reason", "座椅断供")
            #expect(try program.list("aid", "list").map { $0["kind"] as? String } == ["resume"])
            #expect(try program.list("aid", "list", "--state", "已登记").count == 1)
            try must("aid", "assign", "1", "--to", "赵")
            let shown = try program("aid", "show", "1", "--lang", "zh").text
            #expect(shown.contains(/状态 +已交办\n/) && shown.contains(/交办 +已交办\s/), "\(shown)")
            #expect(shown.contains(/事由 +座椅断供\n/) && shown.contains("停线原因"), "\(shown)")
            try must("aid", "start", "1")
            #expect(try program("aid", "list", "--lang", "zh").text.contains("办理中"))
            try must("aid", "answer", "1", "--outcome", "已解决")
            let answered = try program.list("aid", "list", "--state", "已反馈")
            #expect(answered.map { $0["outcome"] as? String } == ["solved"])
            try must("aid", "close", "1")
            #expect(try program.list("aid", "list", "--state", "已销号").count == 1)
            #expect(try program.list("aid", "list", "--state", "已反馈").isEmpty)
        }
    }

    @Test func `lists are narrowed by the Chinese words of industry, severity and state`() throws {
        try AidSystemTests.withChain { program in
            _ = try program.file("Alerts/channels.yaml", "channels: [{name: console, type: console}]\n")
            try AidSystemTests.stop(program, "local:t:B")
            #expect(try program("run").status == 0)
            for (command, option, chinese, english) in [
                (["suppliers"], "--industry", "汽车", "auto"),
                (["alerts", "list"], "--severity", "警告", "warning"),
                (["alerts", "list"], "--state", "触发", "firing"),
                (["deliveries", "list"], "--state", "已送达", "delivered"),
            ] {
                let found = try program.list(command + [option, chinese])
                let expected = try program.list(command + [option, english])
                #expect(!found.isEmpty && found.count == expected.count, "\(option) \(chinese)")
            }
            #expect(try program.list("suppliers", "--industry", "集成电路").isEmpty)
        }
    }

    @Test(arguments: [
        (["aid", "list", "--state", "交办"], "assigned"), (["aid", "list", "--state", "触发"], "assigned"),
        (["aid", "answer", "1", "--outcome", "办好了"], "solved"),
    ])
    func `another word is refused, with the contract's words alone`(arguments: [String], says: String) throws
    {
        try Program.withEmptyStore { program in
            let result = try program.run(arguments)
            #expect(result.status == 64 && result.errorText.contains(says), "\(result.errorText)")
            #expect(!result.errorText.contains("已"), "\(result.errorText)")
        }
    }

    @Test func `a split is asked for and kept by the Chinese name of its rule`() throws {
        try AidAllocateSystemTests.inRegister { program in
            let asked = ["aid", "allocate", "--supplier", "local:t:S", "--remaining", "0.5", "--days", "10"]
            let rows = try program.list(asked + ["--rule", "按需求比例"])
            #expect(Set(rows.compactMap { $0["split_rule"] as? String }) == ["proportional"])
            let kept =
                try program.json(
                    asked + ["--choose", "保最低满足率", "--by", "钱", "--reason", "会商决定"]) as? [String: Any]
            #expect(kept?["split_rule"] as? String == "max-min")
            let refused = try program.run(asked + ["--rule", "最小者优先"])
            #expect(
                refused.status == 64 && refused.errorText.contains("proportional, least-lost-days, max-min"))
        }
    }
}
