import Foundation
import SupplyModel
import TestSupport
import Testing

@testable import Intake

/// What a column may be called, and what is said where a header is not understood.
@Suite struct HeaderTests {
    @Test func `what people also call a column is understood`() throws {
        let read = try collect(
            "供应商全称,供应商所在城市,供应商层级,所属行业,产品名称,采购商\n甲公司,苏州,2,汽车,座椅,乙公司\n")
        #expect(read.problems.isEmpty && read.warnings.isEmpty, "\(read.warnings)")
        let row = try #require(read.supplies.first)
        #expect(row.supplierName == "甲公司" && row.buyerName == "乙公司" && row.product == "座椅")
        #expect(row.tier == 2 && row.industry == .auto && row.region?.description == "320500")
        let firms = try collect("企业全称,所属行业,营收\n甲公司,汽车,5\n")
        #expect(firms.firms.count == 1 && firms.warnings.isEmpty)
    }

    @Test(arguments: ["零部件,产品名称\n座椅,豪华座椅", "产品名称,零部件\n豪华座椅,座椅"])
    func `a column's own header stands before what people also call it`(columns: String) throws {
        let (names, cells) = (columns.split(separator: "\n")[0], columns.split(separator: "\n")[1])
        let read = try collect("supplier_name,tier,industry,\(names)\n甲公司,1,auto,\(cells)\n")
        #expect(read.supplies.map(\.product) == ["座椅"])
        #expect(read.warnings.map(\.code) == ["unknown_columns"])
        #expect(read.warnings.first?.message.contains("'产品名称'") ?? false)
    }

    @Test func `two that people also call a column are refused as one that is there twice`() throws {
        let text = "supplier_name,tier,industry,产品名称,物料名称\n甲公司,1,auto,座椅,座椅\n"
        #expect(try fault(of: text) == .duplicateColumn("product", headers: ["产品名称", "物料名称"]))
    }

    @Test func `where a column is missing the headers that were not understood are named`() throws {
        let found = try fault(of: "供应商名称,层级,行业,品名,备注\n甲公司,1,汽车,座椅,x\n")
        #expect(found == .missingColumns(["product 产品"], unknown: ["品名", "备注"]))
        #expect(
            found?.sentence
                == "the header lacks product 产品; add the columns, or rename those that are meant (not understood: '品名', '备注')"
        )
        #expect(
            IntakeFault.missingColumns(["tier 层级"], unknown: []).sentence
                == "the header lacks tier 层级; add the columns")
    }

    @Test func `only so many of them are named, cut, and no terminal obeys them`() throws {
        let names = (1...25).map { "列\($0)" } + ["\u{1B}[31m红", String(repeating: "长", count: 200)]
        let found = try fault(of: "供应商名称,层级,\(names.reversed().joined(separator: ","))\n" + "甲公司,1\n")
        let sentence = try #require(found?.sentence)
        #expect(sentence.contains("and 7 more)") && sentence.contains("'列25'"), "\(sentence)")
        #expect(sentence.contains("\u{FFFD}[31m红") && !sentence.contains("\u{1B}"))
        #expect(!sentence.contains(String(repeating: "长", count: 30)))
    }

    @Test(arguments: [
        ("README.md", "### Columns of supplies", RegisterKind.supplies),
        ("README.md", "### Columns of firms", .firms),
        ("README.zh-CN.md", "### 供货表的列", .supplies), ("README.zh-CN.md", "### 企业表的列", .firms),
    ])
    func `the tables of headers list what is read, and nothing else`(
        file: String, heading: String, kind: RegisterKind
    ) throws {
        let text = try String(
            contentsOf: Fixtures.root.appending(path: "Suppliers/\(file)"), encoding: .utf8)
        let start = try #require(text.firstRange(of: heading)).upperBound
        let rows = text[start...].split(separator: "\n").drop { !$0.hasPrefix("| `") }
            .prefix { $0.hasPrefix("| `") }
        var listed: [String: Set<RegisterColumn>] = [:]
        for row in rows {
            let cells = row.split(separator: "|")
            let columns = cells[0].matches(of: /`([a-z_]+)`/).compactMap {
                RegisterColumn(rawValue: "\($0.1)")
            }
            for name in cells[1].split(whereSeparator: { "、；（）,;() ".contains($0) }) {
                listed[HeaderNames.key(String(name)), default: []].formUnion(columns)
            }
        }
        let known = HeaderNames.columns(of: kind).merging(HeaderNames.otherNames(of: kind)) { own, _ in own }
        let chinese = known.filter { !$0.key.utf8.allSatisfy { $0 < 128 } }
        #expect(Set(listed.keys) == Set(chinese.keys))
        for (name, column) in chinese { #expect(listed[name]?.contains(column) ?? false, "\(name)") }
    }
}
