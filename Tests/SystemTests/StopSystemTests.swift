import Foundation
import TestSupport
import Testing

/// What stops if this stops, through the program itself: figures held to published ones.
@Suite struct StopSystemTests {
    typealias Row = [String: Any]

    /// A program that knows a vector's register, with what is expected of it.
    static func withVector(_ name: String, _ body: (Program, Row, _ leader: String) throws -> Void) throws {
        try Program.inFolder { program in
            let folder = Fixtures.url("vectors/\(name)")
            #expect(try program("import", folder.path, "--registrant", "local:check").status == 0)
            let text = try Data(contentsOf: folder.appending(path: "expected.json"))
            let expected = try #require(try JSONSerialization.jsonObject(with: text) as? Row)
            try body(program, expected, try #require(expected["leader"] as? String))
        }
    }

    @Test(arguments: FigureSystemTests.networks)
    func `every stop has its published figures`(network: String) throws {
        try Self.withVector(network) { program, expected, leader in
            for (key, flags) in [("systemic", []), ("systemic_substitution", ["--substitution"])] {
                let rows = try program.list(["systemic"] + flags)
                let both = rows.compactMap { $0["both"] as? Double }
                #expect(both == both.sorted(by: >), "\(key) is not sorted")
                #expect(rows.allSatisfy { $0["converged"] as? Bool == true && $0["last_change"] == nil })
                try Self.check(rows, by: "firm", ["both", "down", "up"], expected[key])
            }
            let chokepoints = try program.list("chokepoints", "--firm", leader)
            let wanted = try #require(expected["chokepoints"] as? [Row])
            #expect(chokepoints.count == wanted.count)
            let figures = ["chokepoint_weight", "shared_by", "criticality"]
            try Self.check(chokepoints, by: "supplier", figures, wanted)
            #expect(Self.isWorstFirst(chokepoints))
            for level in ["city", "province"] {
                let rows = try program.list(
                    "exposure", "--firm", leader, "--kind", "stoppage", "--level", level)
                let lists = try #require(expected["exposure"] as? [String: [Row]])
                let wanted = try #require(lists["stoppage/\(level)"]).filter {
                    Self.number($0, "value") >= 1e-9
                }
                #expect(rows.count == wanted.count)
                try Self.check(rows, by: "region", ["value"], wanted)
            }
            let sources = try program.list("chokepoints", "--firm", leader, "--false-dual")
            let all = try #require(expected["false_dual_source"] as? [Row])
            let mine = all.filter { $0["firm"] as? String == leader }
            #expect(
                sources.map { "\($0["product"] ?? "") \($0["via"] ?? "") \($0["common_count"] ?? "")" }
                    .sorted()
                    == mine.map { "\($0["product"] ?? "") \($0["via"] ?? "") \($0["common"] ?? "")" }.sorted()
            )
        }
    }

    @Test func `the stress page ranks what the other commands tell`() throws {
        try Self.withVector("network_300") { program, _, leader in
            let suppliers = try program.list("chokepoints", "--firm", leader)
            let regions = try program.list("exposure", "--firm", leader, "--kind", "stoppage")
            let losses =
                suppliers.map { Self.number($0, "criticality") }.filter { $0 >= 1e-9 }
                + regions.map { Self.number($0, "value") }
            let all = try program.list("stress", "--firm", leader, "--top", "100000")
            #expect(all.count == losses.count)
            for (row, loss) in zip(all, losses.sorted(by: >)) {
                #expect(abs(Self.number(row, "loss") - loss) < 1e-9)
            }
            let kinds = all.map { $0["kind"] as? String }
            #expect(kinds.count { $0 == "region" } == regions.count)
            let page = try program.list("stress", "--firm", leader)
            #expect(
                page.compactMap { $0["stopped"] as? String }
                    == all.prefix(10).compactMap { $0["stopped"] as? String })
            #expect(page.allSatisfy { $0["firm"] as? String == leader && $0["via"] is String })
        }
    }

    @Test func `the stress page tells the published days of survival, and those of a region as whatif does`()
        throws
    {
        try Self.withVector("network_300") { program, expected, leader in
            let page = try program.list("stress", "--firm", leader, "--top", "100000")
            let (regions, suppliers) = (
                page.filter { $0["kind"] as? String == "region" },
                page.filter { $0["kind"] as? String == "supplier" }
            )
            let survival = try #require(expected["survival"] as? [Row])
            let pairs = survival.map { ($0["supplier"] as? String ?? "", $0) }
            let wanted = Dictionary(pairs) { first, _ in first }
            for row in suppliers {
                let expected = wanted[row["stopped"] as? String ?? ""]
                #expect(row["survival_days"] as? Int == expected?["survival_days"] as? Int)
                #expect(row["recovery_gap_days"] as? Double == expected?["recovery_gap_days"] as? Double)
            }
            #expect(suppliers.contains { $0["survival_days"] != nil })
            let others = regions.filter { $0["stopped"] as? String != "310000" }
            for row in [others.first, others.last].compactMap({ $0 }) {
                let region = row["stopped"] as? String ?? ""
                let flags = ["--days", "400", "--until", "400"]
                let course = try program.list(["whatif", "--region", region, "--firm", leader] + flags)
                #expect(row["survival_days"] as? Int == course.first?["first_loss_day"] as? Int)
                #expect(row["recovery_gap_days"] == nil)
            }
        }
    }

    @Test func `all leading firms have a place on the stress page, each its own ten`() throws {
        try Program.inFolder { program in
            let folder = Fixtures.root.appending(path: "Suppliers").path
            for name in ["chips", "auto"] {
                let file = "\(folder)/\(name)"
                let registrant = try String(contentsOfFile: "\(file)/registrant", encoding: .utf8)
                let trimmed = registrant.trimmingCharacters(in: .whitespacesAndNewlines)
                #expect(try program("import", file, "--registrant", trimmed).status == 0)
            }
            let rows = try program.list("stress")
            let firms = rows.compactMap { $0["firm"] as? String }
            #expect(firms == firms.sorted())
            for firm in Set(firms) {
                let losses = rows.filter { $0["firm"] as? String == firm }.map { Self.number($0, "loss") }
                #expect(losses.count == 10)
                #expect(losses == losses.sorted(by: >))
                #expect(losses.allSatisfy { $0 > 0 && $0 <= 1 })
            }
            #expect(Set(firms).count == 2)
        }
    }

    @Test func `a stoppage is explained by the deliveries that fail, end to end`() throws {
        try Program.inFolder { program in
            let firm = try DemonstrationTests.load(program, "auto")
            let flags = ["exposure", "--firm", firm, "--kind", "stoppage", "--explain", "无锡"]
            let answer = try #require(try program.json(flags) as? Row)
            let paths = try #require(answer["paths"] as? [Row])
            #expect(
                abs(paths.map { Self.number($0, "part") }.reduce(0, +) - Self.number(answer, "value")) < 1e-9)
            let chain = try #require(answer["chain"] as? [Row])
            let firms = try #require(paths.first?["firms"] as? [String])
            #expect(chain.compactMap { $0["buyer"] as? String } == Array(firms.dropLast()))
            #expect(chain.compactMap { $0["supplier"] as? String } == Array(firms.dropFirst()))
            #expect(chain.last?["supplier"] as? String == "91320200DEM101528X")
            #expect(
                chain.allSatisfy {
                    $0["importance"] as? String == "essential" && Self.number($0, "loss") > 0.5
                })
            let why = try #require(
                try program.json(["chokepoints", "--firm", firm, "--explain", "91320200DEM101528X"]) as? Row)
            #expect(Self.number(why, "criticality") == 1)
            #expect((why["chain"] as? [Row])?.count == chain.count)
        }
    }

    @Test func `one product shows only the firms that lead to it without passing the firm itself`() throws {
        try Program.inFolder { program in
            let rows = """
                local:t:甲,,310000,,1,auto,板,1,
                local:t:乙,,310000,,1,auto,板,1,
                local:t:丙,,310000,,1,auto,灯,1,
                local:t:丁,,310000,local:t:甲,2,auto,铜,1,
                local:t,,310000,local:t:丙,2,auto,废料,1,

                """
            let file = try program.file("list.csv", BadInputTests.header + rows)
            #expect(try program("import", file, "--registrant", "local:t").status == 0)
            for (product, names) in [("板", "甲乙丁"), ("灯", "丙"), (" 灯 ", "丙")] {
                let shown = try program.list("chokepoints", "--firm", "local:t", "--product", product)
                let ids = shown.compactMap { $0["supplier"] as? String }
                #expect(ids.sorted() == names.map { "local:t:\($0)" }.sorted(), "\(product)")
            }
        }
    }

    private static func number(_ row: Row, _ key: String) -> Double { row[key] as? Double ?? .nan }

    private static func check(_ rows: [Row], by key: String, _ figures: [String], _ wanted: Any?) throws {
        let wanted = try #require(wanted as? [Row])
        let pairs = rows.map { ($0[key] as? String ?? "", $0) }
        let byKey = Dictionary(pairs) { first, _ in first }
        for row in wanted {
            let name = row[key] as? String ?? ""
            for figure in figures {
                let difference = number(byKey[name] ?? [:], figure) - number(row, figure)
                #expect(abs(difference) < 1e-6, "\(name) \(figure) is off by \(difference)")
            }
        }
    }

    private static func isWorstFirst(_ rows: [Row]) -> Bool {
        let keys = rows.map { row in
            (
                -number(row, "criticality"), -number(row, "chokepoint_weight"), -number(row, "shared_by"),
                row["supplier"] as? String ?? ""
            )
        }
        return zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 }
    }
}
