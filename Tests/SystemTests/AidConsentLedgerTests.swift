import Foundation
import TestSupport
import Testing

/// Consents in rough hands: in the wrong order, by the wrong people, two at once, and with processes that are killed.
@Suite struct AidConsentLedgerTests {
    private static let give = ["give", "1", "--supplier", "local:x:F", "--owner", "local:x"]

    /// What cannot be done once `local:x` was asked: the command, its status, and what it says.
    private static let refusals: [(arguments: [String], status: Int32, says: String)] = [
        (["ask", "1", "--supplier", "己厂", "--owner", "local:x"], 65, "was asked about local:x:F"),
        (["ask", "1", "--supplier", "己厂", "--owner", "local:z"], 64, "leave --owner out"),
        (["ask", "1", "--supplier", "壬厂"], 65, "nobody to ask"),
        (["ask", "1", "--supplier", "乙厂"], 65, "nobody is to be asked"),
        (["ask", "1", "--supplier", "无此厂"], 64, "neither the name"),
        (["ask", "1", "--supplier", "己厂", "--product", "螺栓"], 66, "is no product that"),
        (["ask", "9", "--supplier", "己厂"], 66, "no such request"),
        (["ask", "1", "--supplier", "己厂", "--owner", "x"], 64, "--owner"),
        (["give", "1", "--supplier", "local:y:F", "--owner", "local:y"], 66, "nothing was asked"),
        (["give", "1", "--supplier", "壬厂", "--owner", "local:x"], 66, "nothing was asked"),
        (["give", "9", "--supplier", "local:x:F", "--owner", "local:x"], 66, "no such request"),
        (["withdraw", "1", "--supplier", "local:x:F", "--owner", "local:x"], 65, "give it or refuse it"),
        (give + ["--seen", "2"], 64, "not there yet"), (give + ["--seen", "0"], 65, "--seen 1"),
        (give + ["--by", " "], 64, "nobody is named"),
        (give + ["--note", String(repeating: "长", count: 1_001)], 64, "note"),
    ]

    private func state(_ program: Program) throws -> String {
        try program("aid", "show", "1", "--format", "json").text
            + program("audit", "list", "--format", "json").text
            + program("deliveries", "list", "--format", "json").text
    }

