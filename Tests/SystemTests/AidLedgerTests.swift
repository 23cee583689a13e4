import Foundation
import TestSupport
import Testing

/// The ledger in rough hands: processes killed at every step, deadlines that pass, texts that look like something else.
@Suite struct AidLedgerTests {
    private func steps(_ program: Program) throws -> [String] {
        let request = try program.json("aid", "show", "1") as? [String: Any]
        return (request?["steps"] as? [[String: Any]] ?? []).compactMap { $0["action"] as? String }
    }

    /// A chain whose seats stand still, and channels that nobody sends to.
    private func withRequest(_ deadline: String = "2d", _ body: (Program) throws -> Void) throws {
        try AidSystemTests.withChain { program in
            _ = try program.file(
                "Alerts/channels.yaml",
                "channels:\n  - {name: note, type: file, path: \(program.folder.path)/told.jsonl}\n")
            _ = try program.file(
                "Alerts/aid.yaml",
                "authorities:\n  - {region: \"310000\", channel: note}\n  - {region: \"320000\", channel: note}\n"
                    + "overdue: [note]\n")
            let written = try program(
                "aid", "request", "--firm", "甲厂", "--to", "江苏", "--kind", "resume", "--supplier", "乙厂",
                "--deadline", deadline, "--reason", "<script>alert(1)</script> & \"座椅\"")
            guard written.status == 0 else { throw Program.Failure(text: written.errorText) }
            try body(program)
        }
    }

