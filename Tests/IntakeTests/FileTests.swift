import Foundation
import Intake
import SupplyModel
import Testing
import TestSupport

/// A header and one good row of a table of supplies.
let header = "supplier_name,tier,industry,product\n"
let row = "甲公司,1,auto,螺栓\n"

@Suite struct FileTests {
    @Test(
        arguments: [
            ("", IntakeFault.empty), (header, .noRows), ("a,b,c\n1,2,3\n", .noHeader), ("\n\n\n", .noHeader),
            ("supplier_name|tier|industry|product\na|1|auto|x\n", .noHeader),
            ("supplier_name,tier,产品\na,1,x\n", .missingColumns(["industry 行业"], unknown: [])),
            (
                "supplier_id,统一社会信用代码,tier,industry,product\na,b,1,auto,x\n",
                .duplicateColumn("supplier_id", headers: ["supplier_id", "统一社会信用代码"])
            ),
            (
                "supplier_name,tier,industry,product,年采购额(万美元)\na,1,auto,x,1\n",
                .unknownUnit(header: "年采购额(万美元)")
            ),
            (header + "\"甲,1,auto,螺栓\n" + row, .openQuote), (header + "\"甲\"乙,1,auto,螺栓\n", .textAfterQuote),
            (header + "甲\0,1,auto,螺栓\n", .nulByte), ("PK\u{3}\u{4}rest", .workbook(.truncated)),
            (header + row + String(repeating: "x", count: IntakeLimits.recordBytes + 1), .recordTooLong),
            (header + row + String(repeating: ",", count: IntakeLimits.columns), .tooManyColumns),
        ] as [(String, IntakeFault)])
    func `a file that cannot be read is refused with its reason`(text: String, expected: IntakeFault) throws {
        #expect(try fault(of: text) == expected)
        #expect(expected.category == .badData)
    }

    @Test func `a fault names the line where it is`() throws {
        let text = header + row + "\"乙\n公司\",1,auto,x\r\n" + row + "丙,\"1,auto,x\n" + row
        let error = try #require(throws: IntakeError.self) { try collect(text) }
        #expect(error.line == 6)
        #expect(error.fault == .openQuote)
        #expect(error.description.hasSuffix("register.csv:6: " + error.fault.sentence))
        #expect(error.problem.code == "open_quote" && error.problem.line == 6)
    }

