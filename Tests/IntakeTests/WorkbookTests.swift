import Foundation
import Intake
import SupplyModel
import Testing
import TestSupport

@Suite struct WorkbookTests {
    /// Runs the body with a file of `workbooks.py features`.
    func withFeature<T>(_ name: String, _ body: (URL) throws -> T) throws -> T {
        try Fixtures.withFolder { folder in
            let made = try Command.tool("workbooks.py", ["features", folder.path])
            #expect(made.status == 0, "\(made.errorText)")
            return try body(folder.appending(path: name + ".xlsx"))
        }
    }

    static let registers = [
        "Suppliers/auto/supplies.csv", "Suppliers/auto/firms.csv", "Suppliers/chips/suppliers.csv",
        "Suppliers/biopharma/suppliers.csv", "Suppliers/apple_2022/supplies.csv",
        "Suppliers/core_21/supplies.csv",
    ]

    @Test(arguments: registers)
    func `a register says the same as CSV and as XLSX`(register: String) throws {
        try Fixtures.withFolder { folder in
            let source = Fixtures.root.appending(path: register)
            let made = try Command.tool("workbooks.py", ["convert", source.path, folder.path])
            #expect(made.status == 0, "\(made.errorText)")
            let text = try collect(source)
            #expect(!text.supplies.isEmpty || !text.firms.isEmpty)
            for writer in ["openpyxl", "xlsxwriter"] {
                let book = try collect(folder.appending(path: writer + ".xlsx"))
                #expect(book.supplies == text.supplies)
                #expect(book.firms == text.firms)
                #expect(book.refused.keys == text.refused.keys)
                #expect(book.header?.columns == text.header?.columns)
            }
        }
    }