    @Test func `a process killed at any step leaves the step whole or not there, and its message with it`()
        throws
    {
        try withRequest { program in
            let way: [(name: String, arguments: [String])] = [
                ("assign", ["--to", "赵"]), ("start", []), ("answer", ["--outcome", "solved"]), ("close", []),
                ("reopen", ["--note", "未到货"]), ("answer", ["--outcome", "partly"]), ("close", []),
            ]
            var expected = ["register"]
            for (name, arguments) in way {
                let command = ["aid", name, "1"] + arguments
                for delay in [2_000, 15_000, 30_000, 45_000, 60_000, 90_000] as [UInt32] {
                    let process = try program.start(command)
                    usleep(delay)
                    process.signal(SIGKILL)
                    _ = process.end()
                    let found = try steps(program)
                    #expect(found == expected || found == expected + [name], "\(name): \(found)")
                    if found.count > expected.count { break }
                }
                if try steps(program).count == expected.count {
                    #expect(try program.run(command).status == 0)
                }
                expected.append(name)
                #expect(try steps(program) == expected)
            }
            let messages = try program.list("deliveries", "list").compactMap { $0["id"] as? String }
            #expect(
                Set(messages) == Set((1...expected.count).map { "aid_HB-\(Self.year)-0001_\($0)_note" }),
                "\(messages)")
            #expect(messages.count == expected.count)
            #expect(try program("audit", "verify").status == 0)
        }
    }

    private static var year: String {
        String(Date().addingTimeInterval(28_800).formatted(.iso8601).prefix(4))
    }

    @Test func `a deadline that passes is told once, until there is another one`() throws {
        try withRequest("1s") { program in
            #expect(
                Waiting.until {
                    (try? program.list("aid", "list", "--overdue").count) == 1
                })
            for _ in 0..<2 { #expect(try program("run").status == 0) }
            #expect(try steps(program) == ["register", "escalate"])
            let told = try String(contentsOfFile: program.folder.path + "/told.jsonl", encoding: .utf8)
            #expect(told.split(separator: "\n").filter { $0.contains("aid.overdue") }.count == 1, "\(told)")
            #expect(try program("aid", "assign", "1", "--to", "赵", "--deadline", "1s").status == 0)
            #expect(
                Waiting.until {
                    _ = try? program("run")
                    return (try? steps(program)) == ["register", "escalate", "assign", "escalate"]
                })
        }
    }

    @Test func `a letter prints what was written as text, and names who is meant`() throws {
        try withRequest { program in
            let file = program.folder.path + "/letter.html"
            let result = try program("aid", "letter", "1", "--output", file)
            #expect(result.status == 0 && result.text.isEmpty, "\(result.errorText)")
            let html = try String(contentsOfFile: file, encoding: .utf8)
            #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;座椅&quot;"))
            #expect(!html.contains("<script"))
            #expect(html.contains("因其停线日") && !html.contains("需到货日"))
            let ask = [
                "aid", "request", "--firm", "甲厂", "--to", "江苏", "--kind", "capacity", "--supplier", "乙厂",
            ]
            #expect(try program.run(ask).status == 0)
            let capacity = try program("aid", "letter", "2").text
            #expect(capacity.contains("需到货日") && !capacity.contains("因其停线日"))
            for word in ["江苏省", "上海市", "乙厂", "昆山", "座椅", "复工复产", "王 021-0000"] {
                #expect(html.contains(word), "\(word)")
            }
            // An identity that only who keeps the register can read is no code in a letter.
            #expect(!(html + capacity).contains("local:"))
            let unwritable = try program(
                "aid", "letter", "1", "--output", program.folder.path + "/no/letter.html")
            #expect(unwritable.status == 73 && unwritable.errorText.contains("cannot be made"))
        }
    }

    @Test func `what a request rests on is shown, told and printed`() throws {
        try withRequest { program in
            try AidSystemTests.stop(program, "local:t:B")
            #expect(try program("run").status == 0)
            let alert = try #require(try program.list("alerts").first?["fingerprint"] as? String)
            let result = try program(
                "aid", "request", "--firm", "甲厂", "--to", "江苏", "--kind", "staff", "--supplier", "乙厂",
                "--alert",
                String(alert.prefix(8)))
            #expect(result.status == 0, "\(result.errorText)")
            for request in try program.list("aid", "list") where request["kind"] as? String != "resume" {
                let id = try #require(request["id"] as? String)
                let shown = try #require(try program.json("aid", "show", id) as? [String: Any])
                #expect(shown["alert"] as? String == alert)
                #expect(shown["figures"] as? [String: Double] == ["operating_rate": 0])
                let file = program.folder.path + "/letter.html"
                #expect(try program("aid", "letter", id, "--output", file).status == 0)
                let html = try String(contentsOfFile: file, encoding: .utf8)
                #expect(html.contains("<td>预警 standstill，") && html.contains(" 起（\(alert)）<br>"))
                #expect(html.contains("<br>指标 开工率 0.0%</td>"))
                let told = try program.json("deliveries", "show", "aid_\(id)_1_note") as? [String: Any]
                let body = told?["body"] as? String ?? ""
                #expect(
                    body.contains(#""evidence":{"alert":"\#(alert)","figures":{"operating_rate":0}}"#),
                    "\(body)")
            }
            #expect(try program.list("aid", "list").count == 2)
            let unknown = try program(
                "aid", "request", "--firm", "甲厂", "--to", "江苏", "--kind", "staff", "--supplier", "乙厂",
                "--alert",
                "0000")
            #expect(unknown.status == 66 && unknown.errorText.contains("0000"), "\(unknown.errorText)")
        }
    }

    @Test func `aid.yaml says what is wrong with it, and where`() throws {
        try withRequest { program in
            let shown = try program.list("aid", "policy")
            #expect(shown.filter { $0["channel"] as? String == "note" }.count == 3)
            let table = try program("aid", "policy", "--lang", "zh").text
            #expect(table.contains(/\n各省\n省份代码 +省份 +通道\n/), "\(table)")
            #expect(table.contains(/\n办理时限\n类别 +办理时限（小时）\n/), "\(table)")
            _ = try program.file(
                "Alerts/aid.yaml",
                "authorities:\n  - {region: \"110000\"}\n  - {region: \"320000\", channel: nobody}\n"
                    + "deadlines: {resume: soon, forgive: 3d}\n")
            let result = try program("aid", "policy")
            #expect(result.status == 78)
            for word in ["110000", "nobody", "soon", "forgive", "aid.yaml:2:", "aid.yaml:3:", "aid.yaml:4:"] {
                #expect(result.errorText.contains(word), "\(word): \(result.errorText)")
            }
            #expect(try program("run").status == 78)
            let many = Array(repeating: "note", count: 21).joined(separator: ", ")
            _ = try program.file("Alerts/aid.yaml", "overdue: [\(many)]\n")
            let crowd = try program("aid", "policy")
            #expect(crowd.status == 78 && crowd.errorText.contains("more than 20 channels"))
        }
    }

    @Test(arguments: [
        "''", "' '", "\"王\\u202E021\"", "\"王\\n021\"", "\"王\\0\"", String(repeating: "王", count: 1_001),
    ])
    func `a contact that no letter can print on one line is refused, with its place`(contact: String) throws {
        try Program.inFolder { program in
            _ = try program.file(
                "Alerts/aid.yaml",
                "authorities:\n  - {region: \"310000\", contact: 王 021-0000}\n"
                    + "  - {region: \"320000\", contact: \(contact)}\n")
            let result = try program("aid", "policy")
            #expect(result.status == 78, "\(result.errorText)")
            #expect(
                result.errorText.contains("aid.yaml:3:")
                    && result.errorText.contains("a contact is one line of 1 to 1000 characters"))
            #expect(!result.errorText.contains("aid.yaml:2:"))
        }
    }

    @Test func `the example in the aid.yaml that ships names a channel once its mark is taken away`() throws {
        let shipped = try String(
            contentsOf: Fixtures.root.appending(path: "Alerts/aid.yaml"), encoding: .utf8)
        let example = try #require(shipped.split(separator: "\n").first { $0.hasPrefix("#   - {region:") })
        let plain = "  - {region: \"320000\"}"
        try #require(shipped.contains(plain))
        try withRequest { program in
            _ = try program.file(
                "Alerts/channels.yaml",
                "channels:\n  - {name: jiangsu, type: file, path: \(program.folder.path)/told.jsonl}\n")
            _ = try program.file(
                "Alerts/aid.yaml", shipped.replacing(plain, with: example.dropFirst(2)))
            try expectJiangsu(program)
        }
    }

    @Test func `the example of a province's channel in the documentation is good as it stands`() throws {
        let document = try String(
            contentsOf: Fixtures.root.appending(path: "Documentation/mutual-aid.md"), encoding: .utf8)
        try withRequest { program in
            for name in ["channels", "aid"] {
                let blocks = document.split(separator: "```yaml\n").dropFirst()
                let block = try #require(blocks.first { $0.prefix(100).contains("# Alerts/\(name).yaml") })
                let yaml = block[..<(try #require(block.firstRange(of: "```")).lowerBound)]
                _ = try program.file("Alerts/\(name).yaml", String(yaml))
            }
            try expectJiangsu(program)
        }
    }

    /// That the four provinces' list names a channel, a contact and a secret for Jiangsu, and no check complains.
    private func expectJiangsu(_ program: Program) throws {
        let checked = try program("rules", "check")
        #expect(checked.status == 0, "\(checked.errorText)")
        let shown = try program.list("aid", "policy").first { $0["of"] as? String == "320000" }
        #expect(shown?["channel"] as? String == "jiangsu", "\(shown ?? [:])")
        #expect(shown?["secret"] as? String == "$TIERWATCH_FROM_JIANGSU")
        #expect((shown?["contact"] as? String)?.contains("专班") ?? false)
    }

    @Test func `what a person hears of late, he hears the end of`() throws {
        try withRequest("1s") { program in
            _ = try program.file("Alerts/aid.yaml", "overdue: [note]\n")
            #expect(Waiting.until { (try? program.list("aid", "list", "--overdue").count) == 1 })
            for step in [
                ["run"], ["aid", "assign", "1", "--to", "赵", "--deadline", "2d"],
                ["aid", "assign", "1", "--to", "赵", "--deadline", "3d", "--seen", "3"],
                ["aid", "answer", "1", "--outcome", "solved"], ["aid", "close", "1"], ["run"],
            ] {
                let result = try program.run(step)
                #expect(result.status == 0, "\(step): \(result.errorText)")
            }
            let told = try String(contentsOfFile: program.folder.path + "/told.jsonl", encoding: .utf8)
            let types = ["registered", "overdue", "assigned", "answered", "closed"].filter {
                told.contains("\"type\":\"aid.\($0)\"")
            }
            #expect(types == ["registered", "overdue", "closed"], "\(told)")
        }
    }
}
