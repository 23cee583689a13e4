import Foundation
import TestSupport
import Testing

/// What runs draft, and on which dates lines stop, where more than one thing happens.
@Suite struct AidDraftSystemTests {
    private static let hour = 3_600.0
    private static let day = 24 * hour

    /// Some seconds before now.
    private static func ago(_ seconds: Double) -> String {
        Date().addingTimeInterval(-seconds).formatted(.iso8601)
    }

    /// When 甲厂's line stops for want of what 乙厂 delivers, as a request would say.
    private static func dates(_ program: Program) throws -> [String?] {
        let request = try #require(
            try program.json(
                "aid", "request", "--firm", "甲厂", "--to", "江苏", "--kind", "resume", "--dry-run")
                as? [String: Any])
        let suppliers = try #require(request["suppliers"] as? [[String: Any]])
        return [request["line_stops_on"] as? String] + suppliers.map { $0["line_stops_on"] as? String }
    }

    private func drafts(_ program: Program) throws -> [String] {
        let result = try program("run")
        guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
        return try program.list("aid", "list").map {
            "\($0["firm"] ?? "") \($0["counterpart"] ?? "") \($0["kind"] ?? "")"
        }.sorted()
    }

    @Test func `what is reported again moves no date, and neither does what happens elsewhere`() throws {
        try AidSystemTests.withChain { program in
            func report(_ firm: String, _ rate: String, _ seconds: Double) throws {
                let result = try program(
                    "status", "report", "--firm", firm, "--rate", rate, "--at", Self.ago(seconds))
                guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
            }
            try report("local:t:B", "0", 2 * Self.day)
            let dates = try Self.dates(program)
            #expect(dates.count == 2 && dates[0] == dates[1] && dates[0] != nil)
            try report("local:t:B", "0", Self.day)
            try report("local:t:B", "0", 0)
            #expect(try Self.dates(program) == dates)
            // Of 丙厂's glass there are five days in stock.
            for hours in [60.0, 55, 50] { try report("local:t:C", "0.9", hours * Self.hour) }
            #expect(try Self.dates(program)[1] == dates[1])
            // It works for a day, so that it stands still anew since now.
            try report("local:t:B", "1", 0.5 * Self.day)
            try report("local:t:B", "0", 0)
            #expect(try #require(try Self.dates(program)[1]) > #require(dates[1]))
        }
    }

    @Test func `for a firm whose place nobody declares the province asks in which it is registered`() throws {
        try Program.inFolder { program in
            var program = program
            let leader = "91340100DEM200016Q"
            program.environment = ["USER": "钱", "TIERWATCH_REGISTRANT": leader]
            let chain = try program.file(
                "chain.csv",
                "supplier_id,supplier_region,tier,industry,product,importance\n"
                    + "local:t:S,苏州,1,chips,光刻胶,essential\nlocal:t:H,合肥,1,chips,硅片,essential\n")
            let imported = try program("import", chain)
            #expect(imported.status == 0, "\(imported.errorText)")
            try AidSystemTests.stop(program, "local:t:S", "local:t:H")
            let asked = try #require(
                try program.json(
                    "aid", "request", "--firm", leader, "--to", "江苏", "--kind", "resume", "--dry-run")
                    as? [String: Any])
            #expect(asked["authority"] as? String == "340000")
            // By the rule that ships.
            let shipped = Fixtures.root.appending(path: "Alerts/rules/status.yaml")
            _ = try program.file("Alerts/rules/status.yaml", String(contentsOf: shipped, encoding: .utf8))
            #expect(try drafts(program) == ["\(leader) 320000 resume"], "Hefei's is in Anhui's own hands")
        }
    }

    @Test
    func `a firm that was merged into one without a code is asked for where its own code is registered`()
        throws
    {
        try Program.inFolder { program in
            var program = program
            let leader = "91340100DEM200016Q"
            program.environment = ["USER": "钱", "TIERWATCH_REGISTRANT": "local:group"]
            for (registrant, product) in [(leader, "座椅"), ("local:group", "玻璃")] {
                let chain = try program.file(
                    "chain.csv",
                    "supplier_id,supplier_region,tier,industry,product\nlocal:t:S,宁波,1,auto,\(product)\n")
                #expect(try program("import", chain, "--registrant", registrant).status == 0)
            }
            let merged = try program("firms", "merge", leader, "--into", "local:group", "--reason", "同一家")
            #expect(merged.status == 0, "\(merged.errorText)")
            _ = try program.file("Alerts/rules/standstill.yaml", AidSystemTests.rule)
            try AidSystemTests.stop(program, "local:t:S")
            #expect(try drafts(program) == ["local:group 330000 resume"])
            #expect(try program.list("aid", "list").first?["authority"] as? String == "340000")
        }
    }

    @Test func `a supplier that stands still is asked for though it leads a chain of its own`() throws {
        try AidSystemTests.withChain { program in
            let own = try program.file(
                "own.csv",
                "supplier_id,supplier_region,buyer_id,tier,industry,product\nlocal:t:S,320500,local:t:B,1,auto,海绵\n"
            )
            #expect(try program("import", own, "--registrant", "local:t:B").status == 0)
            try AidSystemTests.stop(program, "local:t:B")
            #expect(try drafts(program) == ["local:t:A 320000 resume"])
        }
    }

    /// An event over some regions, from an hour ago for ten days.
    private static func event(_ program: Program, _ regions: String, told: Double) throws {
        let file = try program.file(
            "closures-\(told).csv",
            "id,title,region,start,end,loss,updated\nev1,封控,\(regions),\(ago(hour)),\(ago(-10 * day)),1,\(ago(told))\n"
        )
        let result = try program("events", "import", file)
        guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
    }

    private static let touched = """
          - {name: touched, metric: event_survival_days, op: ">=", value: 0, mutual_aid: true,
             summary: {zh: "{{event}} 波及 {{firm}}", en: "{{event}} touches {{firm}}"}}
        """

    private static func withEvents(_ body: (Program) throws -> Void) throws {
        try AidSystemTests.withChain { program in
            _ = try program.file("Alerts/rules/standstill.yaml", "rules:\n" + Self.touched)
            try body(program)
        }
    }

    @Test func `an event that grows is asked about in the provinces that it reaches`() throws {
        try Self.withEvents { program in
            try Self.event(program, "昆山市", told: 1_800)
            #expect(try drafts(program) == ["local:t:A 320000 resume"])
            #expect(try program("aid", "drop", "1", "--note", "不需要").status == 0)
            try Self.event(program, "昆山市;杭州市", told: 900)
            #expect(try drafts(program) == ["local:t:A 330000 resume"])
            #expect(try drafts(program) == ["local:t:A 330000 resume"])
        }
    }

    @Test func `a firm whose own plant stands still asks for what stops it otherwise, and for nothing else`()
        throws
    {
        try Self.withEvents { program in
            try Self.event(program, "昆山市", told: 1_800)
            let without = try Self.dates(program)
            // 浦东 has its own plant; 海宁 and its five days of glass are not hit.
            try Self.event(program, "昆山市;浦东新区", told: 900)
            #expect(try Self.dates(program) == without)
            #expect(try drafts(program) == ["local:t:A 320000 resume"])
        }
    }

    @Test func `a firm that was merged into another is asked for once, and found by either`() throws {
        try Self.withEvents { program in
            try Self.event(program, "昆山市", told: 1_800)
            #expect(try drafts(program) == ["local:t:A 320000 resume"])
            let other = try program.file("a2.csv", "id,name,region\nlocal:t:A2,甲厂股份,310115\n")
            #expect(try program("import", other).status == 0)
            let merged = try program("firms", "merge", "local:t:A", "--into", "local:t:A2", "--reason", "同一家")
            #expect(merged.status == 0, "\(merged.errorText)")
            #expect(try drafts(program) == ["local:t:A 320000 resume"])
            for id in ["local:t:A", "local:t:A2"] {
                #expect(try program.list("aid", "list", "--firm", id).count == 1)
            }
        }
    }

    @Test
    func `a province is asked once, also when it is declared later where the firm and its supplier are`()
        throws
    {
        try Program.inFolder { program in
            var program = program
            let leader = "91340100DEM200016Q"
            program.environment = ["USER": "钱", "TIERWATCH_REGISTRANT": leader]
            func declare(_ name: String, _ text: String, _ flags: String...) throws {
                let result = try program.run(["import", program.file(name, text)] + flags)
                guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
            }
            func chain(_ place: String) -> String {
                "supplier_id,supplier_region,tier,industry,product\nlocal:t:S,\(place),1,chips,光刻胶\n"
            }
            try declare("chain.csv", chain("320500"))
            _ = try program.file(
                "Alerts/rules/rules.yaml", AidSystemTests.rule + "\n" + Self.touched)
            try AidSystemTests.stop(program, "local:t:S")
            let once = ["\(leader) 320000 resume"]
            #expect(try drafts(program) == once)
            #expect(try program("aid", "register", "1").status == 0)
            // It is in Shanghai, not in Anhui where it is registered.
            try declare("firms.csv", "id,name,region\n\(leader),甲芯,310115\n")
            #expect(try drafts(program) == once)
            try declare("chain.csv", chain("320583"), "--replace")
            try Self.event(program, "昆山市", told: 900)
            #expect(try drafts(program) == once)
            #expect(try program.list("alerts", "list").contains { $0["rule"] as? String == "touched" })
        }
    }

    @Test func `a firm that runs again does so whichever of its identities is reported`() throws {
        try AidSystemTests.withChain { program in
            try AidSystemTests.stop(program, "local:t:B")
            #expect(try Self.dates(program)[0] != nil)
            let other = try program.file("b2.csv", "id,name,region\nlocal:t:B2,乙厂股份,320583\n")
            #expect(try program("import", other).status == 0)
            #expect(
                try program("firms", "merge", "local:t:B", "--into", "local:t:B2", "--reason", "同一家").status
                    == 0)
            #expect(try program("status", "report", "--firm", "local:t:B2", "--rate", "1").status == 0)
            #expect(try drafts(program).isEmpty)
            let asked = try program("aid", "request", "--firm", "甲厂", "--to", "江苏", "--kind", "resume")
            #expect(asked.status == 65 && asked.errorText.contains("nothing that stands still in 320000"))
        }
    }

    @Test(arguments: [false, true])
    func `a firm whose list says what it makes is asked whether or not it supplies others`(
        suppliesOthers: Bool
    ) throws {
        try AidSystemTests.withChain { program in
            let firm = try program.file("f.csv", "id,name,region\nlocal:t:F,己厂,330200\n")
            #expect(try program("import", firm).status == 0)
            let list = try program.file("list.csv", "id,name,products\nlocal:t:F,己厂,座椅\n")
            #expect(
                try program("whitelist", "import", list, "--issuer", "浙江", "--batch", "1").status == 0)
            if suppliesOthers {
                let other = try program.file(
                    "x.csv",
                    "supplier_id,supplier_region,tier,industry,product\nlocal:t:F,330200,1,auto,座椅\n")
                #expect(try program("import", other, "--registrant", "local:x").status == 0)
            }
            try AidSystemTests.stop(program, "local:t:B")
            #expect(try drafts(program) == ["local:t:A 320000 resume", "local:t:A 330000 capacity"])
        }
    }

    @Test func `a firm that no province speaks for is told, and a province may ask for it all the same`()
        throws
    {
        try Program.inFolder { program in
            var program = program
            program.environment["USER"] = "钱"
            let chain = try program.file(
                "chain.csv",
                "supplier_id,supplier_name,supplier_region,tier,industry,product\nlocal:t:S,丙座椅,宁波,1,auto,座椅\n"
            )
            #expect(try program("import", chain, "--registrant", "local:t").status == 0)
            _ = try program.file("Alerts/rules/standstill.yaml", AidSystemTests.rule)
            func stop(_ firm: String) throws {
                let result = try program(
                    "status", "report", "--firm", firm, "--rate", "0", "--registrant", "local:t")
                guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
            }
            try stop("local:t")
            let own = try program("run")
            #expect(
                own.status == 0 && !own.errorText.contains("no province asks"), "its own plant alone stops")
            try stop("丙座椅")
            for _ in 1...2 {
                let run = try program("run")
                #expect(run.errorText.contains("no province asks for help for local:t"), "\(run.errorText)")
            }
            #expect(try program.list("aid", "list").isEmpty)
            let asked = try #require(
                try program.json(
                    "aid", "request", "--firm", "local:t", "--from", "上海", "--to", "浙江", "--kind", "resume",
                    "--dry-run") as? [String: Any])
            #expect(asked["authority"] as? String == "310000" && asked["line_stops_on"] != nil)
            #expect((asked["why"] as? String)?.contains("丙座椅") ?? false, "\(asked)")
        }
    }

    @Test func `who was asked to stand in is asked for when it stands still itself`() throws {
        try AidSystemTests.withChain { program in
            let second = try program.file(
                "second.csv",
                "supplier_id,supplier_name,supplier_region,buyer_id,tier,industry,product,inventory_days,spare_capacity,bring_up_days\n"
                    + "local:t:T,戊厂,340100,local:t:A,1,auto,座椅,2,0.5,1\n")
            #expect(try program("import", second, "--partial").status == 0)
            try AidSystemTests.stop(program, "local:t:B")
            let first = ["local:t:A 320000 resume", "local:t:A 340000 capacity"]
            #expect(try drafts(program) == first)
            try AidSystemTests.stop(program, "local:t:T")
            #expect(try drafts(program) == first + ["local:t:A 340000 resume"])
        }
    }

    @Test func `processes that find a request late at the same time tell of it once`() throws {
        try AidSystemTests.withChain { program in
            for kind in ["resume", "staff", "transfer", "capacity", "other", "release_stock"] {
                let result = try program(
                    "aid", "request", "--firm", "甲厂", "--to", "江苏", "--kind", kind, "--supplier", "乙厂",
                    "--deadline", "1s")
                #expect(result.status == 0, "\(result.errorText)")
            }
            #expect(try Waiting.until { try program.list("aid", "list", "--overdue").count == 6 })
            let processes = try (0..<4).map { _ in try program.start(["run"]) }
            for process in processes { #expect(process.end() == 0, "\(process.printed)") }
            for number in 1...6 {
                let request = try program.json("aid", "show", "\(number)") as? [String: Any]
                let steps = (request?["steps"] as? [[String: Any]])?.compactMap { $0["action"] as? String }
                #expect(steps == ["register", "escalate"], "\(number): \(steps ?? [])")
            }
        }
    }

    @Test func `where more stand still than are followed one by one, the request says so`() throws {
        try Self.withEvents { program in
            let rows = (0..<230).map { "local:t:M\($0),320583,local:t:A,1,auto,件\($0),0\n" }
            let many = try program.file(
                "many.csv",
                "supplier_id,supplier_region,buyer_id,tier,industry,product,inventory_days\n" + rows.joined())
            #expect(try program("import", many, "--partial").status == 0)
            try Self.event(program, "昆山市", told: 1_800)
            #expect(try drafts(program) == ["local:t:A 320000 resume"])
            let shown = try #require(try program.json("aid", "show", "1") as? [String: Any])
            #expect((shown["suppliers"] as? [Any])?.count == 200)
            #expect((shown["why"] as? String)?.contains("only 200 of them were followed") ?? false)
        }
    }
}
