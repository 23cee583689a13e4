import Foundation
import TestSupport
import Testing

/// What is left of a supplier's output, split and chosen through the program itself.
@Suite struct AidAllocateSystemTests {
    /// S sells seats to A, who has no stock and nobody else, and to B, who has stock and a second source.
    static let chain = """
        supplier_id,supplier_region,buyer_id,tier,industry,product,annual_value,share,inventory_days
        local:t:S,320583,local:t:A,1,auto,座椅,100,1,0
        local:t:S,320583,local:t:B,1,auto,座椅,100,0.5,5
        local:t:T,330200,local:t:B,1,auto,座椅,100,0.5,5
        local:t:B,310000,local:t:L,1,auto,整椅,100,1,0
        """

    static func inRegister(_ chain: String = chain, _ body: (Program) throws -> Void) throws {
        try Program.inFolder { program in
            try program("import", program.file("a.csv", chain), "--registrant", "local:t")
            try body(program)
        }
    }

    static func record(_ rows: [[String: Any]], _ rule: String, _ firm: String) -> [String: Any] {
        rows.first { $0["split_rule"] as? String == rule && $0["firm"] as? String == firm } ?? [:]
    }

    @Test func `each rule says who gets what and what each firm loses`() throws {
        try Self.inRegister { program in
            let rows = try program.list(
                "aid", "allocate", "--supplier", "local:t:S", "--remaining", "50%", "--days", "10")
            func part(_ rule: String, _ firm: String) -> Double {
                Self.record(rows, rule, "local:t:\(firm)")["part"] as? Double ?? -1
            }
            func lost(_ rule: String, _ firm: String) -> Double {
                Self.record(rows, rule, "local:t:\(firm)")["lost_days"] as? Double ?? -1
            }
            #expect(part("proportional", "A") == 0.5 && part("proportional", "B") == 0.5)
            // A loses half a day each day; B has five days of stock, of which a quarter a day goes.
            #expect(abs(lost("proportional", "A") - 5) < 1e-9 && lost("proportional", "B") == 0)
            #expect(part("least-lost-days", "A") == 1 && part("least-lost-days", "B") == 0)
            #expect(lost("least-lost-days", "A") == 0 && lost("least-lost-days", "B") == 0)
            // B is covered to a half without S, so A comes first, and both are covered to two thirds.
            #expect(abs(part("max-min", "A") - 2.0 / 3) < 1e-6 && abs(part("max-min", "B") - 1.0 / 3) < 1e-6)
        }
    }

    @Test func `a leading firm above a buyer is shown with what it loses`() throws {
        try Self.inRegister { program in
            let rows = try program.list(
                "aid", "allocate", "--supplier", "local:t:S", "--remaining", "0", "--days", "20", "--rule",
                "proportional")
            let above = Self.record(rows, "proportional", "local:t:L")
            #expect(above["claim"] as? Bool == false && (above["lost_days"] as? Double ?? 0) > 0)
            #expect(above["part"] == nil && (above["line_stops_on"] as? String)?.count == 10)
            #expect(Set(rows.compactMap { $0["split_rule"] as? String }) == ["proportional"])
        }
    }

    @Test func `what is left follows from reports where nobody says`() throws {
        try Self.inRegister { program in
            var result = try program("aid", "allocate", "--supplier", "local:t:S")
            #expect(result.status == 64 && result.errorText.contains("is not short by what is known"))
            try program("status", "report", "--firm", "local:t:S", "--rate", "30%", "--registrant", "local:t")
            let rows = try program.list(
                "aid", "allocate", "--supplier", "local:t:S", "--rule", "proportional")
            #expect(abs((rows.first?["part"] as? Double ?? 0) - 0.3) < 1e-6)
            result = try program("aid", "allocate", "--supplier", "local:t:S", "--lang", "zh")
            for word in ["按需求比例", "合计损失最少", "保最低满足率", "停线日", "损失天数"] {
                #expect(result.text.contains(word), "\(word): \(result.text)")
            }
        }
    }

    /// A time in China at which a day begins, some days from today.
    private static func midnight(_ days: Int) -> String { AidSystemTests.day(days) + "T00:00:00+08:00" }

