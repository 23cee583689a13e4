import Foundation
import TestSupport
import Testing

/// What runs draft where several suppliers stop a line together.
@Suite struct AidTogetherTests {
    /// 甲厂 of Pudong, with what a chain says of its suppliers; each of those that are named stands still by a report of its own.
    private static func withChain(
        _ header: String, _ rows: [String], stopping firms: [String], _ body: (Program) throws -> Void
    ) throws {
        try Program.inFolder { program in
            var program = program
            program.environment = ["USER": "钱", "TIERWATCH_REGISTRANT": "local:t:A"]
            _ = try program.file("Alerts/rules/standstill.yaml", AidSystemTests.rule)
            let head = "supplier_id,supplier_region,buyer_id,tier,industry,product,"
            for (name, text) in [
                ("firms.csv", "id,name,region\nlocal:t:A,甲厂,310115\n"),
                ("chain.csv", ([head + header] + rows).map { $0 + "\n" }.joined()),
            ] {
                let result = try program("import", program.file(name, text))
                guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
            }
            for firm in firms { try AidSystemTests.stop(program, "local:t:\(firm)") }
            try body(program)
        }
    }

    private static func requests(_ program: Program) throws -> [[String: Any]] {
        let run = try program("run")
        guard run.status == 0 else { throw Program.Failure(text: run.errorText) }
        return try program.list("aid", "list").map { line in
            try program.json("aid", "show", line["id"] as? String ?? "") as? [String: Any] ?? [:]
        }
    }

    /// Who is asked for, as `supplier province kind`.
    private static func asked(_ drafts: [[String: Any]]) -> [String] {
        drafts.flatMap { draft in
            (draft["suppliers"] as? [[String: Any]] ?? []).map {
                "\($0["firm"] ?? "") \(draft["counterpart"] ?? "") \(draft["kind"] ?? "")"
            }
        }.sorted()
    }

    /// 201 suppliers in Kunshan, each of which stops the line, and Z in Hangzhou behind the first of them; all stand still.
    ///
    /// V of Ningbo could deliver in place of the first.
    private static func withMany(_ body: (Program) throws -> Void) throws {
        let rows =
            (0..<201).map { "local:t:M\($0),320583,local:t:A,1,auto,件\($0),0,1,active,," } + [
                "local:t:V,330200,local:t:A,1,auto,件0,,,backup,1,1",
                "local:t:Z,330100,local:t:M0,2,auto,料,0,1,active,,",
            ]
        let firms = (0..<201).map { "M\($0)" } + ["Z"]
        try withChain("inventory_days,share,status,spare_capacity,bring_up_days", rows, stopping: []) {
            program in
            let reports = try program.file(
                "reports.csv",
                "id,operating_rate\n" + firms.map { "local:t:\($0),0\n" }.joined())
            let result = try program("status", "import", reports)
            guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
            try body(program)
        }
    }

