import Foundation
import TestSupport
import Testing

/// Events from files to alerts and to their end, through the program itself.
@Suite struct EventSystemTests {
    private static let head = "id,title,region,start,end,loss,kind,cancelled\n"

    /// B of Kunshan supplies A, which holds two days of its seats.
    private static func withChain(_ body: (Program, Receiver) throws -> Void) throws {
        try DaemonTests.withReceiver { program, receiver in
            try Scenario.install(in: program, rule: rule)
            let chain = """
                supplier_id,supplier_name,supplier_region,buyer_id,buyer_name,tier,industry,product,inventory_days
                local:t:B,乙厂,320583,local:t:A,甲厂,1,auto,座椅,2
                """
            let result = try program("import", program.file("chain.csv", chain))
            guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
            try body(program, receiver)
        }
    }

    private static let rule = """
        rules:
          - name: touched
            metric: event_survival_days
            op: ">="
            value: 0
            summary: {zh: "{{event}} 波及 {{firm}}，可支撑 {{value}}", en: "{{event}} touches {{firm}}: {{value}}"}
        """

    private static func time(_ days: Double) -> String {
        Date().addingTimeInterval(days * 86_400).formatted(.iso8601)
    }

    /// A made-up warning of Kunshan, from an hour ago on.
    private static func warning(
        _ id: String, type: String = "Alert", severity: String = "Extreme", references: String = "",
        minutes: Double = -60
    ) -> String {
        """
        <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>\(id)</identifier><sender>s</sender>
        <sent>\(time(minutes / 1_440))</sent><status>Actual</status><msgType>\(type)</msgType>
        <references>\(references)</references>
        <info><language>zh-CN</language><event>台风</event><severity>\(severity)</severity><headline>台风预警（示例）</headline>
        <onset>\(time(-1.0 / 24))</onset><expires>\(time(6))</expires>
        <area><areaDesc>昆山市</areaDesc></area></info></alert>
        """
    }

    private func alerts(_ program: Program) throws -> [String] {
        try program.list("alerts", "list").filter { $0["rule"] as? String == "touched" }
            .map { "\($0["value"] ?? "") \($0["summary"] ?? "")" }
    }

