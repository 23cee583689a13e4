import Foundation
import TestSupport
import Testing

@Suite struct RuleSystemTests {
    @Test func `the rules that ship are good`() throws {
        try Program.inFolder { program in
            let result = try program("rules", "check", Fixtures.root.appending(path: "Alerts").path)
            #expect(result.status == 0, "\(result.errorText)")
        }
    }

    @Test(arguments: [
        ("metric: hhi", "metric: nonsense", "rules[0].metric"), ("op: \">\"", "op: \"=>\"", "rules[0].op"),
        ("for: 0s", "for: soon", "rules[0].for"), ("severity: info", "colour: red", "rules[0].colour"),
    ])
    func `a fault is named with file, line and key`(good: String, bad: String, key: String) throws {
        let rule = """
            rules:
              - name: one
                metric: hhi
                op: ">"
                value: 1800
                for: 0s
                severity: info
                summary: {zh: "甲", en: "a"}

            """
        try Program.inFolder { program in
            _ = try program.file("Alerts/rules/one.yaml", rule)
            #expect(try program("rules", "check", "Alerts").status == 0)
            _ = try program.file("Alerts/rules/one.yaml", rule.replacing(good, with: bad))
            let result = try program("rules", "check", "Alerts")
            let line = rule.split(separator: "\n").firstIndex { $0.contains(good) } ?? -1
            #expect(result.status == 78)
            #expect(result.errorText.contains("one.yaml:\(line + 1)"), "\(result.errorText)")
            #expect(result.errorText.contains(key), "\(result.errorText)")
        }
    }

    @Test func `a channel whose secret is missing is named, and its messages wait`() throws {
        try Program.inFolder { program in
            var program = program
            program.environment = ["OPS_URL": "http://127.0.0.1:1/"]
            try Scenario.install(in: program)
            let test = try program("channels", "test", "ops")
            #expect(test.status != 0)
            #expect((test.text + test.errorText).contains("OPS_SECRET"))
            #expect(try program("run").status == 0)
            let deliveries = try program.list("deliveries", "list")
            #expect(deliveries.count == Scenario.alertCount)
            #expect(deliveries.allSatisfy { $0["state"] as? String == "waiting" })
            #expect(deliveries.allSatisfy { ($0["last_error"] as? String ?? "").contains("OPS_SECRET") })
        }
    }

    @Test func `a test message reaches the channel, signed`() throws {
        try Program.inFolder { program in
            var program = program
            let receiver = try Receiver(folder: program.folder)
            program.environment = ["OPS_URL": receiver.url("/std"), "OPS_SECRET": Receiver.secret]
            try Scenario.install(in: program)
            #expect(try program("channels", "test").status == 0)
            #expect(Waiting.until { receiver.requests().map(\.status) == [200] })
        }
    }

    @Test func `an alert lives through restarts: pending, firing, resolved, each told once`() throws {
        try Program.inFolder { program in
            var program = program
            let receiver = try Receiver(folder: program.folder)
            program.environment = ["OPS_URL": receiver.url("/std"), "OPS_SECRET": Receiver.secret]
            let slow = Scenario.rule.replacing("severity", with: "for: 2 runs\n    severity")
            try Scenario.install(in: program, rule: slow)
            var states: [String] = []
            for _ in 0..<3 {
                #expect(try program("run").status == 0)
                states.append(try program.list("alerts", "list").first?["state"] as? String ?? "none")
            }
            #expect(states.first == "pending")
            #expect(states.last == "firing")
            #expect(Waiting.until { receiver.requests().count == Scenario.alertCount })
            let fingerprints = Set(
                try program.list("alerts", "list").compactMap { $0["fingerprint"] as? String })
            let more = try program.file(
                "more.csv", BadInputTests.header + ",丙,320500,,1,auto,板,1,\n,丁,310000,,1,auto,灯,1,\n")
            try program("import", more, "--registrant", "local:check")
            #expect(try program("run").status == 0)
            #expect(
                Waiting.until {
                    receiver.requests().filter { $0.body["type"] as? String == "alert.resolved" }.count == 2
                })
            let ended = try program.list("alerts", "list", "--state", "resolved")
            #expect(Set(ended.compactMap { $0["fingerprint"] as? String }) == fingerprints)
        }
    }

    @Test func `rules that cannot be read make a run fail and change nothing`() throws {
        try Program.withEmptyStore { program in
            _ = try program.file("Alerts/rules/one.yaml", "rules: [")
            let result = try program("run")
            #expect(result.status == 78)
            #expect(try program.list("alerts", "list").isEmpty)
        }
    }

    @Test func `answers come as table, JSON and CSV, in both languages`() throws {
        try Program.inFolder { program in
            try Scenario.install(in: program)
            #expect(try program("suppliers", "--lang", "zh").text.contains("名称"))
            #expect(try program("suppliers", "--lang", "en").text.contains("annual value"))
            let page = try program("firm", "local:check", "--lang", "zh").text
            #expect(page.contains("权重") && !page.contains("name=") && !page.contains("region="))
            #expect(try !program("channels", "list", "--lang", "zh").text.contains("send_resolved"))
            #expect(try program("suppliers", "--format", "csv").text.hasPrefix("id,name,region,"))
            for command in [
                ["firm", "local:check"], ["config", "show"], ["channels", "list"], ["metrics"],
            ] {
                #expect(try program.run(command).status == 0)
                #expect(
                    try program.run(command + ["--format", "json"]).text.first.map { "[{".contains($0) }
                        ?? false)
            }
            for command in [[], ["import"], ["alerts", "list"], ["daemon"], ["exposure"]] {
                #expect(try Command.run(Program.binary, command + ["--help"]).text.contains("tierwatch "))
            }
        }
    }
}