    @Test(arguments: [[], ["--from-status"]])
    func `a supplier that makes more again has more to split`(flags: [String]) throws {
        try Self.inRegister { program in
            for (rate, time) in [("0", Self.midnight(-3)), ("60%", Self.midnight(0))] {
                let result = try program(
                    "status", "report", "--firm", "local:t:S", "--rate", rate, "--registrant", "local:t",
                    "--at", time)
                #expect(result.status == 0, "\(result.errorText)")
            }
            let asked = ["aid", "allocate", "--supplier", "local:t:S"] + flags
            let rows = try program.list(asked + ["--rule", "proportional"])
            let part = Self.record(rows, "proportional", "local:t:A")["part"] as? Double ?? -1
            #expect(abs(part - 0.6) < 1e-6, "\(rows)")
            let choice = ["--choose", "proportional", "--by", "钱", "--reason", "会商决定"]
            let chosen = try #require(try program.json(asked + choice) as? [String: Any])
            #expect(abs((chosen["remaining"] as? Double ?? -1) - 0.6) < 1e-6)
        }
    }

    /// B needs half of its seats from S and has five days of them: without S for nine days it has half a day left.
    @Test func `what was used up since a stop began is not in stock any more`() throws {
        try Self.inRegister { program in
            func report(_ rate: String, _ days: Int) throws {
                let result = try program(
                    "status", "report", "--firm", "local:t:S", "--rate", rate, "--registrant", "local:t",
                    "--at", Self.midnight(days))
                #expect(result.status == 0, "\(result.errorText)")
            }
            func stops(_ flags: String...) throws -> [String] {
                let asked = ["aid", "allocate", "--supplier", "local:t:S", "--rule", "proportional"] + flags
                return try program.list(asked).map {
                    "\(($0["firm"] as? String ?? "").suffix(1)) \($0["line_stops_on"] ?? "-")"
                }
            }
            let fresh = try stops("--remaining", "0")
            try report("0", -9)
            #expect(
                try stops() == [
                    "A \(AidSystemTests.day(-8))", "B \(AidSystemTests.day(2))", "L \(AidSystemTests.day(3))",
                ])
            #expect(try stops("--remaining", "0") == stops())
            #expect(
                fresh == [
                    "A \(AidSystemTests.day(1))", "B \(AidSystemTests.day(11))",
                    "L \(AidSystemTests.day(12))",
                ])
        }
    }

    /// S sells to A from Kunshan and to B from Hangzhou; A has no stock, B five days.
    @Test func `what one site did not make was taken from those who buy there`() throws {
        let chain = """
            supplier_id,supplier_region,buyer_id,tier,industry,product,annual_value,share,inventory_days
            local:t:S,320583,local:t:A,1,auto,座椅,100,1,0
            local:t:S,330100,local:t:B,1,auto,座椅,100,1,5
            """
        try Self.inRegister(chain) { program in
            let reported = try program(
                "status", "report", "--firm", "local:t:S", "--region", "320583", "--rate", "0",
                "--registrant",
                "local:t", "--at", Self.midnight(-9))
            #expect(reported.status == 0, "\(reported.errorText)")
            let rows = try program.list(
                "aid", "allocate", "--supplier", "local:t:S", "--rule", "proportional")
            #expect(
                DrillBench.lines(["rows": rows], "rows", "firm", "part", "line_stops_on") == [
                    "local:t:A 0.5 \(AidSystemTests.day(-8))", "local:t:B 0.5 \(AidSystemTests.day(11))",
                ])
        }
    }

    /// S makes seats in Kunshan and Hangzhou, headrests in Hangzhou alone; Kunshan stands still.
    @Test func `what is left of a product is what is left of the sites that make it`() throws {
        let chain = """
            supplier_id,supplier_region,buyer_id,tier,industry,product,annual_value,share,inventory_days
            local:t:S,320583,local:t:A,1,auto,座椅,100,1,0
            local:t:S,330100,local:t:B,1,auto,座椅,300,1,0
            local:t:S,330100,local:t:B,1,auto,头枕,600,1,0
            local:t:S,320583,local:t:B,1,auto,样件,0,0,0
            """
        try Self.inRegister(chain) { program in
            let reported = try program(
                "status", "report", "--firm", "local:t:S", "--region", "320583", "--rate", "0",
                "--registrant", "local:t")
            #expect(reported.status == 0, "\(reported.errorText)")
            func parts(_ flags: String...) throws -> [Double] {
                let asked = ["aid", "allocate", "--supplier", "local:t:S", "--rule", "proportional"] + flags
                return try program.list(asked).compactMap { $0["part"] as? Double }
            }
            #expect(try parts() == [0.9, 0.9])
            #expect(try parts("--product", "座椅") == [0.75, 0.75])
            let headrests = try program("aid", "allocate", "--supplier", "local:t:S", "--product", "头枕")
            #expect(
                headrests.status == 64
                    && headrests.errorText.contains("is not short of '头枕' by what is known"),
                "\(headrests.errorText)")
            let samples = try program("aid", "allocate", "--supplier", "local:t:S", "--product", "样件")
            #expect(samples.status == 66 && samples.errorText.contains("nobody in the register buys"))
        }
    }

    /// A has five days of seats and stands still itself since S does; B has none.
    @Test func `a buyer that stands still itself uses up nothing, and is given nothing that helps nobody`()
        throws
    {
        let chain = """
            supplier_id,supplier_region,buyer_id,tier,industry,product,annual_value,share,inventory_days
            local:t:S,320583,local:t:A,1,auto,座椅,100,1,5
            local:t:S,320583,local:t:B,1,auto,座椅,100,1,0
            local:t:A,320585,local:t:L,1,auto,整椅,100,1,0
            local:t:T,330200,local:t:X,1,auto,玻璃,100,1,0
            local:t:X,330200,local:t:Y,1,auto,整椅,100,1,0
            """
        try Self.inRegister(chain) { program in
            func report(_ firm: String, _ rate: String, _ days: Int) throws {
                let result = try program(
                    "status", "report", "--firm", firm, "--rate", rate, "--registrant", "local:t", "--at",
                    Self.midnight(days))
                #expect(result.status == 0, "\(result.errorText)")
            }
            for firm in ["local:t:S", "local:t:A", "local:t:X"] { try report(firm, "0", -9) }
            try report("local:t:S", "40%", 0)
            func rows(_ rule: String) throws -> [String] {
                let rows = try program.list(
                    "aid", "allocate", "--supplier", "local:t:S", "--days", "20", "--rule", rule)
                return DrillBench.lines(["rows": rows], "rows", "firm", "part", "line_stops_on")
            }
            let (still, stopped) = (AidSystemTests.day(-9), AidSystemTests.day(-8))
            // Nothing is said of X, who has nothing to do with S.
            #expect(
                try rows("least-lost-days") == [
                    "local:t:A 0 \(still)", "local:t:B 0.8 \(stopped)", "local:t:L - \(stopped)",
                ])
        }
    }

    @Test func `a supplier whose region is free again is not short, though the event goes on elsewhere`()
        throws
    {
        try Self.inRegister { program in
            func part(_ region: String, _ from: Int, _ to: Int) -> String {
                """
                <info><language>zh-CN</language><event>台风</event><severity>Extreme</severity><headline>台风</headline>
                <onset>\(Self.midnight(from))</onset><expires>\(Self.midnight(to))</expires>
                <area><areaDesc>\(region)</areaDesc></area></info>
                """
            }
            let warning = """
                <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a</identifier><sender>s</sender>
                <sent>\(Self.midnight(-9))</sent><status>Actual</status><msgType>Alert</msgType>
                \(part("宁波市", -9, -2))\(part("昆山市", -4, 9))\(part("宁波市", 2, 9))</alert>
                """
            let imported = try program("events", "import", program.file("warning.xml", warning))
            #expect(imported.status == 0, "\(imported.errorText)")
            let hit = try program.list(
                "aid", "allocate", "--supplier", "local:t:S", "--rule", "proportional")
            #expect(Self.record(hit, "proportional", "local:t:A")["part"] as? Double == 0, "\(hit)")
            // What is over takes nothing of T, and what is to come nothing yet.
            let free = try program("aid", "allocate", "--supplier", "local:t:T")
            #expect(
                free.status == 64 && free.errorText.contains("is not short by what is known and has begun"),
                "\(free.errorText)")
        }
    }

    @Test func `a choice is kept with who made it and why, and in the trail`() throws {
        try Self.inRegister { program in
            let chosen = try #require(
                try program.json(
                    "aid", "allocate", "--supplier", "local:t:S", "--product", "座椅", "--remaining", "0.5",
                    "--days", "10", "--choose", "max-min", "--by", "钱", "--reason", "会商决定") as? [String: Any])
            #expect(chosen["number"] as? Int == 1 && chosen["split_rule"] as? String == "max-min")
            let rows = try program.list("aid", "allocations", "--supplier", "local:t:S")
            #expect(rows.count == 1 && rows[0]["by"] as? String == "钱")
            #expect(rows[0]["reason"] as? String == "会商决定" && rows[0]["remaining"] as? Double == 0.5)
            let parts = try #require(rows[0]["parts"] as? [[String: Any]])
            #expect(parts.map { $0["firm"] as? String } == ["local:t:A", "local:t:B"])
            #expect(abs((parts[0]["share"] as? Double ?? 0) - 2.0 / 3) < 1e-6)
            let trail = try program.list("audit", "list", "--action", "aid-allocate")
            #expect(trail.count == 1 && trail[0]["subject"] as? String == "local:t:S")
            #expect(try program.list("aid", "allocations", "--supplier", "local:t:A").isEmpty)
            #expect(try program.list("aid", "allocations", "--at", "2020-01-01").isEmpty)
            let view = try program("aid", "allocations", "--view", "local:t")
            #expect(view.status == 64 && view.errorText.contains("no view of one has them"))
        }
    }

    @Test func `a process killed while it keeps a choice leaves it whole or not there`() throws {
        try Self.inRegister { program in
            let command = [
                "aid", "allocate", "--supplier", "local:t:S", "--remaining", "0.5", "--choose", "max-min",
                "--by", "钱", "--reason", "会商决定",
            ]
            var kept = 0
            for delay in stride(from: 0, through: 100_000, by: 10_000) as StrideThrough<UInt32> {
                let process = try program.start(command)
                usleep(delay)
                process.signal(SIGKILL)
                _ = process.end()
                let rows = try program.list("aid", "allocations")
                #expect([kept, kept + 1].contains(rows.count))
                #expect(rows.allSatisfy { ($0["parts"] as? [[String: Any]])?.count == 2 })
                kept = rows.count
                #expect(try program.list("audit", "list", "--action", "aid-allocate").count == kept)
            }
            #expect(try program.run(command).status == 0)
            #expect(try program.list("aid", "allocations").count == kept + 1)
            #expect(try program("audit", "verify").status == 0)
        }
    }

    @Test(arguments: [
        (
            ["--supplier", "local:t:A", "--remaining", "0.5"], Int32(66),
            "nobody in the register buys anything from"
        ),
        (["--supplier", "local:t:S", "--product", "螺丝"], 66, "is no product that local:t:S sells"),
        (["--supplier", "local:t:S", "--remaining", "120%"], 64, "--remaining: '120%' is no part"),
        (["--supplier", "local:t:S", "--remaining", "1"], 64, "is not short"),
        (["--supplier", "local:t:S", "--rule", "fair"], 64, "--rule is one of"),
        (
            ["--supplier", "local:t:S", "--choose", "max-min", "--by", "钱", "--remaining", "0"], 64,
            "no reason is given"
        ),
        (["--supplier", "local:t:S", "--reason", "x"], 64, "--by and --reason are of --choose"),
    ])
    func `a wrong question is answered by one sentence`(
        flags: [String], status: Int32, sentence: String
    ) throws {
        try Self.inRegister { program in
            let result = try program.run(["aid", "allocate"] + flags)
            #expect(result.status == status && result.errorText.contains(sentence), "\(result.errorText)")
            #expect(result.text.isEmpty)
            #expect(try program.list("aid", "allocations").isEmpty)
        }
    }
}