    @Test func `from a warning in the inbox to a signed alert, its update, and its end by a cancel`() throws {
        try Self.withChain { program, receiver in
            var program = program
            program.environment["TIERWATCH_SETTLE_SECONDS"] = "0.1"
            program.environment["TIERWATCH_SCHEDULE"] = "0 0 1 1 *"
            func told(_ type: String) -> [[String: Any]] {
                receiver.requests().filter { $0.body["type"] as? String == type }
                    .compactMap { $0.body["data"] as? [String: Any] }.filter {
                        $0["rule"] as? String == "touched"
                    }
            }
            func drop(_ name: String, _ text: String) throws {
                let file = try program.file(name, text)
                try FileManager.default.moveItem(atPath: file, toPath: program.data + "/inbox/" + name)
            }
            let daemon = try program.start(["daemon"])
            #expect(try daemon.wait { daemon.printed.contains("run 1") }, "\(daemon.printed)")
            try drop("first.xml", Self.warning("a"))
            #expect(try daemon.wait { told("alert.firing").count == 1 }, "\(daemon.printed)")
            let firing = try #require(told("alert.firing").first)
            #expect(firing["value"] as? Double == 2)
            #expect((firing["labels"] as? [String: String])?["event"] == "cap:s/a")
            #expect(firing["provinces"] as? [String] == ["320000"])
            let words = try #require(firing["summary"] as? [String: String])
            #expect(words["zh"] == "台风预警(示例) 波及 甲厂，可支撑 2 天", "\(words)")

            // The alert of the same event goes on: nobody is told anew.
            let reference = "s,a,\(Self.time(-1.0 / 24))"
            try drop(
                "second.cap",
                Self.warning("b", type: "Update", severity: "Severe", references: reference, minutes: -30))
            #expect(
                try daemon.wait {
                    try program.list("events", "list").first?["loss"] as? Double == 0.5
                }, "\(daemon.printed)")
            daemon.signal(SIGKILL)
            _ = daemon.end()
            let again = try program.start(["daemon"])
            #expect(try again.wait { again.printed.contains("run ") })
            try drop("third.xml", Self.warning("c", type: "Cancel", references: reference, minutes: -10))
            #expect(try again.wait { told("alert.resolved").count == 1 }, "\(again.printed)")
            again.signal(SIGTERM)
            #expect(again.end() == 0)
            #expect(told("alert.firing").count == 1 && receiver.requests().allSatisfy { $0.status == 200 })
            #expect(try alerts(program).isEmpty)
            let done = try FileManager.default.contentsOfDirectory(atPath: program.data + "/inbox/done")
            #expect(done.count == 3)
        }
    }

    @Test func `a bad warning in the inbox is set aside with its problem`() throws {
        try Self.withChain { program, _ in
            let daemon = try program.start(["daemon"])
            _ = try daemon.wait { FileManager.default.fileExists(atPath: program.data + "/inbox") }
            _ = try program.file("data/inbox/bomb.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")
            _ = try program.file("data/inbox/bad.csv", Self.head + "x,,苏州,2026-07-25,2026-07-24,1.7,,\n")
            let refused = program.data + "/inbox/refused"
            func names() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: refused)) ?? [] }
            #expect(try daemon.wait { names().count == 4 }, "\(daemon.printed)")
            let texts = try names().filter { $0.hasSuffix("problems.txt") }.map {
                try String(contentsOfFile: refused + "/" + $0, encoding: .utf8)
            }
            #expect(
                texts.contains { $0.contains("document type") }
                    && texts.contains { $0.contains("a loss is at most 1") })
            #expect(try program.list("events", "list", "--all").isEmpty)
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
        }
    }

    @Test func `the daemon runs when an event ends, whatever its schedule`() throws {
        try Self.withChain { program, _ in
            var program = program
            program.environment["TIERWATCH_SETTLE_SECONDS"] = "0.1"
            program.environment["TIERWATCH_SCHEDULE"] = "0 0 1 1 *"
            let row = "x,停电,昆山,\(Self.time(-5)),\(Self.time(8.0 / 86_400)),1,,\n"
            #expect(try program("events", "import", program.file("events.csv", Self.head + row)).status == 0)
            let daemon = try program.start(["daemon"])
            // Only an alert that has fired is over; when it fires for moments alone, nobody may look then.
            let isOver = try daemon.wait {
                try program.list("alerts", "list", "--state", "resolved").contains {
                    $0["rule"] as? String == "touched"
                }
            }
            #expect(isOver, "\(daemon.printed)")
            #expect(try alerts(program).isEmpty)
            daemon.signal(SIGTERM)
            #expect(daemon.end() == 0)
        }
    }

    @Test func `events are listed and shown, played through, and ended by a person`() throws {
        try Self.withChain { program, _ in
            let rows =
                "one,停电,昆山,\(Self.time(-0.5)),\(Self.time(9)),60%,停电,\ntwo,封路,南京,\(Self.time(-9)),\(Self.time(-2)),,,\n"
            let file = try program.file("events.csv", Self.head + rows)
            let trial = try program("events", "import", file, "--dry-run")
            #expect(trial.status == 0 && trial.errorText.contains("dry run"))
            #expect(try program.list("events", "list", "--all").isEmpty)
            #expect(try program("events", "import", file).status == 0)
            let again = try program.json("events", "import", file) as? [String: Any]
            #expect(again?["accepted"] as? Int == 0 && again?["unchanged"] as? Int == 2)
            let listed = try program.list("events", "list")
            #expect(listed.map { $0["id"] as? String } == ["table:one"])
            #expect(listed[0]["state"] as? String == "active" && listed[0]["loss"] as? Double == 0.6)
            #expect(listed[0]["regions"] as? [String] == ["320583"])
            #expect(
                try program.list("events", "list", "--all").map { $0["state"] as? String ?? "" }.sorted() == [
                    "active", "over",
                ])
            #expect(try program("events", "list", "--lang", "zh").text.contains("生效中"))
            #expect(
                try program.list("events", "list", "--all", "--at", Self.time(-0.1)).isEmpty, "not known then"
            )

            let shown = try #require(try program.json("events", "show", "停电") as? [String: Any])
            let firms = try #require(shown["firms"] as? [[String: Any]])
            #expect(
                firms.filter { $0["loss"] != nil }.map { $0["firm"] as? String } == ["local:t:A"])
            let hits = shown["hits"] as? [[String: Any]] ?? []
            #expect(hits.map { $0["sites"] as? Int } == [1])

            // Two days of stock, eaten at the rate of what is missing: the what-if and the figures say the same.
            let course = try #require(
                try program.list("whatif", "--event", "one", "--firm", "local:t:A").first)
            let figures = try program.list(
                "metrics", "--metric", "event_survival_days", "--firm", "local:t:A")
            #expect(figures.count == 1)
            let days = figures[0]["value"] as? Double ?? -1
            #expect(
                course["first_loss_day"] as? Double == days + 1
                    && firms[0]["survival_days"] as? Double == days)
            let loss = try program.list("metrics", "--metric", "event_loss").compactMap {
                $0["value"] as? Double
            }
            #expect(loss.count == 1 && abs((course["lowest_output"] as? Double ?? 0) - (1 - loss[0])) < 1e-12)

            #expect(try program("run").status == 0)
            #expect(try alerts(program).count == 1)
            #expect(try program("events", "end", "one", "--by", "王", "--reason", "来电").status == 0)
            let over = try program("events", "end", "one", "--by", "王", "--reason", "来电")
            #expect(over.status == 65 && over.errorText.contains("over already"))
            #expect(try program("events", "end", "none", "--by", "王", "--reason", "x").status == 66)
            #expect(try program("events", "end", "one", "--by", "王").status == 64)
            #expect(try program("run").status == 0)
            #expect(try alerts(program).isEmpty)
            let trail = try program.list("audit", "list", "--action", "event-end")
            #expect(trail.map { $0["subject"] as? String } == ["table:one"])
        }
    }

    @Test func `what an event does to a firm that leads no chain is worked out on the spot`() throws {
        try Self.withChain { program, _ in
            #expect(try program("events", "import", program.file("w.xml", Self.warning("a"))).status == 0)
            let figures = try program.list("metrics", "--metric", "event_loss", "--firm", "local:t:B")
            #expect(figures.map { $0["value"] as? Double } == [1])
        }
    }

    @Test func `a warning of a county is told to a chain whose supplier is known only by the city`() throws {
        try Self.withChain { program, _ in
            let rule = Self.rule.replacing("touched", with: "maybe")
                .replacing("event_survival_days", with: "event_possible_survival_days")
            _ = try program.file("Alerts/rules/maybe.yaml", rule)
            let chain =
                "supplier_id,supplier_region,buyer_id,tier,industry,product\nlocal:t:C,苏州,local:t:D,1,auto,灯\n"
            #expect(try program("import", program.file("city.csv", chain)).status == 0)
            #expect(try program("events", "import", program.file("w.xml", Self.warning("a"))).status == 0)
            #expect(try program("run").status == 0)
            let open = try program.list("alerts", "list").map { alert in
                let labels = alert["labels"] as? [String: String]
                return "\(alert["rule"] ?? "") \(labels?["firm"] ?? "") \(alert["value"] ?? "")"
            }
            // The scenario's own firm has a supplier in Suzhou too.
            #expect(open.sorted() == ["maybe local:check 0", "maybe local:t:D 0", "touched local:t:A 2"])
            let shown = try #require(try program.json("events", "show", "cap:s/a") as? [String: Any])
            let hits = try #require(shown["hits"] as? [[String: Any]])
            #expect(hits.map { $0["sites"] as? Int } == [1])
            #expect(hits.map { $0["possible_sites"] as? Int } == [2])
            let firms = try #require(shown["firms"] as? [[String: Any]])
            #expect(firms.map { $0["firm"] as? String } == ["local:t:A", "local:check", "local:t:D"])
            #expect(firms[2]["survival_days"] == nil && firms[2]["possible_survival_days"] as? Int == 0)
            #expect(firms[0]["possible_loss"] == nil, "it is no worse for whoever is surely touched")
            #expect(try program("events", "show", "cap:s/a", "--format", "table", "--lang", "zh").status == 0)
            let course = try program("whatif", "--event", "cap:s/a", "--format", "json")
            #expect(
                course.errorText.contains("2 sites are known only by their city, 320500"),
                "\(course.errorText)")
        }
    }

    @Test func `an event that a person ended stays so when its table comes again, until a person opens it`()
        throws
    {
        try Self.withChain { program, _ in
            func take(_ title: String, _ loss: String) throws {
                let row = "one,\(title),昆山,\(Self.time(-0.5)),\(Self.time(9)),\(loss),停电,\n"
                let result = try program("events", "import", program.file("events.csv", Self.head + row))
                #expect(result.status == 0, "\(result.errorText)")
            }
            func open() throws -> Int {
                #expect(try program("run").status == 0)
                #expect(try alerts(program).count == program.list("events", "list").count)
                return try alerts(program).count
            }
            try take("停电", "60%")
            #expect(try program("events", "reopen", "one", "--by", "王", "--reason", "x").status == 65)
            #expect(try program("events", "end", "one", "--by", "王", "--reason", "来电").status == 0)
            try take("停电未了", "60%")
            #expect(try open() == 0)
            #expect(try program("events", "reopen", "one", "--by", "王").status == 64)
            #expect(try program("events", "reopen", "one", "--by", "王", "--reason", "又停").status == 0)
            #expect(try open() == 1)
            #expect(try program.list("events", "list").first?["title"] as? String == "停电未了")
            #expect(try program("events", "end", "one", "--by", "王", "--reason", "来电").status == 0)
            try take("停电", "90%")
            #expect(try open() == 1, "worse than anybody knew")
            let trail = try program.list("audit", "list", "--action", "event-reopen")
            #expect(trail.map { $0["subject"] as? String } == ["table:one"])
        }
    }

    @Test func `an event that a person ended is called ended, and one that its source took back cancelled`()
        throws
    {
        try Self.withChain { program, _ in
            let times = "\(Self.time(-0.5)),\(Self.time(9)),1,,"
            let rows = "one,停电,昆山,\(times)\ntwo,封路,南京,\(times)\n"
            for (name, text) in [("first.csv", rows), ("second.csv", "two,,,,,,,是\n")] {
                let result = try program("events", "import", program.file(name, Self.head + text))
                #expect(result.status == 0, "\(result.errorText)")
            }
            #expect(try program("events", "end", "one", "--by", "王", "--reason", "来电").status == 0)
            let listed = try program.list("events", "list", "--all")
            let endings = listed.map { "\($0["id"] ?? "") \($0["state"] ?? "") \($0["ending"] ?? "")" }
            #expect(endings.sorted() == ["table:one cancelled ended", "table:two cancelled cancelled"])
            let table = try program("events", "list", "--all", "--lang", "zh").text
            #expect(table.contains(/table:one +已结束/) && table.contains(/table:two +已取消/), "\(table)")
            #expect(!table.contains("ending"))
            #expect(try program("events", "show", "one", "--lang", "zh").text.contains(/状态 +已结束\n/))
        }
    }

    @Test func `a bad file is refused with what to do, and a bad events-yaml is named`() throws {
        try Self.withChain { program, _ in
            let bad = try program("events", "import", program.file("a.xml", "<html/>"))
            #expect(bad.status == 65 && bad.errorText.contains("no CAP 1.2 message"))
            #expect(try program("events", "import", "none.xml").status == 66)
            let register = try program(
                "import", program.file("e.csv", "id,region,start\nlocal:a,苏州,2026-07-25\n"))
            #expect(register.status == 65 && register.errorText.contains("events import"))
            let usual = try program.list("events", "check")
            #expect(usual.count == 12 && usual[0]["of"] as? String == "extreme")
            _ = try program.file(
                "Alerts/events.yaml",
                "severities:\n  severe: {loss: 170%, days: 3}\n  huge: {loss: 1, days: 1}\n")
            for command in [["events", "check"], ["rules", "check"], ["events", "import", "a.xml"]] {
                let result = try program.run(command)
                #expect(
                    result.status == 78 && result.errorText.contains("events.yaml:2:"), "\(result.errorText)")
                #expect(result.errorText.contains("events.yaml:3:"))
            }
            _ = try program.file("Alerts/events.yaml", "severities:\n  severe: {loss: 0.9, days: 3}\n")
            let own = try program.list("events", "check").first { $0["of"] as? String == "severe" }
            #expect(own?["loss"] as? Double == 0.9)
        }
    }
}