    @Test func `a supplier farther off than those that are followed is asked for by its own alert alone`()
        throws
    {
        try Self.withMany { program in
            let drafts = try Self.requests(program).filter { $0["counterpart"] as? String == "330000" }
            // Where it is asked for, nobody is to stand in.
            #expect(Self.asked(drafts) == ["local:t:Z 330000 resume"])
            // All 202 were followed.
            #expect(
                drafts.allSatisfy { ($0["why"] as? String)?.contains("nearest") == false }, "\(drafts)")
        }
    }

    @Test(arguments: [[], ["--supplier", "local:t:Z"]])
    func `who asks a province by hand is told of those that are farther off`(named: [String]) throws {
        try Self.withMany { program in
            let request = try program.json(
                ["aid", "request", "--firm", "甲厂", "--to", "浙江", "--kind", "resume", "--dry-run"] + named)
            let shown = try #require(request as? [String: Any])
            #expect(Self.asked([shown]) == ["local:t:Z 330000 resume"])
            let supplier = try #require((shown["suppliers"] as? [[String: Any]])?.first)
            #expect(supplier["line_stops_on"] != nil, "\(shown)")
        }
    }

    /// For want of a tenth a stock of 7 days lasts 70, and for want of a half one of 40 days 80: longer than a report holds.
    ///
    /// For want of all of it a stock is gone once it was used up after the day on which what was made the day before still arrives.
    @Test(arguments: [(10, 7, 8), (2, 40, 41)])
    func `those who stop a line only together are asked for, each by its own alert`(
        suppliers: Int, stock: Int, stopsIn: Int
    ) throws {
        let names = (0..<suppliers).map { "S\($0)" }
        let rows = names.enumerated().map { number, name in
            "local:t:\(name),\(number % 2 == 0 ? "320500" : "330100"),local:t:A,1,auto,座椅,\(stock),"
                + "\(1 / Double(suppliers))"
        }
        try Self.withChain("inventory_days,share", rows, stopping: names) { program in
            let drafts = try Self.requests(program)
            #expect(
                Self.asked(drafts)
                    == names.enumerated().map { number, name in
                        "local:t:\(name) \(number % 2 == 0 ? "320000" : "330000") resume"
                    }, "\(drafts)")
            #expect(drafts.allSatisfy { $0["line_stops_on"] as? String == AidSystemTests.day(stopsIn) })
            #expect(try Self.requests(program).count == suppliers)
        }
    }

    /// Two seat makers and two glass makers, each for half; without one of them the other's product is lacking all the same, or lacks first.
    ///
    /// The trims are felt from the first day on, by a third of the output.
    @Test(arguments: [(45, []), (40, ["T"])])
    func `those who stop a line only together are asked for, whoever else stops it`(
        glassDays: Int, alone: [String]
    ) throws {
        let rows =
            ["S1", "S2"].map { "local:t:\($0),320500,local:t:A,1,auto,座椅,40,0.5,essential" }
            + ["G1", "G2"].map { "local:t:\($0),330100,local:t:A,1,auto,玻璃,\(glassDays),0.5,essential" }
            + ["local:t:T,340100,local:t:A,1,auto,饰条,0,1,ordinary"]
        try Self.withChain(
            "inventory_days,share,importance", rows, stopping: ["S1", "S2", "G1", "G2"] + alone
        ) { program in
            let together = [
                "local:t:G1 330000 resume", "local:t:G2 330000 resume", "local:t:S1 320000 resume",
                "local:t:S2 320000 resume",
            ]
            let drafts = try Self.requests(program)
            #expect(
                Self.asked(drafts) == together + alone.map { "local:t:\($0) 340000 resume" }, "\(drafts)")
        }
    }

    @Test func `stand-ins are asked for all that is lacking, and only in further provinces`() throws {
        let rows = [
            "local:t:B,320500,local:t:A,1,auto,座椅,1,0.6,active,,",
            "local:t:C,330100,local:t:A,1,auto,座椅,1,0.4,active,,",
            "local:t:T,320100,local:t:A,1,auto,座椅,,,backup,1,1",
            "local:t:U,330200,local:t:A,1,auto,座椅,,,backup,1,1",
            "local:t:V,340100,local:t:A,1,auto,座椅,,,backup,1,1",
        ]
        try Self.withChain(
            "inventory_days,share,status,spare_capacity,bring_up_days", rows, stopping: ["B", "C"]
        ) { program in
            let drafts = try Self.requests(program)
            let asked = drafts.map { "\($0["counterpart"] ?? "") \($0["kind"] ?? "")" }
            #expect(asked.sorted() == ["320000 resume", "330000 resume", "340000 capacity"], "\(drafts)")
            let capacity = try #require(drafts.first { $0["kind"] as? String == "capacity" })
            #expect((capacity["why"] as? String)?.contains("100% of '座椅' is lacking") ?? false, "\(capacity)")
        }
    }

    @Test func `stand-ins for a product are asked for by an alert about somebody behind it`() throws {
        func makers(_ letter: String, _ region: String, _ product: String, _ days: Int) -> [String] {
            (1...2).map {
                "local:t:\(letter)\($0),\(region),local:t:A,1,auto,\(product),\(days),0.5,active,,"
            }
        }
        let rows =
            makers("S", "320500", "座椅", 40) + makers("G", "330100", "玻璃", 45) + [
                "local:t:T,340100,local:t:A,1,auto,座椅,,,backup,1,1",
                "local:t:U,340100,local:t:A,1,auto,玻璃,,,backup,1,1",
            ]
        try Self.withChain(
            "inventory_days,share,status,spare_capacity,bring_up_days", rows,
            stopping: ["S1", "S2", "G1", "G2"]
        ) { program in
            let drafts = try Self.requests(program).filter { $0["kind"] as? String == "capacity" }
            #expect(drafts.count == 2, "\(drafts)")
            for (standIn, maker) in [("T", "S"), ("U", "G")] {
                let draft = drafts.first { Self.asked([$0]) == ["local:t:\(standIn) 340000 capacity"] }
                #expect((draft?["reason"] as? String)?.contains(maker) ?? false, "\(drafts)")
            }
        }
    }
}
