import Intake
import SupplyModel
import Testing

@Suite struct ValueTests {
    /// Found by the fuzzer: a terminal obeyed the character, and the message went on on another line.
    @Test(arguments: [
        ("91310000132\u{1}60250X", "U+0001"), ("91310000132\u{1B}60250X", "U+001B"),
        ("9131000013226025IX", "'I'"),
    ])
    func `a character that cannot be seen is told by its number`(code: String, shown: String) throws {
        let read = try collect("supplier_id,tier,industry,product\n\(code),1,auto,x\n")
        #expect(read.problems.map(\.code) == ["bad_char"])
        #expect(read.problems.first?.message.contains(" is \(shown), which") == true, "\(read.problems)")
    }

    @Test func `a header that is told of is told on one line`() throws {
        let names = "\"supplier\nname\",supplier_name,tier,industry,product"
        let error = try #require(throws: IntakeError.self) { try collect(names + "\n甲,乙,1,auto,x\n") }
        #expect(error.fault.code == "duplicate_column" && !error.description.contains { $0.isNewline })
    }

    /// Reads one good row with one more column.
    func reading(_ column: String, _ cell: String) throws -> Collector {
        let quoted = "\"" + cell.replacing("\"", with: "\"\"") + "\""
        return try collect("supplier_name,tier,industry,product,\(column)\n甲,1,auto,x,\(quoted)\n")
    }

    @Test(
        arguments: [
            ("annual_value", "1234567", 1_234_567), ("annual_value", "1,234.5", 1_234.5),
            ("annual_value", "１２．５万", 125_000),
            ("annual_value", "1.2亿元", 120_000_000), ("annual_value", "￥1,000元", 1_000),
            ("annual_value", "CNY 5", 5),
            ("annual_value", "1e3", 1_000), ("annual_value", "-0", 0), ("年采购额（万元）", "1,380.77", 13_807_700),
            ("年采购额(亿元)", "0.3", 30_000_000), ("年采购额（万元）", "2亿", 200_000_000), ("年采购额（元/年）", "7", 7),
            ("采购金额", "000000000000000000000012", 12), ("annual_value", "1000000000000000", 1e15),
        ] as [(String, String, Double)])
    func `money is read in yuan`(column: String, cell: String, expected: Double) throws {
        let read = try reading(column, cell)
        #expect(read.supplies.first?.annualValue == expected, "\(read.problems)")
    }

    @Test(arguments: [
        0.1 + 0.2, 1.0 / 3, 123_456_789.123_456_78, 98_765.432_109_876_54,
    ])
    func `a number is read to its last bit`(value: Double) throws {
        #expect(try reading("annual_value", "\(value)").supplies.first?.annualValue == value)
    }

    @Test func `digits beyond those of a number may have commas`() throws {
        let read = try reading("annual_value", "98,765.43210987654")
        #expect(read.supplies.first?.annualValue == 98_765.43210987654)
    }