    @Test func `shared texts, runs, formulas, noisy numbers and hidden rows are read as they are shown`()
        throws
    {
        let read = try withFeature("by_hand") { try collect($0) }
        let row = try #require(read.supplies.first)
        #expect(read.supplies.count == 1 && read.problems.isEmpty)
        #expect(
            row.line == 2 && row.supplierName == "上海 甲" && row.product == "螺 栓_1" && row.industry == .auto)
        #expect(row.annualValue == 125 && row.share == 0.6)
        #expect(read.warnings.map(\.code) == ["hidden_rows"])
        #expect(read.warnings.map(\.line) == [2])
    }

    @Test(arguments: ["prefixed", "unnumbered"])
    func `elements with a prefix and rows without numbers are read`(name: String) throws {
        let read = try withFeature(name) { try collect($0) }
        #expect(read.supplies.map(\.supplierName) == ["甲公司"])
        #expect(read.supplies.map(\.line) == [2])
    }

    /// Rows that are written plainly are found without an XML parser; it alone reads those of the second file.
    @Test func `a row says the same, and is refused for the same, however plainly it is written`() throws {
        try Fixtures.withFolder { folder in
            let made = try Command.tool("workbooks.py", ["twins", "100", folder.path])
            #expect(made.status == 0, "\(made.errorText)")
            var faults = 0
            for number in 0..<100 {
                let (plain, spaced) = try (read("plain-\(number)"), read("spaced-\(number)"))
                #expect(plain.rows.supplies == spaced.rows.supplies, "\(number)")
                #expect(plain.rows.problems == spaced.rows.problems, "\(number)")
                #expect(plain.rows.warnings == spaced.rows.warnings, "\(number)")
                #expect(plain.fault == spaced.fault, "\(number)")
                #expect(plain.rows.supplies.count > 10 || plain.fault != nil, "\(number)")
                faults += plain.fault == nil ? 0 : 1
            }
            #expect((20...80).contains(faults))

            func read(_ name: String) throws -> (rows: Collector, fault: String?) {
                // Under one name, because problems tell it.
                let file = folder.appending(path: "rows.xlsx")
                try FileManager.default.moveItem(at: folder.appending(path: name + ".xlsx"), to: file)
                defer { unlink(file.path) }
                var rows = Collector()
                do {
                    try RegisterReader(path: file.path, registrant: registrant, gazetteer: Gazetteer())
                        .read(into: &rows)
                    return (rows, nil)
                } catch let error as IntakeError {
                    return (rows, error.description)
                }
            }
        }
    }

    @Test func `text in UTF-16 whose bytes look like rows is no row`() throws {
        let read = try withFeature("wide_look") { try collect($0) }
        #expect(read.supplies.map(\.line) == [2] && read.problems.isEmpty)
    }

    @Test(arguments: ["dates", "dates_1904"])
    func `a date is text, and no number of days`(name: String) throws {
        let read = try withFeature(name) { try collect($0) }
        #expect(read.supplies.map(\.product) == ["2022-04-19", "2022-04-19 18:30:00"])
        #expect(read.problems.map(\.value) == ["2022-04-19"])
        #expect(read.problems.map(\.code) == ["bad_number"])
    }

    /// Takes some rows and wants no more.
    private struct Enough: RegisterSink {
        struct Reached: Error {}
        var rows = 0
        let limit: Int
        mutating func begin(_ header: RegisterHeader) {}
        mutating func take(_ row: SupplyRow) throws {
            rows += 1
            if rows == limit { throw Reached() }
        }
        mutating func take(_ row: FirmRow) {}
        mutating func refuse(line: Int, problems: [Problem]) {}
        mutating func warn(_ problem: Problem) {}
    }

    @Test(.timeLimit(.minutes(60)), arguments: [1, 2_000])
    func `whoever has enough of a long sheet ends its reading at once`(limit: Int) throws {
        try Fixtures.withFolder { folder in
            let made = try Command.tool("workbooks.py", ["rows", "6000", folder.path])
            #expect(made.status == 0, "\(made.errorText)")
            let file = folder.appending(path: "rows.xlsx")
            var sink = Enough(limit: limit)
            let reader = RegisterReader(path: file.path, registrant: registrant, gazetteer: Gazetteer())
            #expect(throws: Enough.Reached.self) { try reader.read(into: &sink) }
            #expect(sink.rows == limit)
            let all = try collect(file)
            #expect(all.supplies.map(\.line) == Array(2...6_001))
        }
    }

    /// Looked at character by character, each with a copy of those before, it took minutes.
    @Test(.timeLimit(.minutes(60))) func `a number format without end costs no more than a long one`() throws
    {
        try withFeature("long_format") { file in
            let read = try collect(file)
            #expect(read.supplies.count == 1)
        }
    }

    @Test func `a formula that failed is a problem of its cell`() throws {
        let read = try withFeature("failed") { try collect($0) }
        #expect(read.supplies.isEmpty)
        #expect(read.problems.map(\.place).allSatisfy { $0.hasSuffix("failed.xlsx[表]:2") })
        #expect(
            read.problems.map { "\($0.column) \($0.code) \($0.value)" } == [
                "product failed_formula #REF!", "annual_value failed_formula #DIV/0!",
            ])
    }

    @Test func `the sheet with the best header is read, and the others are told`() throws {
        let read = try withFeature("sheets") { try collect($0) }
        #expect(read.header?.sheet == "供应" && read.header?.line == 2)
        #expect(read.supplies.map(\.supplierName) == ["甲", "甲"])
        #expect(read.supplies.map(\.product) == ["螺栓", "螺母"])
        #expect(read.supplies.map(\.annualValue) == [120_000, nil])
        #expect(read.supplies.map(\.share) == [0.6, nil])
        #expect(
            read.warnings.map { "\($0.sheet ?? "") \($0.line) \($0.column) \($0.code) \($0.value)" } == [
                "企业 0  other_sheet ", "旧表 0  other_sheet ", "供应 4  hidden_rows ",
                "供应 3 annual_value merged_cells E3:E4",
            ])
    }

    /// An address that ran from right to left once ended the process.
    @Test func `merged cells are the same whichever corners name them`() throws {
        let read = try withFeature("backward_merges") { try collect($0) }
        #expect(read.supplies.count == 2)
        #expect(
            read.warnings.map { "\($0.line) \($0.column) \($0.code) \($0.value)" } == [
                "2 product merged_cells D3:B2"
            ])
    }

    @Test func `a sheet is read by its name, a hidden one too`() throws {
        try withFeature("sheets") { file in
            let firms = try collect(file, sheet: "企业")
            #expect(firms.firms.map(\.name) == ["甲"])
            #expect(firms.firms.map(\.isWhitelisted) == [true])
            #expect(firms.warnings.isEmpty)
            #expect(try collect(file, sheet: "旧表").warnings.map(\.code) == ["hidden_sheet"])
            let error = try #require(throws: IntakeError.self) { try collect(file, sheet: "无") }
            #expect(error.fault.code == "no_such_sheet" && error.fault.sentence.contains("'供应'"))
            #expect(throws: IntakeError(path: file.path, sheet: "说明", fault: .noHeader)) {
                try collect(file, sheet: "说明")
            }
        }
    }

    @Test func `a text has no sheets`() throws {
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "list.csv")
            try Data((header + row).utf8).write(to: file)
            #expect(throws: IntakeError(path: file.path, fault: .workbook(.notSheets("甲")))) {
                try collect(file, sheet: "甲")
            }
        }
    }

    @Test func `a workbook is known by its bytes, whatever its name`() throws {
        try withFeature("unnumbered") { file in
            let renamed = file.deletingPathExtension().appendingPathExtension("csv")
            try FileManager.default.moveItem(at: file, to: renamed)
            #expect(try collect(renamed).supplies.count == 1)
        }
    }

    @Test func `refused rows of a sheet are written to a CSV that can be read again`() throws {
        try withFeature("sheets") { file in
            let target = file.deletingLastPathComponent().appending(path: "again.csv")
            try RegisterReader(path: file.path, registrant: registrant, gazetteer: Gazetteer())
                .copyRefused(reasons: [3: "x"], to: target)
            let again = try collect(target)
            #expect(again.supplies.map(\.product) == ["螺栓"])
            #expect(again.supplies.map(\.annualValue) == [120_000])
        }
    }
}
