import Foundation
import TestSupport
import Testing

@Suite struct WhySystemTests {
    @Test func `why tells the condition, the figure over time, its makers and each attempt`() throws {
        try DaemonTests.withReceiver { program, receiver in
            var program = program
            program.environment["OPS_URL"] = receiver.url("/std?key=verysecretkey&fault=500")
            try Scenario.install(in: program)
            #expect(try program("run").status == 0)
            let alerts = try program.list("alerts")
            let board = try #require(
                alerts.first { ($0["labels"] as? [String: String])?["product"] == "板" })
            let fingerprint = try #require(board["fingerprint"] as? String)
            let silence = try program.json(
                "alerts", "silence", "--match", "product=板", "--for", "1h", "--owner", "王", "--reason", "演练")
            #expect(silence is [String: Any])

            let why = try #require(program.json("alerts", "why", fingerprint) as? [String: Any])
            #expect(why["condition"] as? String == "single_source == 1")
            #expect(why["cause"] as? String == "held")
            #expect((why["muted_by"] as? String)?.contains("王, 演练") == true)
            let values = try #require(why["values"] as? [[String: Any]])
            #expect(values.map { $0["value"] as? Int } == [1])
            let suppliers = try #require(why["suppliers"] as? [[String: Any]])
            #expect(suppliers.map { $0["name"] as? String } == ["甲"])
            let attempts = try #require(why["deliveries"] as? [[String: Any]])
            #expect(attempts.map { $0["decision"] as? String } == ["retry"])
            #expect(attempts[0]["status"] as? Int == 500 && attempts[0]["answer"] as? String == "oops")
            #expect((attempts[0]["request"] as? String)?.contains(fingerprint) == true)

            let text = try program("alerts", "why", fingerprint, "--lang", "zh").text
            #expect(text.contains("条件成立") && text.contains("HTTP 500") && !text.contains("verysecret"))
            #expect(text.contains("：王，演练，至 ") && text.contains("重试") && !text.contains("silence"))
        }
    }

    @Test func `why follows a region's exposure along its paths, and a group to its members`() throws {
        try Program.inFolder { program in
            _ = try program.file(
                "Alerts/rules/one.yaml",
                """
                rules:
                  - name: city
                    metric: regional_exposure
                    match: {kind: touch, level: city, region: "320500"}
                    op: ">"
                    value: 0.1
                    clear: 0.05
                    for: 1 runs
                    summary: {zh: a, en: a}
                """)
            _ = try program.file("Alerts/channels.yaml", "channels: [{name: console, type: console}]\n")
            _ = try program.file(
                "Alerts/routes.yaml", "route: {channels: [console], group_by: [rule], repeat_interval: 1h}\n")
            let rows = ",甲,320500,,1,auto,板,1,\n,乙,310000,,1,auto,灯,1,\n"
            let file = try program.file("list.csv", BadInputTests.header + rows)
            try program("import", file, "--registrant", "local:check")
            #expect(try program("run").status == 0)
            let alert = try #require(try program.list("alerts").first)
            let why = try #require(
                program.json("alerts", "why", alert["fingerprint"] as? String ?? "") as? [String: Any])
            #expect(why["condition"] as? String == "regional_exposure > 0.1, clear 0.05, for 1 runs")
            #expect((why["paths"] as? [[String: Any]])?.isEmpty == false)
            let group = try #require((why["groups"] as? [[String: Any]])?.first)
            #expect(group["route"] as? String == "root" && group["told_at"] != nil && group["next_at"] != nil)
            #expect((why["deliveries"] as? [[String: Any]])?.first?["decision"] as? String == "delivered")
        }
    }

    @Test func `why of nothing known is refused in one sentence`() throws {
        try Program.withEmptyStore { program in
            let result = try program("alerts", "why", "abc")
            #expect(result.status == 66 && result.errorText.split(separator: "\n").count == 1)
        }
    }
}
