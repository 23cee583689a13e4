import Foundation
import Intake
import SupplyModel
import Testing
import TestSupport

@Suite struct EncodingTests {
    static let text = "供应商名称,层级,行业,产品\r\n" + (1...400).map { "甲\($0)公司—𠮷,1,汽车,螺栓\($0)\r\n" }.joined()

    /// The text as iconv writes it.
    static func encoded(_ name: String) throws -> [UInt8] {
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "text")
            try Data(text.utf8).write(to: file)
            let run = try Command.run(
                URL(filePath: "/usr/bin/iconv"), ["-f", "UTF-8", "-t", name, file.path])
            #expect(run.status == 0, "\(run.errorText)")
            return Array(run.output)
        }
    }

    @Test(
        arguments: [
            ("UTF-8", []), ("UTF-8", [0xEF, 0xBB, 0xBF]), ("GB18030", []), ("UTF-16LE", [0xFF, 0xFE]),
            ("UTF-16BE", [0xFE, 0xFF]),
        ] as [(String, [UInt8])])
    func `every encoding gives the same rows`(name: String, mark: [UInt8]) throws {
        let read = try collect(bytes: mark + Self.encoded(name))
        #expect(read.supplies.map(\.supplierName) == (1...400).map { "甲\($0)公司—𠮷" })
        #expect(read.problems.isEmpty)
    }

    @Test(
        arguments: [
            ("UTF-8", [], [0xE6]), ("GB18030", [], [0xB0]), ("UTF-16LE", [0xFF, 0xFE], [0x32]),
            ("UTF-16LE", [0xFF, 0xFE], [0x00, 0xD8]),
        ] as [(String, [UInt8], [UInt8])])
    func `a file that ends within a character was cut off`(name: String, mark: [UInt8], rest: [UInt8]) throws
    {
        #expect(try fault(of: mark + Self.encoded(name) + rest) == .truncated)
    }

    @Test func `a damaged byte in UTF-8 is not taken for another encoding`() throws {
        var bytes = Array(Self.text.utf8)
        bytes[bytes.count / 2] = 0xFF
        let error = try #require(throws: IntakeError.self) { try collect(bytes: bytes) }
        #expect(error.fault == .badEncoding("UTF-8"))
        #expect(error.line == bytes.prefix(bytes.count / 2).count { $0 == 10 } + 1)
    }

    @Test func `bytes of no encoding are refused with their line`() throws {
        let bytes = try Self.encoded("GB18030") + [0xFF, 0xFF, 10]
        let error = try #require(throws: IntakeError.self) { try collect(bytes: bytes) }
        #expect(error.fault == .badEncoding("GB18030"))
        #expect(error.line == 402)
    }

    @Test func `a lone surrogate in UTF-16 is refused`() throws {
        let bytes = try [0xFF, 0xFE] + Self.encoded("UTF-16LE") + [0x00, 0xD8, 0x0A, 0x00]
        #expect(try fault(of: bytes) == .badEncoding("UTF-16LE"))
    }
}
