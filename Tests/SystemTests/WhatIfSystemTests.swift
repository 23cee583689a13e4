import Foundation
import TestSupport
import Testing

/// Drills through the program itself: what stops, who loses what, and what is refused.
@Suite struct WhatIfSystemTests {
    static let vectors = ["cascade_5", "cascade_12", "sites_demo", "tiers_demo", "network_300"]

    static func same(_ rows: [[String: Any]], _ wanted: [[String: Any]]) -> Bool {
        guard rows.count == wanted.count else { return false }
        return zip(rows, wanted).allSatisfy { row, other in
            let output = row["output"] as? [Double] ?? []
            let otherOutput = other["output"] as? [Double] ?? []
            func close(_ key: String) -> Bool {
                abs((row[key] as? Double ?? .nan) - (other[key] as? Double ?? .nan)) < 1e-6
            }
            return row["firm"] as? String == other["firm"] as? String
                && row["first_loss_day"] as? Int == other["first_loss_day"] as? Int
                && close("lost_days") && close("lowest_output") && output.count == otherOutput.count
                && zip(output, otherOutput).allSatisfy { abs($0 - $1) < 1e-6 }
        }
    }

    @Test(arguments: vectors)
    func `a vector's drills give the published courses`(name: String) throws {
        try Program.inFolder { program in
            let folder = Fixtures.url("vectors/\(name)")
            #expect(try program("import", folder.path, "--registrant", "local:check").status == 0)
            let text = try Data(contentsOf: folder.appending(path: "expected.json"))
            let expected = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
            let leader = try #require(expected["leader"] as? String)
            for key in ["whatif", "whatif_mitigated", "whatif_region"] {
                let asked = try #require(expected[key] as? [String: Any])
                let stop = try #require(asked["stop"] as? String)
                let isRegion = stop.hasPrefix("region:")
                let result = try program.run(
                    ["whatif", "--firm", leader, "--format", "json", "--loss", "\(asked["loss"] ?? 1)"]
                        + ["--days", "\(asked["days"] ?? "")", "--until", "\(asked["until"] ?? "")"]
                        + (isRegion ? ["--region", String(stop.dropFirst(7))] : ["--firm-stop", stop])
                        + (key == "whatif_mitigated" ? ["--mitigate"] : []))
                let rows = try JSONSerialization.jsonObject(with: result.output) as? [[String: Any]] ?? []
                let wanted = try #require(asked["result"] as? [[String: Any]])
                #expect(Self.same(rows, wanted), "\(key): \(result.text) \(result.errorText)")
            }
        }
    }

    /// B supplies A, and has nobody in reserve.
    static let pair = """
        supplier_id,supplier_region,buyer_id,tier,industry,product,share
        local:t:B,320583,local:t:A,1,auto,座椅,1
        """

    @Test func `a shock reaches county, city and province, a day a tier`() throws {
        try Program.inFolder { program in
            try program("import", program.file("pair.csv", Self.pair), "--registrant", "local:t")
            for region in ["昆山", "320500", "江苏"] {
                let loss = region == "昆山" ? "８０％" : "80%"
                let rows = try program.list("whatif", "--region", region, "--loss", loss, "--days", "3")
                #expect(rows.count == 1)
                #expect(rows.first?["firm"] as? String == "local:t:A")
                #expect(rows.first?["first_loss_day"] as? Int == 1)
                #expect(abs((rows.first?["lost_days"] as? Double ?? 0) - 2.4) < 1e-9)
                #expect((rows.first?["output"] as? [Double])?.count == 63)
            }
        }
    }

    @Test func `without a firm only those that lose are listed, with one it always is`() throws {
        try Program.inFolder { program in
            try program("import", program.file("pair.csv", Self.pair), "--registrant", "local:t")
            #expect(try program.list("whatif", "--region", "西藏").isEmpty)
            let result = try program("whatif", "--region", "西藏")
            #expect(result.errorText.contains("540000") && result.text == "(none)\n")
            let rows = try program.list("whatif", "--region", "西藏", "--firm", "local:t:A")
            #expect(rows.count == 1 && rows[0]["first_loss_day"] == nil)
            #expect(rows.first?["lowest_output"] as? Double == 1)
            let alone = try program.list("whatif", "--region", "昆山", "--firm", "local:t:B", "--days", "2")
            #expect(alone.first?["lost_days"] as? Double == 2)
        }
    }

    @Test func `a table has headings in both languages and no raw days`() throws {
        try Program.inFolder { program in
            try program("import", program.file("pair.csv", Self.pair), "--registrant", "local:t")
            let english = try program("whatif", "--firm-stop", "local:t:B", "--lang", "en").text
            let chinese = try program("whatif", "--firm-stop", "local:t:B", "--lang", "zh").text
            #expect(english.contains("first day of loss") && english.contains("lost days"))
            #expect(chinese.contains("首次减产日") && chinese.contains("最低产出") && chinese.contains("损失天数"))
            #expect(!english.contains("█") && english.split(separator: "\n").count == 3)
        }
    }

    @Test(arguments: [
        (["--loss", "130%", "--region", "上海"], "--loss"), (["--loss", "1.5", "--region", "上海"], "--loss"),
        (["--loss", "-1", "--region", "上海"], "--loss: '-1' is no loss"),
        (["--days", "-3", "--region", "上海"], "--days is 1 to 3650, not -3"),
        (["--until", "-3", "--region", "上海"], "--until is 1 to 3650, not -3"),
        (["--loss", "nan", "--region", "上海"], "--loss"),
        (["--days", "0", "--region", "上海"], "--days"), (["--until", "9999", "--region", "上海"], "--until"),
        ([], "--region"), (["--region", "无此地"], "无此地"),
        (["--days", "3", "--scenario", "x.yaml"], "--days"),
    ])
    func `a wrong flag is named and ends with 64`(flags: [String], named: String) throws {
        try Program.withEmptyStore { program in
            let result = try program.run(["whatif"] + flags)
            #expect(result.status == 64 && result.errorText.contains(named), "\(result.errorText)")
            #expect(result.text.isEmpty)
        }
    }

    @Test func `an empty register loses nothing, and knows no firm`() throws {
        try Program.withEmptyStore { program in
            let rows = try program.list("whatif", "--region", "上海")
            let unknown = try program("whatif", "--firm-stop", "local:t:B")
            #expect(rows.isEmpty && unknown.status == 66)
        }
    }
}
