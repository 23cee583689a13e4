import Intake
import SupplyModel
import Testing

@Suite struct RowTests {
    static let saic = "91310000132260250X"
    static let wuxi = "91320200724183068U"
    static let header = "supplier_id,supplier_name,buyer_id,buyer_name,tier,industry,product\n"

    /// Rows as supplier ← buyer, tier.
    func links(_ rows: String) throws -> [String] {
        let read = try collect(Self.header + rows)
        #expect(read.problems.isEmpty, "\(read.problems)")
        return read.supplies.map { "\($0.supplier)/\($0.supplierName ?? "") \($0.buyer) \($0.tier)" }
    }

    /// Codes of the problems with their lines and columns.
    func problems(_ rows: String) throws -> [String] {
        try collect(Self.header + rows).problems.map { "\($0.line) \($0.column) \($0.code)" }
    }

    @Test func `a merged cell stands for the rows below it`() throws {
        #expect(
            try links("\(Self.saic),甲,,,1,auto,x\n,,,,,,y\n\n,,,,,,z\n合计,,,,,,\n,,,,,,w\n")
                == Array(repeating: "\(Self.saic)/甲 local:apple 1", count: 4))
    }

    @Test func `a blank name is filled only while the code is unchanged`() throws {
        #expect(
            try links(
                "\(Self.saic),甲,,,1,auto,x\n\(Self.saic.lowercased()),,,,1,auto,y\n\(Self.wuxi),,,,1,auto,x\n,,,,,,y\n"
            )
                == [
                    "\(Self.saic)/甲 local:apple 1", "\(Self.saic)/甲 local:apple 1",
                    "\(Self.wuxi)/ local:apple 1",
                    "\(Self.wuxi)/ local:apple 1",
                ])
    }

    @Test func `a new firm without a code never takes the code above`() throws {
        #expect(
            try links("\(Self.saic),甲,,,1,auto,x\n,乙,,,1,auto,x\n,,,,,,y\n,甲,,,1,auto,z\n").map {
                $0.prefix { $0 != " " }
            }
                == ["\(Self.saic)/甲", "local:apple:乙/乙", "local:apple:乙/乙", "local:apple:甲/甲"])
    }

    @Test func `a blank buyer of tier 1 below another tier is the registrant`() throws {
        #expect(
            try links(
                "a,,\(Self.saic),,2,auto,x\nb,,,,1,auto,x\nc,,\(Self.wuxi),,1,auto,x\nd,,,,1,auto,x\ne,,,,2,auto,x\n"
            )
                == [
                    "local:apple:a/ \(Self.saic) 2", "local:apple:b/ local:apple 1",
                    "local:apple:c/ \(Self.wuxi) 1",
                    "local:apple:d/ \(Self.wuxi) 1", "local:apple:e/ \(Self.wuxi) 2",
                ])
    }

    @Test func `a mark for nothing takes nothing from above`() throws {
        #expect(
            try problems("a,甲,b,,2,auto,x\nc,,无,,2,auto,x\n—,,b,,2,auto,x\n") == [
                "3 buyer_id missing_buyer", "4 supplier_id missing_supplier",
            ])
    }

    @Test func `rows that continue a refused row are refused`() throws {
        #expect(
            try problems(
                "91310000132260250,甲,,,1,auto,x\n,,,,,,y\n,乙,,,7,auto,x\n,,,,,,y\n\(Self.saic),,,,1,auto,x\n")
                == [
                    "2 supplier_id bad_length", "3 supplier_id refused_above", "4 tier bad_tier",
                    "5 tier refused_above",
                ])
    }

    @Test func `numbers and regions are never taken from above`() throws {
        let read = try collect(
            "supplier_name,supplier_region,tier,industry,product,annual_value,share,importance\n甲,苏州,1,auto,x,5,0.5,关键\n,,,,y,,,\n"
        )
        let last = try #require(read.supplies.last)
        #expect(
            last.supplierName == "甲" && last.region == nil && last.annualValue == nil && last.share == nil)
        #expect(last.importance == nil)
    }

    @Test func `all problems of a row are told`() throws {
        #expect(
            try problems(",,,,,,\n,,,,9,糖果,\n") == [
                "3 supplier_id missing_supplier", "3 tier bad_tier", "3 industry bad_industry",
                "3 product missing_product",
            ])
        #expect(try problems("a,,,,,,x\n") == ["2 tier missing_tier", "2 industry missing_industry"])
    }

    @Test(arguments: [
        ("9.13101E+17", "scientific_notation"), ("310000000012345", "old_registration_number"),
        ("9131000013226O250X", "bad_char"),
        ("91310000132260251X", "bad_check"), ("HWUPKR0MPOU8FGXBT395", "bad_check"),
        ("local:", "bad_local_id"),
        ("local:a:", "bad_local_id"),
    ])
    func `a bad code refuses its row`(code: String, expected: String) throws {
        #expect(try problems("\(code),甲,,,1,auto,x\n") == ["2 supplier_id \(expected)"])
    }

    @Test(arguments: [
        ("HWUPKR0MPOU8FGXBT394", "HWUPKR0MPOU8FGXBT394"), ("S-001", "local:apple:S-001"),
        ("local:byd:A 1", "local:byd:A 1"),
        ("９１３１００００１３２２６０２５０x", "91310000132260250X"), ("9131 0000-1322 6025 0X", "91310000132260250X"),
        ("  甲  厂 ", "local:apple:甲 厂"),
    ])
    func `a firm has its identity`(code: String, expected: String) throws {
        #expect(
            try collect(Self.header + "\(code),,,,1,auto,x\n").supplies.first?.supplier.description
                == expected)
    }

    @Test func `a firm that supplies itself is refused`() throws {
        #expect(
            try problems("\(Self.saic),,\(Self.saic.lowercased()),,1,auto,x\nlocal:apple,,—,,1,auto,x\n") == [
                "2 buyer_id self_supply", "3 buyer_id self_supply",
            ])
    }

    @Test func `a wrong organisation code and a dissolved region are warned of once`() throws {
        let code = "913100001322602511"
        let read = try collect(
            "supplier_id,supplier_region,tier,industry,product\n\(code),341400,1,auto,x\n\(code),341400,1,auto,y\n"
                + "\(code.lowercased()),341400,1,auto,z\n")
        #expect(read.supplies.count == 3)
        #expect(read.warnings.map(\.code).sorted() == ["dissolved_region", "organisation_code"])
        #expect(read.warnings.allSatisfy { $0.line == 2 })
    }

    @Test func `rows of sums are skipped and firms of such names are not`() throws {
        let rows = "小计,,,,,,5\n合 计：,,,,,,5\n一级总计,,,,,,\n\(Self.saic),设计,,,1,auto,x\n,会计小计有限公司,,,1,auto,x\n"
        #expect(try links(rows).count == 2)
    }

    @Test func `problems beyond the limit are counted but not told`() throws {
        let rows = String(repeating: "a,,,,9,auto,\n", count: IntakeLimits.problems)
        let read = try collect(Self.header + rows)
        #expect(read.refused.count == IntakeLimits.problems)
        #expect(read.problems.count == IntakeLimits.problems + 1)
        #expect(read.problems.last?.code == "too_many_problems")
    }
}
