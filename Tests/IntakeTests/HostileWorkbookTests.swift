import Foundation
import Intake
import SupplyModel
import Testing
import TestSupport

@Suite struct HostileWorkbookTests {
    /// What each file of `workbooks.py hostile` is refused with.
    static let codes: [String: String] = [
        "not_a_zip": "not_a_workbook", "empty": "empty_file", "old_xls": "encrypted",
        "truncated": "truncated",
        "no_workbook": "not_a_workbook", "no_sheet_part": "not_a_workbook", "doctype": "doctype",
        "outside_doctype": "doctype", "external_sheet": "unsafe_name", "climbing_target": "unsafe_name",
        "file_target": "unsafe_name", "climbing_name": "unsafe_name", "absolute_name": "unsafe_name",
        "repeated_name": "unsafe_name", "wide_address": "damaged_sheet", "deep_address": "damaged_sheet",
        "other_row": "damaged_sheet", "backward_rows": "damaged_sheet", "backward_cells": "damaged_sheet",
        "far_column": "damaged_sheet", "too_far_column": "too_many_columns",
        "no_such_string": "damaged_sheet",
        "malformed": "damaged_workbook", "deep": "damaged_workbook", "long_text": "too_long",
        "long_tag": "damaged_workbook", "bzip2": "damaged_workbook", "damaged": "damaged_workbook",
        "zip_password": "encrypted", "bomb": "zip_bomb", "strings": "too_large", "many_parts": "too_large",
        "many_sheets": "too_large",
    ]

    @Test func `every hostile workbook is refused with one sentence that says what to do`() throws {
        try Fixtures.withFolder { folder in
            #expect(try Command.tool("workbooks.py", ["hostile", folder.path]).status == 0)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(Set(names) == Set(Self.codes.keys.map { $0 + ".xlsx" }).union(["whole.xlsx"]))
            for (name, code) in Self.codes {
                let file = folder.appending(path: name + ".xlsx")
                let error = try #require(throws: IntakeError.self, "\(name)") { try collect(file) }
                #expect(error.fault.code == code, "\(name): \(error)")
                #expect(error.fault.category == .badData)
                #expect(
                    error.description.hasPrefix(file.path) && error.fault.sentence.contains("; "), "\(error)")
                #expect(!error.description.contains { $0.isNewline })
            }
            #expect(try collect(folder.appending(path: "whole.xlsx")).supplies.count == 1)
        }
    }

    @Test func `a fault inside a sheet names the sheet and the row`() throws {
        try Fixtures.withFolder { folder in
            #expect(try Command.tool("workbooks.py", ["hostile", folder.path]).status == 0)
            let file = folder.appending(path: "backward_rows.xlsx")
            let error = try #require(throws: IntakeError.self) { try collect(file) }
            #expect(error.description.hasPrefix(file.path + "[表]:3: the rows"))
            #expect(error.problem.sheet == "表" && error.problem.line == 3)
        }
    }

    /// In a process of its own, because the tests beside it move the peak.
    @Test func `what unpacks without end takes little memory`() async {
        await #expect(processExitsWith: .success) {
            try Fixtures.withFolder { folder in
                #expect(try Command.tool("workbooks.py", ["hostile", folder.path]).status == 0)
                let before = try MemoryTests.peakKilobytes()
                for name in ["bomb", "strings", "long_tag", "long_text", "many_parts"] {
                    #expect(throws: IntakeError.self) { try collect(folder.appending(path: name + ".xlsx")) }
                }
                let grown = try MemoryTests.peakKilobytes() - before
                #expect(grown < HostileWorkbookTests.allowedKilobytes, "\(grown) KiB")
            }
        }
    }

    /// Where four million texts end takes 16 MiB, twice that while the list grows, and the rest is for a row and its parser.
    static let allowedKilobytes = 64_000

    @Test(arguments: 0..<200)
    func `a workbook with bytes changed is read or refused, and never more than that`(seed: Int) throws {
        try Fixtures.withFolder { folder in
            var random = SplitMix(state: UInt64(seed))
            let source = Fixtures.url("workbooks/small.xlsx")
            var bytes = [UInt8](try Data(contentsOf: source))
            for _ in 0..<(1 + seed % 8) {
                let position = Int(random.next() % UInt64(bytes.count))
                bytes[position] = UInt8(truncatingIfNeeded: random.next())
            }
            if seed % 4 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
            let file = folder.appending(path: "changed.xlsx")
            try Data(bytes).write(to: file)
            do {
                #expect(try collect(file).supplies.count <= 3)
            } catch let error as IntakeError {
                #expect(error.fault.category == .badData, "\(error)")
            }
        }
    }
}

/// Numbers that look random and are the same for the same seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
