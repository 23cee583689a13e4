import Foundation
import TestSupport
import Testing

/// What an owner's channel hears of what it is asked, from the question to the end.
@Suite struct ConsentMessageTests {
    private static let close = [
        ["assign", "1", "--to", "赵"], ["answer", "1", "--outcome", "partly"], ["close", "1"],
    ]

    private struct Told: Equatable {
        var type: String
        var state: String?
        var supplier: String?
        var question: String?
    }

    private func told(_ program: Program) throws -> [Told] {
        let told = try ConsentCase.told(program, "x").map { message in
            let data = message["data"] as? [String: Any]
            return Told(
                type: message["type"] as? String ?? "", state: data?["state"] as? String,
                supplier: (data?["supplier"] as? [String: String])?["id"],
                question: data?["question"] as? String)
        }
        let text = try String(contentsOfFile: program.folder.path + "/x.jsonl", encoding: .utf8)
        #expect(ConsentCase.found(ConsentCase.needs + ["local:y", "辛厂"], in: text) == [], "\(text)")
        return told
    }

    private func take(_ program: Program, _ steps: [[String]]) throws {
        for step in steps {
            let result = try program.run(["aid"] + step)
            #expect(result.status == 0, "\(step): \(result.errorText)")
        }
    }

    @Test func `an owner's channel hears of each of its own answers, and of the request's end`() throws {
        try ConsentCase.withRequest { program in
            try ConsentCase.ask(program)
            for action in ["give", "withdraw", "give"] { try ConsentCase.say(program, action, "local:x") }
            try take(program, Self.close)
            let told = try told(program)
            #expect(
                told.map(\.type) == ["aid.consent_asked"] + Array(repeating: "aid.consent_ended", count: 4))
            #expect(told.map(\.state) == [nil, "given", "withdrawn", "given", "over"])
            #expect(Set(told.map(\.question)).count == 1 && told[0].question?.count == 16, "\(told)")
            #expect(told.allSatisfy { $0.supplier == "local:x:F" })
            // Who answered is not asked again by itself.
            try take(program, [["reopen", "1", "--note", "未到货"]])
            #expect(try self.told(program) == told)
        }
    }

    @Test
    func `each supplier is a question of its own, which a request's end closes and its reopening asks anew`()
        throws
    {
        try ConsentCase.withRequest { program in
            let other = ConsentCase.header + "local:x:P,申厂,320115,local:x:G,庚厂,1,auto,车用坐具,100,,active,,\n"
            try ConsentCase.must(
                program, "import", program.file("p.csv", other), "--registrant", "local:x")
            try ConsentCase.ask(program, "--owner", "local:x")
            try ConsentCase.must(program, "aid", "consent", "ask", "1", "--supplier", "申厂")
            try ConsentCase.must(
                program, "aid", "consent", "refuse", "1", "--supplier", "申厂", "--owner", "local:x")
            try take(program, Self.close)
            let closed = try told(program)
            let ofF = closed.filter { $0.supplier == "local:x:F" }
            let ofP = closed.filter { $0.supplier == "local:x:P" }
            #expect(
                ofF.map(\.state) == [nil, "over"] && ofP.map(\.state) == [nil, "refused", "over"], "\(closed)"
            )
            #expect(Set(ofF.map(\.question)).count == 1 && Set(ofP.map(\.question)).count == 1)
            #expect(ofF[0].question != ofP[0].question)
            try take(program, [["reopen", "1", "--note", "未到货", "--by", "周"]])
            let since = try told(program).dropFirst(closed.count)
            #expect(since.map(\.type) == ["aid.consent_asked"] && since.map(\.supplier) == ["local:x:F"])
            #expect(!closed.map(\.question).contains(since.first?.question), "\(since)")
            let waiting = try program.list("aid", "consents")
            #expect(waiting.map { $0["supplier"] as? String } == ["local:x:F"])
            let request = try #require(try program.json("aid", "show", "1") as? [String: Any])
            let steps = try #require(request["consents"] as? [[String: Any]])
            #expect(steps.map { $0["action"] as? String } == ["ask", "ask", "refuse", "ask"])
            #expect(steps.last?["by"] as? String == "周" && steps.last?["over"] as? Bool == false)
            #expect(try program("audit", "verify").status == 0)
        }
    }

    @Test func `a request that is dropped is over for who was asked about it`() throws {
        try ConsentCase.withRequest { program in
            try ConsentCase.ask(program)
            try take(program, [["return", "1", "--note", "缺"], ["drop", "1", "--note", "已恢复"]])
            #expect(try told(program).map(\.state) == [nil, "over"])
        }
    }

    /// 甲厂 buys all its seats of two: an alert that tells of its chain.
    @Test func `an owner's channel hears of no alert, unless a route names it`() throws {
        try ConsentCase.withRequest { program in
            let rule =
                "rules: [{name: loud, metric: hhi, op: '>', value: 0, severity: info, summary: {zh: 一, en: one}}]\n"
            _ = try program.file("Alerts/rules/loud.yaml", rule)
            func heard(_ channel: String) -> Int {
                let path = "\(program.folder.path)/\(channel).jsonl"
                let text = try? String(contentsOfFile: path, encoding: .utf8)
                return (text ?? "").split(separator: "\n").count { $0.contains("alert.firing") }
            }
            try ConsentCase.must(program, "run")
            #expect(heard("asking") > 0 && heard("x") == 0)
            _ = try program.file("Alerts/routes.yaml", "route: {channels: [x], group_by: [alert]}\n")
            _ = try program.file("Alerts/rules/louder.yaml", rule.replacing("loud", with: "louder"))
            try ConsentCase.must(program, "run")
            #expect(heard("x") > 0)
        }
    }

    @Test func `a province's channel hears of alerts though an owner has it too, and somebody always does`()
        throws
    {
        try ConsentCase.withRequest { program in
            func severities(_ channel: String) throws -> [String] {
                let listed = try program.list("channels", "list").first {
                    $0["channel"] as? String == channel
                }
                return try #require(listed?["severities"] as? [String])
            }
            #expect(try severities("x") == [] && severities("asking").count == 3)
            _ = try program.file(
                "Alerts/aid.yaml",
                "authorities:\n  - {region: \"310000\", channel: asking}\nowners: {\"local:x\": asking}\n")
            #expect(try severities("x").count == 3 && severities("asking").count == 3)
            _ = try program.file(
                "Alerts/aid.yaml", "owners: {\"local:x\": x, \"local:y\": asking}\n")
            let doubted = try program("channels", "list")
            #expect(
                doubted.status == 0 && doubted.errorText.contains("warning: another file of")
                    && doubted.errorText.contains("`tierwatch rules check` says what is wrong"),
                "\(doubted.errorText)")
            let refused = try program("run")
            #expect(
                refused.status == 78
                    && refused.errorText.contains("aid.yaml: owners: by each channel an owner is asked"),
                "\(refused.errorText)")
            #expect(try severities("x").count == 3, "as their own file has them")
            _ = try program.file("Alerts/routes.yaml", "route: {channels: [x], group_by: [alert]}\n")
            try ConsentCase.must(program, "run")
        }
    }
}