    @Test(arguments: ["=SUM(A1)", "+86", "-x", "@甲"])
    func `the apostrophe that quotes off a formula is no part of the text`(name: String) throws {
        #expect(
            try collect("supplier_name,tier,industry,product\n'\(name),1,auto,x\n").supplies.map(
                \.supplierName) == [name])
        #expect(
            try collect("supplier_name,tier,industry,product\n'甲,1,auto,x\n").supplies.map(\.supplierName)
                == ["'甲"])
    }

    @Test(
        arguments: [
            ("share", "60%", 0.6), ("share", "0.6", 0.6), ("share", "６０％", 0.6), ("份额(%)", "60", 0.6),
            ("份额(%)", "60%", 0.6),
            ("供货占比", "1", 1), ("share", "100%", 1), ("share", "33.3%", 0.333),
        ] as [(String, String, Double)])
    func `a share is read as a fraction`(column: String, cell: String, expected: Double) throws {
        #expect(try reading(column, cell).supplies.first?.share == expected)
    }

    @Test(arguments: ["", " ", "—", "－", "无", "/", "N/A", "n/a", "-", "　"])
    func `marks for nothing are empty`(cell: String) throws {
        for column in ["annual_value", "share", "inventory_days", "importance", "status", "supplier_region"] {
            let read = try reading(column, cell)
            let supply = try #require(read.supplies.first, "\(read.problems)")
            #expect(supply.annualValue == nil && supply.share == nil && supply.inventoryDays == nil)
            #expect(supply.importance == nil && supply.status == nil && supply.region == nil)
        }
    }

    @Test(arguments: [
        ("annual_value", "-5", "negative"), ("annual_value", "NaN", "bad_number"),
        ("annual_value", "inf", "bad_number"),
        ("annual_value", "∞", "bad_number"), ("annual_value", "1e400", "out_of_range"),
        ("annual_value", "1e16", "out_of_range"),
        ("annual_value", String(repeating: "9", count: 350), "out_of_range"),
        ("annual_value", "5%", "bad_number"),
        ("annual_value", "1,38", "bad_number"), ("annual_value", "1.2.3", "bad_number"),
        ("annual_value", "1 2", "bad_number"),
        ("annual_value", "5万美元", "bad_number"), ("annual_value", ".", "bad_number"),
        ("annual_value", "--5", "bad_number"),
        ("annual_value", String(repeating: "9", count: 5_000), "bad_number"),
        ("annual_value", "0x10", "bad_number"),
        ("share", "130%", "out_of_range"), ("share", "60", "out_of_range"), ("share", "1.05", "out_of_range"),
        ("share", "-1%", "negative"), ("份额(%)", "130", "out_of_range"),
        ("spare_capacity", "2", "out_of_range"),
        ("inventory_days", "-1", "negative"), ("inventory_days", "100001", "out_of_range"),
        ("inventory_days", "3周", "bad_number"),
        ("importance", "重大", "bad_importance"), ("status", "x", "bad_status"),
        ("supplier_region", "苏洲", "unknown_region"),
        ("supplier_region", "Suzhou", "ambiguous_region"), ("supplier_region", "999999", "unknown_region"),
    ])
    func `a bad value refuses its row`(column: String, cell: String, code: String) throws {
        let read = try reading(column, cell)
        #expect(read.problems.map(\.code) == [code])
        #expect(read.supplies.isEmpty)
        #expect(read.problems.first?.line == 2)
        #expect(read.problems.first?.column.isEmpty == false)
    }

    @Test func `a bare sixty is told to be written as 60% or 0.6`() throws {
        let problem = try #require(try reading("share", "60").problems.first)
        #expect(problem.message.contains("60%") && problem.message.contains("0.6"))
        #expect(problem.value == "60" && problem.column == "share")
    }

    @Test(arguments: [
        ("1", 1), ("5", 5), ("T2", 2), ("t2", 2), ("2级", 2), ("二级", 2), ("一级", 1), ("第二级", 2), ("Tier 2", 2),
        ("Ｔ３", 3),
        ("４", 4), ("五级供应商", 5), (" 3 ", 3),
    ])
    func `tiers are read in digits and words`(cell: String, expected: Int) throws {
        let read = try collect("supplier_name,buyer_name,tier,industry,product\n甲,乙,\(cell),auto,x\n")
        #expect(read.supplies.first?.tier == expected)
    }

    @Test(arguments: ["0", "6", "T0", "六级", "零级", "+1", "1.5", "-1", "99999999999999999999", "T", "级"])
    func `other tiers are refused`(cell: String) throws {
        let read = try collect("supplier_name,buyer_name,tier,industry,product\n甲,乙,\(cell),auto,x\n")
        #expect(read.problems.map(\.code) == ["bad_tier"])
    }

    @Test func `every Chinese header is understood`() throws {
        let headers = [
            "供应商统一社会信用代码", "供应商名称", "供应商所在地", "采购方统一社会信用代码", "采购方", "供应商级别", "产业", "物料",
            "采购金额（万元）", "份额(%)", "关键程度", "状态", "库存天数（天）", "恢复天数", "交货周期(天)", "备用产能", "切换天数",
        ]
        let cells = [
            "91310000132260250X", "甲", "昆山", "91320200724183068U", "乙", "二级", "集成电路", "芯片", "1.5", "40", "一般",
            "备选",
            "3", "４", "5天", "20%", "7",
        ]
        let read = try collect(headers.joined(separator: ",") + "\n" + cells.joined(separator: ",") + "\n")
        var expected = SupplyRow(
            line: 2, supplier: FirmID(checked: cells[0]), region: RegionCode("320583"),
            buyer: FirmID(checked: cells[3]), tier: 2, industry: .chips, product: "芯片")
        expected.supplierName = "甲"
        expected.buyerName = "乙"
        expected.annualValue = 15_000
        expected.share = 0.4
        expected.importance = .ordinary
        expected.status = .backup
        expected.inventoryDays = 3
        expected.recoveryDays = 4
        expected.leadTimeDays = 5
        expected.spareCapacity = 0.2
        expected.bringUpDays = 7
        #expect(read.supplies == [expected])
        #expect(read.header?.columns.count == 17)
    }

    @Test func `former names are parted, each once, and too many refuse their row`() throws {
        let header = "统一社会信用代码,企业名称,曾用名,简称,注册地址\n"
        let read = try collect(
            header + "A,甲,老甲厂；甲 厂、 老甲厂|Alpha;,甲, 上海市  安驰路１８号\nB,乙,—,,\n")
        #expect(read.firms.map(\.formerNames) == [["老甲厂", "甲 厂", "Alpha"], []])
        #expect(read.firms.map(\.shortName) == ["甲", nil])
        #expect(read.firms.map(\.address) == ["上海市 安驰路18号", nil])
        #expect(read.header?.unknownColumns == [])
        let many = (0...NameList.limit).map { "名\($0)" }.joined(separator: ";")
        let refused = try collect(header + "A,甲,\(many),,\n")
        #expect(refused.problems.map(\.code) == ["too_many_names"])
        #expect(refused.problems.map(\.column) == ["former_names"])
    }

    @Test func `a table of firms is read`() throws {
        let read = try collect("企业名称,统一社会信用代码,所在城市,行业,营收(亿元),恢复天数,白名单,联系人\n甲,,苏州,汽车,1.5,30,是,王 13800000000\n")
        var expected = FirmRow(line: 2, id: FirmID(checked: "local:apple:甲"))
        expected.name = "甲"
        expected.region = RegionCode("320500")
        expected.industry = .auto
        expected.revenue = 150_000_000
        expected.recoveryDays = 30
        expected.isWhitelisted = true
        expected.contact = "王 13800000000"
        #expect(read.firms == [expected])
        #expect(read.header?.kind == .firms)
    }

    @Test(arguments: [
        "\u{1B}[31m红", "a\u{7}b", "a\u{7F}b", "a\u{80}b", "红\u{9F}", String(repeating: "长", count: 400),
    ])
    func `control characters and endless texts are refused`(name: String) throws {
        let read = try collect("supplier_name,tier,industry,product\n\(name),1,auto,x\n")
        #expect(["control_character", "too_long"].contains(read.problems.first?.code ?? ""))
        #expect(read.problems.first?.value.contains("\u{1B}") == false)
    }

    @Test(arguments: ["a¢b", "Âb", "àb", "红~"])
    func `characters beside those of control are kept`(name: String) throws {
        let read = try collect("supplier_name,tier,industry,product\n\(name),1,auto,x\n")
        #expect(read.supplies.map(\.supplierName) == [name])
    }
}
