import Foundation
import Intake
import SupplyModel
import TestSupport
import Testing

@Suite struct WhiteListReaderTests {
    private func read(_ text: String) throws -> WhiteListTable { try read(bytes: Array(text.utf8)) }

    private func read(bytes: [UInt8]) throws -> WhiteListTable {
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "list.csv")
            try Data(bytes).write(to: file)
            return try WhiteListReader(
                path: file.path, issuer: RegionCode(raw: 310_000), gazetteer: Gazetteer()
            ).read()
        }
    }

    @Test func `a list in Chinese is read below its title`() throws {
        let table = try read(
            """
            某市重点企业白名单（第二批）,,,,,,,,
            统一社会信用代码,企业名称,所在地,行业,主要产品,层级,推荐单位,联系人,移出
            91310000132260250X,上海云桥电子有限公司,昆山,集成电路,芯片；传感器、模块,二级,某区经委,王,
            ,乙和汽车有限公司,,,,,,,是
            合计,2,,,,,,,
            """)
        #expect(table.problems.isEmpty && table.warnings.isEmpty, "\(table.problems) \(table.warnings)")
        var entry = WhiteListEntry(firm: FirmID(checked: "91310000132260250X"), name: "上海云桥电子有限公司")
        entry.region = RegionCode(raw: 320_583)
        entry.industry = .chips
        entry.products = ["芯片", "传感器", "模块"]
        entry.tier = 2
        entry.recommendedBy = "某区经委"
        entry.contact = "王"
        #expect(table.rows.first == WhiteListRow(line: 3, entry: entry))
        let second = try #require(table.rows.last)
        #expect(second.isRemoved && second.entry.firm.description == "local:310000:乙和汽车有限公司")
        #expect(table.columns.contains(.products) && !table.columns.contains(.revenue))
    }

    @Test func `a list of nothing but names is one`() throws {
        let table = try read("序号,企业名称\n1,甲厂\n2,乙厂\n")
        #expect(table.rows.map(\.entry.name) == ["甲厂", "乙厂"])
        #expect(table.warnings.map(\.code) == ["unknown_columns"])
    }

    @Test func `an industry that is not one of ours is kept as other, and told once`() throws {
        let table = try read("name,industry\n甲厂,化工\n乙厂,化工\n丙厂,汽车\n丁厂,\n")
        #expect(table.rows.map(\.entry.industry) == [.other, .other, .auto, nil])
        #expect(table.warnings.map(\.code) == ["other_industry"] && table.warnings[0].value == "化工")
    }

    @Test(arguments: [
        ("id,name\n,丙厂\n91310000132260250Y,甲厂", "bad_check"), ("id,name,tier\n,丙厂,\n,,1", "missing_id"),
        ("id,name\n,丙厂\n9.13101E+17,甲厂", "scientific_notation"),
        ("name,region\n丙厂,\n甲厂,无此地", "unknown_region"),
        ("name,tier\n丙厂,\n甲厂,9", "bad_tier"), ("name,removed\n丙厂,\n甲厂,也许", "bad_flag"),
        ("name,products\n丙厂,\n甲厂,\(String(repeating: "长", count: 400))", "too_long"),
        ("name,products\n丙厂,\n甲厂,\((0..<1_001).map { "p\($0)" }.joined(separator: ";"))", "too_many"),
        ("name,products\n丙厂,\n甲厂,\(String(repeating: "长；", count: 6_000))", "too_long"),
        ("name,recommended_by\n丙厂,\n甲厂,#REF!", "failed_formula"), ("name,tier\n丙厂,\n丙厂,1", "duplicate_id"),
    ])
    func `what cannot be taken is refused with its line`(text: String, code: String) throws {
        let table = try read(text + "\n")
        #expect(table.rows.count == 1 && table.refusedCount == 1)
        #expect(table.problems.map(\.code) == [code], "\(table.problems)")
        #expect(table.problems.map(\.line) == [3])
    }

    @Test(arguments: ["a,b\n1,2\n", "name\n"])
    func `a file without firms is refused as a whole`(text: String) {
        #expect(throws: IntakeError.self) { try read(text) }
    }

    @Test func `as a register a list is refused, and told how to take it`() throws {
        let fault = try fault(of: "企业名称,所在地区,推荐单位\n甲厂,上海,某局\n")
        #expect(fault == .whiteList)
        #expect(fault?.sentence.contains("`tierwatch whitelist import`") == true)
        #expect(try collect("企业名称,所在地区,行业\n甲厂,上海,汽车\n").firms.count == 1)
    }

    @Test func `random products come back from the cell that holds them`() throws {
        var random = SeededGenerator(state: 23)
        let signs = Array("甲b\";；、 ,=-é𠮷")
        var expected: [[String]] = []
        var text = "name,products\r\n"
        for index in 0..<1_000 {
            var products: [String] = []
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let length = Int.random(in: 1...6, using: &random)
                let name = IdentityText.normalisedName(
                    String((0..<length).map { _ in signs.randomElement(using: &random) ?? "x" }))
                if name.contains(where: { $0.isLetter }), !products.contains(name) { products.append(name) }
            }
            expected.append(products)
            let cell = (ProductList.text(products) ?? "").replacing("\"", with: "\"\"")
            text += "甲\(index),\"\(cell)\"\r\n"
        }
        let table = try read(text)
        #expect(table.problems.isEmpty && table.rows.map(\.entry.products) == expected)
        #expect(expected.contains { $0.contains { $0.contains("、") } && $0.count > 2 })
    }

    @Test func `a thousand damaged lists are read or refused, never worse`() throws {
        var random = SeededGenerator(state: 29)
        let whole = Array(
            """
            某市白名单,,,,
            统一社会信用代码,企业名称,所在地,主要产品,移出
            91310000132260250X,云桥,昆山,"芯片；""a、b"";模块",
            ,乙和,苏州,灯,是

            """.utf8)
        var outcomes: Set<String> = []
        for _ in 0..<1_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...8, using: &random) { RobustnessTests.damage(&bytes, &random) }
            do {
                let table = try read(bytes: bytes)
                #expect(table.rows.count + table.refusedCount > 0)
                outcomes.formUnion(table.problems.map(\.code))
            } catch let error as IntakeError {
                #expect(error.fault.category == .badData)
                outcomes.insert(error.fault.code)
            }
        }
        #expect(outcomes.count > 8, "\(outcomes)")
    }
}