    @Test func `what cannot be done says what stands in the way, and leaves everything as it was`() throws {
        try ConsentCase.withRequest { program in
            let unasked = try program.run(["aid", "consent"] + Self.give)
            #expect(unasked.status == 66 && unasked.errorText.contains("nothing was asked"))
            try ConsentCase.ask(program, "--owner", "local:x")
            let before = try state(program)
            for (arguments, status, says) in Self.refusals {
                let result = try program.run(["aid", "consent"] + arguments)
                #expect(
                    result.status == status && result.errorText.contains(says),
                    "\(arguments): \(result.status) \(result.errorText)")
                #expect(
                    result.text.isEmpty && result.errorText.split(separator: "\n").count == 1, "\(arguments)")
            }
            #expect(try state(program) == before)
            // All owners: whoever was asked already is not asked again.
            try ConsentCase.ask(program)
            #expect(try program.list("aid", "consents").count == 2)
            let again = try program("aid", "consent", "ask", "1", "--supplier", "己厂")
            #expect(again.status == 65 && again.errorText.contains("local:x was asked"))
        }
    }

    @Test func `nobody is asked and nothing is said for a request that is over`() throws {
        try ConsentCase.withRequest { program in
            try ConsentCase.ask(program, "--owner", "local:x")
            for step in [["return", "1", "--note", "缺"], ["drop", "1", "--note", "已恢复"]] {
                #expect(try program.run(["aid"] + step).status == 0)
            }
            let before = try state(program)
            for arguments in [Self.give, ["ask", "1", "--supplier", "己厂", "--owner", "local:y"]] {
                let result = try program.run(["aid", "consent"] + arguments)
                #expect(
                    result.status == 65 && result.errorText.contains("is dropped since"),
                    "\(result.errorText)")
            }
            #expect(try state(program) == before)
            #expect(try program.list("aid", "consents").isEmpty)
            #expect(try program.list("aid", "consents", "--all").first?["over"] as? Bool == true)
        }
    }

    @Test func `of two who act at once on what they saw, one is refused`() throws {
        try ConsentCase.withRequest { program in
            try ConsentCase.ask(program, "--owner", "local:x")
            let both = try ["give", "refuse"].map { action in
                try program.start([
                    "aid", "consent", action, "1", "--supplier", "local:x:F", "--owner", "local:x", "--seen",
                    "1",
                ])
            }
            #expect(both.map { $0.end() }.sorted() == [0, 65])
            let request = try #require(try program.json("aid", "show", "1") as? [String: Any])
            #expect((request["consents"] as? [[String: Any]])?.count == 2)
            #expect(try program("audit", "verify").status == 0)
        }
    }

    private func actions(_ program: Program) throws -> [String] {
        let request = try program.json("aid", "show", "1") as? [String: Any]
        return (request?["consents"] as? [[String: Any]] ?? []).compactMap { $0["action"] as? String }
    }

    @Test
    func `a process killed at any step leaves it whole or not there, its message and its entry with it`()
        throws
    {
        try ConsentCase.withRequest { program in
            let way: [(name: String, arguments: [String])] = [
                ("ask", ["ask", "1", "--supplier", "己厂", "--owner", "local:x"]), ("give", Self.give),
                ("withdraw", ["withdraw"] + Self.give.dropFirst()), ("give", Self.give),
            ]
            var expected: [String] = []
            for (name, arguments) in way {
                let command = ["aid", "consent"] + arguments
                for delay in [2_000, 15_000, 30_000, 45_000, 60_000, 90_000] as [UInt32] {
                    let process = try program.start(command)
                    usleep(delay)
                    process.signal(SIGKILL)
                    _ = process.end()
                    let found = try actions(program)
                    #expect(found == expected || found == expected + [name], "\(name): \(found)")
                    if found.count > expected.count { break }
                }
                if try actions(program).count == expected.count {
                    #expect(try program.run(command).status == 0)
                }
                expected.append(name)
                #expect(try actions(program) == expected)
            }
            let messages = try program.list("deliveries", "list").compactMap { $0["id"] as? String }
            #expect(messages.filter { $0.hasSuffix("_x") }.count == 4, "\(messages)")
            #expect(messages.filter { $0.hasSuffix("_asking") }.count == 3, "\(messages)")
            #expect(try program.list("audit", "list", "--action", "aid-consent").count == way.count)
            #expect(try program("audit", "verify").status == 0)
        }
    }

    @Test func `aid.yaml says what is wrong with its owners, and aid policy shows them`() throws {
        try ConsentCase.withRequest { program in
            let shown = try program.list("aid", "policy").filter { $0["of"] as? String == "local:x" }
            #expect(shown.map { $0["channel"] as? String } == ["x"])
            _ = try program.file(
                "Alerts/aid.yaml", "owners:\n  \"local:x\": nobody\n  alpha: x\n  \"local:y\": [x]\n")
            let result = try program("aid", "policy")
            #expect(result.status == 78)
            for word in ["aid.yaml:2:", "nobody", "aid.yaml:3:", "alpha", "aid.yaml:4:"] {
                #expect(result.errorText.contains(word), "\(word): \(result.errorText)")
            }
        }
    }

    @Test(arguments: [
        (["--request", "1", "--firm", "甲厂"], "leave --firm out"),
        (["--request", "1", "--without", "上海"], "leave --without"), (["--firm", "甲厂"], "or --request"),
        ([], "or --request"),
    ])
    func `a question is about a request, or about a firm and its product`(
        flags: [String], says: String
    ) throws {
        try ConsentCase.withRequest { program in
            let result = try program.run(["aid", "match"] + flags)
            #expect(result.status == 64 && result.errorText.contains(says), "\(result.errorText)")
        }
    }

    @Test func `a request that is about several products is asked about one of them`() throws {
        try ConsentCase.withRequest { program in
            let more =
                "supplier_id,supplier_region,buyer_id,tier,industry,product\nlocal:t:B,320583,local:t:A,1,auto,头枕\n"
            try ConsentCase.must(program, "import", program.file("more.csv", more), "--registrant", "local:t")
            try ConsentCase.must(
                program, "aid", "request", "--firm", "甲厂", "--to", "江苏", "--kind", "resume", "--supplier",
                "乙厂")
            let unclear = try program("aid", "match", "--request", "2")
            #expect(
                unclear.status == 64 && unclear.errorText.contains("'头枕'")
                    && unclear.errorText.contains("'座椅'"))
            #expect(try program("aid", "match", "--request", "2", "--product", "座椅").status == 0)
            // What is consented to for one product is not told to who asks for another.
            let ask = ["aid", "consent", "ask", "2", "--supplier", "己厂", "--owner", "local:x"]
            #expect(try program.run(ask).status == 64)
            #expect(try program.run(ask + ["--product", "座椅"]).status == 0)
        }
    }
}