    @Test func `a register of more rows than are taken is refused at the first that is too much`() throws {
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "register.csv")
            try Data((header + "\n" + row + row + "\n" + row).utf8).write(to: file)
            func read(_ limit: Int) throws -> Collector {
                var collector = Collector()
                try RegisterReader(
                    path: file.path, registrant: registrant, gazetteer: Gazetteer(), rowLimit: limit
                ).read(into: &collector)
                return collector
            }
            #expect(try read(3).supplies.count == 3)
            let error = try #require(throws: IntakeError.self) { try read(2) }
            #expect(error.fault == .tooManyRows(limit: 2) && error.line == 6)
            #expect(error.fault.sentence == "there are more than 2 rows; split the file")
            #expect(error.fault.category == .badData && IntakeLimits.registerRows >= 5_000_000)
        }
    }

    @Test func `two gigabytes in one line and ten million columns are refused at once`() throws {
        try Fixtures.withFolder { folder in
            let long = folder.appending(path: "long.csv")
            try Data(header.utf8).write(to: long)
            #expect(truncate(long.path, 2 << 30) == 0)
            let error = try #require(throws: IntakeError.self) { try collect(long) }
            #expect(error.fault == .recordTooLong && error.line == 2)
            let wide = folder.appending(path: "wide.csv")
            try Data(repeating: UInt8(ascii: ","), count: 10_000_000).write(to: wide)
            #expect(throws: IntakeError(path: wide.path, line: 1, fault: .recordTooLong)) {
                try collect(wide)
            }
        }
    }

    @Test func `what is no readable file is refused without waiting`() throws {
        try Fixtures.withFolder { folder in
            let pipe = folder.appending(path: "pipe").path
            #expect(mkfifo(pipe, 0o600) == 0)
            let expected: [(String, IntakeFault)] = [
                (folder.path, .notAFile(what: "a folder")), (pipe, .notAFile(what: "a pipe")),
                ("/dev/null", .notAFile(what: "a device")), (folder.path + "/none.csv", .missing),
                (folder.path + "/book.xlsx", .missing),
            ]
            for (path, fault) in expected {
                #expect(throws: IntakeError(path: path, fault: fault)) { try collect(URL(filePath: path)) }
                #expect(fault.category == .noInput)
            }
            let looped = folder.appending(path: "loop.csv")
            try FileManager.default.createSymbolicLink(at: looped, withDestinationURL: looped)
            let error = try #require(throws: IntakeError.self) { try collect(looped) }
            #expect(error.fault.code == "unreadable")
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func `a file without permission is refused`() throws {
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "secret.csv")
            try Data((header + row).utf8).write(to: file)
            #expect(chmod(file.path, 0) == 0)
            let error = try #require(throws: IntakeError.self) { try collect(file) }
            #expect(error.fault == .unreadable(reason: "Permission denied"))
        }
    }

    @Test(arguments: [",", "\t", ";"], ["\n", "\r\n", "\r"])
    func `delimiters and line ends are found out`(delimiter: String, lineEnd: String) throws {
        let lines = ["清单", "", "供应商名称,层级,行业,产品,备注", "甲,1,汽车,\"a\nb\",x", "", "乙,2级,其他,\"1\"\"管\",", "合计,,,,"]
        let text = lines.joined(separator: "\n").replacing(",", with: delimiter).replacing(
            "\n", with: lineEnd)
        let read = try collect(text)
        #expect(read.header?.unknownColumns == ["备注"])
        #expect(read.header?.line == 3)
        #expect(read.supplies.map(\.product) == ["a b"])
        #expect(read.supplies.map(\.line) == [4])
        #expect(read.problems.map(\.line) == [7])
        #expect(read.problems.map(\.code) == ["missing_buyer"])
    }

    @Test func `headers that no column answers to are told once, by name, where they stand`() throws {
        let read = try collect("清单,,\n供应商名称,层级,行业,产品,色\u{7}号,年采购额度\n甲,1,汽车,灯,红,5\n乙,1,汽车,灯,蓝,6\n")
        #expect(read.warnings.map { "\($0.code) \($0.line)" } == ["unknown_columns 2"])
        let message = try #require(read.warnings.first).message
        #expect(message.contains("'年采购额度'") && message.contains("rename"), "\(message)")
        #expect(!message.unicodeScalars.contains("\u{7}"))
        #expect(read.supplies.map(\.annualValue) == [nil, nil])
        let many = (0..<30).map { "x\($0)" }.joined(separator: ",")
        let wide = try collect("供应商名称,层级,行业,产品,\(many)\n甲,1,汽车,灯\(String(repeating: ",", count: 30))\n")
        #expect(
            wide.warnings.map(\.message).first?.contains("'x19' and 10 more") ?? false, "\(wide.warnings)")
        #expect(try collect("供应商名称,层级,行业,产品\n甲,1,汽车,灯\n").warnings.isEmpty)
    }

    @Test(arguments: [",", "\t", ";"])
    func `a table with every cell in quotes is read`(delimiter: String) throws {
        let lines = [
            ["清单", ""], ["supplier_name", "tier", "industry", "product"], ["甲", "1", "auto", "x"],
        ]
        let text = lines.map { $0.map { "\"\($0)\"" }.joined(separator: delimiter) + "\r\n" }.joined()
        #expect(try collect(text).supplies.map(\.supplierName) == ["甲"])
    }

    @Test func `a last row that was cut off is refused`() throws {
        let read = try collect("supplier_name,tier,industry,product,annual_value\n甲,1,auto,x,5\n乙,1,auto,y")
        #expect(read.supplies.count == 1)
        #expect(read.problems.map(\.code) == ["cut_off"])
    }

    @Test func `a row with more cells than the header is refused`() throws {
        let read = try collect(
            "supplier_name,tier,industry,product,annual_value\n甲,1,auto,x,1,200\n乙,1,auto,x,1,,\n")
        #expect(read.problems.map(\.code) == ["too_many_cells"])
        #expect(read.supplies.map(\.supplierName) == ["乙"])
    }

    @Test func `a header further down than the limit is not found`() throws {
        let titles = String(repeating: "标题\n", count: IntakeLimits.titleRows)
        #expect(try fault(of: titles + header + row) == nil)
        #expect(try fault(of: "标题\n" + titles + header + row) == .noHeader)
    }
}
