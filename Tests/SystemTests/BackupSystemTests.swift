import Foundation
import TestSupport
import Testing

/// Who is nobody's supplier, and would step in for one.
@Suite struct BackupSystemTests {
    /// 丁厂 of Wuhu would step in for 乙厂 of Kunshan, of whom 甲厂 buys its seats; 戊厂 has two such places.
    private static let chain = """
        supplier_id,supplier_name,supplier_region,buyer_id,buyer_name,tier,industry,product,status,spare_capacity,bring_up_days
        local:t:B,乙厂,320583,local:t:A,甲厂,1,auto,座椅,active,,
        local:t:D,丁厂,芜湖,local:t:A,甲厂,1,auto,座椅,backup,0.2,2
        local:t:E,戊厂,340200,local:t:A,甲厂,1,auto,座椅,backup,,
        local:t:E,戊厂,330200,local:t:B,乙厂,2,auto,海绵,backup,0.5,1
        """

    private static func withChain(_ body: (Program) throws -> Void) throws {
        try Program.inFolder { program in
            let result = try program(
                "import", program.file("chain.csv", chain), "--registrant", "local:t")
            guard result.status == 0 else { throw Program.Failure(text: result.errorText) }
            try body(program)
        }
    }

    @Test func `a backup's page tells where it is, and for whom it would step in with what`() throws {
        try Self.withChain { program in
            let backup = try #require(try program.json("firm", "丁厂") as? [String: Any])
            #expect(backup["region"] as? String == "340200" && backup["region_name"] as? String == "Wuhu")
            #expect((backup["customers"] as? [Any])?.isEmpty ?? false)
            let places = try #require(backup["backup_for"] as? [[String: Any]])
            #expect(places.count == 1 && places[0]["name"] as? String == "甲厂")
            #expect(places[0]["product"] as? String == "座椅" && places[0]["region"] as? String == "340200")
            #expect(places[0]["spare_capacity"] as? Double == 0.2 && places[0]["bring_up_days"] as? Int == 2)
            let other = try #require(try program.json("firm", "戊厂") as? [String: Any])
            #expect((other["backup_for"] as? [Any])?.count == 2 && other["region"] as? String == "330200")
            let supplier = try #require(try program.json("firm", "乙厂") as? [String: Any])
            #expect(supplier["backup_for"] == nil && supplier["region"] as? String == "320583")
            let buyer = try #require(try program.json("firm", "甲厂") as? [String: Any])
            #expect(buyer["backup_for"] == nil && buyer["region"] as? String == "?")
            let table = try program("firm", "丁厂", "--lang", "zh").text
            #expect(table.contains("\n备选供货\n") && table.contains(/地区名称 +芜湖市/), "\(table)")
        }
    }

    @Test(arguments: [
        (["--search", "丁"], "1 backup does: 丁厂 (local:t:D);"),
        (["--region", "安徽"], "2 backups do: 丁厂 (local:t:D), 戊厂 (local:t:E);"),
        (["--firm", "甲厂", "--search", "戊", "--tier", "2"], "1 backup does: 戊厂 (local:t:E);"),
    ])
    func `where only backups match, the list stays empty and one sentence names them`(
        flags: [String], says: String
    ) throws {
        try Self.withChain { program in
            let result = try program.run(["suppliers"] + flags + ["--format", "json"])
            #expect(result.status == 0 && result.text == "[]\n")
            let told = result.errorText.split(separator: "\n")
            #expect(told.count == 1 && told[0].hasPrefix("warning: nobody who delivers matches"), "\(told)")
            #expect(told[0].contains(says) && told[0].contains("`tierwatch firm ID`"), "\(told)")
        }
    }

    @Test(arguments: [
        ["--search", "乙"], ["--search", "厂"], ["--search", "己"], ["--search", "丁", "--industry", "chips"],
        ["--search", "丁", "--tier", "2"], ["--search", "丁", "--view", "local:other"],
    ])
    func `where somebody delivers, or no backup is seen that matches, nothing is told of backups`(
        flags: [String]
    ) throws {
        try Self.withChain { program in
            let result = try program.run(["suppliers"] + flags)
            #expect(result.status == 0 && result.errorText.isEmpty, "\(result.errorText)")
        }
    }

    @Test func `of many backups the first are named and the others counted`() throws {
        try Self.withChain { program in
            let rows = (1...8).map { "local:t:X\($0),340200,local:t:A,1,auto,灯,backup\n" }.joined()
            let file = try program.file(
                "more.csv", "supplier_id,supplier_region,buyer_id,tier,industry,product,status\n" + rows)
            #expect(try program("import", file, "--registrant", "local:t").status == 0)
            let told = try program("suppliers", "--search", "t:X").errorText
            #expect(
                told.contains("8 backups do: local:t:X1, ") && told.contains("local:t:X5 and 3 more;"),
                "\(told)")
        }
    }
}
